/** Every table and column that could hold an id or an index token of a person, as the catalogue knows them. */
import type { TransactionSql } from '../database/pool.ts'

export type SweptColumn = {
  readonly name: string
  readonly kind: 'uuid' | 'uuid[]' | 'text' | 'bytea' | 'bytea[]' | 'other'
  /** `own`: an index leads with it (after the tenant). `behind token`: an index has it right behind a column of tokens. */
  readonly probe: 'own' | 'behind token' | 'none'
  readonly behind: string | null
}

export type SweptTable = {
  /** Schema and name with a point between. */
  readonly name: string
  readonly hasTenant: boolean
  readonly hasCreatedAt: boolean
  readonly columns: readonly SweptColumn[]
}

type Row = {
  readonly schema: string
  readonly name: string
  readonly column: string
  readonly type: string
  /** Columns of its whole, unconditional btree indexes in their order, each as a text with commas. */
  readonly indexes: string[]
}

/** Types that hold neither an id nor a token nor text. A type that is not listed here is looked at as text. */
const plain = new Set([
  'bool',
  'int2',
  'int4',
  'int8',
  'float4',
  'float8',
  'numeric',
  'date',
  'time',
  'timetz',
  'timestamp',
  'timestamptz',
  'interval',
  'oid',
  'xid',
  'xid8',
])
const kinds: Readonly<Record<string, SweptColumn['kind']>> = {
  uuid: 'uuid',
  _uuid: 'uuid[]',
  text: 'text',
  varchar: 'text',
  bpchar: 'text',
  bytea: 'bytea',
  _bytea: 'bytea[]',
}

/**
 * What the catalogue says, read again only when it has changed: every change of a table, and every index that is made or dropped, writes its row
 * in pg_class anew. A column that was renamed does not; a statement that names the old one fails, and `forgetCatalogue` has it read again.
 */
export const knownCatalogue = async (database: object, sql: TransactionSql): Promise<readonly SweptTable[]> => {
  const [state] = await sql<{ state: string }[]>`
    select concat_ws(' ', count(*), sum(hashint8extended(oid::bigint, xmin::text::bigint))) as state from pg_class
    where relkind in ('r', 'p', 'm', 'i', 'I') and not relispartition`
  const known = catalogues.get(database)
  if (known !== undefined && known.state === state?.state) return known.tables
  const tables = await readCatalogue(sql)
  catalogues.set(database, { state: state?.state ?? '', tables })
  return tables
}

export const forgetCatalogue = (database: object): void => {
  catalogues.delete(database)
}

const catalogues = new WeakMap<object, { readonly state: string; readonly tables: readonly SweptTable[] }>()

export const readCatalogue = async (sql: TransactionSql): Promise<readonly SweptTable[]> => {
  // A partition is read through its parent; one that was detached and left behind is a table of its own again, and is listed.
  const rows = await sql<Row[]>`
    select namespace.nspname as schema, class.relname as name, attribute.attname as column, type.typname as type,
      array(
        select (select string_agg(key.attname, ',' order by place.nth) from unnest(index.indkey::int2[]) with ordinality as place (number, nth)
                join pg_attribute key on key.attrelid = class.oid and key.attnum = place.number)
        from pg_index index join pg_class made on made.oid = index.indexrelid join pg_am method on method.oid = made.relam
        where index.indrelid = class.oid and index.indisvalid and method.amname = 'btree' and index.indexprs is null
          and (index.indpred is null or pg_get_expr(index.indpred, index.indrelid) ~ '^[(][a-z0-9_]+ IS NOT NULL[)]$')
          and attribute.attnum = any (index.indkey::int2[])
      ) as indexes
    from pg_class class join pg_namespace namespace on namespace.oid = class.relnamespace
    join pg_attribute attribute on attribute.attrelid = class.oid and attribute.attnum > 0 and not attribute.attisdropped
    join pg_type type on type.oid = attribute.atttypid
    where class.relkind in ('r', 'p', 'm') and not class.relispartition
      and namespace.nspname not in ('pg_catalog', 'information_schema') and namespace.nspname !~ '^pg_(toast|temp)'
    order by 1, 2, attribute.attnum`
  const tables = Map.groupBy(rows, (row) => `${row.schema}.${row.name}`)
  return [...tables].map(([name, columns]) => ({
    name,
    hasTenant: columns.some((each) => each.column === 'tenant_id' && each.type === 'uuid'),
    hasCreatedAt: columns.some((each) => each.column === 'created_at' && each.type === 'timestamptz'),
    columns: columns.filter((each) => each.column !== 'tenant_id' && !plain.has(each.type)).map((each) => sweptColumn(each, columns)),
  }))
}

const sweptColumn = (row: Row, all: readonly Row[]): SweptColumn => {
  const kind = kinds[row.type] ?? 'other'
  const found = { name: row.column, kind, probe: 'none', behind: null } as const
  if (kind !== 'uuid' && kind !== 'text' && kind !== 'bytea') return found
  const typeOf = (name: string | undefined) => all.find((each) => each.column === name)?.type
  const orders = row.indexes.map((each) => each.split(',').filter((name, place) => place > 0 || name !== 'tenant_id'))
  if (orders.some((names) => names[0] === row.column)) return { ...found, probe: 'own' }
  const behind = kind === 'uuid' ? orders.find((names) => names[1] === row.column && typeOf(names[0]) === 'bytea')?.[0] : undefined
  return behind === undefined ? found : { ...found, probe: 'behind token', behind }
}
