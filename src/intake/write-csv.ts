import type { Delimiter } from './split-row.ts'

/**
 * `spreadsheet`: cells that Excel, LibreOffice or Sheets would run as a formula get an apostrophe in front (OWASP, CSV injection), which stays in
 * the value. `machine`: values as they are; for programs that read them back.
 */
export type CsvReader = 'spreadsheet' | 'machine'

/** One row as a line of RFC 4180 with its CR LF; quoted only where it must be. */
export const csvLine = (cells: readonly string[], reader: CsvReader, delimiter: Delimiter = ','): string =>
  `${cells.map((cell) => quoted(reader === 'spreadsheet' ? harmless(cell) : cell, delimiter, cells.length === 1)).join(delimiter)}\r\n`

/** Rows as lines, one at a time. */
export function* writeCsv(
  rows: Iterable<readonly string[]>,
  reader: CsvReader = 'spreadsheet',
  delimiter: Delimiter = ',',
): Generator<string, void, undefined> {
  for (const row of rows) yield csvLine(row, reader, delimiter)
}

/** The characters of OWASP's list, in ASCII and full width. Excel skips the blanks before them, so they count too; a line feed starts no formula. */
const harmless = (cell: string): string => (/^\s*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(cell) ? `'${cell}` : cell)

/** A lone empty or blank cell is quoted, or its line would be an empty line; blanks at the ends are quoted, because readers trim them. */
const quoted = (cell: string, delimiter: Delimiter, alone: boolean): string =>
  cell.includes(delimiter) || /["\r\n]|^\s|\s$/u.test(cell) || (alone && cell === '') || cell.startsWith('sep=')
    ? `"${cell.replaceAll('"', '""')}"`
    : cell
