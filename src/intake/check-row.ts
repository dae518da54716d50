import type { ColumnKind } from '../domain/columns.ts'
import { type Certainty, type SpecialCategory, type TextKind, screenValue } from '../domain/special-categories.ts'
import type { ColumnMapping, Mapping } from './mapping.ts'
import { maskedValue } from './mask.ts'
import { type CellCode, readCell } from './read-cell.ts'
import type { Row } from './rows.ts'

/** A cell that is not taken, by line and column (from 1) and header. `shape` is its masked form; the value is not repeated. */
export type CellFault = {
  readonly line: number
  readonly column: number
  readonly header: string
  readonly code: CellCode | 'special_category' | 'special_category_possible'
  readonly category: SpecialCategory | null
  readonly rule: string | null
  readonly shape: string
}

/** The cells of an accepted row, by key of the column; empty cells are absent. */
export type ContactFields = Readonly<Record<string, string>>

/**
 * What becomes of one row; it is exactly one of these.
 * `accepted`: a record, without the cells that are broken, each named in `leftOut`.
 * `refused`: special data that is certain, or nothing left that names a person. No record.
 * `quarantined`: words that may be special data. The record is offered to a person, who takes or discards it.
 */
export type CheckedRow =
  | { readonly verdict: 'accepted'; readonly line: number; readonly fields: ContactFields; readonly leftOut: readonly CellFault[] }
  | {
      readonly verdict: 'quarantined'
      readonly line: number
      readonly fields: ContactFields
      readonly leftOut: readonly CellFault[]
      readonly findings: readonly CellFault[]
    }
  | {
      readonly verdict: 'refused'
      readonly line: number
      readonly because: 'special_category' | 'row_without_person'
      readonly findings: readonly CellFault[]
      readonly leftOut: readonly CellFault[]
    }

/** Which special data the agreement allows (none in the shipped ones). */
export type RowRules = { readonly allowed: ReadonlySet<SpecialCategory> }

/** No special data: what every shipped agreement says. */
export const noSpecialData: RowRules = { allowed: new Set() }

/**
 * Checks every cell of a row. All columns are screened for special data, those that will not be imported too, because handing them in is what
 * the agreement forbids; only a column that a person left out by choice is not looked at.
 */
export const checkCells = (row: Row, mapping: Mapping, rules: RowRules = noSpecialData): CheckedRow => {
  const fields: Record<string, string> = {}
  const leftOut: CellFault[] = []
  const findings: CellFault[] = []
  for (const column of mapping.columns) {
    const cell = row.cells[column.index] ?? ''
    if (cell === '' || (column.by === 'chosen' && column.column === null && column.special === null)) continue
    const special = specialFault(row.line, cell, column, rules)
    if (special !== null) findings.push(special)
    if (column.column === null) continue
    const read = readCell(cell, column.column)
    if ('code' in read) leftOut.push(cellFault(row.line, cell, column, read.code))
    else if (read.value !== '') fields[column.column.key] = read.value
  }
  const { line } = row
  if (findings.some((finding) => finding.code === 'special_category')) {
    return { verdict: 'refused', line, because: 'special_category', findings, leftOut }
  }
  if (!namesAPerson(fields)) return { verdict: 'refused', line, because: 'row_without_person', findings, leftOut }
  return findings.length > 0 ? { verdict: 'quarantined', line, fields, leftOut, findings } : { verdict: 'accepted', line, fields, leftOut }
}

/** A record needs something by which the person can be found again: an address, a profile, a telephone, or a name with its company. */
const namesAPerson = (fields: ContactFields): boolean =>
  fields.email !== undefined ||
  fields.linkedin !== undefined ||
  fields.phone !== undefined ||
  ((fields.lastName !== undefined || fields.fullName !== undefined) && fields.company !== undefined)

const specialFault = (line: number, cell: string, column: ColumnMapping, rules: RowRules): CellFault | null => {
  if (column.special !== null) {
    const allowed = rules.allowed.has(column.special.category) || cell.trim() === ''
    return allowed ? null : { ...cellFault(line, cell, column, 'special_category'), ...column.special }
  }
  let worst: { readonly category: SpecialCategory; readonly rule: string; readonly certainty: Certainty } | null = null
  for (const finding of screenValue(cell, textKind(column.column?.kind))) {
    if (rules.allowed.has(finding.category)) continue
    if (worst === null || (worst.certainty === 'possible' && finding.certainty === 'certain')) worst = finding
  }
  if (worst === null) return null
  const code = worst.certainty === 'certain' ? 'special_category' : 'special_category_possible'
  return { ...cellFault(line, cell, column, code), category: worst.category, rule: worst.rule }
}

/** A column that nobody mapped may hold anything: it is read as free text. */
const textKind = (kind: ColumnKind | undefined): TextKind => {
  switch (kind) {
    case 'personName':
    case 'organisation':
    case 'title':
    case 'phone':
      return kind
    case 'email':
    case 'url':
    case 'linkedin':
    case 'country':
      return 'code'
    case 'text':
      return 'organisation'
    case 'free':
    case undefined:
      return 'free'
  }
}

const cellFault = (line: number, cell: string, column: ColumnMapping, code: CellFault['code']): CellFault => ({
  line,
  column: column.index + 1,
  header: column.header,
  code,
  category: null,
  rule: null,
  shape: maskedValue(cell),
})
