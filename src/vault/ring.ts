import type { Instant, NewId } from '../domain/ids.ts'
import type { Refusal } from '../domain/refusal.ts'
import type { KeyClass } from './classes.ts'
import { DerivedKeys } from './derived-keys.ts'
import type { AtStep } from './durable-file.ts'
import { destroyedKey, makeKey, retiredKey } from './key.ts'
import type { DestroyedKey, Key, KeyFacts, LivingKey } from './key.ts'
import { KeyTable } from './key-table.ts'
import { familyText, houseNames, lastVersion, purposeText, versionOf } from './purpose.ts'
import type { HouseName, Purpose } from './purpose.ts'
import { giveUpFolder, writeRingFile } from './ring-folder.ts'
import type { RingFolder } from './ring-folder.ts'
import type { ReadRing, RingImage } from './ring-text.ts'
import { RingWriter } from './ring-text.ts'

/** What a ring is handed: the time, ids, and for tests a hook at each step of a write. */
export type RingTools = { readonly now: () => Instant; readonly newId: NewId; readonly atStep?: AtStep }

/** What a record's key is derived from; remembered, so that a thousand records of one import cost one derivation. */
export type RecordKey = { readonly key: Uint8Array; readonly version: number }

const derivedBound = 4_096

/**
 * All keys of the house, in memory and in one file. Look-ups are immediate. Every change is on the disk, whole, before its method returns;
 * a change that fails to be written has not happened. Made by `createRing`, `openRing` and `restoreRing`.
 */
export class Ring {
  readonly id: string
  readonly created: Instant
  readonly folder: string
  /** Keys derived for records and indexes; emptied whenever a key changes its state. */
  readonly derived = new DerivedKeys<RecordKey>(derivedBound)
  readonly #own: RingFolder
  readonly #tools: RingTools
  readonly #writer: RingWriter
  #table: KeyTable
  #closed = false

  constructor(own: RingFolder, image: ReadRing, tools: RingTools) {
    this.id = image.ring
    this.created = image.created
    this.folder = own.folder
    this.#own = own
    this.#tools = tools
    this.#writer = new RingWriter(image.ring, image.created, image.wrap, image.wrapKey)
    this.#table = new KeyTable(image.keys)
  }

  get now(): Instant {
    return this.#tools.now()
  }

  // --- look-ups

  find(purpose: Purpose): Key | undefined {
    return this.#table.at(purposeText(purpose))
  }

  byId(id: string): Key | undefined {
    return this.#table.byId(id)
  }

  /** The key that seals now: the newest of its family, when it lives. */
  newest(family: Purpose): Key | undefined {
    return this.#table.newest(familyText(family))
  }

  /** The living keys of a family, newest first: one, or more while a rotation is under way. */
  living(family: Purpose): readonly LivingKey[] {
    return this.#table.family(familyText(family)).filter(isLiving)
  }

  versions(family: Purpose): readonly Key[] {
    return this.#table.family(familyText(family))
  }

  /** Every key's facts, oldest first; no bytes. */
  list(): readonly (KeyFacts & { readonly state: Key['state'] })[] {
    return [...this.#table.all()].map(({ id, purpose, created, publicKey, state }) => ({ id, purpose, created, publicKey, state }))
  }

  destroyed(): readonly DestroyedKey[] {
    return [...this.#table.all()].filter((key) => key.state === 'destroyed')
  }

  /** The ids that the destruction of this period would end: what the ledger's intent names before the act. */
  periodIds(keyClass: KeyClass, day: string): readonly string[] {
    return this.living({ of: 'period', class: keyClass, day }).map((key) => key.id)
  }

  tenantIds(tenant: string, classes: readonly KeyClass[]): readonly string[] {
    return classes.flatMap((name) => this.living(tenantFamily(tenant, name)).map((key) => key.id))
  }

  /** Everything, for an exported copy. Only `export.ts` asks. */
  image(): RingImage {
    return { ring: this.id, created: this.created, keys: [...this.#table.all()] }
  }

  // --- making

  /** The newest key of the family, made when there is none. Refuses when the newest was destroyed: what was ended does not begin again. */
  ensure(family: Purpose): LivingKey | Refusal {
    const found = this.newest(family)
    if (found === undefined) return this.#make([family])[0] ?? this.#readOnly()
    return found.state === 'destroyed' ? destroyedRefusal(found) : found
  }

  /** Makes the first keys of many tenants and periods in one write. Families that have a key, living or destroyed, stay as they are. */
  prepare(families: readonly Purpose[]): Refusal | null {
    const missing = new Map(families.filter((family) => this.newest(family) === undefined).map((family) => [familyText(family), family]))
    if (missing.size === 0) return null
    return this.#make([...missing.values()]).length > 0 ? null : this.#readOnly()
  }

  /** A new version for a tenant's class: it seals from now on, the older ones still open. Also begins again after a destruction. */
  rotateTenant(tenant: string, keyClass: KeyClass): LivingKey | Refusal {
    return this.#rotate(tenantFamily(tenant, keyClass))
  }

  /** A new version of a house key. Of `trailSigning` both versions sign until the older one is retired. */
  rotateHouse(name: HouseName): LivingKey | Refusal {
    return this.#rotate({ of: 'house', name, version: 1 })
  }

  // --- ending

  /** Destroys an older version, once the caller has counted that nothing is left under it. */
  async retireTenant(
    tenant: string,
    keyClass: KeyClass,
    version: number,
    countLeft: () => Promise<number>,
  ): Promise<Refusal | readonly string[]> {
    return this.#retire({ of: 'tenant', tenant, class: keyClass, version }, countLeft)
  }

  async retireHouse(name: HouseName, version: number, countLeft: () => Promise<number>): Promise<Refusal | readonly string[]> {
    return this.#retire({ of: 'house', name, version }, countLeft)
  }

  /** Ends one day of one class for all tenants. Answers the ids that ended now; none when they had ended before. */
  destroyPeriod(keyClass: KeyClass, day: string, because: string): Refusal | readonly string[] {
    return this.#destroy(this.living({ of: 'period', class: keyClass, day }), because)
  }

  /** Ends classes of one tenant, all versions. */
  destroyTenant(tenant: string, classes: readonly KeyClass[], because: string): Refusal | readonly string[] {
    return this.#destroy(
      classes.flatMap((name) => this.living(tenantFamily(tenant, name))),
      because,
    )
  }

  /** Ends again what is known elsewhere (the erasure ledger) to have ended: for a ring that was put back from an older copy. */
  replayDestroyed(ids: Iterable<string>, because: string): Refusal | readonly string[] {
    const keys: LivingKey[] = []
    for (const id of new Set(ids)) {
      const key = this.byId(id)
      if (key !== undefined && isLiving(key)) keys.push(key)
    }
    return this.#destroy(keys, because)
  }

  /** Takes keys over from an exported copy; `export.ts` has judged them. */
  adopt(keys: readonly Key[]): Refusal | null {
    if (keys.length === 0) return null
    return this.#commit(keys) ? null : this.#readOnly()
  }

  /** Overwrites the derived keys and gives the folder back. The ring answers nothing after that. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.derived.clear()
    for (const key of this.#table.all()) if (isLiving(key)) key.bytes.wipe()
    this.#table = new KeyTable([])
    giveUpFolder(this.#own)
  }

  toJSON(): { readonly ring: string; readonly keys: readonly string[] } {
    return { ring: this.id, keys: [...this.#table.all()].map((key) => key.id) }
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `Ring(${this.id}, ${this.#table.size} keys)`
  }

  #make(families: readonly Purpose[]): readonly LivingKey[] {
    const made = families.map((family) => makeKey(withVersion(family, 1), this.now, this.#tools.newId))
    return this.#commit(made) ? made : []
  }

  #rotate(family: Purpose): LivingKey | Refusal {
    const newest = this.newest(family)
    const version = newest === undefined ? 1 : versionOf(newest.purpose) + 1
    if (version > lastVersion) return { refused: 'versions_used_up', key: familyText(family), last: lastVersion }
    const made = makeKey(withVersion(family, version), this.now, this.#tools.newId)
    const older = this.living(family).map(retiredKey)
    return this.#commit([made, ...older]) ? made : this.#readOnly()
  }

  async #retire(purpose: Purpose, countLeft: () => Promise<number>): Promise<Refusal | readonly string[]> {
    const named = purposeText(purpose)
    const key = this.find(purpose)
    if (key === undefined) return { refused: 'key_unknown', key: named, ring: this.id }
    if (key.state === 'destroyed') return []
    if (key.state === 'active') return { refused: 'key_still_seals', key: named, id: key.id }
    const left = await countLeft()
    if (left > 0) return { refused: 'key_in_use', key: named, id: key.id, left }
    return this.#destroy([key], 'rotated: nothing was left under it')
  }

  #destroy(keys: readonly LivingKey[], because: string): Refusal | readonly string[] {
    if (keys.length === 0) return []
    const now = this.now
    if (!this.#commit(keys.map((key) => destroyedKey(key, now, because)))) return this.#readOnly()
    return keys.map((key) => key.id)
  }

  /** Writes first, then holds it to be so. False when this process only reads the ring. */
  #commit(changed: readonly Key[]): boolean {
    if (this.#closed) throw new Error('the ring is closed')
    if (this.#own.lock === null) return false
    const destroys = changed.some((key) => !isLiving(key))
    writeRingFile(this.#own, this.#writer.bytes(this.#table.allWith(changed)), destroys, this.#tools.atStep ?? nothing)
    for (const key of changed) {
      const before = this.#table.byId(key.id)
      if (!isLiving(key) && before !== undefined && isLiving(before)) before.bytes.wipe()
      this.#table.put(key)
    }
    this.derived.clear()
    return true
  }

  #readOnly(): Refusal {
    return { refused: 'ring_read_only', folder: this.folder }
  }
}

export const isLiving = (key: Key): key is LivingKey => key.state !== 'destroyed'

export const destroyedRefusal = (key: DestroyedKey): Refusal => ({
  refused: 'key_destroyed',
  key: key.id,
  purpose: purposeText(key.purpose),
  destroyed: new Date(key.destroyed).toISOString(),
  because: key.because,
})

export const tenantFamily = (tenant: string, keyClass: KeyClass): Purpose => ({ of: 'tenant', tenant, class: keyClass, version: 1 })

export const houseFamilies: readonly Purpose[] = houseNames.map((name) => ({ of: 'house', name, version: 1 }))

const withVersion = (family: Purpose, version: number): Purpose => (family.of === 'period' ? family : { ...family, version })

const nothing = (): void => {}
