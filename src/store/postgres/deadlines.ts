/** Deadlines: opened, moved and closed in the act's transaction; claimed by the clock in batches. */
import type { ClockStep } from '../../domain/deadline.ts'
import { caseId, instant, type Instant, type TenantId } from '../../domain/ids.ts'
import type { TransactionSql } from '../database/pool.ts'
import { writeTimestamp } from '../database/column-types.ts'
import type { CaseChange, DueStep } from '../store.ts'

export const changeDeadlines = async (
  sql: TransactionSql,
  tenant: TenantId,
  changes: readonly CaseChange[],
  at: Instant,
): Promise<void> => {
  await closeDeadlines(
    sql,
    tenant,
    changes.filter((each) => each.change.change === 'close'),
    at,
  )
  const opened = changes.flatMap((each) => (each.change.change === 'close' ? [] : [{ ...each, deadline: each.change.deadline }]))
  if (opened.length === 0) return
  const rows = opened.map(({ clause, case: id, deadline, clauseOfAgreement, agreement }) => ({
    clause,
    case_id: id,
    name: deadline.name,
    side: deadline.side,
    term: deadline.term,
    term_name: deadline.termName,
    started: text(deadline.from),
    begins: text(deadline.begins),
    ends: text(deadline.ends),
    zone: deadline.zone,
    calendar: deadline.calendar,
    calendar_version: deadline.calendarVersion,
    lead: deadline.lead,
    on_amendment: deadline.onAmendment,
    agreement,
    clause_of_agreement: clauseOfAgreement,
    steps: deadline.steps.slice(1),
    next: deadline.steps[0] ?? null,
    next_at: text(deadline.steps[0]?.at ?? null),
  }))
  await sql`
    insert into deadline (tenant_id, clause, case_id, name, status, side, term, term_name, started, begins, ends, zone, calendar, calendar_version, lead,
      on_amendment, agreement, clause_of_agreement, steps, next_step, next_at)
    select ${tenant}, clause, case_id, name, 'open', side, term, term_name, started, begins, ends, zone, calendar, calendar_version, lead,
      on_amendment, agreement, clause_of_agreement, steps, next, next_at
    from jsonb_to_recordset(${sql.json(rows)}) as fresh (clause text, case_id text, name text, side text, term text, term_name text, started timestamptz,
      begins timestamptz, ends timestamptz, zone text, calendar text, calendar_version text, lead text, on_amendment text, agreement text,
      clause_of_agreement text, steps jsonb, next jsonb, next_at timestamptz)
    on conflict (tenant_id, clause, case_id, name) do update set
      status = 'open', side = excluded.side, term = excluded.term, term_name = excluded.term_name, started = excluded.started, begins = excluded.begins,
      ends = excluded.ends, zone = excluded.zone, calendar = excluded.calendar, calendar_version = excluded.calendar_version, lead = excluded.lead,
      on_amendment = excluded.on_amendment, agreement = excluded.agreement, clause_of_agreement = excluded.clause_of_agreement, steps = excluded.steps,
      next_step = excluded.next_step, next_at = excluded.next_at, begun_at = null, closed_at = null, attempts = 0`
  const first = Math.min(...opened.map((each) => each.deadline.steps[0]?.at ?? Number.POSITIVE_INFINITY))
  if (Number.isFinite(first)) await bringForward(sql, tenant, instant(first))
}

/** A duty done after its end stays broken: that it was late is not undone by doing it. */
const closeDeadlines = async (sql: TransactionSql, tenant: TenantId, closed: readonly CaseChange[], at: Instant): Promise<void> => {
  if (closed.length === 0) return
  await sql`
    update deadline set status = case when deadline.status = 'open' then 'kept' else deadline.status end, closed_at = ${at}, closed_by = nullif(done.entry, '')::uuid,
      next_at = null, next_step = null
    from unnest(${closed.map((each) => each.clause)}::text[], ${closed.map((each) => each.case)}::text[],
      ${closed.map((each) => (each.change.change === 'close' ? each.change.name : ''))}::text[],
      ${closed.map((each) => each.entry ?? '')}::text[]) as done (clause, case_id, name, entry)
    where deadline.tenant_id = ${tenant} and deadline.clause = done.clause and deadline.case_id = done.case_id and deadline.name = done.name`
}

/** The agenda names the earliest instant of a tenant; most acts open something later and write nothing. */
export const bringForward = async (sql: TransactionSql, tenant: TenantId, at: Instant): Promise<void> => {
  await sql`
    insert into agenda (tenant_id, next_due_at) values (${tenant}, ${at})
    on conflict (tenant_id) do update set next_due_at = excluded.next_due_at where agenda.next_due_at > excluded.next_due_at`
}

type DueRow = {
  readonly clause: string
  readonly case_id: string
  readonly name: string
  readonly side: 'ours' | 'theirs'
  readonly step: ClockStep
}

/** Takes what is due and sets each deadline to its following step. Rows that another worker holds are passed over. */
export const claimDue = async (sql: TransactionSql, tenant: TenantId, now: Instant, limit: number): Promise<readonly DueStep[]> => {
  const rows = await sql<DueRow[]>`
    with due as (
      select clause, case_id, name, next_step from deadline
      where tenant_id = ${tenant} and next_at <= ${now}
      order by next_at limit ${limit} for update skip locked
    )
    update deadline set
      next_step = deadline.steps -> 0, steps = deadline.steps - 0,
      next_at = to_timestamp((deadline.steps -> 0 ->> 'at')::double precision / 1000),
      begun_at = case when due.next_step ->> 'does' = 'begin' then ${now}::timestamptz else deadline.begun_at end
    from due
    where deadline.tenant_id = ${tenant} and deadline.clause = due.clause and deadline.case_id = due.case_id and deadline.name = due.name
    returning deadline.clause, deadline.case_id, deadline.name, deadline.side, due.next_step as step`
  return rows
    .map(({ clause, case_id, name, side, step }) => ({
      clause,
      case: caseId(case_id),
      name,
      side,
      step: { ...step, at: instant(step.at) },
    }))
    .toSorted((a, b) => a.step.at - b.step.at)
}

export const markBroken = async (sql: TransactionSql, tenant: TenantId, steps: readonly DueStep[]): Promise<readonly DueStep[]> => {
  if (steps.length === 0) return []
  const rows = await sql<{ readonly nth: number }[]>`
    update deadline set status = 'broken'
    from unnest(${steps.map((each) => each.clause)}::text[], ${steps.map((each) => each.case)}::text[], ${steps.map((each) => each.name)}::text[])
      with ordinality as late (clause, case_id, name, nth)
    where deadline.tenant_id = ${tenant} and deadline.clause = late.clause and deadline.case_id = late.case_id and deadline.name = late.name
      and deadline.status = 'open'
    returning late.nth::int - 1 as nth`
  return rows.flatMap(({ nth }) => steps[nth] ?? [])
}

const text = (at: Instant | null): string | null => (at === null ? null : writeTimestamp(at))
