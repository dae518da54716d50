/** Writing contacts in bulk: sealed and indexed before the transaction, two statements in it. */
import type { Instant, TenantId } from '../../../domain/ids.ts'
import type { PostgresTransaction } from '../../../store/postgres.ts'
import { arrayText } from '../../../store/database/array-text.ts'
import type { Ring } from '../../../vault/ring.ts'
import type { ContactFields } from '../rules.ts'
import { columnOf, contactPlace, sealFields } from './contact.ts'
import type { ContactTokens } from './tokens.ts'

/** A contact ready to be written: nothing in it is plaintext but its country. */
export type SealedContact = {
  readonly id: string
  readonly country: string
  readonly tokens: ContactTokens
  readonly envelope: string
  /** The record whose place it takes, or empty. */
  readonly replaces: string
}

export type BatchFacts = {
  readonly day: string | null
  readonly held?: boolean
  readonly source: string
  readonly importId: string | null
  readonly at: Instant
}

export const sealContact = (
  ring: Ring,
  tenant: TenantId,
  day: string | null,
  id: string,
  fields: ContactFields,
  tokens: ContactTokens,
): SealedContact => ({
  id,
  country: fields['country'] ?? '',
  tokens,
  envelope: hexOf(sealFields(ring, contactPlace(tenant, id, day, false), fields)),
  replaces: '',
})

export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')

// COPY would be faster still, but PostgreSQL takes no COPY into a table with row-level security. Bytes travel as hexadecimal text, which
// an array holds without quotes.
export const insertContacts = async (
  { sql, tenant }: PostgresTransaction,
  contacts: readonly SealedContact[],
  facts: BatchFacts,
): Promise<void> => {
  if (contacts.length === 0) return
  const { source, importId, at } = facts
  const day = columnOf(facts.day)
  const column = (of: (contact: SealedContact) => string): string => arrayText(contacts.map((contact) => of(contact) || null))
  const written = sql`
    insert into enrichment_contact (tenant_id, id, expires_on, state, country, source, import_id, created_at, updated_at, replaces,
      email_token, phone_token, name_token, company_token, words, envelope)
    select ${tenant}::uuid, fresh.id, ${day}::text::date, 'submitted', fresh.country, ${source}, ${importId}::uuid, ${at}, ${at},
      fresh.replaces, decode(fresh.email, 'hex'), decode(fresh.phone, 'hex'), decode(fresh.name, 'hex'), decode(fresh.company, 'hex'),
      decode(fresh.words, 'hex'), decode(fresh.envelope, 'hex')
    from unnest(
      ${column(({ id }) => id)}::text::uuid[], ${column(({ country }) => country)}::text::text[],
      ${column(({ replaces }) => replaces)}::text::uuid[], ${column(({ tokens }) => tokens.email)}::text::text[],
      ${column(({ tokens }) => tokens.phone)}::text::text[], ${column(({ tokens }) => tokens.name)}::text::text[],
      ${column(({ tokens }) => tokens.company)}::text::text[], ${column(({ tokens }) => tokens.words.join(''))}::text::text[],
      ${column(({ envelope }) => envelope)}::text::text[]
    ) as fresh (id, country, replaces, email, phone, name, company, words, envelope)`
  // Sent together: the second is on its way while the first is carried out.
  await Promise.all([written, insertWords({ sql, tenant }, contacts, day)])
}

/** The word index of these contacts: the tokens of each as one text, cut in the database, and in the order of the index. */
export const insertWords = async (
  { sql, tenant }: Pick<PostgresTransaction, 'sql' | 'tenant'>,
  contacts: readonly Pick<SealedContact, 'id' | 'tokens'>[],
  day: string,
): Promise<void> => {
  const indexed = contacts.filter(({ tokens }) => tokens.words.length > 0)
  if (indexed.length === 0) return
  await sql`
    insert into enrichment_word (tenant_id, token, contact, expires_on)
    select ${tenant}::uuid, substring(fresh.words from nth * 16 + 1 for 16) as token, fresh.contact, ${day}::text::date
    from (
      select each.contact, decode(each.words, 'hex') as words
      from unnest(${arrayText(indexed.map(({ id }) => id))}::text::uuid[], ${arrayText(indexed.map(({ tokens }) => tokens.words.join('')))}::text::text[])
        as each (contact, words)
      offset 0
    ) fresh
    cross join lateral generate_series(0, length(fresh.words) / 16 - 1) nth
    order by token, fresh.contact`
}
