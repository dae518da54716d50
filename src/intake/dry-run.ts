import type { ImportColumn } from '../domain/columns.ts'
import { type Refusal, isRefusal } from '../domain/refusal.ts'
import { limitsOfScreening } from '../domain/special-categories.ts'
import { type CellFault, type CheckedRow, type RowRules, checkCells, noSpecialData } from './check-row.ts'
import { type Duplicates, duplicates } from './duplicates.ts'
import { type Limits, SNIFF_BYTES, standardLimits } from './limits.ts'
import { type ChosenColumns, type Mapping, mapColumns } from './mapping.ts'
import { type Row, type RowRead, type UnreadableRow, isUnreadable, readRowBatches } from './rows.ts'
import { type Sniffed, sniff } from './sniff.ts'

export type IntakeOptions = {
  readonly columns: readonly ImportColumn[]
  readonly chosen?: ChosenColumns
  readonly rules?: RowRules
  readonly limits?: Limits
  /** How many faults the report shows in masked form. 20 unless told. */
  readonly examples?: number
}

/** One row on its way in: what was read of it, and what was decided. */
export type TakenRow =
  | { readonly verdict: 'unreadable'; readonly line: number; readonly fault: UnreadableRow }
  | { readonly verdict: 'checked'; readonly line: number; readonly row: Row; readonly checked: CheckedRow; readonly sameAs: number | null }

/** A file that was opened: what it is, where its columns go, and its rows, which can be read once. */
export type OpenedFile = {
  readonly sniffed: Sniffed
  readonly mapping: Mapping
  readonly rows: AsyncIterable<readonly TakenRow[]>
  readonly duplicatesFullSince: () => number | null
}

/** Opens a file: sniffs its head, maps its columns. The rows come checked, in batches, in constant memory; dry run and import read the same way. */
export const openFile = async (source: AsyncIterable<Uint8Array>, options: IntakeOptions): Promise<OpenedFile | Refusal> => {
  const iterator = source[Symbol.asyncIterator]()
  const { head, ended } = await readHead(iterator)
  const sniffed = sniff(head)
  const mapping = isRefusal(sniffed) ? sniffed : mapColumns(sniffed.header, options.columns, options.chosen)
  if (isRefusal(sniffed) || isRefusal(mapping)) {
    await iterator.return?.()
    return isRefusal(sniffed) ? sniffed : isRefusal(mapping) ? mapping : { refused: 'file_empty' }
  }
  const seen = duplicates()
  const batches = readRowBatches(rejoined(head, iterator, ended), sniffed, options.limits ?? standardLimits)
  return {
    sniffed,
    mapping,
    rows: checkedBatches(batches, mapping, options.rules ?? noSpecialData, seen),
    duplicatesFullSince: seen.fullSince,
  }
}

const readHead = async (iterator: AsyncIterator<Uint8Array>): Promise<{ readonly head: Uint8Array; readonly ended: boolean }> => {
  const chunks: Uint8Array[] = []
  let length = 0
  while (length < SNIFF_BYTES) {
    const { value, done } = await iterator.next()
    if (done === true) return { head: Buffer.concat(chunks), ended: true }
    chunks.push(value)
    length += value.length
  }
  return { head: Buffer.concat(chunks), ended: false }
}

async function* rejoined(
  head: Uint8Array,
  iterator: AsyncIterator<Uint8Array>,
  ended: boolean,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield head
    if (ended) return
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value
  } finally {
    await iterator.return?.()
  }
}

async function* checkedBatches(
  batches: AsyncIterable<readonly RowRead[]>,
  mapping: Mapping,
  rules: RowRules,
  seen: Duplicates,
): AsyncGenerator<readonly TakenRow[], void, undefined> {
  for await (const batch of batches) {
    yield batch.map((row): TakenRow => {
      if (isUnreadable(row)) return { verdict: 'unreadable', line: row.line, fault: row }
      const checked = checkCells(row, mapping, rules)
      const sameAs = checked.verdict === 'refused' ? null : seen.firstLine(checked.fields, row.line)
      return { verdict: 'checked', line: row.line, row, checked, sameAs }
    })
  }
}

/** A fault of a row, for the report: where, why, in what masked form. */
export type Example = {
  readonly line: number
  readonly code: string
  readonly column: number
  readonly header: string
  readonly shape: string
  readonly rule: string
}

/**
 * What a dry run found. `rows` = `rowsAccepted` + `rowsRefused` + `rowsQuarantined`. `duplicates` are among the accepted and quarantined rows; `cellsLeftOut`
 * are cells of accepted and quarantined rows. Nothing in it identifies a person: counts, names of columns, rules, and shapes of cells.
 */
export type Report = {
  readonly file: Omit<Sniffed, 'header'>
  readonly mapping: readonly { readonly header: string; readonly key: string | null; readonly by: string; readonly confidence: number }[]
  readonly unmapped: Mapping['unmapped']
  readonly ambiguous: Mapping['ambiguous']
  readonly rows: number
  readonly rowsAccepted: number
  readonly rowsRefused: number
  readonly rowsQuarantined: number
  readonly duplicates: number
  readonly duplicatesComparedUntilLine: number | null
  readonly refusedBecause: Readonly<Record<string, number>>
  readonly cellsLeftOut: Readonly<Record<string, number>>
  readonly findings: Readonly<Record<string, number>>
  readonly examples: readonly Example[]
  readonly limitsOfScreening: readonly string[]
}

/** Counts a file without keeping it. Every row is in exactly one of the three counts. */
export const dryRun = async (
  source: AsyncIterable<Uint8Array>,
  options: IntakeOptions,
  progress: (rows: number) => void = () => {},
): Promise<Report | Refusal> => {
  const opened = await openFile(source, options)
  if (isRefusal(opened)) return opened
  const tally = newTally(options.examples ?? 20)
  for await (const batch of opened.rows) {
    for (const row of batch) count(tally, row, opened)
    progress(tally.rows)
  }
  return reported(tally, opened)
}

type Tally = {
  rows: number
  accepted: number
  refused: number
  quarantined: number
  duplicates: number
  readonly refusedBecause: Map<string, number>
  readonly cellsLeftOut: Map<string, number>
  readonly findings: Map<string, number>
  readonly examples: Example[]
  readonly wanted: number
}

const newTally = (wanted: number): Tally => ({
  rows: 0,
  accepted: 0,
  refused: 0,
  quarantined: 0,
  duplicates: 0,
  wanted,
  refusedBecause: new Map(),
  cellsLeftOut: new Map(),
  findings: new Map(),
  examples: [],
})

const bump = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1)

const count = (tally: Tally, taken: TakenRow, { sniffed }: OpenedFile): void => {
  tally.rows += 1
  if (taken.verdict === 'unreadable') {
    const { line, problem, column } = taken.fault
    tally.refused += 1
    bump(tally.refusedBecause, problem)
    show(tally, { line, code: problem, column, header: sniffed.header[column - 1] ?? '', shape: '', rule: '' })
    return
  }
  const { checked } = taken
  if (taken.sameAs !== null) tally.duplicates += 1
  if (checked.verdict === 'refused') bump(tally.refusedBecause, checked.because)
  else for (const fault of checked.leftOut) bump(tally.cellsLeftOut, fault.code)
  tally[checked.verdict] += 1
  const findings = checked.verdict === 'accepted' ? [] : checked.findings
  for (const finding of findings)
    bump(tally.findings, `${finding.category ?? ''}:${finding.code === 'special_category' ? 'certain' : 'possible'}`)
  for (const fault of [...findings, ...checked.leftOut]) show(tally, exampleOf(fault))
}

const exampleOf = ({ line, code, column, header, shape, rule }: CellFault): Example => ({
  line,
  code,
  column,
  header,
  shape,
  rule: rule ?? '',
})

const show = (tally: Tally, example: Example): void => {
  if (tally.examples.length < tally.wanted) tally.examples.push(example)
}

const reported = (tally: Tally, { sniffed, mapping, duplicatesFullSince }: OpenedFile): Report => {
  const { header: _, ...file } = sniffed
  return {
    file,
    mapping: mapping.columns.map(({ header, column, by, confidence }) => ({ header, key: column?.key ?? null, by, confidence })),
    unmapped: mapping.unmapped,
    ambiguous: mapping.ambiguous,
    rows: tally.rows,
    rowsAccepted: tally.accepted,
    rowsRefused: tally.refused,
    rowsQuarantined: tally.quarantined,
    duplicates: tally.duplicates,
    duplicatesComparedUntilLine: duplicatesFullSince(),
    refusedBecause: Object.fromEntries(tally.refusedBecause),
    cellsLeftOut: Object.fromEntries(tally.cellsLeftOut),
    findings: Object.fromEntries(tally.findings),
    examples: tally.examples,
    limitsOfScreening,
  }
}
