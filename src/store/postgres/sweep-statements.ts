/** The sweep's statements, written from the catalogue: a probe for each column that has an index, one pass over a table for the others. */
import type { TenantId } from '../../domain/ids.ts'
import type { SweptColumn, SweptTable } from './catalogue.ts'
import type { Hit, Sought } from './sweep.ts'

/** A token that stands in more rows than this is shared by many (a company, the beginning of a name) and tells of nobody. */
const mostShared = 200
const mostHits = 1_000
/** Tokens of a row, one behind the other, are short; a longer value is an envelope and is not even fetched. */
const longestTokens = 4_096

export const parameters = (tenant: TenantId, { ids, tokens, emails, erasedAt }: Sought) => {
  const addresses = emails.map((email) => email.toLowerCase())
  return [
    tenant,
    [...ids],
    tokens.map(bytesText),
    addresses,
    erasedAt,
    [...ids.map((id) => `%${id}%`), ...addresses.map(addressAnywhere)],
    tokens.map((token) => bytesText(bytesAnywhere(token))),
    [...beginnings(ids).map((begin) => `%${begin}%`), ...addresses.map(addressAnywhere)],
  ]
}

/** Ids of records that were handed in together begin alike, and looking for what they begin with rules most rows out at once. */
const beginnings = (ids: readonly string[]): readonly string[] => {
  const few = [...new Set(ids.map((id) => id.slice(0, 8)))]
  return few.length * 2 > ids.length ? [''] : few
}

const bytesText = (bytes: Uint8Array): string => `\\x${Buffer.from(bytes).toString('hex')}`

// Letters beyond ASCII may be lowered differently here and there: any address is then looked at.
const addressAnywhere = (address: string): string => (/^[!-~]*$/.test(address) ? `%${address.replaceAll(/[\\%_]/g, '\\$&')}%` : '%@%')

const [percent, backslash, underscore] = [0x25, 0x5c, 0x5f]
const bytesAnywhere = (token: Uint8Array): Uint8Array =>
  Uint8Array.from([
    percent,
    ...[...token].flatMap((byte) => (byte === percent || byte === backslash || byte === underscore ? [backslash, byte] : [byte])),
    percent,
  ])

/** Parameters of the big statement, each with its type: tenant, ids, tokens, addresses, time of erasure, ids and addresses anywhere, tokens anywhere, beginnings anywhere. */
const uses = `$2::text[] is not null and $3::text[] is not null and $4::text[] is not null and $5::timestamptz is not null and $6::text[] is not null and $7::text[] is not null and $8::text[] is not null`

/** Looked up by an index, alone or behind the token with which it shares one. */
export const probe = (table: SweptTable, column: SweptColumn): readonly string[] => {
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

/**
 * Columns that no index reaches are read through, in one go over the table: ids as they are, text and JSON for ids and addresses in them, bytes
 * for tokens. Few values are first looked for as they stand anywhere, which is many times cheaper than taking each text apart.
 */
export const readBranches = (table: SweptTable, columns: readonly SweptColumn[], few: boolean): readonly string[] => {
  const has = (kind: SweptColumn['kind']) => columns.filter((column) => column.kind === kind).map((column) => `one."${column.name}"`)
  const texts = [...has('text'), ...has('other').map((name) => `${name}::text`)]
  const text = `concat_ws(' ', ${texts.join(', ')})`
  const word = (pattern: string, values: string) =>
    `exists (select from regexp_matches(${text}, '${pattern}', 'gi') as found (words) where lower(found.words[1]) = any (${values}))`
  const conditions = [
    ...has('uuid').map((name) => `${name} = any ($2::text[]::uuid[])`),
    ...has('uuid[]').map((name) => `${name} && $2::text[]::uuid[]`),
    ...has('bytea[]').map((name) => `${name} && $3::text[]::bytea[]`),
    ...has('bytea').map(
      (name) =>
        `octet_length(${name}) <= ${longestTokens} ${few ? `and ${name} like any ($7::text[]::bytea[])` : ''} and exists (select from ${slices(name)} where slice.token = any ($3::text[]::bytea[]))`,
    ),
    ...(texts.length === 0
      ? []
      : [
          `${few ? `lower(${text} collate "C") like any ($8::text[]) and lower(${text} collate "C") like any ($6::text[]) and` : ''} (${word(idPattern, '$2::text[]')} or ${word(emailPattern, '$4::text[]')})`,
        ]),
  ]
  const named = columns.map((column) => column.name).join(' ')
  return conditions.length === 0 ? [] : [branch(table, named, 'text', `(${conditions.map((each) => `(${each})`).join(' or ')})`)]
}

/** Tokens of a row may stand one behind the other in one value. */
const slices = (name: string): string => `(
  select ${name} union all
  select substring(${name} from nth.n * 16 + 1 for 16) from generate_series(0, least(octet_length(${name}), ${longestTokens}) / 16 - 1) as nth (n)) as slice (token)`

const idPattern = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const emailPattern = `[^[:space:]"<>,;:()|{}\\[\\]\\\\'']+@[^[:space:]"<>,;:()|{}\\[\\]\\\\'']+`

const branch = (table: SweptTable, column: string, by: Hit['by'], condition: string): string => {
  const { select, where } = parts(table, column, by)
  return `(select ${select} from ${quoted(table.name)} as one ${where} and ${condition} and ${uses} limit ${mostHits})`
}

const parts = (table: SweptTable, column: string, by: Hit['by']) => {
  const ids = table.columns.filter((each) => each.kind === 'uuid').map((each) => `one."${each.name}"::text`)
  return {
    select: `${literal(table.name)} as tab, ${literal(column)} as col, '${by}' as by, one.tableoid::text as part, one.ctid::text as place, one.xmin::text as version,
      array_remove(array[${ids.join(', ')}]::text[], null) as ids`,
    where: `${whereTenant(table)}${table.hasCreatedAt ? ` and one."created_at" <= $5::timestamptz` : ''}`,
  }
}

export const whereTenant = (table: SweptTable): string =>
  table.hasTenant ? 'where one."tenant_id" = $1::uuid' : 'where $1::uuid is not null'
export const unprobed = (table: SweptTable): readonly SweptColumn[] => table.columns.filter((column) => column.probe === 'none')
export const quoted = (name: string): string =>
  name
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.')
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`
