/** Ed25519 by node:crypto (RFC 8032), for checks that the server makes itself. */
import { createPublicKey, verify } from 'node:crypto'
import type { Verify } from '../domain/ids.ts'

// RFC 8410, section 4: what stands before the 32 bytes in a SubjectPublicKeyInfo.
const head = Buffer.from('302a300506032b6570032100', 'hex')

export const verifySignature: Verify = (publicKey, message, signature) => {
  if (publicKey.length !== 32 || signature.length !== 64) return false
  const key = createPublicKey({ key: Buffer.concat([head, publicKey]), format: 'der', type: 'spki' })
  return verify(null, message, key, signature)
}
