import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

// RFC 8410 section 7: a PKCS #8 envelope of an Ed25519 key is these bytes and the seed of 32 bytes (RFC 8032 section 5.1.5).
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex')

export const privateKeyOf = (seed: Uint8Array): KeyObject => {
  const der = Buffer.concat([pkcs8Head, seed])
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  der.fill(0)
  return key
}

/** The raw 32 bytes of the public key: RFC 8410 section 4 puts them at the end of the SubjectPublicKeyInfo. */
export const publicKeyOf = (seed: Uint8Array): Uint8Array =>
  Uint8Array.from(createPublicKey(privateKeyOf(seed)).export({ format: 'der', type: 'spki' }).subarray(-32))

export const signWith = (key: KeyObject, message: Uint8Array): Uint8Array => Uint8Array.from(sign(null, message, key))
