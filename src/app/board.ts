/**
 * The promise board: for each clause of the agreement, how it stands. Broken until a person records cause and remedy; at risk once
 * work has begun, an attempt has failed, or less than a fifth of the period is left; kept with the entry that proves it.
 */
import type { AgreementClause } from '../domain/agreement-shape.ts'
import { guards } from '../domain/clauses/all.ts'
import type { Instant } from '../domain/ids.ts'
import type { Refusal } from '../domain/refusal.ts'
import type { PostgresTransaction } from '../store/postgres.ts'
import { listVault } from '../store/postgres/vault-rows.ts'
import { governing } from './agreements.ts'
import { ask } from './ask.ts'
import { evidenceKind } from './board-records.ts'
import type { RealHouse, Request } from './house.ts'

export type BoardStatus =
  | { readonly status: 'idle' }
  | { readonly status: 'due'; readonly open: number; readonly earliest: Instant | null }
  | { readonly status: 'at risk'; readonly open: number; readonly atRisk: number; readonly earliest: Instant | null }
  | { readonly status: 'broken'; readonly broken: readonly BrokenDeadline[] }
  | { readonly status: 'kept'; readonly times: number; readonly keptAt: Instant; readonly entry: string | null }
  /** Kept in every act by the house itself; no case is opened for it. */
  | { readonly status: 'kept always'; readonly where: string }
  | { readonly status: 'manual'; readonly evidence: string; readonly filedAt: Instant | null; readonly renewEvery: string | null }
  | { readonly status: 'theirs' }
  | { readonly status: 'planned'; readonly module: string }

export type BrokenDeadline = { readonly clause: string; readonly case: string; readonly deadline: string; readonly ended: Instant | null }
export type BoardRow = { readonly clause: AgreementClause; readonly standing: BoardStatus }

type Tally = {
  readonly clause: string
  readonly open: number
  readonly atRisk: number
  readonly earliest: Instant | null
  readonly kept: number
  readonly keptAt: Instant | null
  readonly entry: string | null
}

export const readBoard = async (house: RealHouse, request: Request): Promise<readonly BoardRow[] | Refusal> =>
  ask(
    house,
    request,
    async (transaction) => {
      const found = await governing(transaction)
      if ('refused' in found) return found
      const tallies = new Map((await tallyDeadlines(transaction, house.now())).map((tally) => [tally.clause, tally] as const))
      const broken = Map.groupBy(await listBroken(transaction), (each) => each.agreementClause)
      const filed = new Map(
        (await listVault(transaction, evidenceKind, 1_000)).toReversed().map((each) => [each.owner, each.createdAt] as const),
      )
      return found.agreement.clauses
        .filter((clause) => clause.kind === 'obligation' || clause.kind === 'prohibition')
        .map((clause) => ({
          clause,
          standing: standingOf(house, clause, tallies.get(clause.id), broken.get(clause.id) ?? [], filed.get(clause.id) ?? null),
        }))
    },
    (rows) => ({ counts: { clauses: rows.length } }),
  )

const standingOf = (
  house: RealHouse,
  { keeps }: AgreementClause,
  tally: Tally | undefined,
  broken: readonly BrokenDeadline[],
  filedAt: Instant | null,
): BoardStatus => {
  switch (keeps.by) {
    case 'other party':
    case 'nobody':
      return { status: 'theirs' }
    case 'evidence':
      return { status: 'manual', evidence: keeps.evidence, filedAt, renewEvery: keeps.renewEvery }
    case 'module': {
      if (!house.running.has(keeps.module)) return { status: 'planned', module: keeps.module }
      if (broken.length > 0)
        return { status: 'broken', broken: broken.map(({ clause, case: id, deadline, ended }) => ({ clause, case: id, deadline, ended })) }
      const where = guards[keeps.module]
      if (where !== undefined) return { status: 'kept always', where }
      return tally === undefined ? { status: 'idle' } : counted(tally)
    }
  }
}

const counted = ({ open, atRisk, earliest, kept, keptAt, entry }: Tally): BoardStatus => {
  if (atRisk > 0) return { status: 'at risk', open, atRisk, earliest }
  if (open > 0) return { status: 'due', open, earliest }
  return keptAt === null ? { status: 'idle' } : { status: 'kept', times: kept, keptAt, entry }
}

/** Only our own duties can be at risk; what is theirs is shown as due. The proof is the entry of the act that closed the newest one. */
const tallyDeadlines = async ({ sql, tenant }: PostgresTransaction, now: Instant): Promise<readonly Tally[]> =>
  sql<Tally[]>`
    with tally as (
      select clause_of_agreement as clause, count(*) filter (where status = 'open')::int as open,
        count(*) filter (where status = 'open' and side = 'ours'
          and (begun_at is not null or attempts > 0 or ${now}::timestamptz > started + (ends - started) * 0.8))::int as "atRisk",
        min(ends) filter (where status = 'open') as earliest,
        count(*) filter (where status = 'kept')::int as kept, max(closed_at) filter (where status = 'kept') as "keptAt"
      from deadline where tenant_id = ${tenant} group by clause_of_agreement
    ), newest as (
      select distinct on (deadline.clause_of_agreement) deadline.clause_of_agreement as clause, deadline.closed_by as id
      from tally join deadline on deadline.tenant_id = ${tenant} and deadline.clause_of_agreement = tally.clause and deadline.closed_at = tally."keptAt"
      where deadline.status = 'kept'
    )
    select tally.clause, tally.open, tally."atRisk", tally.earliest, tally.kept, tally."keptAt", newest.id as entry
    from tally left join newest on newest.clause = tally.clause`

const listBroken = async ({ sql, tenant }: PostgresTransaction) =>
  sql<(BrokenDeadline & { readonly agreementClause: string })[]>`
    select clause_of_agreement as "agreementClause", clause, case_id as case, name as deadline, ends as ended from deadline
    where tenant_id = ${tenant} and status = 'broken' order by ends limit 200`
