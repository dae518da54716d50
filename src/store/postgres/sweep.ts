/**
 * The sweep: does anything in the database still point to what was erased? Its list of tables and columns comes from the catalogue, not from
 * the personal-data maps, it reads as the owner of the schema, and it shares no statement with the erasure. A column with an index
 * is probed; one without is read through where the tenant has few rows in that table, and else left to the audit, by name.
 */
import { isUuid, type Instant, type TenantId } from '../../domain/ids.ts'
import type { Database } from '../database.ts'
import type { TransactionSql } from '../database/pool.ts'
import { forgetCatalogue, knownCatalogue, type SweptTable } from './catalogue.ts'
import { literal, parameters, probe, quoted, readBranches, unprobed, whereTenant } from './sweep-statements.ts'

/** What an erased person could still be found by. */
export type Sought = {
  readonly ids: readonly string[]
  readonly tokens: readonly Uint8Array[]
  readonly emails: readonly string[]
  /** Rows made later were handed in anew. */
  readonly erasedAt: Instant
}

/** A row that still points there. `by: 'token'` alone may be another person who shares the value: the caller asks. */
export type Hit = {
  readonly table: string
  readonly column: string
  readonly by: 'id' | 'token' | 'text'
  /** Partition, place and version of the row: together they name it until it is changed. */
  readonly row: { readonly partition: string; readonly place: string; readonly version: string }
  /** Every id that the row holds. */
  readonly ids: readonly string[]
}

export type Swept = {
  readonly tables: number
  readonly hits: readonly Hit[]
  /** Columns that were not read: `table.column`, without an index in a table of which the tenant has many rows. */
  readonly deferred: readonly string[]
}

/** Of a table with more rows of the tenant than this, a column without an index is left to the audit. */
export const readThrough = 2_000
/** Where ids stay on purpose, each with its reason. */
export const sweepExceptions: Readonly<Record<string, string>> = {
  'trail_entry.names': 'ids of records stay as proof of what was done; nothing opens with them',
  'event.*': 'events hold ids, codes, counts and instants, and are never changed',
  'account.address_token': 'an account is its holder’s own, and ends by itself',
}

export const sweep = async (database: Database, tenant: TenantId, sought: Sought): Promise<Swept> =>
  withCatalogue(database, tenant, sought, async (sql, catalogue) => {
    const tables = catalogue.map(withoutExceptions).filter((table) => table.columns.length > 0)
    const values = parameters(tenant, sought)
    // Sent at once: what the indexes answer does not depend on how many rows there are.
    const [counted, probed] = await Promise.all([
      countRows(sql, tenant, tables),
      ask(
        sql,
        tables.flatMap((table) => table.columns.flatMap((column) => probe(table, column))),
        values,
      ),
    ])
    const isSmall = (table: SweptTable) => (counted.get(table.name) ?? 0) <= readThrough
    const open = tables.filter((table) => unprobed(table).length > 0)
    const read = await ask(
      sql,
      open.filter(isSmall).flatMap((table) => readBranches(table, unprobed(table), isFew(sought))),
      values,
    )
    const deferred = open.filter((table) => !isSmall(table))
    return {
      tables: tables.length,
      hits: [...probed, ...read],
      deferred: deferred.flatMap((table) => unprobed(table).map((column) => `${table.name}.${column.name}`)),
    }
  })

/** Reads through what the sweep deferred: the audit's part. */
export const sweepDeferred = async (database: Database, tenant: TenantId, sought: Sought): Promise<readonly Hit[]> =>
  withCatalogue(database, tenant, sought, (sql, catalogue) => {
    const tables = catalogue.map(withoutExceptions).filter((table) => unprobed(table).length > 0)
    return ask(
      sql,
      tables.flatMap((table) => readBranches(table, unprobed(table), isFew(sought))),
      parameters(tenant, sought),
    )
  })

/** One statement of all branches; its text stays the same while the catalogue does, so that the server keeps its plan. */
const ask = async (sql: TransactionSql, branches: readonly string[], values: ReturnType<typeof parameters>): Promise<readonly Hit[]> => {
  if (branches.length === 0) return []
  const rows = await sql.unsafe<HitRow[]>(branches.join('\nunion all\n'), values, { prepare: true })
  return rows.map((row) => ({
    table: row.tab,
    column: row.col,
    by: row.by,
    row: { partition: row.part, place: row.place, version: row.version },
    ids: row.ids ?? [],
  }))
}

/** Rows without which the tenant could not be served: they are reported, and a person decides. */
const neverDeleted = new Set([
  'standing',
  'agreement',
  'deadline',
  'tenant',
  'agenda',
  'setting',
  'migration',
  'trail_entry',
  'trail_batch',
  'trail_tile',
  'account',
  'audit_scan',
])
export const mayDelete = (hit: Hit): boolean => !neverDeleted.has(hit.table.replace(/^public\./, ''))

/** Deletes these rows, as the owner, unless they were changed since. Answers how many went from which table. */
export const deleteHits = async (database: Database, tenant: TenantId, hits: readonly Hit[]): Promise<Readonly<Record<string, number>>> =>
  asOwner(database, tenant, async (sql) => {
    const counts: Record<string, number> = {}
    for (const hit of hits.filter(mayDelete)) {
      const { partition, place, version } = hit.row
      const gone = await sql.unsafe(
        `delete from ${quoted(hit.table)} where tableoid = $1::text::oid and ctid = $2::text::tid and xmin::text = $3`,
        [partition, place, version],
      )
      if (gone.count > 0) counts[hit.table] = (counts[hit.table] ?? 0) + gone.count
    }
    return counts
  })

type HitRow = {
  readonly tab: string
  readonly col: string
  readonly by: Hit['by']
  readonly part: string
  readonly place: string
  readonly version: string
  readonly ids: string[] | null
}

// The setting is literal for the same reason as everywhere: Citus hands it on from the text of a statement.
const asOwner = <Result>(database: Database, tenant: TenantId, act: (sql: TransactionSql) => Promise<Result>): Promise<Result> => {
  if (!isUuid(tenant)) throw new TypeError('a tenant is a UUID in lower case')
  return database.houseTransaction(async (sql) => {
    await sql.unsafe(`set local app.tenant = '${tenant}'`)
    return act(sql)
  }, 'owner')
}

/** Lists of more values than this are worth a plan of their own: they are hashed only when the plan knows them. */
const fewSought = 100
const isFew = ({ ids, tokens, emails }: Sought): boolean => ids.length + tokens.length + emails.length <= fewSought

const withCatalogue = async <Result>(
  database: Database,
  tenant: TenantId,
  sought: Sought,
  act: (sql: TransactionSql, catalogue: readonly SweptTable[]) => Promise<Result>,
): Promise<Result> => {
  const mode = isFew(sought) ? 'force_generic_plan' : 'force_custom_plan'
  try {
    return await asOwner(database, tenant, async (sql) => {
      const [, catalogue] = await Promise.all([sql.unsafe(`set local plan_cache_mode = ${mode}`).execute(), knownCatalogue(database, sql)])
      return act(sql, catalogue)
    })
  } catch (error) {
    // What failed may have named something that is no longer there: the next attempt reads the catalogue anew.
    forgetCatalogue(database)
    throw error
  }
}

const withoutExceptions = (table: SweptTable): SweptTable => {
  const name = table.name.replace(/^public\./, '')
  if (Object.hasOwn(sweepExceptions, `${name}.*`)) return { ...table, columns: [] }
  return { ...table, columns: table.columns.filter((column) => !Object.hasOwn(sweepExceptions, `${name}.${column.name}`)) }
}

/** Rows of the tenant, counted no further than it takes to know that they are many. */
const countRows = async (sql: TransactionSql, tenant: TenantId, tables: readonly SweptTable[]): Promise<ReadonlyMap<string, number>> => {
  const counted = tables.filter((table) => unprobed(table).length > 0)
  if (counted.length === 0) return new Map()
  const text = counted.map(
    (table) =>
      `select ${literal(table.name)} as name, count(*)::int as rows from (select from ${quoted(table.name)} as one ${whereTenant(table)} limit ${readThrough + 1}) as few`,
  )
  const rows = await sql.unsafe<{ name: string; rows: number }[]>(`${text.join('\nunion all\n')}${anyOf}`, [tenant], { prepare: true })
  return new Map(rows.map((row) => [row.name, row.rows]))
}

// A statement in which no table knows the tenant would not use its parameter, and the server refuses that.
const anyOf = `\nunion all select '', 0 where $1::uuid is null`
