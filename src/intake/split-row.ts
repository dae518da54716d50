import type { Limits } from './limits.ts'

/** How the file separates its cells. */
export type Delimiter = ',' | ';' | '\t' | '|'
export const delimiters: readonly Delimiter[] = [',', ';', '\t', '|']

/** Why one row cannot be read as a row. */
export type RowProblem = 'quote_broken' | 'quote_open' | 'cell_too_long' | 'row_too_long' | 'too_many_cells'

/**
 * One attempt to read a row from `text` at `start`. `row`: done, `next` is where the following row starts. `more`: the text ended too early.
 * `bad`: it cannot be a row; the caller goes on at the next line after `start`, so that a broken quote costs one line and not the file.
 */
export type Split =
  | { readonly status: 'row'; readonly cells: readonly string[]; readonly next: number; readonly lines: number }
  | { readonly status: 'more' }
  | { readonly status: 'bad'; readonly problem: RowProblem; readonly column: number }

const QUOTE = 34
const LF = 10
const CR = 13

/** Splits by RFC 4180 §2, read kindly: a quote inside an unquoted cell is a letter, blanks after a closing quote are dropped. */
export const splitRow = (text: string, start: number, delimiter: Delimiter, ended: boolean, loneCr: boolean, limits: Limits): Split => {
  const separator = delimiter.charCodeAt(0)
  const cells: string[] = []
  const bad = (problem: RowProblem): Split => ({ status: 'bad', problem, column: cells.length + 1 })
  let at = start
  let lines = 1
  for (;;) {
    let cell: string
    if (text.charCodeAt(at) === QUOTE) {
      const close = closingQuote(text, at + 1, limits.cellCharacters)
      if (close === tooLong) return bad('cell_too_long')
      if (close === unclosed) return ended ? bad('quote_open') : { status: 'more' }
      // The next character tells a closing quote from a doubled one that the chunk cut in two.
      if (close + 1 >= text.length && !ended) return { status: 'more' }
      const raw = text.slice(at + 1, close)
      lines += lineEndsIn(raw, loneCr ? '\r' : '\n')
      cell = raw.includes('"') ? raw.replaceAll('""', '"') : raw
      at = close + 1
      while (text.charCodeAt(at) === 32) at += 1
      if (at >= text.length && !ended) return { status: 'more' }
      const after = text.charCodeAt(at)
      if (at < text.length && after !== separator && after !== LF && after !== CR) return bad('quote_broken')
    } else {
      const from = at
      for (; at < text.length; at += 1) {
        const code = text.charCodeAt(at)
        if (code === separator || code === LF || (code === CR && (loneCr || text.charCodeAt(at + 1) === LF))) break
      }
      if (at - from > limits.cellCharacters) return bad('cell_too_long')
      if (at >= text.length && !ended) return { status: 'more' }
      cell = text.slice(from, at)
    }
    cells.push(cell)
    if (at - start > limits.rowCharacters) return bad('row_too_long')
    if (text.charCodeAt(at) === separator && at < text.length) {
      if (cells.length > limits.columns) return bad('too_many_cells')
      at += 1
      continue
    }
    if (text.charCodeAt(at) === CR && text.charCodeAt(at + 1) !== LF && at + 1 >= text.length && !ended) return { status: 'more' }
    return { status: 'row', cells, next: afterLineEnd(text, at), lines }
  }
}

const unclosed = -1
const tooLong = -2

const closingQuote = (text: string, from: number, limit: number): number => {
  let at = from
  for (;;) {
    const quote = text.indexOf('"', at)
    const end = quote < 0 ? text.length : quote
    if (end - from > limit) return tooLong
    if (quote < 0) return unclosed
    if (text.charCodeAt(quote + 1) !== QUOTE) return quote
    at = quote + 2
  }
}

const lineEndsIn = (cell: string, lineEnd: string): number => {
  let count = 0
  for (let at = cell.indexOf(lineEnd); at >= 0; at = cell.indexOf(lineEnd, at + 1)) count += 1
  return count
}

/** Where the line that holds `at` is over: after LF, CR LF or, in files of that kind, CR. */
export const afterLineEnd = (text: string, at: number): number => {
  if (text.charCodeAt(at) === CR) return text.charCodeAt(at + 1) === LF ? at + 2 : at + 1
  return text.charCodeAt(at) === LF ? at + 1 : at
}
