/** Writing contacts in bulk: sealed and indexed before the transaction, two statements in it. */
import type { Instant, TenantId } from '../../../domain/ids.ts'
import type { PostgresTransaction } from '../../../store/postgres.ts'
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

// COPY would be faster still, but PostgreSQL takes no COPY into a table with row-level security. The driver has no array of bytes: bytes
// travel as hexadecimal text and empty text stands for null.
export const insertContacts = async (
  { sql, tenant }: PostgresTransaction,
  contacts: readonly SealedContact[],
  facts: BatchFacts,
): Promise<void> => {
  if (contacts.length === 0) return
  const { source, importId, at } = facts
  const day = columnOf(facts.day)
  await sql`
    insert into enrichment_contact (tenant_id, id, expires_on, state, country, source, import_id, created_at, updated_at, replaces,
      email_token, phone_token, name_token, company_token, words, envelope)
    select ${tenant}::uuid, fresh.id, ${day}::text::date, 'submitted', nullif(fresh.country, ''), ${source}, ${importId}::uuid, ${at}, ${at},
      nullif(fresh.replaces, '')::uuid, decode(nullif(fresh.email, ''), 'hex'), decode(nullif(fresh.phone, ''), 'hex'),
      decode(nullif(fresh.name, ''), 'hex'), decode(nullif(fresh.company, ''), 'hex'), decode(nullif(fresh.words, ''), 'hex'),
      decode(fresh.envelope, 'hex')
    from unnest(
      ${contacts.map(({ id }) => id)}::uuid[], ${contacts.map(({ country }) => country)}::text[],
      ${contacts.map(({ replaces }) => replaces)}::text[], ${contacts.map(({ tokens }) => tokens.email)}::text[],
      ${contacts.map(({ tokens }) => tokens.phone)}::text[], ${contacts.map(({ tokens }) => tokens.name)}::text[],
      ${contacts.map(({ tokens }) => tokens.company)}::text[], ${contacts.map(({ tokens }) => tokens.words.join(''))}::text[],
      ${contacts.map(({ envelope }) => envelope)}::text[]
    ) as fresh (id, country, replaces, email, phone, name, company, words, envelope)`
  await insertWords({ sql, tenant }, contacts, day)
}

/** The word index of these contacts: ids and tokens as two long texts of fixed width, cut in the database. */
export const insertWords = async (
  { sql, tenant }: Pick<PostgresTransaction, 'sql' | 'tenant'>,
  contacts: readonly Pick<SealedContact, 'id' | 'tokens'>[],
  day: string,
): Promise<void> => {
  const owners: string[] = []
  const words: string[] = []
  for (const { id, tokens } of contacts)
    for (const word of tokens.words) {
      owners.push(id)
      words.push(word)
    }
  if (words.length === 0) return
  await sql`
    insert into enrichment_word (tenant_id, token, contact, expires_on)
    select ${tenant}::uuid, decode(fresh.word, 'hex'), fresh.contact, ${day}::text::date
    from unnest(${owners}::uuid[], ${words}::text[]) as fresh (contact, word)`
}
