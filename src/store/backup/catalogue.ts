/** What there is to copy, asked of the database itself: a table that a later migration adds is in the next backup without a line here. */
import type { Sql, TransactionSql } from '../database/pool.ts'

export type BackupTable = {
  readonly name: string
  /** In the order of the table, without generated ones. */
  readonly columns: readonly string[]
  /** Row-level security is forced: it is read and written tenant by tenant. */
  readonly ofTenants: boolean
  /** The function of the owner that makes the partition of a day, and the column that says the day; null for a plain table. */
  readonly partitions: { readonly column: string; readonly open: string } | null
}

type TableRow = {
  readonly name: string
  readonly columns: readonly string[]
  readonly forced: boolean
  readonly partition_key: string | null
  readonly refers_to: readonly string[]
}

/** Written by the migrations themselves, when a backup is put back. */
export const migrationTable = 'migration'

/** All tables, those that others refer to first. Throws for what this export cannot carry: whoever adds it must teach the export as well. */
export const backupTables = async (sql: Sql | TransactionSql): Promise<readonly BackupTable[]> => {
  const strange = await sql<{ name: string }[]>`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind not in ('r', 'p', 'i', 'I', 't', 'c', 'v') order by relname`
  if (strange.length > 0)
    throw new Error(`the backup cannot carry ${strange.map(({ name }) => name).join(', ')}: only tables hold data here`)
  const rows = await sql<TableRow[]>`
    select relname as name, relforcerowsecurity as forced, pg_get_partkeydef(pg_class.oid) as partition_key,
      array(select attname::text from pg_attribute where attrelid = pg_class.oid and attnum > 0 and not attisdropped and attgenerated = '' order by attnum) as columns,
      array(select confrelid::regclass::text from pg_constraint where conrelid = pg_class.oid and contype = 'f' and confrelid <> conrelid) as refers_to
    from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition and relname <> ${migrationTable}
    order by relname`
  const functions = await sql<{ name: string }[]>`
    select proname as name from pg_proc where pronamespace = 'public'::regnamespace and proname like '%\\_open\\_day'`
  const known = new Set(functions.map(({ name }) => name))
  return referredFirst(rows).map(({ name, columns, forced, partition_key }) => ({
    name,
    columns,
    ofTenants: forced,
    partitions: partition_key === null ? null : partitionsOf(name, partition_key, known),
  }))
}

/** Wings keep their days alike: `<wing>_open_day(date)` makes what a day needs. */
const partitionsOf = (table: string, key: string, functions: ReadonlySet<string>): BackupTable['partitions'] => {
  const column = /^RANGE \(([a-z_]+)\)$/.exec(key)?.[1]
  const open = `${table.slice(0, table.indexOf('_'))}_open_day`
  if (column === undefined || !functions.has(open))
    throw new Error(`the partitions of ${table} (${key}) cannot be made again: ${open}(date) of the owner is expected`)
  return { column, open }
}

const referredFirst = (rows: readonly TableRow[]): readonly TableRow[] => {
  const placed: TableRow[] = []
  let waiting = rows
  while (waiting.length > 0) {
    const names = new Set(waiting.map(({ name }) => name))
    const ready = waiting.filter((row) => !row.refers_to.some((other) => names.has(other)))
    if (ready.length === 0) throw new Error(`these tables refer to each other in a circle: ${[...names].join(', ')}`)
    placed.push(...ready)
    waiting = waiting.filter((row) => !ready.includes(row))
  }
  return placed
}

/** Every tenant of the house's directory, which the owner reads without row-level security. */
export const tenantsToCopy = async (sql: Sql | TransactionSql): Promise<readonly string[]> => {
  const rows = await sql<{ id: string }[]>`select tenant_id as id from tenant order by created_at, tenant_id`
  return rows.map(({ id }) => id)
}

/** An identifier of the catalogue in a statement. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
