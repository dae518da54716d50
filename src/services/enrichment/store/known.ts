/** Whom the tenant has already: rows with the same e-mail address that are visible, or that the same import brought before. */
import type { PostgresTransaction } from '../../../store/postgres.ts'

export type Known = { readonly id: string; readonly ownImport: boolean }

/** By e-mail token in hexadecimal; the oldest where several stand. */
export const knownByEmail = async (
  { sql, tenant }: Pick<PostgresTransaction, 'sql' | 'tenant'>,
  tokens: readonly string[],
  importId: string,
): Promise<ReadonlyMap<string, Known>> => {
  if (tokens.length === 0) return new Map()
  // Lateral: one index look-up for each token, whatever the planner thinks of a table that grew a moment ago.
  const rows = await sql<{ readonly token: string; readonly id: string; readonly own: boolean }[]>`
    select wanted.token, found.id, found.own
    from unnest(${[...tokens]}::text[]) as wanted (token)
    cross join lateral (
      select contact.id, coalesce(contact.import_id = ${importId}, false) as own
      from enrichment_contact contact
      where contact.tenant_id = ${tenant} and contact.email_token = decode(wanted.token, 'hex') and contact.superseded_by is null
        and (contact.import_id is null or contact.import_id = ${importId} or exists (
          select from enrichment_import import where import.tenant_id = ${tenant} and import.id = contact.import_id and import.state = 'closed'))
      order by contact.id limit 1
    ) found`
  return new Map(rows.map((row) => [row.token, { id: row.id, ownImport: row.own }]))
}
