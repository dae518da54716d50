/** Whom the tenant has already: rows with the same e-mail address that are visible, or that the same import brought before. */
import { arrayText } from '../../../store/database/array-text.ts'
import type { PostgresTransaction } from '../../../store/postgres.ts'
import { noDay } from './contact.ts'

export type Known = { readonly id: string; readonly ownImport: boolean }

/** By e-mail token in hexadecimal; the oldest where several stand. */
export const knownByEmail = async (
  { sql, tenant }: Pick<PostgresTransaction, 'sql' | 'tenant'>,
  tokens: readonly string[],
  importId: string,
): Promise<ReadonlyMap<string, Known>> => {
  if (tokens.length === 0) return new Map()
  // A fence (offset 0) for the planner: one look-up in the index of addresses for each token, whatever it thinks of a table that grew a moment ago.
  const rows = await sql<{ token: string; id: string; own: boolean }[]>`
    select wanted.token, found.id, coalesce(found.import_id = ${importId}, false) as own
    from unnest(${arrayText(tokens)}::text::text[]) as wanted (token)
    cross join lateral (
      select contact.id, contact.import_id from enrichment_contact contact
      where contact.tenant_id = ${tenant} and contact.email_token = decode(wanted.token, 'hex') and contact.superseded_by is null
      offset 0
    ) found
    where found.import_id is null or found.import_id = ${importId} or exists (
      select from enrichment_import file where file.tenant_id = ${tenant} and file.id = found.import_id and file.state = 'closed')
    order by found.id desc`
  // Later entries win: the oldest stands last.
  return new Map(rows.map((row) => [row.token, { id: row.id, ownImport: row.own }]))
}

/** Does any row of the tenant stand under no day? Only those are sealed, and have tokens, under another class than submitted ones. */
export const anyWithoutDay = async ({ sql, tenant }: Pick<PostgresTransaction, 'sql' | 'tenant'>): Promise<boolean> => {
  const [row] = await sql<{ any: boolean }[]>`
    select exists (select from enrichment_contact where tenant_id = ${tenant} and expires_on = ${noDay}::text::date) as any`
  return row?.any !== false
}
