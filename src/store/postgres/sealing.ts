/** Sealing inside a transaction, where a key that is gone is no answer to a person but the end of the act. */
import { isRefusal } from '../../domain/refusal.ts'
import { open, seal, type Place } from '../../vault/envelope.ts'
import type { Ring } from '../../vault/ring.ts'

/** A key that this transaction needs is destroyed or unknown: the act cannot be written, and is rolled back whole. */
export class KeyGone extends Error {
  override readonly name = 'KeyGone'
  readonly code: string
  constructor(code: string, table: string) {
    super(`a row of "${table}" cannot be sealed or opened: ${code}`)
    this.code = code
  }
}

export const sealText = (ring: Ring, place: Place, text: string): Uint8Array => sealBytes(ring, place, Buffer.from(text))

export const sealBytes = (ring: Ring, place: Place, bytes: Uint8Array): Uint8Array => {
  const envelope = seal(ring, place, bytes)
  if (isRefusal(envelope)) throw new KeyGone(envelope.refused, place.table)
  return envelope
}

export const openText = (ring: Ring, place: Place, envelope: Uint8Array): string => Buffer.from(openBytes(ring, place, envelope)).toString()

export const openBytes = (ring: Ring, place: Place, envelope: Uint8Array): Uint8Array => {
  const bytes = open(ring, place, envelope)
  if (isRefusal(bytes)) throw new KeyGone(bytes.refused, place.table)
  return bytes
}
