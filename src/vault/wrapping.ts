import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'
import type { Refusal } from '../domain/refusal.ts'

/** What the operator hands in to open a wrapped ring: a passphrase, or the bytes of a key file (at least 32, random). */
export type Unlock = { readonly by: 'passphrase'; readonly passphrase: string } | { readonly by: 'key file'; readonly bytes: Uint8Array }

/** How a ring or an exported copy is wrapped; not secret. `proof` tells a wrong passphrase from a damaged file. */
export type Wrap = {
  readonly by: 'passphrase' | 'key file'
  readonly n: number
  readonly r: number
  readonly p: number
  readonly salt: string
  readonly proof: string
}

// RFC 7914; OWASP Password Storage: N = 2^17, r = 8, p = 1, which takes 128 MiB for a moment.
const cost = { n: 131_072, r: 8, p: 1 } as const
export const fewestLetters = 12

/** A wrap for a new ring or copy, and its key. */
export const newWrap = (unlock: Unlock): { readonly wrap: Wrap; readonly key: Uint8Array } | Refusal => {
  const weak = tooWeak(unlock)
  if (weak !== null) return weak
  const salt = randomBytes(16)
  const key = derive(unlock, cost, salt)
  return { wrap: { by: unlock.by, ...cost, salt: salt.toString('hex'), proof: proofOf(key) }, key }
}

/** The key of an existing wrap. Refuses a passphrase or key file that is not the one; `path` is named in the sentence. */
export const unwrap = (wrap: Wrap, unlock: Unlock | null, path: string): Uint8Array | Refusal => {
  if (unlock === null || unlock.by !== wrap.by) return { refused: 'ring_wrapped', path, by: wrap.by }
  const key = derive(unlock, wrap, Buffer.from(wrap.salt, 'hex'))
  if (timingSafeEqual(Buffer.from(proofOf(key), 'hex'), Buffer.from(wrap.proof, 'hex'))) return key
  return { refused: 'ring_wrong_passphrase', path, by: wrap.by }
}

export const isWrap = (value: unknown): value is Wrap =>
  typeof value === 'object' &&
  value !== null &&
  'by' in value &&
  (value.by === 'passphrase' || value.by === 'key file') &&
  'n' in value &&
  'r' in value &&
  'p' in value &&
  // No file may ask for more memory or time than we would ask ourselves.
  value.n === cost.n &&
  value.r === cost.r &&
  value.p === cost.p &&
  'salt' in value &&
  isHex(value.salt, 16) &&
  'proof' in value &&
  isHex(value.proof, 32)

const isHex = (value: unknown, bytes: number): boolean =>
  typeof value === 'string' && value.length === bytes * 2 && /^[0-9a-f]*$/.test(value)

const tooWeak = (unlock: Unlock): Refusal | null => {
  if (unlock.by === 'key file')
    return unlock.bytes.length >= 32 ? null : { refused: 'key_file_short', bytes: unlock.bytes.length, fewest: 32 }
  const letters = Array.from(unlock.passphrase).length
  return letters >= fewestLetters ? null : { refused: 'passphrase_short', letters, fewest: fewestLetters }
}

const derive = (
  unlock: Unlock,
  { n, r, p }: { readonly n: number; readonly r: number; readonly p: number },
  salt: Uint8Array,
): Uint8Array =>
  unlock.by === 'key file'
    ? new Uint8Array(hkdfSync('sha256', unlock.bytes, salt, 'mandate/ring/key file/v1', 32))
    : scryptSync(unlock.passphrase.normalize('NFKC'), salt, 32, { N: n, r, p, maxmem: 256 * n * r })

const proofOf = (key: Uint8Array): string => createHmac('sha256', key).update('mandate/ring/proof/v1').digest('hex')

/** AES-256-GCM over a whole text: nonce (12 bytes), ciphertext, tag (16 bytes). `about` is bound to it. */
export const sealBytes = (key: Uint8Array, about: string, plaintext: Uint8Array): Uint8Array => {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about))
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
}

/** The plaintext, or null when a bit of it or of `about` is not as it was sealed. */
export const openBytes = (key: Uint8Array, about: string, sealed: Uint8Array): Uint8Array | null => {
  if (sealed.length < 28) return null
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 })
  decipher.setAAD(Buffer.from(about)).setAuthTag(sealed.subarray(-16))
  const plaintext = decipher.update(sealed.subarray(12, -16))
  try {
    decipher.final()
    return plaintext
  } catch {
    return null
  }
}

/** The key that the file's own checks are made with. Without a passphrase they are checksums: they find damage, not a careful hand. */
export const checkKeyOf = (ring: string, wrapKey: Uint8Array | null): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', wrapKey ?? new Uint8Array(32), ring, 'mandate/ring/check/v1', 32))
