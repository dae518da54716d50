/** Pages by cursor: one row more than asked for is read, and says whether there is a next page. */
import type { Refusal } from '../domain/refusal.ts'

export const encodeCursor = (parts: readonly (string | number)[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url')

/** The parts of a cursor that `encodeCursor` made, each a text; null when there is none. */
export const decodeCursor = (cursor: string | undefined, count: number): readonly string[] | null | Refusal => {
  if (cursor === undefined) return null
  const parts = parse(Buffer.from(cursor, 'base64url').toString())
  return Array.isArray(parts) && parts.length === count && parts.every((part) => typeof part === 'string' || typeof part === 'number')
    ? parts.map(String)
    : { refused: 'cursor_unreadable' }
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Cuts the row that was read ahead off again. */
export const cut = <Row>(rows: readonly Row[], limit: number, cursorOf: (row: Row) => readonly (string | number)[]) => {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last !== undefined ? encodeCursor(cursorOf(last)) : null }
}
