/** Contacts that already stand in the tables: a few sealed as the program seals them, the others written in bulk, of the same size and with as many tokens. */
import type { RealHouse } from '../src/app/house.ts'
import { termsOf } from '../src/domain/terms.ts'
import { expiryDay } from '../src/domain/clauses/retention.ts'
import type { Instant, TenantId } from '../src/domain/ids.ts'
import type { Terms } from '../src/domain/clause.ts'
import type { Sql } from '../src/store/database/pool.ts'
import { orderedId, type ContactFields } from '../src/services/enrichment/rules.ts'
import { openDay } from '../src/services/enrichment/store/days.ts'
import { insertContacts, sealContact } from '../src/services/enrichment/store/insert.ts'
import { tokenMaker } from '../src/services/enrichment/store/tokens.ts'
import { readShipped } from './customers.ts'
import { orThrow } from './ground.ts'

export const retentionTerms = (): Terms => termsOf(readShipped('enrichment'), 'retention')

/** The day on which what is handed in at this instant must be gone. */
export const dayOfErasure = (at: Instant): string => {
  const day = orThrow(expiryDay('submitted', at, retentionTerms()))
  if (day === null) throw new Error('the agreement gives submitted data no period')
  return day
}

const rowsAtOnce = 2_000

/** Writes contacts as an import does: one envelope each, every token. Answers their ids. */
export const writeSealed = async (
  house: RealHouse,
  tenant: TenantId,
  day: string,
  contacts: readonly ContactFields[],
): Promise<readonly string[]> => {
  const at = house.now()
  const tokensOf = tokenMaker(house.store.ring, tenant, 'submitted')
  const ids: string[] = []
  for (let from = 0; from < contacts.length; from += rowsAtOnce) {
    const rows = contacts.slice(from, from + rowsAtOnce).map((fields, nth) => {
      const id = orderedId(at, from + nth, house.newId())
      ids.push(id)
      return sealContact(house.store.ring, tenant, day, id, fields, tokensOf(fields))
    })
    await house.store.act(tenant, 'shared', async (transaction) => {
      await openDay(transaction.sql, day)
      await insertContacts(transaction, rows, { day, source: 'file', importId: null, at })
    })
  }
  return ids
}

/** Index tokens and envelope of an ordinary contact of `contacts.ts`. */
const wordsOfRow = 6
const envelopeBytes = 256

/**
 * Fills a day that has no partition yet: the tables are written first, without an index, then attached, which builds the indexes. Rows are
 * spread evenly over the tenants; `prefix` keeps the ids of two days apart.
 */
export const fillDay = async (
  superuser: Sql,
  {
    tenants,
    day,
    rows,
    at,
    prefix,
  }: { readonly tenants: readonly TenantId[]; readonly day: string; readonly rows: number; readonly at: Instant; readonly prefix: number },
): Promise<void> => {
  const suffix = day.replaceAll('-', '')
  await superuser.begin(async (sql) => {
    for (const table of ['enrichment_contact', 'enrichment_word'])
      await sql.unsafe(`create table ${table}_${suffix} (like ${table} including defaults including constraints)`)
    await sql.unsafe(
      `insert into enrichment_contact_${suffix} (tenant_id, id, expires_on, state, country, source, created_at, updated_at, email_token, phone_token, name_token, company_token, words, envelope)
      select ($1::uuid[])[nth % $2 + 1], (lpad(to_hex($3::int), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(nth), 12, '0'))::uuid, $4::date, 'submitted', 'FR', 'file', $5, $5,
        decode(md5('e' || nth), 'hex'), decode(md5('p' || nth), 'hex'), decode(md5('n' || nth / 2), 'hex'), decode(md5('c' || nth / 30), 'hex'),
        (select string_agg(decode(md5('w' || (nth * 7 + word * 131) % 50021), 'hex'), '') from generate_series(1, ${wordsOfRow}) word),
        (select string_agg(sha512((nth::text || part)::bytea), '') from generate_series(1, ${envelopeBytes / 64}) part)
      from generate_series(1, $6::int) nth`,
      [[...tenants], tenants.length, prefix, day, at, rows],
    )
    await sql.unsafe(
      `insert into enrichment_word_${suffix} (tenant_id, token, contact, expires_on)
      select tenant_id, substring(words from nth * 16 + 1 for 16), id, expires_on from enrichment_contact_${suffix}, generate_series(0, ${wordsOfRow - 1}) nth`,
    )
    for (const table of ['enrichment_contact', 'enrichment_word']) {
      await sql.unsafe(`alter table ${table}_${suffix} owner to mandate_owner`)
      await sql.unsafe(`alter table ${table} attach partition ${table}_${suffix} for values from ('${day}') to ('${day}'::date + 1)`)
      await sql.unsafe(`select make_tenant_table('${table}_${suffix}')`)
    }
  })
  await superuser.unsafe(`vacuum analyze enrichment_contact_${suffix}`)
  await superuser.unsafe(`vacuum analyze enrichment_word_${suffix}`)
}
