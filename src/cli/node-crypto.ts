import { hash } from 'node:crypto'
import { verifySignature } from '../app/verify-signature.ts'
import type { Digest, Verify } from '../domain/ids.ts'

/** SHA-256 by node:crypto. `hash` is twice as fast as `createHash` at the size of a leaf. */
export const digest: Digest = (bytes) => hash('sha256', bytes, 'buffer')

/** Ed25519 by node:crypto. A key or a signature of another length is no signature. */
export const verify: Verify = verifySignature
