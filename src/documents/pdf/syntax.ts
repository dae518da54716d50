/** PDF syntax (ISO 32000-1, 7.3), as much as reading back our own files takes. It shares nothing with what writes them. */

export type Name = { readonly name: string }
export type Reference = { readonly reference: number }
export type Text = { readonly text: string }
export type Dictionary = ReadonlyMap<string, Value>
export type Value = null | boolean | number | Name | Reference | Text | Dictionary | readonly Value[]
/** A value, or an operator of a content stream. */
export type Token = { readonly value: Value } | { readonly operator: string }

const space = /[\s\0]/
const delimiter = /[\s\0()<>[\]{}/%]/

/** Reads one token after another from the text of an object or of a content stream (bytes as Latin-1). */
export class Scanner {
  private readonly source: string
  private at: number

  constructor(source: string, at = 0) {
    this.source = source
    this.at = at
  }

  /** The next value or operator; undefined at the end. */
  next(): Token | undefined {
    this.skip()
    const letter = this.source[this.at]
    if (letter === undefined) return undefined
    if (letter === '/') return { value: { name: this.word(1) } }
    if (letter === '(') return { value: { text: this.literal() } }
    if (letter === '[') return { value: this.list(']') }
    if (this.source.startsWith('<<', this.at)) return { value: this.dictionary() }
    if (letter === '<') return { value: { text: this.hex() } }
    const reference = /^(\d+) \d+ R(?![A-Za-z])/.exec(this.source.slice(this.at, this.at + 24))
    if (reference) {
      this.at += reference[0].length
      return { value: { reference: Number(reference[1]) } }
    }
    return plain(this.word(0))
  }

  private skip(): void {
    while (space.test(this.source[this.at] ?? 'x')) this.at += 1
  }

  private word(from: number): string {
    const start = this.at + from
    this.at = start
    while (this.at < this.source.length && !delimiter.test(this.source[this.at] ?? ' ')) this.at += 1
    return this.source.slice(start, this.at)
  }

  private list(close: string): readonly Value[] {
    this.at += close.length
    const values: Value[] = []
    for (;;) {
      this.skip()
      if (this.source.startsWith(close, this.at)) break
      const token = this.next()
      if (!token || !('value' in token)) throw new Error(`expected a value before ${close} at byte ${this.at}`)
      values.push(token.value)
    }
    this.at += close.length
    return values
  }

  private dictionary(): Dictionary {
    const values = this.list('>>')
    return new Map(
      values.flatMap((key, index): (readonly [string, Value])[] =>
        index % 2 === 0 && isName(key) ? [[key.name, values[index + 1] ?? null]] : [],
      ),
    )
  }

  private hex(): string {
    const end = this.source.indexOf('>', this.at)
    const digits = this.source.slice(this.at + 1, end)
    this.at = end + 1
    return (digits.match(/../g) ?? []).map((pair) => String.fromCharCode(Number.parseInt(pair, 16))).join('')
  }

  private literal(): string {
    let bytes = ''
    let depth = 0
    for (;;) {
      const letter = this.source[this.at] ?? ''
      this.at += 1
      if (letter === '\\') {
        const escaped = this.source[this.at] ?? ''
        this.at += 1
        bytes += { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }[escaped] ?? escaped
        continue
      }
      if (letter === ')') depth -= 1
      if (depth > 0) bytes += letter
      if (letter === '(') depth += 1
      if (depth === 0) return decoded(bytes)
      if (letter === '') throw new Error('a string without its closing bracket')
    }
  }
}

export const isName = (value: Value | undefined): value is Name => is(value, 'name')
export const isReference = (value: Value | undefined): value is Reference => is(value, 'reference')
export const isText = (value: Value | undefined): value is Text => is(value, 'text')
export const isDictionary = (value: Value | undefined): value is Dictionary => value instanceof Map
export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value)

const is = (value: Value | undefined, key: string): boolean => typeof value === 'object' && value !== null && key in value

const plain = (word: string): Token => {
  if (word === 'true' || word === 'false') return { value: word === 'true' }
  if (word === 'null') return { value: null }
  return /^[-+]?[\d.]+$/.test(word) ? { value: Number(word) } : { operator: word }
}

/** A text string: UTF-16 with a byte order mark, or Latin-1 (ISO 32000-1, 7.9.2). */
const decoded = (bytes: string): string => {
  if (!bytes.startsWith('\xfe\xff')) return bytes
  return new TextDecoder('utf-16be').decode(Buffer.from(bytes.slice(2), 'latin1'))
}
