/** Events by case, and the standing that the gate reads. */
import type { ClauseEvent } from '../../domain/clause.ts'
import { instant, type TenantId } from '../../domain/ids.ts'
import { noStanding, type Standing } from '../../domain/standing.ts'
import type { TransactionSql } from '../database/pool.ts'
import type { CaseKey, Lock, Row } from '../store.ts'

/**
 * Reads the standing under the tenant's lock: shared with other acts, or alone. The row is the lock; before it stands a queue, because
 * PostgreSQL lets a new reader of a row pass a waiting writer, and a busy tenant could put off a suspension for ever.
 */
export const lockStanding = async (sql: TransactionSql, tenant: TenantId, lock: Lock): Promise<Standing> => {
  const queue = `act ${tenant}`
  // Two statements: the second sees what was committed while the first one waited. They travel together.
  const [, rows] =
    lock === 'alone'
      ? await Promise.all([
          sql`select pg_advisory_xact_lock(hashtextextended(${queue}, 0))`,
          sql<{ body: Standing }[]>`select body from standing where tenant_id = ${tenant} for update`,
        ])
      : await Promise.all([
          sql`select pg_advisory_xact_lock_shared(hashtextextended(${queue}, 0))`,
          sql<{ body: Standing }[]>`select body from standing where tenant_id = ${tenant} for share`,
        ])
  const [row] = rows
  if (!row) throw new UnknownTenant()
  return row.body
}

/** Nobody has opened this tenant, or another one is set: from outside the two look the same. */
export class UnknownTenant extends Error {
  override readonly name = 'UnknownTenant'
}

export const openStanding = async (sql: TransactionSql, tenant: TenantId): Promise<void> => {
  await sql`insert into standing (tenant_id, body) values (${tenant}, ${sql.json(noStanding)})`
}

export const saveStanding = async (sql: TransactionSql, tenant: TenantId, standing: Standing): Promise<void> => {
  await sql`update standing set body = ${sql.json(standing)} where tenant_id = ${tenant}`
}

type EventRow = { readonly nth: number; readonly body: Record<string, never>; readonly type: string; readonly at: number }

export const readEvents = async (
  sql: TransactionSql,
  tenant: TenantId,
  cases: readonly CaseKey[],
): Promise<readonly (readonly ClauseEvent[])[]> => {
  if (cases.length === 0) return []
  const rows = await sql<EventRow[]>`
    select wanted.nth::int - 1 as nth, event.type, event.body, event.at
    from unnest(${cases.map((each) => each.clause)}::text[], ${cases.map((each) => each.case)}::text[]) with ordinality as wanted (clause, case_id, nth)
    join event on event.tenant_id = ${tenant} and event.clause = wanted.clause and event.case_id = wanted.case_id
    order by wanted.nth, event.seq`
  const found: ClauseEvent[][] = cases.map(() => [])
  for (const { nth, type, body, at } of rows) found[nth]?.push({ version: 1, ...body, type, at: instant(at) })
  return found
}

/** Two acts that decided on the same state of a case meet here: the second violates the key and is run again. */
export const appendEvents = async (sql: TransactionSql, tenant: TenantId, rows: readonly Row[]): Promise<void> => {
  const bodies = rows.map(({ event: { type: _type, at: _at, ...body } }) => JSON.stringify(body))
  await sql`
    insert into event (tenant_id, clause, case_id, seq, type, body, at)
    select ${tenant}, fresh.clause, fresh.case_id, fresh.seq, fresh.type, fresh.body::jsonb, fresh.at from unnest(
      ${rows.map((row) => row.clause)}::text[], ${rows.map((row) => row.case)}::text[], ${rows.map((row) => row.seq)}::int[],
      ${rows.map((row) => row.event.type)}::text[], ${bodies}::text[], ${rows.map((row) => row.event.at)}::timestamptz[]
    ) as fresh (clause, case_id, seq, type, body, at)`
}
