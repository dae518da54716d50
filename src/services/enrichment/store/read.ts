/** Reading contacts: lists by filters of open columns, look-ups by token, pages by id, which is the order of arrival. */
import type { Instant } from '../../../domain/ids.ts'
import type { PostgresTransaction } from '../../../store/postgres.ts'
import { openContact, type Contact, type ContactRow } from './contact.ts'

type Reading = Pick<PostgresTransaction, 'sql' | 'tenant' | 'ring'>

/** A contact is there for readers when its import is closed and no newer row took its place. */
const visible = ({ sql, tenant }: Pick<Reading, 'sql' | 'tenant'>) => sql`
  contact.superseded_by is null and (contact.import_id is null or exists (
    select from enrichment_import file where file.tenant_id = ${tenant} and file.id = contact.import_id and file.state = 'closed'))`

const columns = ({ sql }: Pick<Reading, 'sql'>) => sql`
  contact.id, contact.expires_on, contact.state, contact.country, contact.source, contact.import_id, contact.created_at, contact.updated_at,
  contact.held, contact.original_day, contact.envelope`

export type Filter = {
  readonly state?: string | undefined
  readonly country?: string | undefined
  readonly source?: string | undefined
  readonly importId?: string | undefined
  readonly held?: boolean | undefined
  readonly createdFrom?: Instant | undefined
  readonly createdBefore?: Instant | undefined
}

const filtered = ({ sql }: Pick<Reading, 'sql'>, filter: Filter) => sql`
  ${filter.state === undefined ? sql`` : sql`and contact.state = ${filter.state}`}
  ${filter.country === undefined ? sql`` : sql`and contact.country = ${filter.country}`}
  ${filter.source === undefined ? sql`` : sql`and contact.source = ${filter.source}`}
  ${filter.importId === undefined ? sql`` : sql`and contact.import_id = ${filter.importId}`}
  ${filter.held === undefined ? sql`` : sql`and contact.held = ${filter.held}`}
  ${filter.createdFrom === undefined ? sql`` : sql`and contact.created_at >= ${filter.createdFrom}`}
  ${filter.createdBefore === undefined ? sql`` : sql`and contact.created_at < ${filter.createdBefore}`}`

/** Newest first; `before` is the id of the last contact of the page before. */
export const listContacts = async (reading: Reading, filter: Filter, before: string | null, limit: number): Promise<readonly Contact[]> => {
  const { sql, tenant } = reading
  const rows = await sql<ContactRow[]>`
    select ${columns(reading)} from enrichment_contact contact
    where contact.tenant_id = ${tenant} and ${visible(reading)} ${filtered(reading, filter)}
      ${before === null ? sql`` : sql`and contact.id < ${before}`}
    order by contact.id desc limit ${limit}`
  return rows.map((row) => openContact(reading.ring, tenant, row))
}

/** Oldest first, for exports. */
export const pageContacts = async (reading: Reading, after: string | null, limit: number): Promise<readonly Contact[]> => {
  const { sql, tenant } = reading
  const rows = await sql<ContactRow[]>`
    select ${columns(reading)} from enrichment_contact contact
    where contact.tenant_id = ${tenant} and ${visible(reading)} ${after === null ? sql`` : sql`and contact.id > ${after}`}
    order by contact.id limit ${limit}`
  return rows.map((row) => openContact(reading.ring, tenant, row))
}

export const countVisible = async (reading: Reading, filter: Filter = {}): Promise<number> => {
  const [row] = await reading.sql<{ count: number }[]>`
    select count(*)::int as count from enrichment_contact contact
    where contact.tenant_id = ${reading.tenant} and ${visible(reading)} ${filtered(reading, filter)}`
  return row?.count ?? 0
}

/** By id; those that are not visible are absent. */
export const contactsById = async (reading: Reading, ids: readonly string[]): Promise<readonly Contact[]> => {
  const { sql, tenant } = reading
  const rows = await sql<ContactRow[]>`
    select ${columns(reading)} from enrichment_contact contact
    where contact.tenant_id = ${tenant} and contact.id = any (${[...ids]}::uuid[]) and ${visible(reading)} order by contact.id`
  return rows.map((row) => openContact(reading.ring, tenant, row))
}

/** By id, visible or not: for erasure. */
export const allById = async (reading: Reading, ids: readonly string[]): Promise<readonly Contact[]> => {
  const { sql, tenant } = reading
  const rows = await sql<ContactRow[]>`
    select ${columns(reading)} from enrichment_contact contact
    where contact.tenant_id = ${tenant} and contact.id = any (${[...ids]}::uuid[]) order by contact.id`
  return rows.map((row) => openContact(reading.ring, tenant, row))
}

/**
 * PostgreSQL's text form of tokens. Compared with `= any`: row-level security lets an index be used only where nothing but a leakproof
 * comparison touches the row, and decoding within the comparison would be something else.
 */
const bytesOf = (tokens: readonly string[]): string[] => tokens.map((token) => `\\x${token}`)

/** The column of each exact search. */
export const tokenColumns = { email: 'email_token', phone: 'phone_token', name: 'name_token', company: 'company_token' } as const

/** By the whole value of one column. A name is found by its other spelling too. `hidden`: rows that readers do not see as well. */
export const contactsByToken = async (
  reading: Reading,
  field: keyof typeof tokenColumns,
  tokens: readonly string[],
  page: { readonly before: string | null; readonly limit: number; readonly hidden?: boolean },
): Promise<readonly Contact[]> => {
  if (tokens.length === 0) return []
  const { sql, tenant } = reading
  const wanted = bytesOf(tokens)
  const also =
    field === 'name'
      ? sql`
    union select contact.id, contact.expires_on from enrichment_word word
      join enrichment_contact contact on contact.tenant_id = word.tenant_id and contact.id = word.contact and contact.expires_on = word.expires_on
      where word.tenant_id = ${tenant} and word.token = any (${wanted}::text[]::bytea[])`
      : sql``
  const rows = await sql<ContactRow[]>`
    select ${columns(reading)} from enrichment_contact contact
    where contact.tenant_id = ${tenant} and (contact.id, contact.expires_on) in (
        select contact.id, contact.expires_on from enrichment_contact contact
        where contact.tenant_id = ${tenant} and contact.${sql(tokenColumns[field])} = any (${wanted}::text[]::bytea[]) ${also})
      ${page.hidden === true ? sql`` : sql`and ${visible(reading)}`} ${page.before === null ? sql`` : sql`and contact.id < ${page.before}`}
    order by contact.id desc limit ${page.limit}`
  return rows.map((row) => openContact(reading.ring, tenant, row))
}

/** Candidates of a beginning: the caller asks each opened record whether it really begins so. `full`: there may be more below `last`. */
export const contactsByWord = async (
  reading: Reading,
  tokens: readonly string[],
  page: { readonly before: string | null; readonly limit: number },
): Promise<{ readonly found: readonly Contact[]; readonly last: string | null; readonly full: boolean }> => {
  if (tokens.length === 0) return { found: [], last: null, full: false }
  const { sql, tenant } = reading
  const words = await sql<{ contact: string; expires_on: string }[]>`
    select distinct contact, expires_on from enrichment_word
    where tenant_id = ${tenant} and token = any (${bytesOf(tokens)}::text[]::bytea[])
      ${page.before === null ? sql`` : sql`and contact < ${page.before}`}
    order by contact desc limit ${page.limit}`
  const found =
    words.length === 0
      ? []
      : await sql<ContactRow[]>`
    select ${columns(reading)} from unnest(${words.map((word) => word.contact)}::uuid[], ${words.map((word) => word.expires_on)}::text[]) as word (id, day)
    join enrichment_contact contact on contact.tenant_id = ${tenant} and contact.id = word.id and contact.expires_on = word.day::date
    where ${visible(reading)} order by contact.id desc`
  return {
    found: found.map((row) => openContact(reading.ring, tenant, row)),
    last: words.at(-1)?.contact ?? null,
    full: words.length === page.limit,
  }
}

/** Everything that stands there, visible or not, in the order of ids: for the audit. */
export const scanContacts = async (reading: Reading, after: string | null, limit: number): Promise<readonly Contact[]> => {
  const { sql, tenant } = reading
  const rows = await sql<ContactRow[]>`
    select ${columns(reading)} from enrichment_contact contact
    where contact.tenant_id = ${tenant} ${after === null ? sql`` : sql`and contact.id > ${after}`} order by contact.id limit ${limit}`
  return rows.map((row) => openContact(reading.ring, tenant, row))
}

/** Of one day only where it is named: then nothing but its partition is read. */
export const forecastDays = async (
  { sql, tenant }: Pick<Reading, 'sql' | 'tenant'>,
  day?: string,
): Promise<readonly { readonly day: string | null; readonly records: number }[]> => {
  const rows = await sql<{ day: string; records: number }[]>`
    select expires_on as day, count(*)::int as records from enrichment_contact where tenant_id = ${tenant} ${day === undefined ? sql`` : sql`and expires_on = ${day}::text::date`}
    group by expires_on order by expires_on`
  return rows.map(({ day, records }) => ({ day: day === 'infinity' ? null : day, records }))
}
