import { isAscii } from 'node:buffer'
import iconv from 'iconv-lite'
import type { Refusal } from '../domain/refusal.ts'

/**
 * How the bytes of the file spell letters. `ascii` means that the head had no other letters: the reader decides between UTF-8 and
 * windows-1252 at the first byte that is not ASCII. windows-1252 holds all letters of latin-1.
 */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | 'ascii'
export type SniffedEncoding = { readonly encoding: Encoding; readonly bom: boolean }

/** Which encoding the head of a file is in, or why it cannot be text. `whole`: nothing follows the head. */
export const sniffEncoding = (head: Uint8Array, whole: boolean): SniffedEncoding | Refusal => {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', bom: true }
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', bom: true }
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', bom: true }
  const nul = head.indexOf(0)
  if (nul >= 0) return sniffUtf16(head) ?? { refused: 'nul_bytes', offset: nul }
  return { encoding: judgedEncoding(head, whole), bom: false }
}

/** A decoder for chunks of any size; give it `null` at the end for what was held back. */
export type Decode = (chunk: Uint8Array | null) => string

export const decoderOf = ({ encoding, bom }: SniffedEncoding): Decode => {
  const decode = encoding === 'ascii' ? lateDecoder() : decoderNamed(encoding)
  let atStart = bom
  return (chunk) => {
    const text = decode(chunk)
    if (!atStart || text === '') return text
    atStart = false
    return text.startsWith('\ufeff') ? text.slice(1) : text
  }
}

const decoderNamed = (encoding: Exclude<Encoding, 'ascii'>): Decode => {
  // The platform's decoder is fast, but its windows-1252 has been latin-1 in some versions of Node; iconv-lite has the real table.
  if (encoding === 'windows-1252') {
    const decoder = iconv.getDecoder('windows-1252')
    return (chunk) =>
      chunk === null ? (decoder.end() ?? '') : decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
  }
  const decoder = new TextDecoder(encoding, { ignoreBOM: true })
  return (chunk) => (chunk === null ? decoder.decode() : decoder.decode(chunk, { stream: true }))
}

/** ASCII until something else comes; then the first other bytes decide for the rest of the file. */
const lateDecoder = (): Decode => {
  let decided: Decode | null = null
  let tail: Uint8Array = new Uint8Array()
  return (chunk) => {
    if (decided !== null) return decided(chunk)
    const bytes = chunk === null ? tail : tail.length === 0 ? chunk : Buffer.concat([tail, chunk])
    const judged = judgedEncoding(bytes, chunk === null)
    if (judged === 'ascii') {
      const plain = plainLength(bytes)
      tail = bytes.slice(plain)
      return Buffer.from(bytes.buffer, bytes.byteOffset, plain).toString('latin1')
    }
    decided = decoderNamed(judged)
    return decided(bytes) + (chunk === null ? decided(null) : '')
  }
}

/** UTF-8 or windows-1252? `ascii` while there is nothing to judge by: no other byte, or so few at the end that more may belong to them. */
const judgedEncoding = (bytes: Uint8Array, complete: boolean): 'utf-8' | 'windows-1252' | 'ascii' => {
  if (isAscii(bytes) || (!complete && bytes.length - plainLength(bytes) < 4)) return 'ascii'
  return isUtf8(bytes, complete) ? 'utf-8' : 'windows-1252'
}

const plainLength = (bytes: Uint8Array): number => {
  if (isAscii(bytes)) return bytes.length
  return bytes.findIndex((byte) => byte > 0x7f)
}

/** Valid UTF-8? Unless the bytes are complete, a character cut off at their end does not count against it. */
const isUtf8 = (bytes: Uint8Array, complete: boolean): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !complete })
    return true
  } catch {
    return false
  }
}

/** UTF-16 without a mark: Latin text has its NULs nearly all on one side. */
const sniffUtf16 = (head: Uint8Array): SniffedEncoding | null => {
  let even = 0
  let odd = 0
  for (let at = 0; at < head.length; at += 1) {
    if (head[at] !== 0) continue
    if (at % 2 === 0) even += 1
    else odd += 1
  }
  const half = head.length / 2
  if (odd > half * 0.7 && even < half * 0.05) return { encoding: 'utf-16le', bom: false }
  if (even > half * 0.7 && odd < half * 0.05) return { encoding: 'utf-16be', bom: false }
  return null
}
