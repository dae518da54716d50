/**
 * The sweep: does anything in the database still point to what was erased? Its list of tables and columns comes from the catalogue, not from
 * the personal-data maps, it reads as the owner of the schema, and it shares no statement with the erasure. A column with an index
 * is probed; one without is read through where the tenant has few rows in that table, and else left to the audit, by name.
 */
import { isUuid, type Instant, type TenantId } from '../../domain/ids.ts'
import type { Database } from '../database.ts'
import type { TransactionSql } from '../database/pool.ts'
import { readCatalogue, type SweptColumn, type SweptTable } from './catalogue.ts'

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
/** A token that stands in more rows than this is shared by many (a company, the beginning of a name) and tells of nobody. */
const mostShared = 200
const mostHits = 1_000
/** Tokens of a row, one behind the other, are short; a longer value is an envelope and is not even fetched. */
const longestTokens = 4_096

/** Where ids stay on purpose, each with its reason. */
export const sweepExceptions: Readonly<Record<string, string>> = {
  'trail_entry.names': 'ids of records stay as proof of what was done; nothing opens with them',
  'event.*': 'events hold ids, codes, counts and instants, and are never changed',
  'account.address_token': 'an account is its holder’s own, and ends by itself',
}

export const sweep = async (database: Database, tenant: TenantId, sought: Sought): Promise<Swept> =>
  asOwner(database, tenant, async (sql) => {
    const tables = (await readCatalogue(sql)).map(withoutExceptions).filter((table) => table.columns.length > 0)
    const counted = await countRows(sql, tenant, tables)
    const branches = tables.flatMap((table) => branchesOf(table, (counted.get(table.name) ?? 0) <= readThrough))
    const deferred = tables
      .filter((table) => (counted.get(table.name) ?? 0) > readThrough)
      .flatMap((table) => unprobed(table).map((column) => `${table.name}.${column.name}`))
    const rows =
      branches.length === 0 ? [] : await sql.unsafe<HitRow[]>(branches.join('\nunion all\n'), parameters(tenant, sought), { prepare: true })
    const hits = rows.map((row) => ({
      table: row.tab,
      column: row.col,
      by: row.by,
      row: { partition: row.part, place: row.place, version: row.version },
      ids: row.ids ?? [],
    }))
    return { tables: tables.length, hits, deferred }
  })

/** Reads through what the sweep deferred: the audit's part. */
export const sweepDeferred = async (database: Database, tenant: TenantId, sought: Sought): Promise<readonly Hit[]> =>
  asOwner(database, tenant, async (sql) => {
    const tables = (await readCatalogue(sql)).map(withoutExceptions).filter((table) => unprobed(table).length > 0)
    const branches = tables.flatMap((table) => readBranches(table, unprobed(table)))
    if (branches.length === 0) return []
    const rows = await sql.unsafe<HitRow[]>(branches.join('\nunion all\n'), parameters(tenant, sought), { prepare: true })
    return rows.map((row) => ({
      table: row.tab,
      column: row.col,
      by: row.by,
      row: { partition: row.part, place: row.place, version: row.version },
      ids: row.ids ?? [],
    }))
  })

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
    // A list is hashed only when the plan knows it; a plan made for any list would go through it for each row.
    await sql`set local plan_cache_mode = force_custom_plan`
    return act(sql)
  }, 'owner')
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

const parameters = (tenant: TenantId, { ids, tokens, emails, erasedAt }: Sought) => [
  tenant,
  [...ids],
  tokens.map((token) => `\\x${Buffer.from(token).toString('hex')}`),
  emails.map((email) => email.toLowerCase()),
  erasedAt,
]

/** Parameters of the big statement, each with its type: tenant, ids, tokens, addresses, time of erasure. */
const uses = `$2::text[] is not null and $3::text[] is not null and $4::text[] is not null and $5::timestamptz is not null`

const branchesOf = (table: SweptTable, small: boolean): readonly string[] => {
  const rest = unprobed(table)
  return [...table.columns.flatMap((column) => probe(table, column)), ...(small && rest.length > 0 ? readBranches(table, rest) : [])]
}

/** Looked up by an index, alone or behind the token with which it shares one. */
const probe = (table: SweptTable, column: SweptColumn): readonly string[] => {
  if (column.probe === 'none') return []
  const name = `one."${column.name}"`
  if (column.probe === 'behind token')
    return [branch(table, column.name, 'id', `one."${column.behind}" = any ($3::text[]::bytea[]) and ${name} = any ($2::text[]::uuid[])`)]
  if (column.kind === 'uuid') return [branch(table, column.name, 'id', `${name} = any ($2::text[]::uuid[])`)]
  if (column.kind === 'text')
    return [
      branch(table, column.name, 'id', `${name} = any ($2::text[])`),
      branch(table, column.name, 'text', `${name} = any ($4::text[])`),
    ]
  // Where an id stands right behind the token in one index, the two are looked up together.
  if (table.columns.some((other) => other.behind === column.name)) return []
  // Each token for itself, so that one that many share costs no more than its limit.
  const { select, where } = parts(table, column.name, 'token')
  return [
    `select tab, col, by, part, place, version, ids from unnest($3::text[]::bytea[]) as wanted (token) cross join lateral (
       select found.*, count(*) over () as shared from (select ${select} from ${quoted(table.name)} as one ${where} and ${name} = wanted.token limit ${mostShared + 1}) as found
     ) as counted where shared <= ${mostShared} and ${uses}`,
  ]
}

/** Columns that no index reaches are read through: ids as they are, text and JSON for ids and addresses in them, bytes for tokens. */
const readBranches = (table: SweptTable, columns: readonly SweptColumn[]): readonly string[] => {
  const has = (kind: SweptColumn['kind']) => columns.filter((column) => column.kind === kind).map((column) => `one."${column.name}"`)
  const texts = [...has('text'), ...has('other').map((name) => `${name}::text`)]
  const named = columns.map((column) => column.name).join(' ')
  const whole = [
    ...has('uuid').map((name) => `${name} = any ($2::text[]::uuid[])`),
    ...has('uuid[]').map((name) => `${name} && $2::text[]::uuid[]`),
    ...has('bytea[]').map((name) => `${name} && $3::text[]::bytea[]`),
  ]
  const words = (pattern: string) =>
    `cross join lateral regexp_matches(concat_ws(' ', ${texts.join(', ')}), '${pattern}', 'gi') as found (words)`
  return [
    ...(whole.length === 0 ? [] : [branch(table, named, 'text', `(${whole.join(' or ')})`)]),
    ...has('bytea').map((name) =>
      branch(table, named, 'text', `octet_length(${name}) <= ${longestTokens} and slice.token = any ($3::text[]::bytea[])`, slices(name)),
    ),
    ...(texts.length === 0
      ? []
      : [
          branch(table, named, 'text', 'lower(found.words[1]) = any ($2::text[])', words(idPattern)),
          branch(table, named, 'text', 'lower(found.words[1]) = any ($4::text[])', words(emailPattern)),
        ]),
  ]
}

/** Tokens of a row may stand one behind the other in one value. */
const slices = (name: string): string => `cross join lateral (
  select ${name} union all
  select substring(${name} from nth.n * 16 + 1 for 16) from generate_series(0, least(octet_length(${name}), ${longestTokens}) / 16 - 1) as nth (n)) as slice (token)`

const idPattern = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const emailPattern = `[^[:space:]"<>,;:()|{}\\[\\]\\\\'']+@[^[:space:]"<>,;:()|{}\\[\\]\\\\'']+`

const branch = (table: SweptTable, column: string, by: Hit['by'], condition: string, joined = ''): string => {
  const { select, where } = parts(table, column, by)
  return `(select ${select} from ${quoted(table.name)} as one ${joined} ${where} and ${condition} and ${uses} limit ${mostHits})`
}

const parts = (table: SweptTable, column: string, by: Hit['by']) => {
  const ids = table.columns.filter((each) => each.kind === 'uuid').map((each) => `one."${each.name}"::text`)
  return {
    select: `${literal(table.name)} as tab, ${literal(column)} as col, '${by}' as by, one.tableoid::text as part, one.ctid::text as place, one.xmin::text as version,
      array_remove(array[${ids.join(', ')}]::text[], null) as ids`,
    where: `${whereTenant(table)}${table.hasCreatedAt ? ` and one."created_at" <= $5::timestamptz` : ''}`,
  }
}

const whereTenant = (table: SweptTable): string => (table.hasTenant ? 'where one."tenant_id" = $1::uuid' : 'where $1::uuid is not null')
const unprobed = (table: SweptTable): readonly SweptColumn[] => table.columns.filter((column) => column.probe === 'none')
const quoted = (name: string): string =>
  name
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.')
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`
