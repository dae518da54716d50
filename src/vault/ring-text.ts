import { createHmac } from 'node:crypto'
import { instant } from '../domain/ids.ts'
import type { Instant } from '../domain/ids.ts'
import type { Refusal } from '../domain/refusal.ts'
import { KeyBytes, keyLength } from './key.ts'
import type { Key, KeyFacts } from './key.ts'
import { purposeText, readPurpose } from './purpose.ts'
import { checkKeyOf, isWrap, openBytes, sealBytes, unwrap } from './wrapping.ts'
import type { Unlock, Wrap } from './wrapping.ts'

/** What `ring.json` says. Every key has a check of its own, so that damage is named by key; the file has one over the whole. */
export type RingImage = { readonly ring: string; readonly created: Instant; readonly keys: readonly Key[] }

const format = 'mandate ring 1'
const end = '\n],"check":"'

/** Writes images of one ring as text. Remembers the line of each key, so that ten thousand unchanged keys cost a join. */
export class RingWriter {
  readonly #ring: string
  readonly #created: Instant
  readonly #wrap: Wrap | null
  readonly #wrapKey: Uint8Array | null
  readonly #checkKey: Uint8Array
  readonly #lines = new WeakMap<Key, string>()

  constructor(ring: string, created: Instant, wrap: Wrap | null, wrapKey: Uint8Array | null) {
    this.#ring = ring
    this.#created = created
    this.#wrap = wrap
    this.#wrapKey = wrapKey
    this.#checkKey = checkKeyOf(ring, wrapKey)
  }

  bytes(keys: Iterable<Key>): Uint8Array {
    const lines: string[] = []
    for (const key of keys) lines.push(this.#line(key))
    const head = JSON.stringify({ format, ring: this.#ring, created: this.#created, wrap: this.#wrap, count: lines.length })
    const body = Buffer.from(`${head.slice(0, -1)},"keys":[\n${lines.join(',\n')}`, 'utf8')
    const whole = Buffer.concat([body, Buffer.from(`${end}${check(this.#checkKey, body)}"}\n`, 'utf8')])
    body.fill(0)
    return whole
  }

  #line(key: Key): string {
    const known = this.#lines.get(key)
    if (known !== undefined) return known
    const facts = lineOf(key, this.#wrapKey)
    const line = JSON.stringify({ ...facts, check: lineCheck(this.#checkKey, facts) })
    this.#lines.set(key, line)
    return line
  }
}

export type ReadRing = RingImage & { readonly wrap: Wrap | null; readonly wrapKey: Uint8Array | null }

/** Reads what `RingWriter` wrote. Refuses a file that is cut, edited, of another format, or not opened by what was handed in. */
export const readRingText = (text: string, path: string, unlock: Unlock | null): ReadRing | Refusal => {
  const file = parse(text)
  if (file === null || file['format'] !== format) return { refused: 'ring_unreadable', path, bytes: text.length, format }
  const { ring, created, wrap, count, keys } = file
  if (typeof ring !== 'string' || typeof created !== 'number' || !Array.isArray(keys) || (wrap !== null && !isWrap(wrap)))
    return { refused: 'ring_altered', path }
  const wrapKey = wrap === null ? null : unwrap(wrap, unlock, path)
  if (wrapKey !== null && 'refused' in wrapKey) return wrapKey
  const checkKey = checkKeyOf(ring, wrapKey)
  const read: Key[] = []
  for (const line of keys) {
    const key = readLine(line, checkKey, wrapKey)
    if (typeof key === 'string') return { refused: 'ring_key_altered', path, key }
    read.push(key)
  }
  const body = text.slice(0, text.lastIndexOf(end))
  if (count !== read.length || text !== `${body}${end}${check(checkKey, body)}"}\n`) return { refused: 'ring_altered', path }
  return { ring, created: instant(created), keys: read, wrap, wrapKey }
}

type Line = { readonly [name: string]: string | number | null }

const lineOf = (key: Key, wrapKey: Uint8Array | null): Line => {
  const purpose = purposeText(key.purpose)
  const publicKey = key.publicKey === null ? null : Buffer.from(key.publicKey).toString('hex')
  const facts = { id: key.id, purpose, created: key.created, publicKey, state: key.state }
  if (key.state === 'destroyed') return { ...facts, destroyed: key.destroyed, because: key.because }
  const bytes = key.bytes.expose()
  return { ...facts, bytes: Buffer.from(wrapKey === null ? bytes : sealBytes(wrapKey, `${key.id} ${purpose}`, bytes)).toString('base64') }
}

/** The key, or the id (as far as one can be read) of a key whose line is not as it was written. */
const readLine = (line: unknown, checkKey: Uint8Array, wrapKey: Uint8Array | null): Key | string => {
  if (!isObject(line)) return '?'
  const { check: claimed, ...facts } = line
  const { id, purpose: purposeWritten, created, publicKey, state, bytes, destroyed, because } = facts
  if (typeof id !== 'string') return '?'
  if (claimed !== lineCheck(checkKey, facts)) return id
  const purpose = typeof purposeWritten === 'string' ? readPurpose(purposeWritten) : null
  if (purpose === null || typeof created !== 'number' || (publicKey !== null && typeof publicKey !== 'string')) return id
  const known: KeyFacts = {
    id,
    purpose,
    created: instant(created),
    publicKey: publicKey === null ? null : Uint8Array.from(Buffer.from(publicKey, 'hex')),
  }
  if (state === 'destroyed')
    return typeof destroyed === 'number' && typeof because === 'string' ? { ...known, state, destroyed: instant(destroyed), because } : id
  if ((state !== 'active' && state !== 'retired') || typeof bytes !== 'string') return id
  const written = Buffer.from(bytes, 'base64')
  const plain = wrapKey === null ? written : openBytes(wrapKey, `${id} ${purposeText(purpose)}`, written)
  if (plain === null || plain.length !== keyLength) return id
  const key: Key = { ...known, state, bytes: new KeyBytes(plain) }
  plain.fill(0)
  return key
}

const lineCheck = (checkKey: Uint8Array, facts: Readonly<Record<string, unknown>>): string =>
  check(checkKey, JSON.stringify(facts)).slice(0, 32)

const check = (checkKey: Uint8Array, text: string | Uint8Array): string => createHmac('sha256', checkKey).update(text).digest('hex')

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const parse = (text: string): Readonly<Record<string, unknown>> | null => {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}
