import { canonicalHash, type Json } from '../canonical.ts'
import { fingerprintOf, readVerifierKey } from '../checkpoint.ts'
import type { Digest, Sha256 } from '../ids.ts'
import { sha256Hex } from '../ids.ts'
import type { Refusal } from '../refusal.ts'
import { fromBase64, hex } from '../trail/bytes.ts'

/** Whom a reader trusts: the operator's key by its fingerprint, and the agreement that names it if the trust comes from there. */
export type Trust = { readonly fingerprint: Sha256; readonly concluded: Sha256 | null }

/** What stands before the 32 bytes of an Ed25519 key in its SubjectPublicKeyInfo (RFC 8410, section 4). */
const SPKI_PREFIX = '302a300506032b6570032100'

/**
 * Reads a key file: PEM, Base64 of the 32 bytes or of their SubjectPublicKeyInfo, a verifier key (C2SP signed-note), or the fingerprint
 * as it stands in the agreement. Anything else is refused, a private key above all.
 */
export const readTrustedKey = (text: string, digest: Digest): Trust | Refusal => {
  const line = text.trim()
  if (/^[0-9a-f]{64}$/.test(line)) return { fingerprint: sha256Hex(line), concluded: null }
  if (line.includes('PRIVATE KEY')) return { refused: 'trust_private_key' }
  const raw = readVerifierKey(line, digest)?.key ?? rawKey(fromBase64(withoutArmour(line)))
  return raw === null
    ? { refused: 'trust_key_malformed', found: line.slice(0, 60) }
    : { fingerprint: fingerprintOf(raw, digest), concluded: null }
}

const withoutArmour = (text: string): string =>
  text.replace(/^-----BEGIN PUBLIC KEY-----\s|\s-----END PUBLIC KEY-----$/g, '').replace(/\s/g, '')

const rawKey = (bytes: Uint8Array | null): Uint8Array | null => {
  if (bytes?.length === 32) return bytes
  return bytes?.length === 44 && hex(bytes.subarray(0, 12)) === SPKI_PREFIX ? bytes.slice(12) : null
}

/** Reads a concluded agreement as JSON: its `trailKey` is the fingerprint. Refused: what is not JSON, and a template, which has no key. */
export const readTrustedAgreement = (text: string, digest: Digest): Trust | Refusal => {
  const agreement = parseJson(text.trim())
  if (agreement === null || typeof agreement !== 'object' || !('trailKey' in agreement))
    return { refused: 'trust_agreement_malformed', found: text.trim().slice(0, 60) }
  const { trailKey } = agreement
  if (typeof trailKey !== 'string' || !/^[0-9a-f]{64}$/.test(trailKey)) return { refused: 'trust_agreement_without_key' }
  return { fingerprint: sha256Hex(trailKey), concluded: canonicalHash(agreement, digest) }
}

const parseJson = (text: string): Json => {
  try {
    const value: Json = JSON.parse(text)
    return /\p{Surrogate}/u.test(JSON.stringify(value)) ? null : value
  } catch {
    return null
  }
}
