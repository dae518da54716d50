/** The deadlines of a tenant, and how much of its data falls due on which day. */
import type { Instant } from '../domain/ids.ts'
import type { Refusal } from '../domain/refusal.ts'
import { ask } from './ask.ts'
import type { RealHouse, Request } from './house.ts'
import type { Wing } from './wing.ts'

export const deadlineStatuses = ['open', 'kept', 'broken', 'remedied'] as const
export type ShownDeadline = {
  readonly clause: string
  readonly case: string
  readonly name: string
  readonly status: (typeof deadlineStatuses)[number]
  readonly side: 'ours' | 'theirs'
  readonly term: string
  readonly started: Instant
  readonly begins: Instant | null
  readonly ends: Instant | null
  readonly zone: string
  readonly calendar: string
  readonly clauseOfAgreement: string
  readonly begunAt: Instant | null
  readonly closedAt: Instant | null
}

/** Where a page ended: the key of its last row. */
export type DeadlineCursor = { readonly clause: string; readonly case: string; readonly name: string }

export const listDeadlines = async (
  house: RealHouse,
  request: Request,
  status: ShownDeadline['status'],
  after: DeadlineCursor | null,
  limit: number,
): Promise<readonly ShownDeadline[] | Refusal> =>
  ask(
    house,
    request,
    async ({ sql, tenant }) => sql<ShownDeadline[]>`
      select clause, case_id as case, name, status, side, term, started, begins, ends, zone, calendar, clause_of_agreement as "clauseOfAgreement",
        begun_at as "begunAt", closed_at as "closedAt"
      from deadline where tenant_id = ${tenant} and status = ${status}
        and (clause, case_id, name) > (${after?.clause ?? ''}, ${after?.case ?? ''}, ${after?.name ?? ''})
      order by clause, case_id, name limit ${limit}`,
    (rows) => ({ counts: { deadlines: rows.length } }),
  )

export type Forecast = { readonly service: string; readonly day: string | null; readonly records: number }

/** How many records of each service are erased on which day; null where no day is set. */
export const readForecast = async (house: RealHouse, request: Request, wings: readonly Wing[]): Promise<readonly Forecast[] | Refusal> =>
  ask(house, request, async (transaction) => {
    const days: Forecast[] = []
    for (const wing of wings) for (const each of await wing.forecast(transaction)) days.push({ service: wing.name, ...each })
    return days
  })
