/** The one queue: mail and jobs wait here, written in the act's transaction. A claim is a lease; what is not finished is tried again. */
import { caseId, instant, type Instant, type TenantId } from '../../domain/ids.ts'
import type { Json } from '../../domain/canonical.ts'
import type { TransactionSql } from '../database/pool.ts'
import type { ClaimedTask, QueuedTask } from '../store.ts'
import { bringForward } from './deadlines.ts'

/** How long a worker may take before another one may try, in milliseconds. */
export const lease = 300_000

export const queueTasks = async (sql: TransactionSql, tenant: TenantId, tasks: readonly QueuedTask[]): Promise<void> => {
  await sql`
    insert into outbox (tenant_id, id, kind, name, clause, case_id, facts, queued_at, due_at)
    select ${tenant}, fresh.id, fresh.kind, fresh.name, fresh.clause, fresh.case_id, fresh.facts::jsonb, fresh.due_at, fresh.due_at
    from unnest(
      ${tasks.map((task) => task.id)}::uuid[], ${tasks.map((task) => task.kind)}::text[], ${tasks.map((task) => task.name)}::text[],
      ${tasks.map((task) => task.clause)}::text[], ${tasks.map((task) => task.case)}::text[], ${tasks.map((task) => JSON.stringify(task.facts))}::text[],
      ${tasks.map((task) => task.dueAt)}::timestamptz[]
    ) as fresh (id, kind, name, clause, case_id, facts, due_at)`
  await bringForward(sql, tenant, instant(Math.min(...tasks.map((task) => task.dueAt))))
}

type TaskRow = {
  readonly id: string
  readonly kind: 'mail' | 'job'
  readonly name: string
  readonly clause: string
  readonly case_id: string
  readonly facts: { readonly [name: string]: Json }
  readonly due_at: Instant
  readonly attempts: number
}

export const claimTasks = async (sql: TransactionSql, tenant: TenantId, now: Instant, limit: number): Promise<readonly ClaimedTask[]> => {
  const rows = await sql<TaskRow[]>`
    with due as (
      select id from outbox where tenant_id = ${tenant} and due_at <= ${now} order by due_at, queued_at limit ${limit} for update skip locked
    )
    update outbox set attempts = outbox.attempts + 1, due_at = ${instant(now + lease)}
    from due where outbox.tenant_id = ${tenant} and outbox.id = due.id
    returning outbox.id, outbox.kind, outbox.name, outbox.clause, outbox.case_id, outbox.facts, outbox.due_at, outbox.attempts`
  return rows.map(({ case_id, due_at, ...task }) => ({ ...task, case: caseId(case_id), dueAt: due_at }))
}

export const finishTask = async (sql: TransactionSql, tenant: TenantId, id: string, at: Instant): Promise<void> => {
  await sql`update outbox set done_at = ${at}, due_at = null, last_code = null where tenant_id = ${tenant} and id = ${id}`
}

export const retryTask = async (sql: TransactionSql, tenant: TenantId, id: string, at: Instant, code: string): Promise<void> => {
  await sql`update outbox set due_at = ${at}, last_code = ${code} where tenant_id = ${tenant} and id = ${id}`
  await bringForward(sql, tenant, at)
}

/**
 * To be called at the start of the one program that works on this queue: what an earlier run had claimed or set for another try is due now,
 * because nobody holds the claim any more. Answers how many there were.
 */
export const releaseTasks = async (sql: TransactionSql, tenant: TenantId, now: Instant): Promise<number> => {
  const released = await sql`update outbox set due_at = ${now} where tenant_id = ${tenant} and due_at > ${now} and attempts > 0`
  if (released.count > 0) await bringForward(sql, tenant, now)
  return released.count
}

/** After a round: when is this tenant's next step or task? The agenda forgets a tenant that waits for nothing. */
export const settleAgenda = async (sql: TransactionSql, tenant: TenantId): Promise<void> => {
  await sql`
    with next as (
      select least(
        (select next_at from deadline where tenant_id = ${tenant} and next_at is not null order by next_at limit 1),
        (select due_at from outbox where tenant_id = ${tenant} and due_at is not null order by due_at limit 1)) as at
    ), gone as (
      delete from agenda using next where agenda.tenant_id = ${tenant} and next.at is null
    )
    update agenda set next_due_at = next.at from next where agenda.tenant_id = ${tenant} and next.at is not null`
}
