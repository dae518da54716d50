/** Secrets that people and programs carry: 256 random bits each, of which the house keeps the hash alone. */
import { hash, randomBytes, timingSafeEqual } from 'node:crypto'

/** 43 characters of base64url. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/** What is stored. No salt and no slow hash: 256 random bits cannot be guessed from it. */
export const secretHash = (secret: string): Uint8Array => hash('sha256', secret, 'buffer')

/** Compared in constant time, whatever their lengths. */
export const isSameSecret = (one: string, other: string): boolean => timingSafeEqual(secretHash(one), secretHash(other))
