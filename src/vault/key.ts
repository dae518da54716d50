import { randomBytes } from 'node:crypto'
import type { Instant, NewId } from '../domain/ids.ts'
import { publicKeyOf } from './ed25519.ts'
import type { Purpose } from './purpose.ts'

/** Thirty-two bytes that print as nothing: neither `console.log`, nor `JSON.stringify`, nor an error that quotes its values shows them. */
export class KeyBytes {
  readonly #bytes: Uint8Array
  constructor(bytes: Uint8Array) {
    if (bytes.length !== keyLength) throw new RangeError(`a key has ${keyLength} bytes, not ${bytes.length}`)
    this.#bytes = Uint8Array.from(bytes)
  }
  /** The bytes themselves, for a cipher. Whoever calls this neither keeps nor prints them. */
  expose(): Uint8Array {
    return this.#bytes
  }
  wipe(): void {
    this.#bytes.fill(0)
  }
  toJSON(): string {
    return 'not shown'
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return 'KeyBytes(not shown)'
  }
}

export const keyLength = 32

/** What is known of every key, living or not. `publicKey` is the raw Ed25519 key of a signing key, and stays when the rest is destroyed. */
export type KeyFacts = { readonly id: string; readonly purpose: Purpose; readonly created: Instant; readonly publicKey: Uint8Array | null }

/** `active` seals and opens, `retired` only opens; of a destroyed key nothing is left but that it was. */
export type LivingKey = KeyFacts & { readonly state: 'active' | 'retired'; readonly bytes: KeyBytes }
export type DestroyedKey = KeyFacts & { readonly state: 'destroyed'; readonly destroyed: Instant; readonly because: string }
export type Key = LivingKey | DestroyedKey

export const makeKey = (purpose: Purpose, now: Instant, newId: NewId): LivingKey => {
  const bytes = randomBytes(keyLength)
  const signs = purpose.of === 'house' && purpose.name === 'trailSigning'
  const key: LivingKey = {
    id: newId(),
    purpose,
    created: now,
    publicKey: signs ? publicKeyOf(bytes) : null,
    state: 'active',
    bytes: new KeyBytes(bytes),
  }
  bytes.fill(0)
  return key
}

export const retiredKey = (key: LivingKey): LivingKey => ({ ...key, state: 'retired' })

export const destroyedKey = (key: Key, destroyed: Instant, because: string): DestroyedKey =>
  key.state === 'destroyed'
    ? key
    : { id: key.id, purpose: key.purpose, created: key.created, publicKey: key.publicKey, state: 'destroyed', destroyed, because }
