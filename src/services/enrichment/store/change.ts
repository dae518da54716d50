/** Changing and removing contacts. Whatever leaves the contact's row leaves the word index in the same statement's transaction. */
import type { Instant } from '../../../domain/ids.ts'
import type { PostgresTransaction } from '../../../store/postgres.ts'
import type { ContactFields } from '../rules.ts'
import { columnOf, contactPlace, dayOf, noDay, openFields, sealFields, type Contact, type ContactRow } from './contact.ts'
import { openDay } from './days.ts'
import { hexOf, insertWords } from './insert.ts'
import { tokenMaker } from './tokens.ts'

type Removed = { readonly contacts: number; readonly words: number }

/** Erases contacts by id with their words. Answers how many rows went from which table. */
export const eraseContacts = async ({ sql, tenant }: Pick<PostgresTransaction, 'sql' | 'tenant'>, ids: readonly string[]): Promise<Removed> => {
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
export const eraseDay = async ({ sql, tenant }: Pick<PostgresTransaction, 'sql' | 'tenant'>, day: string | 'all'): Promise<Removed> => {
  const where = day === 'all' ? sql`` : sql`and expires_on = ${day}::text::date`
  const words = await sql`delete from enrichment_word where tenant_id = ${tenant} ${where}`
  const contacts = await sql`delete from enrichment_contact where tenant_id = ${tenant} ${where}`
  return { contacts: contacts.count, words: words.count }
}

/** What one import brought and nobody has edited since. */
export const eraseImported = async (transaction: Pick<PostgresTransaction, 'sql' | 'tenant'>, importId: string): Promise<number> => {
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
export const rewriteContact = async (transaction: PostgresTransaction, contact: Contact, fields: ContactFields, at: Instant): Promise<void> => {
  const { sql, tenant, ring } = transaction
  const tokens = tokenMaker(ring, tenant)(fields)
  const envelope = sealFields(ring, contactPlace(tenant, contact.id, contact.expiresOn, contact.held), fields)
  await dropWords(transaction, [contact.id])
  await sql`
    update enrichment_contact set envelope = ${envelope}, updated_at = ${at}, import_id = null, country = ${fields['country'] ?? null},
      email_token = decode(nullif(${tokens.email}::text, ''), 'hex'), phone_token = decode(nullif(${tokens.phone}::text, ''), 'hex'),
      name_token = decode(nullif(${tokens.name}::text, ''), 'hex'), company_token = decode(nullif(${tokens.company}::text, ''), 'hex'),
      words = decode(nullif(${tokens.words.join('')}::text, ''), 'hex')
    where tenant_id = ${tenant} and id = ${contact.id}`
  await insertWords(transaction, [{ id: contact.id, tokens }], columnOf(contact.expiresOn))
}

/** Moves contacts to another day, or out of all days, sealed again for where they go. */
export const moveContacts = async (
  transaction: PostgresTransaction,
  rows: readonly ContactRow[],
  to: { readonly day: string | null; readonly held: boolean; readonly originalDay: (row: ContactRow) => string | null },
): Promise<number> => {
  if (rows.length === 0) return 0
  const { sql, tenant, ring } = transaction
  await openDay(sql, to.day)
  const sealed = rows.map((row) => hexOf(sealFields(ring, contactPlace(tenant, row.id, to.day, to.held), openFields(ring, tenant, row))))
  const ids = rows.map(({ id }) => id)
  const day = columnOf(to.day)
  // The old rows of the word index say which day they stand on; the primary key does not let a row change its partition unseen.
  await sql`
    with old as (select id, expires_on, words from enrichment_contact where tenant_id = ${tenant} and id in (select unnest(${ids}::uuid[]))),
    tokens as (
      select old.id, old.expires_on, substring(old.words from nth * 16 + 1 for 16) as token
      from old cross join lateral generate_series(0, length(old.words) / 16 - 1) nth
    )
    update enrichment_word word set expires_on = ${day}::text::date from tokens
    where word.tenant_id = ${tenant} and word.token = tokens.token and word.contact = tokens.id and word.expires_on = tokens.expires_on`
  const moved = await sql`
    update enrichment_contact contact set expires_on = ${day}::text::date, held = ${to.held}, envelope = decode(fresh.envelope, 'hex'),
      original_day = nullif(fresh.original, '')::date
    from unnest(${ids}::uuid[], ${sealed}::text[], ${rows.map((row) => to.originalDay(row) ?? '')}::text[]) as fresh (id, envelope, original)
    where contact.tenant_id = ${tenant} and contact.id = fresh.id`
  return moved.count
}

/** Rows as they stand, by id, visible or not. */
export const rowsById = async ({ sql, tenant }: Pick<PostgresTransaction, 'sql' | 'tenant'>, ids: readonly string[]): Promise<readonly ContactRow[]> =>
  sql<ContactRow[]>`
    select id, expires_on, state, country, source, import_id, created_at, updated_at, held, original_day, envelope
    from enrichment_contact where tenant_id = ${tenant} and id in (select unnest(${[...ids]}::uuid[])) order by id for update`

/** The next rows of a day that are to be moved; held ones stay where they are. */
export const rowsOfDay = async (
  { sql, tenant }: Pick<PostgresTransaction, 'sql' | 'tenant'>,
  day: string | null,
  limit: number,
): Promise<readonly ContactRow[]> =>
  sql<ContactRow[]>`
    select id, expires_on, state, country, source, import_id, created_at, updated_at, held, original_day, envelope
    from enrichment_contact where tenant_id = ${tenant} and expires_on = ${columnOf(day)}::text::date and not held order by id limit ${limit} for update`

/** Held rows that would have been erased on this day. */
export const heldOfDay = async ({ sql, tenant }: Pick<PostgresTransaction, 'sql' | 'tenant'>, day: string): Promise<number> => {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from enrichment_contact
    where tenant_id = ${tenant} and expires_on = ${noDay}::text::date and held and original_day = ${day}::text::date`
  return row?.count ?? 0
}

export const countOfDay = async ({ sql, tenant }: Pick<PostgresTransaction, 'sql' | 'tenant'>, day: string): Promise<number> => {
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
