import { createHmac, hash } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { sha256Hex } from '../domain/ids.ts'
import type { Sha256 } from '../domain/ids.ts'
import type { Searchable } from '../domain/normalise.ts'
import { privateKeyOf, signWith } from './ed25519.ts'
import type { Key, LivingKey } from './key.ts'
import { purposeText, versionOf } from './purpose.ts'
import type { HouseName, Purpose } from './purpose.ts'
import type { Ring } from './ring.ts'

const family = (name: HouseName): Purpose => ({ of: 'house', name, version: 1 })

/** A house key is made with the ring: a ring without one is a bug, or was destroyed by hand. */
const current = (ring: Ring, name: HouseName): LivingKey => {
  const [key] = ring.living(family(name))
  if (key === undefined) throw new Error(`ring ${ring.id} has no living key ${purposeText(family(name))}`)
  return key
}

/** A secret for a library that wants bytes (cookies, the pepper). Newest first: the first seals, the others still verify. */
export const houseSecrets = (ring: Ring, name: HouseName): readonly { readonly version: number; readonly secret: Uint8Array }[] =>
  ring.living(family(name)).map((key) => ({ version: versionOf(key.purpose), secret: Uint8Array.from(key.bytes.expose()) }))

/** HMAC-SHA-256 under the newest version of a house key, and that version. */
export const houseMac = (ring: Ring, name: HouseName, message: Uint8Array): { readonly version: number; readonly mac: Uint8Array } => {
  const key = current(ring, name)
  return { version: versionOf(key.purpose), mac: macOf(key, message) }
}

/** The same under a version that a stored value names; null when that version is not living. */
export const houseMacOf = (ring: Ring, name: HouseName, version: number, message: Uint8Array): Uint8Array | null => {
  const key = ring.living(family(name)).find((known) => versionOf(known.purpose) === version)
  return key === undefined ? null : macOf(key, message)
}

/** Where one person's traces are found over all tenants: 32 bytes for a normalised value, under a key of the house alone. */
export const personHmac = (ring: Ring, kind: Searchable, normalised: string): Uint8Array =>
  macOf(current(ring, 'personDirectory'), personText(kind, normalised))

/** As `personHmac`, for each living version of the key: what a search asks while the directory is being rewritten. */
export const personHmacs = (ring: Ring, kind: Searchable, normalised: string): readonly Uint8Array[] =>
  ring.living(family('personDirectory')).map((key) => macOf(key, personText(kind, normalised)))

const personText = (kind: Searchable, normalised: string): Uint8Array => Buffer.from(`mandate/person/v1|${kind}|${normalised}`)

const macOf = (key: LivingKey, message: Uint8Array): Uint8Array => createHmac('sha256', key.bytes.expose()).update(message).digest()

/** SHA-256 of a raw Ed25519 public key: what the signed agreement names. */
export const fingerprint = (publicKeyRaw: Uint8Array): Sha256 => sha256Hex(hash('sha256', publicKeyRaw))

/** Signs heads of the trail with one version of its key. */
export type Signer = {
  readonly keyId: string
  readonly version: number
  readonly publicKey: Uint8Array
  readonly fingerprint: Sha256
  readonly sign: (message: Uint8Array) => Uint8Array
}

/** Who may sign, newest first. After a rotation there are two until the old one is retired: its entry is signed by both. */
export const trailSigners = (ring: Ring): readonly Signer[] => ring.living(family('trailSigning')).map(signerOf)

/** The newest signer. */
export const trailSigner = (ring: Ring): Signer => signerOf(current(ring, 'trailSigning'))

/** The public half of every signing key that ever was, newest first; those of destroyed keys stay, so that old heads still verify. */
export const trailPublicKeys = (
  ring: Ring,
): readonly { readonly version: number; readonly state: Key['state']; readonly publicKey: Uint8Array; readonly fingerprint: Sha256 }[] =>
  ring.versions(family('trailSigning')).map((key) => {
    const publicKey = publicHalf(key)
    return { version: versionOf(key.purpose), state: key.state, publicKey, fingerprint: fingerprint(publicKey) }
  })

const publicHalf = (key: Key): Uint8Array => {
  if (key.publicKey === null) throw new Error(`key ${key.id} (${purposeText(key.purpose)}) has no public half`)
  return key.publicKey
}

// Parsing a private key costs more than signing. Weak: when the ring lets go of the key, so does this.
const parsed = new WeakMap<LivingKey, KeyObject>()

const signerOf = (key: LivingKey): Signer => {
  const publicKey = publicHalf(key)
  const privateKey = parsed.get(key) ?? privateKeyOf(key.bytes.expose())
  parsed.set(key, privateKey)
  return {
    keyId: key.id,
    version: versionOf(key.purpose),
    publicKey,
    fingerprint: fingerprint(publicKey),
    sign: (message) => signWith(privateKey, message),
  }
}
