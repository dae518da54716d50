import type { Block } from '../../domain/document.ts'
import type { Style } from './design.ts'
import { column, columnsWithinText, page, style } from './design.ts'
import type { Element } from './file.ts'
import type { Line } from './lines.ts'
import { breakLines, squeezed, widestPiece } from './lines.ts'
import type { Sheet } from './sheet.ts'

type Table = Extract<Block, { readonly kind: 'table' }>
type Row = { readonly cells: readonly (readonly Line[])[]; readonly height: number }
type Grid = { readonly sheet: Sheet; readonly left: number; readonly widths: readonly number[]; readonly head: Row }

const between = 12
const padding = 4
/** A row taller than a page starts where it stands if this many lines fit. */
const linesWorthStarting = 4
/** A cell longer than this does not take more width from its neighbours. */
const widestWish = 260
const thin = 0.5
const firm = 1

/** Sets a table under its caption. On every further page its head stands again, as an artifact: readers hear it once. */
export const setTable = (block: Table, sheet: Sheet, parent: Element): void => {
  const left = block.head.length > columnsWithinText ? column.gutter : column.left
  const texts = [block.head, ...block.rows].map((row, index) => {
    const face = index === 0 ? style.tableHead.face : style.tableCell.face
    return block.head.map((_, cell) => sheet.readable(squeezed(row[cell] ?? ''), face))
  })
  const widths = columnWidths(sheet, texts, column.left + column.width - left)
  const [head, ...rows] = texts.map((cells, index) => rowOf(sheet, cells, widths, index === 0 ? style.tableHead : style.tableCell))
  if (!head) return
  const grid: Grid = { sheet, left, widths, head }
  const table = sheet.file.struct('Table')
  parent.add(table)
  setCaption(block.caption, head.height + Math.min(rows[0]?.height ?? 0, 4 * style.tableCell.leading), grid, table)
  setHead(grid, table)
  for (const row of rows) setRow(row, grid, table)
  table.end()
  sheet.y += style.body.after + padding
}

const setCaption = (text: string, followed: number, { sheet, left }: Grid, table: Element): void => {
  const look = style.caption
  const lines = breakLines([{ text: sheet.readable(squeezed(text), look.face), face: look.face }], column.width, sheet.measureIn(look))
  sheet.space(look.before)
  sheet.need(lines.length * look.leading + look.after + followed)
  if (lines.length === 0) return
  const caption = sheet.file.struct('Caption')
  table.add(caption)
  sheet.flow(caption, 'Caption', lines, { style: look, x: left })
  caption.end()
  sheet.y += look.after
}

const setHead = (grid: Grid, table: Element): void => {
  const { sheet, head } = grid
  const row = sheet.file.struct('TR')
  table.add(row)
  eachCell(
    grid,
    (x, lines) => {
      const cell = sheet.file.struct('TH')
      cell.dictionary.data.A = { O: 'Table', Scope: 'Column' }
      row.add(cell)
      if (lines.length > 0) sheet.mark(cell, 'TH', () => sheet.lines(lines, x, style.tableHead))
      cell.end()
    },
    head.cells,
  )
  row.end()
  below(grid, head.height, firm)
}

const repeatHead = (grid: Grid): void => {
  const { sheet, head } = grid
  sheet.artifact('Pagination', () => eachCell(grid, (x, lines) => sheet.lines(lines, x, style.tableHead), head.cells))
  below(grid, head.height, firm)
}

/** A row moves to the next page whole; one that is taller than a page breaks between its lines. */
const setRow = (row: Row, grid: Grid, table: Element): void => {
  const { sheet } = grid
  const element = sheet.file.struct('TR')
  table.add(element)
  const cells = row.cells.map(() => {
    const cell = sheet.file.struct('TD')
    element.add(cell)
    return cell
  })
  const anywhere = row.height > roomOfPage(grid) && sheet.room() > linesWorthStarting * style.tableCell.leading
  if (row.height > sheet.room() && !anywhere) {
    sheet.turn()
    repeatHead(grid)
  }
  for (let rest = row.cells; ;) {
    const count = Math.max(1, Math.floor((sheet.room() - 2 * padding) / style.tableCell.leading))
    const slice = rest.map((lines) => lines.slice(0, count))
    eachCell(
      grid,
      (x, lines, index) => {
        const cell = cells[index]
        if (cell && lines.length > 0) sheet.mark(cell, 'TD', () => sheet.lines(lines, x, style.tableCell))
      },
      slice,
    )
    below(grid, heightOf(slice, style.tableCell), thin)
    rest = rest.map((lines) => lines.slice(count))
    if (rest.every((lines) => lines.length === 0)) break
    sheet.turn()
    repeatHead(grid)
  }
  for (const cell of cells) cell.end()
  element.end()
}

const roomOfPage = ({ head }: Grid): number => page.height - page.top - page.bottom - head.height

/** Calls `set` for every cell with the place at the cell's top; afterwards the place is where it was. */
const eachCell = (
  { sheet, left, widths }: Grid,
  set: (x: number, lines: readonly Line[], index: number) => void,
  cells: readonly (readonly Line[])[],
): void => {
  const top = sheet.y
  let x = left
  for (const [index, lines] of cells.entries()) {
    sheet.y = top + padding
    set(x, lines, index)
    x += (widths[index] ?? 0) + between
  }
  sheet.y = top
}

const below = ({ sheet, left, widths }: Grid, height: number, thickness: number): void => {
  sheet.y += height
  sheet.rule(
    left,
    widths.reduce((sum, width) => sum + width, between * (widths.length - 1)),
    thickness,
  )
}

const rowOf = (sheet: Sheet, texts: readonly string[], widths: readonly number[], look: Style): Row => {
  const cells = texts.map((text, index) => breakLines([{ text, face: look.face }], widths[index] ?? 0, sheet.measureIn(look)))
  return { cells, height: heightOf(cells, look) }
}

const heightOf = (cells: readonly (readonly Line[])[], look: Style): number =>
  Math.max(1, ...cells.map((lines) => lines.length)) * look.leading + 2 * padding

/** Shares the width out: every column gets its longest word, what is left goes to those with more to say. */
const columnWidths = (sheet: Sheet, texts: readonly (readonly string[])[], total: number): readonly number[] => {
  const count = texts[0]?.length ?? 0
  const available = total - between * (count - 1)
  const columns = Array.from({ length: count }, (_, index) => {
    const runs = texts.map((row, at) => {
      const look = at === 0 ? style.tableHead : style.tableCell
      return { run: { text: row[index] ?? '', face: look.face }, measure: sheet.measureIn(look) }
    })
    const least = Math.max(...runs.map(({ run, measure }) => widestPiece([run], measure)))
    const wish = Math.max(...runs.map(({ run, measure }) => (run.text === '' ? 0 : measure(run))))
    // A hair of slack, so that a text is not broken by the rounding of its own width.
    return { least: Math.min(least, available / count) + 0.1, wish: Math.max(Math.min(wish, widestWish), least) + 0.1 }
  })
  return shared(columns, available)
}

type Column = { readonly least: number; readonly wish: number }

const shared = (columns: readonly Column[], available: number): readonly number[] => {
  const least = sum(columns.map((column) => column.least))
  const wish = sum(columns.map((column) => column.wish))
  if (wish <= available) return columns.map((column) => column.wish * (available / wish))
  if (least >= available) return columns.map((column) => column.least * (available / least))
  const modest = modestColumns(columns, available)
  const granted = columns.map((column) => (modest.has(column) ? column.wish : column.least))
  const left = available - sum(granted)
  // Too little for the longest words of the others: then all columns share by what they long for.
  const fixed = left >= 0 ? granted : columns.map((column) => column.least)
  const longing = columns.map((column, index) => column.wish - (fixed[index] ?? 0))
  return fixed.map((width, index) => width + ((available - sum(fixed)) * (longing[index] ?? 0)) / sum(longing))
}

/** The columns that ask for no more than an even share, once what other modest columns leave over is shared out too. */
const modestColumns = (columns: readonly Column[], available: number): ReadonlySet<Column> => {
  const modest = new Set<Column>()
  for (let left = available; ;) {
    const asking = columns.filter((column) => !modest.has(column))
    const next = asking.find((column) => column.wish <= left / asking.length)
    if (!next) return modest
    modest.add(next)
    left -= next.wish
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)
