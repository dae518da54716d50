/** Given what happened, when an order comes, then events or a refusal: the words in which the clauses are tested. */
import type { Clause, ClauseCommand, ClauseEvent, ClockCommand, Context, Happened, Terms } from '../clause.ts'
import { caseId, instant, type Instant } from '../ids.ts'
import { isRefusal, type Refusal } from '../refusal.ts'
import { foldStanding, noStanding, type Standing } from '../standing.ts'
import type { TermValue } from '../agreement-shape.ts'

export const start = instant(Date.UTC(2026, 5, 24, 9))
export const later = (hours: number): Instant => instant(start + hours * 3_600_000)

export const rules = { zone: 'Europe/Paris', calendar: 'FR' } as const

export const termsWith = (values: Readonly<Record<string, TermValue>>): Terms => ({
  values,
  clauseOf: Object.fromEntries(['', ...Object.keys(values)].map((name) => [name, 'the-clause'])),
  rules,
})

export const inForce: Standing = { ...noStanding, agreement: { status: 'in force', hash: 'a'.repeat(64), since: start } }
export const ended: Standing = { ...noStanding, agreement: { status: 'ended', hash: 'a'.repeat(64), endedAt: start, exportOpen: true } }

export type Around = { readonly terms?: Terms; readonly standing?: Standing; readonly now?: Instant; readonly case?: string }

export const contextOf = ({ terms = termsWith({}), standing = inForce, now = start, case: id = 'one' }: Around): Context => ({
  now,
  terms,
  standing,
  case: caseId(id),
  actor: { side: 'controller', id: 'somebody' },
})

/** Folds the orders from nothing, refused ones included, and answers the last one: its events, or its refusal. */
export const when = <State, Event extends ClauseEvent, Command extends ClauseCommand>(
  clause: Clause<State, Event, Command>,
  orders: readonly (Command | ClockCommand)[],
  around: Around = {},
) => {
  let state = clause.initial
  let answer: readonly Event[] | Refusal = []
  let all: readonly Event[] = []
  for (const order of orders) {
    answer = clause.decide(order, state, contextOf(around))
    if (isRefusal(answer)) continue
    state = answer.reduce((before, event) => clause.evolve(before, event), state)
    all = [...all, ...answer]
  }
  const { terms = termsWith({}) } = around
  return {
    state,
    answer: isRefusal(answer) ? answer.refused : answer.map((event) => event.type),
    refusal: isRefusal(answer) ? answer : null,
    types: all.map((event) => event.type),
    due: clause.due(state, terms),
    dueNames: clause.due(state, terms).map((deadline) => deadline.name),
    /** What this and the other clauses are ordered to do by everything that happened. */
    reactions: (standing: Standing = inForce) =>
      all.flatMap((event) => clause.reacts({ clause: clause.name, case: caseId(around.case ?? 'one'), event }, standing)),
  }
}

export const happened = (clause: string, id: string, event: Readonly<Record<string, unknown>> & { readonly type: string }): Happened => ({
  clause,
  case: caseId(id),
  event: { version: 1, at: start, ...event } as Happened['event'],
})

export const standingAfter = (...facts: readonly Happened[]): Standing => facts.reduce(foldStanding, noStanding)
