import type { Digest, Sha256 } from './ids.ts'
import { sha256Hex } from './ids.ts'

/** What JSON can say. `undefined`, functions and symbols do not type-check; a number that JSON cannot write is a bug and throws. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

/**
 * The one way to write a value (RFC 8785, JSON Canonicalization Scheme): names sorted by UTF-16 code units, no white space, ECMAScript's own
 * forms of strings and numbers. Throws on a number that is not finite and on a lone surrogate: neither has a canonical form.
 */
export const canonicalJson = (value: Json): string => {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return canonicalNumber(value)
  if (typeof value === 'string') return canonicalString(value)
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`
  const names = Object.keys(value).toSorted(byCodeUnits)
  return `{${names.map((name) => `${canonicalString(name)}:${canonicalJson(value[name] ?? null)}`).join(',')}}`
}

/** SHA-256 over the UTF-8 bytes of the canonical form. */
export const canonicalHash = (value: Json, digest: Digest): Sha256 => sha256Hex(hex(digest(utf8(canonicalJson(value)))))

const isList = (value: readonly Json[] | { readonly [name: string]: Json }): value is readonly Json[] => Array.isArray(value)

const canonicalNumber = (value: number): string => {
  if (!Number.isFinite(value)) throw new Error(`canonicalJson was given ${value}, which JSON cannot write`)
  return JSON.stringify(value)
}

const canonicalString = (value: string): string => {
  if (/\p{Cs}/u.test(value)) throw new Error('canonicalJson was given a text with half of a surrogate pair')
  return JSON.stringify(value)
}

const byCodeUnits = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

// A pure room has no TextEncoder: `encodeURIComponent` is ECMAScript's own road from a text to UTF-8.
const utf8 = (text: string): Uint8Array => {
  const escaped = encodeURIComponent(text)
  const bytes: number[] = []
  for (let index = 0; index < escaped.length; index += 1) {
    const isByte = escaped[index] === '%'
    bytes.push(isByte ? Number.parseInt(escaped.slice(index + 1, index + 3), 16) : escaped.charCodeAt(index))
    if (isByte) index += 2
  }
  return Uint8Array.from(bytes)
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
