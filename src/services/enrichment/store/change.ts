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
export const eraseContacts = async (within: Within, ids: readonly string[]): Promise<Removed> => {
  if (ids.length === 0) return { contacts: 0, words: 0 }
  const { sql, tenant } = within
  const gone = await sql<Indexed[]>`
    delete from enrichment_contact where tenant_id = ${tenant} and id = any (${[...ids]}::uuid[]) returning id, expires_on, coalesce(encode(words, 'hex'), '') as words`
  return { contacts: gone.count, words: await removeWords(within, gone) }
}

type Indexed = { readonly id: string; readonly expires_on: string; readonly words: string }

/** Contacts whose words go in one statement: few enough that tokens × contacts look-ups stay cheap. */
const contactsAtOnce = 20

// By plain comparisons with lists: those are what row-level security lets an index be used for, and what the planner uses it for even on a
// table that grew a moment ago. A join would read every word of the tenant.
const removeWords = async ({ sql, tenant }: Within, contacts: readonly Indexed[]): Promise<number> => {
  let removed = 0
  for (let at = 0; at < contacts.length; at += contactsAtOnce) {
    const some = contacts.slice(at, at + contactsAtOnce)
    const tokens = new Set(some.flatMap(({ words }) => words.match(/.{32}/g) ?? []))
    const gone = await sql`
      delete from enrichment_word where tenant_id = ${tenant} and token = any (${[...tokens].map((token) => `\\x${token}`)}::text[]::bytea[])
        and contact = any (${some.map(({ id }) => id)}::uuid[])
        and expires_on = any (${[...new Set(some.map((each) => each.expires_on))]}::text[]::date[])`
    removed += gone.count
  }
  return removed
}

/** Erases what stands on a day, or everything of the tenant. */
export const eraseDay = async ({ sql, tenant }: Within, day: string | 'all'): Promise<Removed> => {
  const where = day === 'all' ? sql`` : sql`and expires_on = ${day}::text::date`
  const words = await sql`delete from enrichment_word where tenant_id = ${tenant} ${where}`
  const contacts = await sql`delete from enrichment_contact where tenant_id = ${tenant} ${where}`
  return { contacts: contacts.count, words: words.count }
}

/** What one import brought and nobody has edited since: in one statement, because every word of the tenant is read for it. */
export const eraseImported = async ({ sql, tenant }: Within, importId: string): Promise<number> => {
  const [row] = await sql<{ contacts: number }[]>`
    with gone as (
      delete from enrichment_contact where tenant_id = ${tenant} and import_id = ${importId} returning id, words
    ), tokens as materialized (
      select gone.id, substring(gone.words from nth * 16 + 1 for 16) as token
      from gone cross join lateral generate_series(0, length(gone.words) / 16 - 1) nth
    ), unindexed as (
      delete from enrichment_word word using tokens
      where word.tenant_id = ${tenant} and word.token = tokens.token and word.contact = tokens.id
    )
    select count(*)::int as contacts from gone`
  return row?.contacts ?? 0
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
    from enrichment_contact where tenant_id = ${tenant} and id = any (${[...ids]}::uuid[]) order by id for update`

/** The next rows of a day that are to be moved; held ones stay where they are. */
export const rowsOfDay = async ({ sql, tenant }: Within, day: string | null, limit: number): Promise<readonly ContactRow[]> =>
  sql<ContactRow[]>`
    select id, expires_on, state, country, source, import_id, created_at, updated_at, held, original_day, envelope
    from enrichment_contact where tenant_id = ${tenant} and expires_on = ${columnOf(day)}::text::date and not held order by id limit ${limit} for update`

/** Held rows go back to the new day when they are let go. */
export const moveOriginalDay = async ({ sql, tenant }: Within, from: string | null, to: string | null): Promise<void> => {
  await sql`
    update enrichment_contact set original_day = nullif(${to ?? ''}::text, '')::date
    where tenant_id = ${tenant} and expires_on = 'infinity' and held and original_day is not distinct from nullif(${from ?? ''}::text, '')::date`
}

/** Held rows that would have been erased on this day. */
export const heldOfDay = async ({ sql, tenant }: Within, day: string): Promise<number> => {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from enrichment_contact
    where tenant_id = ${tenant} and expires_on = ${noDay}::text::date and held and original_day = ${day}::text::date`
  return row?.count ?? 0
}

export const wasDue = (row: ContactRow): string | null => row.original_day ?? dayOf(row.expires_on)

const dropWords = async (within: Within, ids: readonly string[]): Promise<void> => {
  const { sql, tenant } = within
  const indexed = await sql<Indexed[]>`
    select id, expires_on, coalesce(encode(words, 'hex'), '') as words from enrichment_contact where tenant_id = ${tenant} and id = any (${[...ids]}::uuid[])`
  await removeWords(within, indexed)
}
