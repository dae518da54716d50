import { decoderOf } from './encoding.ts'
import { SNIFF_BYTES, type Limits } from './limits.ts'
import type { Sniffed } from './sniff.ts'
import { type RowProblem, splitRow } from './split-row.ts'

/** A row as it was read. `line` counts physical lines from 1, as an editor shows them; the header stands on `sniffed.headerLine`. */
export type Row = { readonly line: number; readonly cells: readonly string[] }

/** A row that cannot be read, and why; the rows after it are not harmed. `column` counts from 1; `expected` and `found` are numbers of cells. */
export type UnreadableRow = {
  readonly line: number
  readonly problem: RowProblem | 'row_short' | 'row_long' | 'nul_byte' | 'row_blank'
  readonly column: number
  readonly expected: number
  readonly found: number
}

export type RowRead = Row | UnreadableRow

/** Is this a row that could not be read? */
export const isUnreadable = (row: RowRead): row is UnreadableRow => 'problem' in row

/**
 * The rows below the header, one batch for each piece of the file, in constant memory: never more than one row's limit and one piece are kept.
 * Empty lines are passed over and are no rows; a row of nothing but delimiters is one (`row_blank`). A row with too few or too many cells is
 * not guessed at: only empty cells beyond the header are dropped.
 */
export async function* readRowBatches(
  source: AsyncIterable<Uint8Array>,
  sniffed: Sniffed,
  limits: Limits,
): AsyncGenerator<readonly RowRead[], void, undefined> {
  const reader = rowReader(sniffed, limits)
  for await (const chunk of source) {
    // A chunk of a gigabyte would make a string of a gigabyte.
    for (let at = 0; at < chunk.length; at += SNIFF_BYTES) {
      const rows = reader(chunk.subarray(at, at + SNIFF_BYTES))
      if (rows.length > 0) yield rows
    }
  }
  yield reader(null)
}

/** The same, row by row. */
export async function* readRows(
  source: AsyncIterable<Uint8Array>,
  sniffed: Sniffed,
  limits: Limits,
): AsyncGenerator<RowRead, void, undefined> {
  for await (const batch of readRowBatches(source, sniffed, limits)) yield* batch
}

const rowReader = (sniffed: Sniffed, limits: Limits): ((chunk: Uint8Array | null) => readonly RowRead[]) => {
  const decode = decoderOf(sniffed)
  const loneCr = sniffed.lineEnd === 'cr'
  const expected = sniffed.header.length
  let held: string[] = []
  let heldLength = 0
  let wanted = SNIFF_BYTES
  let line = 1
  let skipping = false

  return (chunk) => {
    const decoded = decode(chunk)
    held.push(decoded)
    heldLength += decoded.length
    // Rows cut by the end of the text are read again: only when it has doubled, so that the work stays linear.
    if (chunk !== null && heldLength < wanted) return []
    const text = held.length === 1 ? decoded : held.join('')
    const rows: RowRead[] = []
    const end = readAll(text, chunk === null, rows)
    held = end < text.length ? [text.slice(end)] : []
    heldLength = text.length - end
    wanted = Math.max(SNIFF_BYTES, heldLength * 2)
    return rows
  }

  function readAll(text: string, ended: boolean, rows: RowRead[]): number {
    let at = 0
    for (;;) {
      if (skipping) {
        const next = nextLine(text, at)
        if (next < 0) return text.length
        skipping = false
        line += 1
        at = next
      }
      if (at >= text.length) return at
      const split = splitRow(text, at, sniffed.delimiter, ended, loneCr, limits)
      if (split.status === 'more') return at
      if (split.status === 'bad') {
        if (line > sniffed.headerLine) rows.push({ line, problem: split.problem, column: split.column, expected, found: split.column })
        skipping = true
        continue
      }
      if (line > sniffed.headerLine && !isEmptyLine(split.cells)) rows.push(judged(split.cells))
      line += split.lines
      at = split.next
    }
  }

  function judged(cells: readonly string[]): RowRead {
    const found = cells.length
    const bad = (problem: UnreadableRow['problem'], column: number): UnreadableRow => ({ line, problem, column, expected, found })
    const nul = cells.findIndex((cell) => cell.includes('\0'))
    if (nul >= 0) return bad('nul_byte', nul + 1)
    if (cells.every((cell) => cell.trim() === '')) return bad('row_blank', 1)
    if (found < expected) return bad('row_short', found)
    if (found === expected) return { line, cells }
    return cells.slice(expected).every((cell) => cell.trim() === '')
      ? { line, cells: cells.slice(0, expected) }
      : bad('row_long', expected + 1)
  }

  function nextLine(text: string, from: number): number {
    if (loneCr) {
      const cr = text.indexOf('\r', from)
      return cr < 0 ? -1 : cr + 1
    }
    const lf = text.indexOf('\n', from)
    return lf < 0 ? -1 : lf + 1
  }
}

const isEmptyLine = (cells: readonly string[]): boolean => cells.length === 1 && (cells[0] ?? '').trim() === ''
