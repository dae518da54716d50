/** Cases of retention with a deadline each, written in bulk: the same rows as the program writes, by the hundred thousand. */
import { caseId, instant, type CaseId, type Instant, type TenantId } from '../src/domain/ids.ts'
import type { Ground } from './ground.ts'

/** So many deadlines of every tenant begin at this instant. */
export type Slice = { readonly at: Instant; readonly perTenant: number }

const caseOf = (nth: number): string => `submitted:${nth}`

/** The peer's cases: the same state, and no deadline row, because the queue is its clock. */
export const cases = (perTenant: number, pair: number): readonly CaseId[] =>
  Array.from({ length: perTenant }, (_, nth) => caseId(peerCaseOf(pair * perTenant + nth)))

const peerCaseOf = (nth: number): string => `queued:${nth}`
const peerCases = 200

export const pendingCases = async ({ superuser, clock }: Ground, tenants: readonly TenantId[], slices: readonly Slice[]): Promise<void> => {
  const total = slices.reduce((sum, { perTenant }) => sum + perTenant, 0)
  const opened = JSON.stringify({ version: 1, class: 'submitted', from: clock.now() })
  for (const [prefix, count] of [
    [caseOf(0).slice(0, -1), total],
    [peerCaseOf(0).slice(0, -1), peerCases],
  ] as const)
    await superuser`
      insert into event (tenant_id, clause, case_id, seq, type, body, at)
      select tenant, 'retention', ${prefix}::text || nth, 0, 'opened', ${opened}::text::jsonb, ${clock.now()}
      from unnest(${[...tenants]}::uuid[]) tenant, generate_series(0, ${count - 1}::int) nth`
  let first = 0
  for (const { at, perTenant } of slices) {
    await writeDeadlines({ superuser, clock }, tenants, at, first, perTenant)
    first += perTenant
  }
  await setAgenda(superuser, slices[0]?.at ?? clock.now())
}

const writeDeadlines = async (
  { superuser, clock }: Pick<Ground, 'superuser' | 'clock'>,
  tenants: readonly TenantId[],
  at: Instant,
  first: number,
  count: number,
): Promise<void> => {
  const end = instant(at + 86_400_000)
  await superuser`
    insert into deadline (tenant_id, clause, case_id, name, status, side, term, term_name, started, begins, ends, zone, calendar, calendar_version, lead, on_amendment,
      agreement, clause_of_agreement, steps, next_step, next_at)
    select tenant, 'retention', 'submitted:' || nth, 'expire', 'open', 'ours', '90 days', 'submitted', ${clock.now()}, ${at}, ${end},
      'Europe/Paris', 'FR', '2026', 'last local day', 'follows', null, '7', ${JSON.stringify([{ at: end, does: 'end' }])}::text::jsonb,
      ${JSON.stringify({ at, does: 'begin' })}::text::jsonb, ${at}
    from unnest(${[...tenants]}::uuid[]) tenant, generate_series(${first}::int, ${first + count - 1}::int) nth`
}

const setAgenda = async (superuser: Ground['superuser'], at: Instant): Promise<void> => {
  await superuser`delete from agenda`
  await superuser`insert into agenda (tenant_id, next_due_at) select tenant_id, ${at} from tenant where kind = 'controller'`
}

/** What was queued by the last pair is done, so that every pair begins alike. */
export const clearOutbox = async ({ superuser }: Ground, next: Instant): Promise<void> => {
  await superuser`delete from outbox`
  await setAgenda(superuser, next)
}
