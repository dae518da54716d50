/** What a backup says of itself, in one file with a keyed hash: nothing of the backup is believed before that hash was checked. */
import { readFileSync } from 'node:fs'
import { timingSafeEqual } from 'node:crypto'
import { join } from 'node:path'
import type { Instant, Sha256 } from '../../domain/ids.ts'
import type { Refusal } from '../../domain/refusal.ts'
import { houseMac, houseMacOf } from '../../vault/house-keys.ts'
import type { Ring } from '../../vault/ring.ts'

export const manifestName = 'manifest.json'
const format = 'mandate backup 1'

/** Consecutive bytes of a table's file: the rows of one tenant, or of the house (null). */
export type Section = { readonly tenant: string | null; readonly rows: number; readonly bytes: number }

export type BackedUpTable = {
  readonly name: string
  readonly columns: readonly string[]
  readonly file: string
  readonly sha256: Sha256
  readonly rows: number
  readonly sections: readonly Section[]
}

/** How far the ledger of erasures reached; `app/ledger.ts` knows what it means. */
export type LedgerMark = { readonly lines: number; readonly mac: string }

export type Manifest = {
  readonly format: typeof format
  readonly id: string
  readonly created: Instant
  /** Until when whoever keeps this copy means to keep it: a certificate counts with that day. */
  readonly expires: Instant
  readonly postgres: number
  readonly ring: string
  /** One key that the ring has had since it was made, for the sentence that asks for the ring. */
  readonly key: string
  /** Every key that the ring had: a ring that does not know one of them is older than this backup. */
  readonly keys: readonly string[]
  readonly era: number
  readonly simulated: boolean
  readonly ledger: LedgerMark
  readonly migrations: readonly { readonly name: string; readonly sha256: string }[]
  readonly tables: readonly BackedUpTable[]
}

export const manifestOf = (facts: Omit<Manifest, 'format'>): Manifest => ({ format, ...facts })

/** Two lines: the manifest, and the version of the house's key with the hash under it. */
export const writeManifest = (ring: Ring, manifest: Manifest): string => {
  const line = JSON.stringify(manifest)
  const { version, mac } = houseMac(ring, 'ledger', bound(line))
  return `${line}\n${version} ${Buffer.from(mac).toString('hex')}\n`
}

/** A manifest whose hash nobody has checked: good for naming the ring, and for nothing else. */
export type UncheckedManifest = {
  readonly folder: string
  readonly line: string
  readonly seal: string
  readonly ring: string
  readonly key: string
}

export const readManifest = (folder: string): UncheckedManifest | Refusal => {
  const text = readText(join(folder, manifestName))
  if (text === null) return { refused: 'backup_not_there', folder }
  const [line = '', seal = '', ...rest] = text.split('\n')
  const about = parsed(line)
  if (about === null || !('format' in about) || !('ring' in about) || !('key' in about) || rest.join('') !== '')
    return { refused: 'backup_changed', file: manifestName, folder }
  if (about.format !== format) return { refused: 'backup_of_other_format', folder, found: String(about.format), expected: format }
  return { folder, line, seal, ring: String(about.ring), key: String(about.key) }
}

/** The manifest, once the ring says that this house wrote it. */
export const checkManifest = (ring: Ring, { folder, line, seal, ring: expected, key }: UncheckedManifest): Manifest | Refusal => {
  if (ring.id !== expected) return { refused: 'ring_other', folder: ring.folder, ring: ring.id, expected, key }
  const [, version = '', mac = ''] = /^(\d{1,5}) ([0-9a-f]{64})$/.exec(seal) ?? []
  const known = houseMacOf(ring, 'ledger', Number(version), bound(line))
  if (known === null || !timingSafeEqual(known, Buffer.from(mac.padEnd(64, '0'), 'hex')))
    return { refused: 'backup_changed', file: manifestName, folder }
  // Its hash says that this program wrote it, whole.
  const manifest: Manifest = JSON.parse(line)
  const unknown = manifest.keys.find((id) => ring.byId(id) === undefined)
  return unknown === undefined ? manifest : { refused: 'ring_older_than_backup', folder: ring.folder, ring: ring.id, key: unknown }
}

const bound = (line: string): Uint8Array => Buffer.from(`mandate/backup/v1|${line}`)

const readText = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

const parsed = (text: string): object | null => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' ? value : null
  } catch {
    return null
  }
}
