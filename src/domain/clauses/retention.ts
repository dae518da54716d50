/**
 * Retention by class (GDPR Art. 5(1)(e)): what is handed in on one local day falls due together, so there is one deadline per
 * (tenant, class, day), however many records. Work starts at the beginning of the last local day, and the records are gone
 * before it is over (TIME 8). A case is one class and day: `submitted:2026-09-22`.
 */
import type { Clause, ClauseCommand, ClauseEvent, ClockCommand, Deadline, Terms } from '../clause.ts'
import { termText } from '../clause.ts'
import { instant, type Instant } from '../ids.ts'
import type { Refusal } from '../refusal.ts'
import { readTerm } from '../term.ts'
import { dueAt, localDate } from '../time.ts'

/**
 * Where an agreement is silent about the logs of who acted, twelve months hold all the same: a log of persons that is kept for ever
 * would break Art. 5(1)(e). One source names this figure; the others say nothing.
 */
const ours: Readonly<Record<string, string>> = { accessLogs: '12 months' }

type Opened = ClauseEvent & { readonly type: 'opened'; readonly class: string; readonly from: Instant }
type Reminded = ClauseEvent & { readonly type: 'reminded'; readonly class: string; readonly before: string }
type Begun = ClauseEvent & { readonly type: 'begun'; readonly class: string; readonly from: Instant }
type Expired = ClauseEvent & { readonly type: 'expired'; readonly class: string; readonly erased: number; readonly held: number }
type RetentionEvent = Opened | Reminded | Begun | Expired

type RetentionCommand =
  | (ClauseCommand & { readonly type: 'keep'; readonly class: string })
  | (ClauseCommand & { readonly type: 'recordExpired'; readonly erased: number; readonly held: number })

type RetentionState =
  | { readonly status: 'none' }
  | { readonly status: 'kept'; readonly class: string; readonly from: Instant }
  | { readonly status: 'expired' }

export const retention: Clause<RetentionState, RetentionEvent, RetentionCommand> = {
  name: 'retention',
  terms: {
    submitted: 'how long the data that a customer hands in is kept',
    account: 'how long account data is kept after the account is closed',
    accessLogs: 'how long identifier and address of the log are kept',
    billing: 'how long billing data is kept',
    evidence: 'how long proofs of acceptance and erasure are kept',
  },
  commands: {
    keep: { label: 'Open the retention of a day', by: ['program'], fields: { class: { kind: 'id', label: 'Retention class' } } },
    recordExpired: {
      label: 'Record that a day of data is gone',
      by: ['program'],
      fields: { erased: { kind: 'count', label: 'Records erased' }, held: { kind: 'count', label: 'Records held back by law' } },
    },
  },
  events: {
    opened: 'Data of this class was handed in on this day',
    reminded: 'The customer is told that data will be erased',
    begun: 'The last day has begun: erasure started',
    expired: 'The data of this day is erased',
  },
  initial: { status: 'none' },
  decide,
  evolve,
  due,
  reactsTo: [
    { event: 'retention/reminded', orders: 'mail' },
    { event: 'retention/begun', orders: 'job' },
  ],
  reacts: ({ clause, case: id, event }) => {
    if (clause !== 'retention') return []
    if (event.type === 'reminded')
      return [
        {
          later: {
            kind: 'mail',
            name: 'erasure-ahead',
            clause,
            case: id,
            facts: { class: event.class ?? null, before: event.before ?? null },
          },
        },
      ]
    if (event.type === 'begun')
      return [{ later: { kind: 'job', name: 'expire', clause, case: id, facts: { class: event.class ?? null, from: event.from ?? null } } }]
    return []
  },
}

function decide(
  command: RetentionCommand | ClockCommand,
  state: RetentionState,
  { now: at }: Parameters<typeof retention.decide>[2],
): readonly RetentionEvent[] | Refusal {
  switch (command.type) {
    case 'keep':
      return state.status === 'kept' ? [] : [{ type: 'opened', version: 1, at, class: command.class, from: at }]
    case 'recordExpired':
      if (state.status !== 'kept') return []
      return [{ type: 'expired', version: 1, at, class: state.class, erased: command.erased, held: command.held }]
    case 'remind':
      return state.status === 'kept' ? [{ type: 'reminded', version: 1, at, class: state.class, before: command.before }] : []
    case 'begin':
      return state.status === 'kept' ? [{ type: 'begun', version: 1, at, class: state.class, from: state.from }] : []
    case 'end':
      return []
  }
}

function evolve(state: RetentionState, event: RetentionEvent): RetentionState {
  switch (event.type) {
    case 'opened':
      return { status: 'kept', class: event.class, from: event.from }
    case 'reminded':
    case 'begun':
      return state
    case 'expired':
      return { status: 'expired' }
  }
}

function due(state: RetentionState, terms: Terms): readonly Deadline[] {
  if (state.status !== 'kept') return []
  const stated = termText(terms, state.class)
  const term = stated ?? ours[state.class] ?? null
  if (term === null) return []
  const reminders = state.class === 'submitted' ? ['7 days', '1 day'] : []
  return [
    {
      name: 'expire',
      termName: stated === null ? null : state.class,
      term,
      from: state.from,
      side: 'ours',
      lead: 'last local day',
      onAmendment: 'follows',
      reminders,
    },
  ]
}

/** The case that keeps what is handed in at this instant: one per class and local day. */
export const retentionCase = (className: string, from: Instant, terms: Terms): string => `${className}:${localDate(from, terms.rules.zone)}`

/**
 * The local day on which a record of this class, handed in at `from`, is erased (YYYY-MM-DD), or null where the agreement gives
 * the class no period.
 */
export const expiryDay = (className: string, from: Instant, terms: Terms): string | null | Refusal => {
  const text = termText(terms, className) ?? ours[className] ?? null
  if (text === null) return null
  const term = readTerm(text)
  if ('refused' in term) return term
  const found = dueAt({ term, from, side: 'ours', zone: terms.rules.zone, calendar: terms.rules.calendar })
  if ('refused' in found) return found
  return found.ends === null ? null : localDate(instant(found.ends - 1), terms.rules.zone)
}
