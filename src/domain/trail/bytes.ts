/** Bytes and texts without a platform: a pure room has neither TextEncoder nor Buffer. What reads is strict: one text per value. */

/** UTF-8 of a text (RFC 3629), after `room` bytes of zero; half a surrogate pair becomes U+FFFD, as the Encoding Standard has it. */
export const utf8 = (text: string, room = 0): Uint8Array => {
  const bytes = new Uint8Array(room + text.length)
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit > 0x7f) return utf8Beyond(text, bytes, at, room + at)
    bytes[room + at] = unit
  }
  return bytes
}

/** Goes on where a text leaves ASCII, with room for three bytes a unit. */
const utf8Beyond = (text: string, begun: Uint8Array, from: number, filled: number): Uint8Array => {
  const bytes = new Uint8Array(filled + 3 * (text.length - from))
  bytes.set(begun.subarray(0, filled))
  let put = filled
  for (let at = from; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit < 0x80) {
      bytes[put] = unit
      put += 1
      continue
    }
    const point = text.codePointAt(at) ?? 0
    if (point > 0xffff) at += 1
    put = putPoint(bytes, put, point >= 0xd800 && point < 0xe000 ? 0xfffd : point)
  }
  return bytes.subarray(0, put)
}

const leads = [0, 0xc0, 0xe0, 0xf0] as const

const putPoint = (bytes: Uint8Array, at: number, point: number): number => {
  const followers = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3
  bytes[at] = leads[followers] | (point >> (6 * followers))
  for (let left = followers; left > 0; left -= 1) bytes[at + 1 + followers - left] = 0x80 | ((point >> (6 * (left - 1))) & 0x3f)
  return at + 1 + followers
}

const hexPairs: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Lower-case hexadecimal. */
export const hex = (bytes: Uint8Array): string => {
  let text = ''
  for (const byte of bytes) text += hexPairs[byte] ?? ''
  return text
}

/** Reads lower-case hexadecimal of exactly `length` bytes; anything else is null. */
export const fromHex = (text: string, length: number): Uint8Array | null => {
  if (text.length !== 2 * length || !/^[0-9a-f]*$/.test(text)) return null
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; at += 1) bytes[at] = Number.parseInt(text.slice(2 * at, 2 * at + 2), 16)
  return bytes
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Standard Base64 with padding (RFC 4648, section 4). */
export const base64 = (bytes: Uint8Array): string => {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    const present = Math.min(3, bytes.length - at)
    for (let place = 0; place < 4; place += 1) text += place <= present ? alphabet.charAt((group >> (18 - 6 * place)) & 63) : '='
  }
  return text
}

/** Reads standard Base64 with padding; null for anything that `base64` would not have written (RFC 4648, 3.5: no stray trailing bits). */
export const fromBase64 = (text: string): Uint8Array | null => {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const bytes = new Uint8Array((text.length / 4) * 3 - padding)
  for (let at = 0, put = 0; at < text.length; at += 4) {
    let group = 0
    for (let place = 0; place < 4; place += 1) group = (group << 6) | Math.max(0, alphabet.indexOf(text.charAt(at + place)))
    for (let shift = 16; shift >= 0 && put < bytes.length; shift -= 8, put += 1) bytes[put] = (group >> shift) & 255
  }
  return base64(bytes) === text ? bytes : null
}

/** One array after the other. */
export const concat = (parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let put = 0
  for (const part of parts) {
    whole.set(part, put)
    put += part.length
  }
  return whole
}

/** Are these the same bytes? What is compared here is public, so the time it takes tells nothing. */
export const sameBytes = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, at) => byte === other[at])
