import { createHmac, hkdfSync } from 'node:crypto'
import { prefixesOf, soughtPrefix } from '../domain/normalise.ts'
import type { Refusal } from '../domain/refusal.ts'
import type { KeyClass } from './classes.ts'
import type { LivingKey } from './key.ts'
import { versionOf } from './purpose.ts'
import { isLiving, tenantFamily } from './ring.ts'
import type { RecordKey, Ring } from './ring.ts'

/** Whose index, and over which column. `field` is the column's name: equal values of two columns have unequal tokens. */
export type IndexPlace = { readonly tenant: string; readonly class: KeyClass; readonly field: string }

/** Bytes of a token: 128 bits, so that two of a billion values of a tenant meet by chance with probability below 2^-68. */
export const tokenLength = 16

/** The token of a whole normalised value, to be written beside the record. Makes the tenant's key when there is none. */
export const token = (ring: Ring, place: IndexPlace, normalised: string): Uint8Array | Refusal => {
  const found = writingKey(ring, place)
  return 'refused' in found ? found : tokenOf(found, place.field, 'whole', normalised)
}

/** The tokens of every word prefix of 3 to 6 letters of a normalised name. */
export const prefixTokens = (ring: Ring, place: IndexPlace, normalised: string): readonly Uint8Array[] | Refusal => {
  const found = writingKey(ring, place)
  return 'refused' in found ? found : prefixesOf(normalised).map((prefix) => tokenOf(found, place.field, 'prefix', prefix))
}

/** What to look for: one token for each living version of the tenant's key, so that a search finds all while a rotation is under way. */
export const soughtTokens = (ring: Ring, place: IndexPlace, normalised: string): readonly Uint8Array[] =>
  readingKeys(ring, place).map((key) => tokenOf(key, place.field, 'whole', normalised))

/** As `soughtTokens`, for the first 6 letters of a typed word prefix. */
export const soughtPrefixTokens = (ring: Ring, place: IndexPlace, normalised: string): readonly Uint8Array[] =>
  readingKeys(ring, place).map((key) => tokenOf(key, place.field, 'prefix', soughtPrefix(normalised)))

const tokenOf = (found: RecordKey, field: string, kind: 'whole' | 'prefix', normalised: string): Uint8Array =>
  createHmac('sha256', found.key).update(`${field.length}:${field}|${kind}|${normalised}`).digest().subarray(0, tokenLength)

const writingKey = (ring: Ring, place: IndexPlace): RecordKey | Refusal => {
  const name = `index/${place.tenant}/${place.class}`
  const known = ring.derived.find(name)
  if (known !== undefined) return known
  const tenantKey = ring.ensure(tenantFamily(place.tenant, place.class))
  if ('refused' in tenantKey) return tenantKey
  return derive(ring, name, place, tenantKey)
}

const readingKeys = (ring: Ring, place: IndexPlace): readonly RecordKey[] =>
  ring
    .versions(tenantFamily(place.tenant, place.class))
    .filter(isLiving)
    .map((key) => {
      const name = `index/${place.tenant}/${place.class}/${versionOf(key.purpose)}`
      return ring.derived.find(name) ?? derive(ring, name, place, key)
    })

const derive = (ring: Ring, name: string, place: IndexPlace, tenantKey: LivingKey): RecordKey => {
  const about = `mandate/index/v1|${place.tenant}|${place.class}`
  const key = new Uint8Array(hkdfSync('sha256', tenantKey.bytes.expose(), new Uint8Array(0), about, 32))
  const derived = { key, version: versionOf(tenantKey.purpose) }
  ring.derived.keep(name, derived)
  return derived
}
