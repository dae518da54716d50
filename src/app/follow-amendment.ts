/**
 * An amendment has taken effect: deadlines that follow it are counted again from where they began, under the new figures, and the records
 * move to their new day with them. What would be over already is due on that very day. Pinned ones stay as they are.
 */
import { canonicalJson, type Json } from '../domain/canonical.ts'
import type { Agreement } from '../domain/agreement-shape.ts'
import { caseId, instant, type Instant, type TenantId } from '../domain/ids.ts'
import { timed, type DeadlineChange, type TimedDeadline } from '../domain/deadline.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { termsOf } from '../domain/terms.ts'
import { addDays, localDate, startOfDate } from '../domain/time.ts'
import type { CaseChange } from '../store/store.ts'
import type { PostgresTransaction } from '../store/postgres.ts'
import type { Erasers } from './erase.ts'
import { moveSealedDay } from './erase/move-day.ts'
import type { House, RealHouse, Request } from './house.ts'
import { onGround } from './permit.ts'
import { enterAct } from './run.ts'
import type { Wing } from './wing.ts'

export const followAmendment = async (
  erasers: Erasers,
  tenant: TenantId,
  facts: Readonly<Record<string, Json>>,
): Promise<Refusal | null> => {
  const { house, wings } = erasers
  const { hash } = facts
  if (typeof hash !== 'string') return { refused: 'not_found', id: 'amendment' }
  const request: Request = {
    tenant,
    actor: { side: 'program', id: 'amendment' },
    ip: null,
    act: 'amendment.follow',
    ground: null,
    names: [hash],
  }
  const done = await onGround(house, request, 'erasure', 'move', async (transaction, permit, grounded) => {
    const agreement = await transaction.agreement(hash)
    if (agreement === null) return { refused: 'not_found', id: hash }
    const moves = await movesUnder(house, transaction, agreement, house.now())
    if (isRefusal(moves)) return moves
    let records = 0
    for (const { class: of, from, to } of dayMoves(moves)) {
      if (of === 'submitted') for (const wing of wings) records += await wing.moveExpiry(transaction, permit, from, to)
      records += await moveSealedDay(transaction, of, from, to)
    }
    await transaction.changeDeadlines(
      moves.map((move) => changeOf(move, agreement, hash)),
      house.now(),
    )
    const detail = canonicalJson(
      moves.map(({ clause, case: id, deadline }) => ({
        clause,
        case: id,
        name: deadline.name,
        term: deadline.term,
        from: deadline.from,
        ends: deadline.ends,
      })),
    )
    await enterAct(house, transaction, grounded, { counts: { deadlines: moves.length, records }, detail })
    return null
  })
  return isRefusal(done) ? done : null
}

/** What the amendment would do to one class of retention: for the comparison of two versions. */
export type AmendmentBehaviour = {
  readonly class: string
  readonly from: string
  readonly to: string
  /** Records whose day moves, and those that would fall due on the day on which it takes effect. */
  readonly moved: number
  readonly dueOnEffect: number
}

export const amendmentBehaviour = async (
  house: RealHouse,
  wings: readonly Wing[],
  tenant: TenantId,
  agreement: Agreement,
  effect: Instant = house.now(),
): Promise<readonly AmendmentBehaviour[] | Refusal> =>
  house.store.act(tenant, 'shared', async (transaction) => {
    const moves = await movesUnder(house, transaction, agreement, effect)
    if (isRefusal(moves)) return moves
    const forecasts = (await Promise.all(wings.map((wing) => wing.forecast(transaction)))).flat()
    const found = new Map<string, AmendmentBehaviour>()
    const today = localDate(effect, agreement.time.zone)
    const retention = moves.filter((move) => move.clause === 'retention')
    for (const { class: of, from, to } of dayMoves(retention)) {
      const move = retention.find((each) => classOf(each.case) === of)
      if (move === undefined || (from !== null && from <= today)) continue
      const records = of === 'submitted' ? forecasts.filter((each) => each.day === from).reduce((sum, each) => sum + each.records, 0) : 0
      const before = found.get(of) ?? { class: of, from: move.was.term, to: move.deadline.term, moved: 0, dueOnEffect: 0 }
      found.set(of, {
        ...before,
        moved: before.moved + records,
        dueOnEffect: before.dueOnEffect + (to !== null && to <= today ? records : 0),
      })
    }
    return [...found.values()]
  })

type OpenRow = {
  readonly clause: string
  readonly case_id: string
  readonly name: string
  readonly term: string
  readonly ends: Instant | null
  readonly zone: string
}
type Move = { readonly clause: string; readonly case: string; readonly was: OpenRow; readonly deadline: TimedDeadline }

const movesUnder = async (
  house: House,
  transaction: PostgresTransaction,
  agreement: Agreement,
  now: Instant,
): Promise<readonly Move[] | Refusal> => {
  const { sql, tenant } = transaction
  const open = await sql<OpenRow[]>`
    select clause, case_id, name, term, ends, zone from deadline
    where tenant_id = ${tenant} and status in ('open', 'broken') and closed_at is null and on_amendment = 'follows' order by started, clause, case_id`
  const keys = open.map((row) => ({ clause: row.clause, case: caseId(row.case_id) }))
  const events = await transaction.events(keys)
  const moves: Move[] = []
  for (const [nth, row] of open.entries()) {
    const clause = house.clauses.find((each) => each.name === row.clause)
    const terms = termsOf(agreement, row.clause)
    const due = clause
      ?.fold(events[nth] ?? [])
      .due(terms)
      .find((each) => each.name === row.name)
    if (due === undefined) continue
    const counted = timed(due, terms)
    if (isRefusal(counted)) return counted
    const deadline = notBefore(counted, now)
    if (deadline.ends !== row.ends) moves.push({ clause: row.clause, case: row.case_id, was: row, deadline })
  }
  return moves
}

/** What would be over is due on the day of effect, and has until the end of it; reminders whose time is past are left out. */
const notBefore = (deadline: TimedDeadline, now: Instant): TimedDeadline => {
  if (deadline.ends === null) return deadline
  const ahead = deadline.steps.filter((step) => !step.does.startsWith('remind') || step.at > now)
  if (deadline.ends > now) return { ...deadline, steps: ahead }
  const ends = startOfDate(addDays(localDate(now, deadline.zone), 1), deadline.zone)
  return {
    ...deadline,
    begins: now,
    ends,
    steps: [
      { at: now, does: 'begin' },
      { at: ends, does: 'end' },
    ],
  }
}

const classOf = (id: string): string => id.split(':')[0] ?? ''
const dayOf = (ends: Instant | null, zone: string): string | null => (ends === null ? null : localDate(instant(ends - 1), zone))

type DayMove = { readonly class: string; readonly from: string | null; readonly to: string | null }

/**
 * Days move in an order in which no day receives records that must move on: a day is left before another one moves there. Records of two
 * submissions that shared a day and part under the new figure go by the earlier of the two: longer than agreed nothing is kept.
 */
const dayMoves = (moves: readonly Move[]): readonly DayMove[] => {
  const wanted = new Map<string, DayMove>()
  for (const { clause, case: id, was, deadline } of moves) {
    if (clause !== 'retention') continue
    const move = { class: classOf(id), from: dayOf(was.ends, was.zone), to: dayOf(deadline.ends, deadline.zone) }
    const key = `${move.class}/${move.from}`
    const known = wanted.get(key)
    if (known === undefined || (move.to ?? 'z') < (known.to ?? 'z')) wanted.set(key, move)
  }
  const left = [...wanted.values()].filter((move) => move.from !== move.to)
  const ordered: DayMove[] = []
  while (left.length > 0) {
    const free = left.findIndex((move) => !left.some((other) => other !== move && other.class === move.class && other.from === move.to))
    ordered.push(...left.splice(Math.max(free, 0), 1))
  }
  return ordered
}

const changeOf = ({ clause, case: id, deadline }: Move, agreement: Agreement, hash: string): CaseChange => {
  const terms = termsOf(agreement, clause)
  const change: DeadlineChange = { change: 'move', deadline }
  const clauseOfAgreement = (deadline.termName === null ? undefined : terms.clauseOf[deadline.termName]) ?? terms.clauseOf[''] ?? clause
  return { clause, case: caseId(id), change, clauseOfAgreement, agreement: hash, entry: null }
}
