import type { Refusal } from '../domain/refusal.ts'
import { isRefusal } from '../domain/refusal.ts'
import { type Encoding, decoderOf, sniffEncoding } from './encoding.ts'
import { refuseOtherFiles } from './file-kind.ts'
import { MAXIMUM_COLUMNS, SNIFF_BYTES, standardLimits } from './limits.ts'
import { type Delimiter, delimiters, splitRow } from './split-row.ts'

export type LineEnd = 'lf' | 'crlf' | 'cr'

/** What a look at the head of a file told. `headerLine` is 1, or 2 below Excel's `sep=;` line. */
export type Sniffed = {
  readonly encoding: Encoding
  readonly bom: boolean
  readonly delimiter: Delimiter
  readonly lineEnd: LineEnd
  readonly quote: '"'
  readonly header: readonly string[]
  readonly headerLine: number
}

/**
 * Looks at the first bytes (up to 64 kB are of use; a shorter head is taken for the whole file): encoding, delimiter, line ends, header.
 * Refuses what is not a list of contacts in plain text, each kind with its name and its way out.
 */
export const sniff = (head: Uint8Array): Sniffed | Refusal => {
  const whole = head.length < SNIFF_BYTES
  const bytes = head.subarray(0, SNIFF_BYTES)
  const other = refuseOtherFiles(bytes)
  if (other !== null) return other
  const encoding = sniffEncoding(bytes, whole)
  if (isRefusal(encoding)) return encoding
  const decode = decoderOf(encoding)
  const text = decode(bytes) + (whole ? decode(null) : '')
  if (text.trim() === '') return { refused: 'file_empty' }
  const nul = text.indexOf('\0')
  if (nul >= 0) return { refused: 'nul_bytes', offset: nul }
  return sniffTable(text, whole, encoding)
}

const sniffTable = (text: string, whole: boolean, encoding: { encoding: Encoding; bom: boolean }): Sniffed | Refusal => {
  const lineEnd = lineEndOf(text)
  const named = /^sep=([,;\t|])\r?[\n\r]/i.exec(text)
  const delimiter = delimiters.find((one) => one === named?.[1]) ?? likeliestDelimiter(text, lineEnd === 'cr')
  const sample = sampleRows(text, delimiter, lineEnd === 'cr', whole)
  const leading = named === null ? sample.blankLines : 1
  const header = sample.rows[named === null ? 0 : 1]
  if (header === undefined)
    return sample.tooWide ? { refused: 'too_many_columns', most: MAXIMUM_COLUMNS } : { refused: 'header_unreadable' }
  const names = withoutEmptyTail(header.map((name) => name.trim()))
  if (names.length > MAXIMUM_COLUMNS) return { refused: 'too_many_columns', most: MAXIMUM_COLUMNS }
  const data = names.findIndex(looksLikeData)
  if (data >= 0) return { refused: 'header_missing', column: data + 1 }
  if (whole && sample.rows.length <= (named === null ? 1 : 2) && !sample.broken) return { refused: 'only_a_header', columns: names.length }
  return { ...encoding, delimiter, lineEnd, quote: '"', header: names, headerLine: leading + 1 }
}

const lineEndOf = (text: string): LineEnd => {
  const lf = text.indexOf('\n')
  if (lf < 0) return text.includes('\r') ? 'cr' : 'lf'
  return text.charAt(lf - 1) === '\r' ? 'crlf' : 'lf'
}

type Sample = {
  readonly rows: readonly (readonly string[])[]
  readonly blankLines: number
  readonly broken: boolean
  readonly tooWide: boolean
}

/** The rows at the head, at most forty: enough to see the pattern. */
const sampleRows = (text: string, delimiter: Delimiter, loneCr: boolean, ended: boolean): Sample => {
  const rows: (readonly string[])[] = []
  let blankLines = 0
  let broken = false
  let tooWide = false
  for (let at = 0; at < text.length && rows.length < 40;) {
    const split = splitRow(text, at, delimiter, ended, loneCr, standardLimits)
    if (split.status === 'more') break
    if (split.status === 'bad') {
      broken = true
      if (rows.length === 0) {
        tooWide = split.problem === 'too_many_cells'
        break
      }
      const next = text.indexOf(loneCr ? '\r' : '\n', at)
      if (next < 0) break
      at = next + 1
      continue
    }
    const blank = split.cells.length === 1 && (split.cells[0] ?? '').trim() === ''
    if (!blank) rows.push(split.cells)
    else if (rows.length === 0) blankLines += 1
    at = split.next
  }
  return { rows, blankLines, broken, tooWide }
}

/** The delimiter under which most rows have as many cells as the header, weighed by how many that are. */
const likeliestDelimiter = (text: string, loneCr: boolean): Delimiter => {
  let best: { readonly delimiter: Delimiter; readonly score: number } = { delimiter: ',', score: 0 }
  for (const delimiter of delimiters) {
    const { rows, tooWide } = sampleRows(text, delimiter, loneCr, true)
    const width = rows[0]?.length ?? 0
    const same = rows.filter((row) => row.length === width).length / Math.max(1, rows.length)
    const score = tooWide ? 100 : width < 2 ? 0 : same * Math.log2(width + 1)
    if (score > best.score) best = { delimiter, score }
  }
  return best.delimiter
}

const withoutEmptyTail = (names: readonly string[]): readonly string[] => {
  const last = names.findLastIndex((name) => name !== '')
  return names.slice(0, last + 1)
}

/** A header names columns; an address or a telephone number in it means that the first row already is a person. */
const looksLikeData = (name: string): boolean => /^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i.test(name) || /^\+?[\d ().-]{8,}$/.test(name)
