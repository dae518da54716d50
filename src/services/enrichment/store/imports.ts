/** Imports: one row each, from the first piece of the upload to its closing or its undoing. */
import type { Instant } from '../../../domain/ids.ts'
import type { PostgresTransaction } from '../../../store/postgres.ts'
import { noCounts, type DuplicatePolicy, type ImportCounts } from '../rules.ts'
import { columnOf, dayOf } from './contact.ts'

export type ImportState = 'uploading' | 'checked' | 'open' | 'closed' | 'undone' | 'rolled back'

export type StoredImport = {
  readonly id: string
  readonly state: ImportState
  readonly expiresOn: string | null
  readonly duplicates: DuplicatePolicy
  readonly chosen: Readonly<Record<string, string | null>>
  readonly columns: readonly string[]
  readonly counts: ImportCounts
  readonly rowsDone: number
  readonly chunks: readonly string[]
  readonly errorFiles: readonly string[]
  readonly quarantine: readonly string[]
  readonly report: string | null
  readonly createdAt: Instant
  readonly closedAt: Instant | null
}

type ImportRow = Omit<StoredImport, 'expiresOn' | 'counts'> & { readonly expiresOn: string; readonly counts: Partial<ImportCounts> }
type Within = Pick<PostgresTransaction, 'sql' | 'tenant'>

const columns = ({ sql }: Pick<Within, 'sql'>) => sql`
  id, state, expires_on as "expiresOn", duplicates, chosen, columns, counts, rows_done as "rowsDone", chunks, error_files as "errorFiles",
  quarantine, report, created_at as "createdAt", closed_at as "closedAt"`

const read = (row: ImportRow): StoredImport => ({ ...row, expiresOn: dayOf(row.expiresOn), counts: { ...noCounts, ...row.counts } })

export type NewImport = Pick<StoredImport, 'id' | 'expiresOn' | 'duplicates' | 'chosen' | 'columns' | 'createdAt'>

export const insertImport = async ({ sql, tenant }: Within, fresh: NewImport): Promise<void> => {
  await sql`
    insert into enrichment_import (tenant_id, id, state, expires_on, duplicates, chosen, columns, counts, created_at)
    values (${tenant}, ${fresh.id}, 'uploading', ${columnOf(fresh.expiresOn)}::text::date, ${fresh.duplicates}, ${sql.json(fresh.chosen)},
      ${[...fresh.columns]}::text[], '{}', ${fresh.createdAt})`
}

/** Locked until the transaction ends: two who work on one import take turns. */
export const lockImport = async (within: Within, id: string): Promise<StoredImport | null> => {
  const { sql, tenant } = within
  const [row] = await sql<
    ImportRow[]
  >`select ${columns(within)} from enrichment_import where tenant_id = ${tenant} and id = ${id} for update`
  return row === undefined ? null : read(row)
}

export const findImport = async (within: Within, id: string): Promise<StoredImport | null> => {
  const { sql, tenant } = within
  const [row] = await sql<ImportRow[]>`select ${columns(within)} from enrichment_import where tenant_id = ${tenant} and id = ${id}`
  return row === undefined ? null : read(row)
}

/** Newest first; `before` is the id of the last one of the page before. */
export const listImportRows = async (within: Within, before: string | null, limit: number): Promise<readonly StoredImport[]> => {
  const { sql, tenant } = within
  const rows = await sql<ImportRow[]>`
    select ${columns(within)} from enrichment_import
    where tenant_id = ${tenant} ${before === null ? sql`` : sql`and id < ${before}`} order by id desc limit ${limit}`
  return rows.map(read)
}

/** Uploads that have not come to their end. */
export const listUploading = async ({ sql, tenant }: Within): Promise<readonly string[]> => {
  const rows = await sql<{ id: string }[]>`select id from enrichment_import where tenant_id = ${tenant} and state = 'uploading'`
  return rows.map(({ id }) => id)
}

export const addChunk = async ({ sql, tenant }: Within, id: string, chunk: string): Promise<void> => {
  await sql`update enrichment_import set chunks = chunks || ${chunk}::uuid where tenant_id = ${tenant} and id = ${id}`
}

export const setChecked = async ({ sql, tenant }: Within, id: string, report: string): Promise<void> => {
  await sql`update enrichment_import set state = 'checked', report = ${report} where tenant_id = ${tenant} and id = ${id} and state = 'uploading'`
}

export const setOpen = async ({ sql, tenant }: Within, id: string): Promise<void> => {
  await sql`update enrichment_import set state = 'open' where tenant_id = ${tenant} and id = ${id} and state = 'checked'`
}

export type Progress = {
  readonly rowsDone: number
  readonly counts: ImportCounts
  readonly errorFile: string | null
  readonly quarantine: string | null
}

export const saveProgress = async ({ sql, tenant }: Within, id: string, progress: Progress): Promise<void> => {
  await sql`
    update enrichment_import set rows_done = ${progress.rowsDone}, counts = ${sql.json(progress.counts)},
      error_files = array_remove(error_files || ${progress.errorFile}::uuid, null),
      quarantine = array_remove(quarantine || ${progress.quarantine}::uuid, null)
    where tenant_id = ${tenant} and id = ${id}`
}

/** One small change makes all rows visible; those whose place they take step back. */
export const closeImport = async ({ sql, tenant }: Within, id: string, at: Instant): Promise<void> => {
  await sql`
    update enrichment_contact old set superseded_by = ${id} from enrichment_contact fresh
    where old.tenant_id = ${tenant} and fresh.tenant_id = ${tenant} and fresh.import_id = ${id} and fresh.replaces = old.id and not old.held`
  await sql`update enrichment_import set state = 'closed', closed_at = ${at}, chunks = '{}' where tenant_id = ${tenant} and id = ${id}`
}

/** Gives the replaced rows their place back, where the row that took it goes. */
export const restoreReplaced = async ({ sql, tenant }: Within, id: string): Promise<number> => {
  const restored = await sql`
    update enrichment_contact old set superseded_by = null from enrichment_contact fresh
    where old.tenant_id = ${tenant} and old.superseded_by = ${id}
      and fresh.tenant_id = ${tenant} and fresh.import_id = ${id} and fresh.replaces = old.id`
  return restored.count
}

export const endImport = async ({ sql, tenant }: Within, id: string, state: 'undone' | 'rolled back'): Promise<void> => {
  await sql`
    update enrichment_import set state = ${state}, chunks = '{}', error_files = '{}', quarantine = '{}', report = null
    where tenant_id = ${tenant} and id = ${id}`
}

export const setQuarantine = async ({ sql, tenant }: Within, id: string, records: readonly string[]): Promise<void> => {
  await sql`update enrichment_import set quarantine = ${[...records]}::uuid[] where tenant_id = ${tenant} and id = ${id}`
}

/** Replaced rows whose import can no longer be undone: ids of those to erase. */
export const replacedForGood = async ({ sql, tenant }: Within, closedBefore: Instant): Promise<readonly string[]> => {
  const rows = await sql<{ id: string }[]>`
    select old.id from enrichment_contact old join enrichment_import file on file.tenant_id = ${tenant} and file.id = old.superseded_by
    where old.tenant_id = ${tenant} and old.superseded_by is not null and not old.held and file.closed_at < ${closedBefore}`
  return rows.map(({ id }) => id)
}

/** Imports that never closed lose their day with what they brought. */
export const endImportsOfDay = async ({ sql, tenant }: Within, day: string | 'all'): Promise<void> => {
  await sql`
    update enrichment_import set state = case when state in ('uploading', 'checked', 'open') then 'rolled back' else state end,
      chunks = '{}', error_files = '{}', quarantine = '{}', report = null
    where tenant_id = ${tenant} ${day === 'all' ? sql`` : sql`and expires_on = ${day}::text::date`}`
}

export const moveImports = async ({ sql, tenant }: Within, from: string | null, to: string | null): Promise<void> => {
  await sql`
    update enrichment_import set expires_on = ${columnOf(to)}::text::date where tenant_id = ${tenant} and expires_on = ${columnOf(from)}::text::date`
}
