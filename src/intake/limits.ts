/** What one uploaded file may hold. Every number has a sentence among the words of this room. */
export type Limits = {
  readonly columns: number
  readonly cellCharacters: number
  readonly rowCharacters: number
}

/** Excel allows 16,384 columns; the widest list of contacts we know has 71. More is a matrix, not a list of people. */
export const MAXIMUM_COLUMNS = 200
/** Twice what Excel keeps in one cell (32,767 characters): a longer one is a file inside a file or a quote that never closes. */
export const MAXIMUM_CELL_CHARACTERS = 64 * 1024
/** Together with the buffer this bounds what the reader keeps, whatever the file does. */
export const MAXIMUM_ROW_CHARACTERS = 1024 * 1024
/** How much of a file the sniffer wants to see. It is also the least that the reader parses at a time. */
export const SNIFF_BYTES = 64 * 1024

export const standardLimits: Limits = {
  columns: MAXIMUM_COLUMNS,
  cellCharacters: MAXIMUM_CELL_CHARACTERS,
  rowCharacters: MAXIMUM_ROW_CHARACTERS,
}
