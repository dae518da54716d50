/** Changing and removing contacts. Whatever leaves the contact's row leaves the word index in the same statement's transaction. */
import type { Instant } from '../../../domain/ids.ts'
import type { PostgresTransaction } from '../../../store/postgres.ts'
import type { KeyClass } from '../../../vault/classes.ts'
import type { ContactFields } from '../rules.ts'
import { classOf, columnOf, contactPlace, dayOf, noDay, openFields, sealFields, type ContactRow } from './contact.ts'
import { openDay } from './days.ts'
import { hexOf, insertWords } from './insert.ts'
import { tokenMaker } from './tokens.ts'

type Within = Pick<PostgresTransaction, 'sql' | 'tenant'>
type Removed = { readonly contacts: number; readonly words: number }

/** Erases contacts by id with their words. Answers how many rows went from which table. */
export const eraseContacts = async ({ sql, tenant }: Within, ids: readonly string[]): Promise<Removed> => {
  if (ids.length === 0) return { contacts: 0, words: 0 }
  const [row] = await sql<{ contacts: number; words: number }[]>`
    with gone as (
      delete from enrichment_contact where tenant_id = ${tenant} and id in (select unnest(${[...ids]}::uuid[])) returning id, words
    ), tokens as (
      select gone.id, substring(gone.words from nth * 16 + 1 for 16) as token
      from gone cross join lateral generate_series(0, length(gone.words) / 16 - 1) nth
    ), unindexed as (
      delete from enrichment_word word using tokens
      where word.tenant_id = ${tenant} and word.token = tokens.token and word.contact = tokens.id returning 1
    )
    select (select count(*)::int from gone) as contacts, (select count(*)::int from unindexed) as words`
  return row ?? { contacts: 0, words: 0 }
}

/** Erases what stands on a day, or everything of the tenant. */
export const eraseDay = async ({ sql, tenant }: Within, day: string | 'all'): Promise<Removed> => {
  const where = day === 'all' ? sql`` : sql`and expires_on = ${day}::text::date`
  const words = await sql`delete from enrichment_word where tenant_id = ${tenant} ${where}`
  const contacts = await sql`delete from enrichment_contact where tenant_id = ${tenant} ${where}`
  return { contacts: contacts.count, words: words.count }
}

/** What one import brought and nobody has edited since. */
export const eraseImported = async (transaction: Within, importId: string): Promise<number> => {
  const { sql, tenant } = transaction
  const rows = await sql<{ id: string }[]>`select id from enrichment_contact where tenant_id = ${tenant} and import_id = ${importId}`
  const step = 5_000
  let erased = 0
  for (let at = 0; at < rows.length; at += step) {
    const ids = rows.slice(at, at + step).map((row) => row.id)
    erased += (await eraseContacts(transaction, ids)).contacts
  }
  return erased
}

/** Seals and indexes a contact anew. Edited by a person, it no longer belongs to the import that brought it. */
export const rewriteContact = async (
  transaction: PostgresTransaction,
  row: ContactRow,
  fields: ContactFields,
  at: Instant,
): Promise<void> => {
  const { sql, tenant } = transaction
  await rewriteRows(transaction, [row], { day: dayOf(row.expires_on), held: row.held, originalDay: () => row.original_day }, () => fields)
  await sql`
    update enrichment_contact set updated_at = ${at}, import_id = null, country = ${fields['country'] ?? null}
    where tenant_id = ${tenant} and id = ${row.id}`
}

/** Where contacts go: a day, or out of all days. */
export type Target = { readonly day: string | null; readonly held: boolean; readonly originalDay: (row: ContactRow) => string | null }

/** Moves contacts to a day, sealed and indexed again for where they go. With the day they have it renews their keys. */
export const rewriteRows = async (
  transaction: PostgresTransaction,
  rows: readonly ContactRow[],
  to: Target,
  fieldsOf?: (row: ContactRow) => ContactFields,
): Promise<number> => {
  if (rows.length === 0) return 0
  const { sql, tenant, ring } = transaction
  await openDay(sql, to.day)
  const tokensOf = tokenMaker(ring, tenant, classOf(to.day, to.held))
  const fresh = rows.map((row) => {
    const fields = fieldsOf?.(row) ?? openFields(ring, tenant, row)
    return {
      id: row.id,
      tokens: tokensOf(fields),
      envelope: hexOf(sealFields(ring, contactPlace(tenant, row.id, to.day, to.held), fields)),
    }
  })
  await dropWords(
    transaction,
    rows.map(({ id }) => id),
  )
  const rewritten = await sql`
    update enrichment_contact contact set expires_on = ${columnOf(to.day)}::text::date, held = ${to.held},
      original_day = nullif(fresh.original, '')::date, envelope = decode(fresh.envelope, 'hex'),
      email_token = decode(nullif(fresh.email, ''), 'hex'), phone_token = decode(nullif(fresh.phone, ''), 'hex'),
      name_token = decode(nullif(fresh.name, ''), 'hex'), company_token = decode(nullif(fresh.company, ''), 'hex'),
      words = decode(nullif(fresh.words, ''), 'hex')
    from unnest(
      ${fresh.map(({ id }) => id)}::uuid[], ${rows.map((row) => to.originalDay(row) ?? '')}::text[],
      ${fresh.map(({ envelope }) => envelope)}::text[], ${fresh.map(({ tokens }) => tokens.email)}::text[],
      ${fresh.map(({ tokens }) => tokens.phone)}::text[], ${fresh.map(({ tokens }) => tokens.name)}::text[],
      ${fresh.map(({ tokens }) => tokens.company)}::text[], ${fresh.map(({ tokens }) => tokens.words.join(''))}::text[]
    ) as fresh (id, original, envelope, email, phone, name, company, words)
    where contact.tenant_id = ${tenant} and contact.id = fresh.id`
  await insertWords(transaction, fresh, columnOf(to.day))
  return rewritten.count
}

/** Rows that an older version of this class's key holds, by the version in the head of their envelope. */
export const olderRows = async (transaction: Within, keyClass: KeyClass, newest: number, limit: number): Promise<readonly ContactRow[]> => {
  const { sql, tenant } = transaction
  return sql<ContactRow[]>`
    select id, expires_on, state, country, source, import_id, created_at, updated_at, held, original_day, envelope
    from enrichment_contact where tenant_id = ${tenant} and ${older(transaction, keyClass, newest)} order by id limit ${limit} for update`
}

export const countOlderRows = async (transaction: Within, keyClass: KeyClass, newest: number): Promise<number> => {
  const { sql, tenant } = transaction
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from enrichment_contact where tenant_id = ${tenant} and ${older(transaction, keyClass, newest)}`
  return row?.count ?? 0
}

const older = ({ sql }: Within, keyClass: KeyClass, newest: number) => {
  const version = sql`get_byte(envelope, 1) * 256 + get_byte(envelope, 2) < ${newest}`
  if (keyClass === 'evidence') return sql`held and ${version}`
  if (keyClass === 'account') return sql`not held and expires_on = 'infinity' and ${version}`
  return keyClass === 'submitted' ? sql`not held and expires_on < 'infinity' and ${version}` : sql`false`
}

/** Rows as they stand, by id, visible or not. */
export const rowsById = async ({ sql, tenant }: Within, ids: readonly string[]): Promise<readonly ContactRow[]> =>
  sql<ContactRow[]>`
    select id, expires_on, state, country, source, import_id, created_at, updated_at, held, original_day, envelope
    from enrichment_contact where tenant_id = ${tenant} and id in (select unnest(${[...ids]}::uuid[])) order by id for update`

/** The next rows of a day that are to be moved; held ones stay where they are. */
export const rowsOfDay = async ({ sql, tenant }: Within, day: string | null, limit: number): Promise<readonly ContactRow[]> =>
  sql<ContactRow[]>`
    select id, expires_on, state, country, source, import_id, created_at, updated_at, held, original_day, envelope
    from enrichment_contact where tenant_id = ${tenant} and expires_on = ${columnOf(day)}::text::date and not held order by id limit ${limit} for update`

/** Held rows that would have been erased on this day. */
export const heldOfDay = async ({ sql, tenant }: Within, day: string): Promise<number> => {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from enrichment_contact
    where tenant_id = ${tenant} and expires_on = ${noDay}::text::date and held and original_day = ${day}::text::date`
  return row?.count ?? 0
}

export const countOfDay = async ({ sql, tenant }: Within, day: string): Promise<number> => {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from enrichment_contact where tenant_id = ${tenant} and expires_on = ${day}::text::date`
  return row?.count ?? 0
}

export const wasDue = (row: ContactRow): string | null => row.original_day ?? dayOf(row.expires_on)

const dropWords = async ({ sql, tenant }: PostgresTransaction, ids: readonly string[]): Promise<void> => {
  await sql`
    with old as (select id, words from enrichment_contact where tenant_id = ${tenant} and id in (select unnest(${[...ids]}::uuid[])))
    delete from enrichment_word word using old cross join lateral generate_series(0, length(old.words) / 16 - 1) nth
    where word.tenant_id = ${tenant} and word.token = substring(old.words from nth * 16 + 1 for 16) and word.contact = old.id`
}
