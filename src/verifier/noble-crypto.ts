import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { Digest, Verify } from '../domain/ids.ts'

/** SHA-256 in the browser: WebCrypto's own would make every leaf a promise. */
export const digest: Digest = (bytes) => sha256(bytes)

/** Ed25519 in the browser, by the strict rules of RFC 8032. A key or a signature that is none is no signature. */
export const verify: Verify = (publicKey, message, signature) => {
  if (publicKey.length !== 32 || signature.length !== 64) return false
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: false })
  } catch {
    // noble throws for bytes that are no point of the curve; node:crypto answers false.
    return false
  }
}
