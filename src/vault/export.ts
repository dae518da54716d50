import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { instant } from '../domain/ids.ts'
import type { Instant, NewId } from '../domain/ids.ts'
import type { Refusal } from '../domain/refusal.ts'
import { destroyedKey, retiredKey } from './key.ts'
import type { Key } from './key.ts'
import { writeNewRing } from './open-ring.ts'
import type { OpenTools } from './open-ring.ts'
import { familyText, purposeText, versionOf } from './purpose.ts'
import { exportsFile } from './ring-folder.ts'
import { readRingText, RingWriter } from './ring-text.ts'
import { isLiving } from './ring.ts'
import type { Ring } from './ring.ts'
import { isWrap, newWrap, openBytes, sealBytes, unwrap } from './wrapping.ts'

const format = 'mandate keys 1'
const becauseElsewhere = 'known elsewhere to be destroyed'

/** A copy that was handed out. Until it expires, what was destroyed since can be had back from it: certificates count with that day. */
export type ExportNote = { readonly id: string; readonly made: Instant; readonly expires: Instant }

/**
 * The whole ring as a file, sealed with a passphrase. The copy says when it expires, and that date cannot be edited; but a date binds only
 * programs that read it: whoever has file and passphrase has the keys. The copy is noted in the ring's folder before this returns.
 */
export const exportRing = (ring: Ring, passphrase: string, expires: Instant, newId: NewId): Uint8Array | Refusal => {
  const made = ring.now
  if (expires <= made) return { refused: 'export_already_expired', expires: iso(expires), now: iso(made) }
  const wrapped = newWrap({ by: 'passphrase', passphrase })
  if ('refused' in wrapped) return wrapped
  const note: ExportNote = { id: newId(), made, expires }
  const head = JSON.stringify({ format, ...note, ring: ring.id, wrap: wrapped.wrap })
  const image = ring.image()
  const text = new RingWriter(image.ring, image.created, null, null).bytes(image.keys)
  const body = sealBytes(wrapped.key, head, text)
  text.fill(0)
  noteExport(ring.folder, note)
  return Buffer.concat([Buffer.from(`${head}\n`, 'utf8'), body])
}

/** The copies that were ever handed out from this folder, oldest first. */
export const exportsOf = (folder: string): readonly ExportNote[] =>
  existsSync(exportsFile(folder)) ? readFileSync(exportsFile(folder), 'utf8').split('\n').flatMap(readNote) : []

/** What came of an import: ids that were added, and ids that stay destroyed although the copy has their bytes. */
export type Imported = { readonly added: readonly string[]; readonly keptDestroyed: readonly string[] }

/**
 * Takes the keys of a copy over into a ring that has lost some. What is destroyed stays so: first the ids that the ring itself, the copy
 * and `destroyedElsewhere` (the erasure ledger) know to be destroyed are replayed, then living keys that the ring has not are added.
 */
export const importRing = (ring: Ring, copy: Uint8Array, passphrase: string, destroyedElsewhere: readonly string[]): Imported | Refusal => {
  const keys = readCopy(copy, passphrase, ring.now)
  if ('refused' in keys) return keys
  if (keys.ring !== ring.id) return { refused: 'export_of_other_ring', ring: keys.ring, expected: ring.id }
  const theirs = replay(keys.keys, destroyedElsewhere, ring.now)
  for (const key of theirs) {
    const holder = ring.find(key.purpose)
    if (holder !== undefined && holder.id !== key.id)
      return { refused: 'export_conflict', purpose: purposeText(key.purpose), key: holder.id, copied: key.id }
  }
  const ended = replay(ring.image().keys.filter(isLiving), destroyedElsewhere, ring.now).filter((key) => !isLiving(key))
  const taken = theirs.filter((key) => {
    const ours = ring.byId(key.id)
    return ours === undefined || (isLiving(ours) && !isLiving(key))
  })
  const settled = retireOlder(ring.image().keys, [...ended, ...taken])
  const refused = ring.adopt(settled)
  if (refused !== null) return refused
  const lives = (id: string): boolean => ring.byId(id)?.state !== 'destroyed'
  return {
    added: taken.filter(isLiving).map((key) => key.id),
    keptDestroyed: [...keys.living].filter((id) => !lives(id)),
  }
}

/** Makes a ring from a copy in a folder that has none; what is known elsewhere to be destroyed is not written to begin with. */
export const restoreRing = (
  folder: string,
  copy: Uint8Array,
  passphrase: string,
  destroyedElsewhere: readonly string[],
  tools: OpenTools,
): Ring | Refusal => {
  const keys = readCopy(copy, passphrase, tools.now())
  if ('refused' in keys) return keys
  return writeNewRing(folder, keys.ring, replay(keys.keys, destroyedElsewhere, tools.now()), tools)
}

type Copy = { readonly ring: string; readonly keys: readonly Key[]; readonly living: ReadonlySet<string> }

const readCopy = (copy: Uint8Array, passphrase: string, now: Instant): Copy | Refusal => {
  const end = copy.indexOf(10)
  const head = Buffer.from(copy.subarray(0, Math.max(0, end))).toString('utf8')
  const about = readHead(head)
  if (about === null) return { refused: 'export_unreadable', bytes: copy.length, format }
  // Before the passphrase: nobody needs to find it for a copy that is refused anyway.
  if (now >= about.expires) return { refused: 'export_expired', expires: iso(about.expires), now: iso(now), copy: about.id }
  const key = unwrap(about.wrap, { by: 'passphrase', passphrase }, 'the copy')
  if ('refused' in key) return { refused: 'export_wrong_passphrase', copy: about.id }
  const text = openBytes(key, head, copy.subarray(end + 1))
  if (text === null) return { refused: 'export_altered', copy: about.id }
  const read = readRingText(Buffer.from(text).toString('utf8'), 'the copy', null)
  if ('refused' in read) return { refused: 'export_altered', copy: about.id }
  return { ring: read.ring, keys: read.keys, living: new Set(read.keys.filter(isLiving).map((known) => known.id)) }
}

const replay = (keys: readonly Key[], ids: readonly string[], now: Instant): readonly Key[] => {
  const ended = new Set(ids)
  return keys.map((key) => (ended.has(key.id) ? destroyedKey(key, now, becauseElsewhere) : key))
}

/** The changes, and with them every key retired that is active beside a newer version: ring and copy may each know one that the other lacks. */
const retireOlder = (before: readonly Key[], changes: readonly Key[]): readonly Key[] => {
  const after = [...new Map([...before, ...changes].map((key) => [key.id, key])).values()]
  const newest = new Map<string, number>()
  for (const { purpose } of after) newest.set(familyText(purpose), Math.max(versionOf(purpose), newest.get(familyText(purpose)) ?? 0))
  const older = after.filter((key) => key.state === 'active' && versionOf(key.purpose) < (newest.get(familyText(key.purpose)) ?? 0))
  return [...new Map([...changes, ...older.filter(isLiving).map(retiredKey)].map((key) => [key.id, key])).values()]
}

const readHead = (head: string) => {
  const value = parsed(head)
  if (typeof value !== 'object' || value === null || !('format' in value) || value.format !== format) return null
  if (!('expires' in value) || typeof value.expires !== 'number' || !('id' in value) || typeof value.id !== 'string') return null
  if (!('wrap' in value) || !isWrap(value.wrap)) return null
  return { expires: instant(value.expires), id: value.id, wrap: value.wrap }
}

const noteExport = (folder: string, note: ExportNote): void => {
  const file = openSync(exportsFile(folder), 'a', 0o600)
  try {
    writeSync(file, `${JSON.stringify(note)}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

const readNote = (line: string): readonly ExportNote[] => {
  const value = parsed(line)
  if (typeof value !== 'object' || value === null || !('id' in value) || !('made' in value) || !('expires' in value)) return []
  const { id, made, expires } = value
  if (typeof id !== 'string' || typeof made !== 'number' || typeof expires !== 'number') return []
  return [{ id, made: instant(made), expires: instant(expires) }]
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const iso = (at: Instant): string => new Date(at).toISOString()
