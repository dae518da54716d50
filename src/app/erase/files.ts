/**
 * Sealed files that may hold a person: what was uploaded, rows that were refused or set aside, reports, kept answers. They are opened one
 * by one; what can live without the person's rows is written again without them, the rest goes whole.
 */
import type { PostgresTransaction } from '../../store/postgres.ts'
import { getVault, placeOf } from '../../store/postgres/vault-rows.ts'
import { sealBytes } from '../../store/postgres/sealing.ts'
import { isRefusal } from '../../domain/refusal.ts'
import type { KeyClass } from '../../vault/classes.ts'

export type FileCounts = { readonly rewritten: number; readonly deleted: number; readonly rows: number }
type Listed = { readonly id: string; readonly class: KeyClass; readonly kind: string; readonly owner: string | null }

/** A file whose rows can be taken out one by one; all other kinds go whole. */
const rewritable = new Set(['error-file', 'quarantine', 'import-report', 'undo'])
/** Kinds that hold what a customer handed in, whatever their class. */
const handedIn = new Set([...rewritable, 'upload', 'answer'])

/** May this record hold a person whose data a customer handed in? The others are papers of the contract itself. `cleanFiles` asks the same in SQL. */
export const mayHoldPerson = ({ class: keyClass, kind }: { readonly class: KeyClass; readonly kind: string }): boolean =>
  keyClass === 'submitted' || handedIn.has(kind)

/** Takes a person out of every sealed file of the tenant. */
export const cleanFiles = async (transaction: PostgresTransaction, holds: (text: string) => boolean): Promise<FileCounts> => {
  const { sql, tenant } = transaction
  const listed = await sql<Listed[]>`
    select id, class, kind, owner from vault
    where tenant_id = ${tenant} and (class = 'submitted' or kind = any (${[...handedIn]})) order by kind, owner, created_at, id`
  const counts = { rewritten: 0, deleted: 0, rows: 0 }
  const gone = new Set<string>()
  let tail = { owner: '', text: '' }
  for (const file of listed) {
    const opened = await getVault(transaction, file.id)
    if (isRefusal(opened)) continue
    const text = textOf(opened.bytes)
    // A value can lie across two pieces of one upload.
    const before = file.kind === 'upload' && tail.owner === file.owner ? tail.text : ''
    tail = { owner: file.owner ?? '', text: file.kind === 'upload' ? text.slice(-300) : '' }
    if (!holds(before + text)) continue
    if (rewritable.has(file.kind)) {
      const { kept, removed } = without(Buffer.from(opened.bytes).toString(), holds)
      const envelope = sealBytes(transaction.ring, placeOf(tenant, opened), Buffer.from(kept))
      await sql`update vault set envelope = ${envelope} where tenant_id = ${tenant} and id = ${file.id}`
      counts.rewritten += 1
      counts.rows += removed
    } else if (file.kind === 'upload' && file.owner !== null) gone.add(file.owner)
    else counts.deleted += (await sql`delete from vault where tenant_id = ${tenant} and id = ${file.id}`).count
  }
  // The pieces of one upload belong together: without one of them the rest is of no use.
  for (const owner of gone)
    counts.deleted += (await sql`delete from vault where tenant_id = ${tenant} and kind = 'upload' and owner = ${owner}`).count
  return counts
}

/** Readable in whatever encoding it came, as far as addresses, numbers and ids go; names are read as UTF-8. */
export const textOf = (bytes: Uint8Array): string => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return buffer.includes(0) ? buffer.toString('latin1').replaceAll('\0', '') : buffer.toString()
}

/** The same text without the rows that hold the person: elements of JSON lists, or rows of a table. */
const without = (text: string, holds: (text: string) => boolean): { readonly kept: string; readonly removed: number } => {
  const counted = { removed: 0 }
  const parsed = parseJson(text)
  if (parsed !== undefined) return { kept: JSON.stringify(scrub(parsed, holds, counted)), removed: counted.removed }
  const rows = tableRows(text)
  const kept = rows.filter((row) => !holds(row))
  return { kept: kept.join(''), removed: rows.length - kept.length }
}

const scrub = (value: unknown, holds: (text: string) => boolean, counted: { removed: number }): unknown => {
  if (typeof value === 'string') return holds(value) ? '' : value
  if (Array.isArray(value)) {
    const kept = value.filter((item) => !holds(JSON.stringify(item) ?? ''))
    counted.removed += value.length - kept.length
    return kept
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, scrub(inner, holds, counted)]))
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    // A table, not a value: its rows are looked at one by one.
    return undefined
  }
}

/** Rows with their line ends; a quoted cell may hold line ends of its own. */
const tableRows = (text: string): readonly string[] => {
  const rows: string[] = []
  let row = ''
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    row += line
    if ((row.match(/"/g)?.length ?? 0) % 2 === 1) continue
    rows.push(row)
    row = ''
  }
  return row === '' ? rows : [...rows, row]
}
