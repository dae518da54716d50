import { createCipheriv, createDecipheriv, hkdfSync, randomFillSync } from 'node:crypto'
import type { Refusal } from '../domain/refusal.ts'
import { keyClasses } from './classes.ts'
import type { KeyClass } from './classes.ts'
import type { LivingKey } from './key.ts'
import { isDay, isTenantText, purposeText, versionOf } from './purpose.ts'
import type { Purpose } from './purpose.ts'
import { destroyedRefusal, tenantFamily } from './ring.ts'
import type { RecordKey, Ring } from './ring.ts'

/**
 * Where a record stands. An envelope opens only at the place it was sealed for. `day` is the local day (`YYYY-MM-DD`) on which it must be
 * unreadable; null only in classes whose day may be unknown. Moving a record to another day means sealing it again.
 */
export type Place = {
  readonly tenant: string
  readonly class: KeyClass
  readonly day: string | null
  readonly table: string
  readonly id: string
}

// format (1 byte) · version of the tenant's key (2, big-endian) · nonce (12) · ciphertext · tag (16)
const format = 1
const headLength = 15
const tagLength = 16
/** Bytes that an envelope is longer than what it holds. */
export const envelopeOverhead = headLength + tagLength

/**
 * Seals a record under HKDF(tenant key of the class, period key of the day). Makes either key when there is none, which is on the disk
 * before this returns. Refuses when either was destroyed: a day that has passed takes no more records.
 */
export const seal = (ring: Ring, place: Place, plaintext: Uint8Array): Uint8Array | Refusal => {
  const found = sealingKey(ring, place)
  if ('refused' in found) return found
  const envelope = Buffer.allocUnsafe(plaintext.length + envelopeOverhead)
  envelope[0] = format
  envelope.writeUInt16BE(found.version, 1)
  const nonce = nextNonce()
  envelope.set(nonce, 3)
  const cipher = createCipheriv('aes-256-gcm', found.key, nonce)
  cipher.setAAD(boundTo(place))
  envelope.set(cipher.update(plaintext), headLength)
  cipher.final()
  envelope.set(cipher.getAuthTag(), headLength + plaintext.length)
  return envelope
}

/** Opens an envelope at its place. Refuses: key destroyed, key unknown, not an envelope, or not what was sealed for this place. */
export const open = (ring: Ring, place: Place, envelope: Uint8Array): Uint8Array | Refusal => {
  const version = ((envelope[1] ?? 0) << 8) | (envelope[2] ?? 0)
  if (envelope.length < envelopeOverhead || envelope[0] !== format || version === 0)
    return { refused: 'envelope_unreadable', table: place.table, record: place.id, bytes: envelope.length, fewest: envelopeOverhead }
  const found = openingKey(ring, place, version)
  if ('refused' in found) return found
  const decipher = createDecipheriv('aes-256-gcm', found.key, envelope.subarray(3, headLength), { authTagLength: tagLength })
  decipher.setAAD(boundTo(place))
  decipher.setAuthTag(envelope.subarray(-tagLength))
  const plaintext = decipher.update(envelope.subarray(headLength, -tagLength))
  try {
    decipher.final()
    return plaintext
  } catch {
    return { refused: 'envelope_tampered', table: place.table, record: place.id }
  }
}

/** Seals a value as UTF-8 JSON. */
export const sealJson = (ring: Ring, place: Place, value: unknown): Uint8Array | Refusal =>
  seal(ring, place, Buffer.from(JSON.stringify(value), 'utf8'))

/** Opens what `sealJson` sealed. The value is `unknown`: the caller reads it with a reader of its own. */
export const openJson = (ring: Ring, place: Place, envelope: Uint8Array): { readonly value: unknown } | Refusal => {
  const plaintext = open(ring, place, envelope)
  if ('refused' in plaintext) return plaintext
  const value: unknown = JSON.parse(Buffer.from(plaintext.buffer, plaintext.byteOffset, plaintext.length).toString('utf8'))
  return { value }
}

/** The version of the tenant's key that sealed an envelope: what a rotation counts and reseals by. 0 when it is not an envelope. */
export const sealedUnder = (envelope: Uint8Array): number =>
  envelope[0] === format && envelope.length >= envelopeOverhead ? ((envelope[1] ?? 0) << 8) | (envelope[2] ?? 0) : 0

// Lengths before the values: no two places give one text, whatever characters a value holds.
const boundTo = ({ tenant, table, id, class: keyClass, day }: Place): Uint8Array =>
  Buffer.from(`mandate/record/v1|${tenant.length}:${tenant}|${table.length}:${table}|${id.length}:${id}|${keyClass}|${day ?? ''}`)

const sealingKey = (ring: Ring, place: Place): RecordKey | Refusal => {
  const name = `seal/${place.tenant}/${place.class}/${place.day ?? ''}`
  const known = ring.derived.find(name)
  if (known !== undefined) return known
  checkPlace(place)
  const tenantKey = ring.ensure(tenantFamily(place.tenant, place.class))
  if ('refused' in tenantKey) return tenantKey
  const periodKey = place.day === null ? null : ring.ensure({ of: 'period', class: place.class, day: place.day })
  if (periodKey !== null && 'refused' in periodKey) return periodKey
  return keep(ring, name, derive(place, tenantKey, periodKey))
}

const openingKey = (ring: Ring, place: Place, version: number): RecordKey | Refusal => {
  const name = `open/${place.tenant}/${place.class}/${place.day ?? ''}/${version}`
  const known = ring.derived.find(name)
  if (known !== undefined) return known
  checkPlace(place)
  const tenantKey = livingKey(ring, { of: 'tenant', tenant: place.tenant, class: place.class, version })
  if ('refused' in tenantKey) return tenantKey
  const periodKey = place.day === null ? null : livingKey(ring, { of: 'period', class: place.class, day: place.day })
  if (periodKey !== null && 'refused' in periodKey) return periodKey
  return keep(ring, name, derive(place, tenantKey, periodKey))
}

const livingKey = (ring: Ring, purpose: Purpose): LivingKey | Refusal => {
  const key = ring.find(purpose)
  if (key === undefined) return { refused: 'key_unknown', key: purposeText(purpose), ring: ring.id }
  return key.state === 'destroyed' ? destroyedRefusal(key) : key
}

const derive = (place: Place, tenantKey: LivingKey, periodKey: LivingKey | null): RecordKey => {
  const salt = periodKey === null ? new Uint8Array(0) : periodKey.bytes.expose()
  const about = `mandate/record/v1|${place.tenant}|${place.class}|${place.day ?? ''}`
  return { key: new Uint8Array(hkdfSync('sha256', tenantKey.bytes.expose(), salt, about, 32)), version: versionOf(tenantKey.purpose) }
}

const keep = (ring: Ring, name: string, derived: RecordKey): RecordKey => {
  ring.derived.keep(name, derived)
  return derived
}

/** A place is made by code, never by a person: one that cannot be is a bug. */
const checkPlace = ({ tenant, class: keyClass, day }: Place): void => {
  if (!isTenantText(tenant)) throw new TypeError(`a tenant's id has up to 64 of a-z, 0-9 and -; this has ${tenant.length} characters`)
  if (day === null && keyClasses[keyClass].expires === 'always')
    throw new TypeError(`records of class "${keyClass}" carry the day of their end, and this one has none`)
  if (day !== null && !isDay(day)) throw new TypeError(`a day is written YYYY-MM-DD, not "${day}"`)
}

// One call for a thousand nonces: asking the system for each costs more than sealing does.
const noncePool = Buffer.allocUnsafeSlow(12 * 1_024)
let nonceAt = noncePool.length

const nextNonce = (): Uint8Array => {
  if (nonceAt === noncePool.length) {
    randomFillSync(noncePool)
    nonceAt = 0
  }
  const nonce = noncePool.subarray(nonceAt, nonceAt + 12)
  nonceAt += 12
  return nonce
}
