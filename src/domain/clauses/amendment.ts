/**
 * Amendment: a new version takes effect only after the notice that the agreement states, and only if the customer accepts it
 * or the agreement says that silence does. What it does to open deadlines is TIME 9. A case is one proposed version.
 */
import type { Clause, ClauseCommand, ClauseEvent, ClockCommand, Deadline, Terms } from '../clause.ts'
import { termText } from '../clause.ts'
import type { Instant } from '../ids.ts'
import type { Refusal } from '../refusal.ts'

type Version = { readonly hash: string; readonly template: string; readonly processing: readonly string[] }
type Proposed = ClauseEvent & Version & { readonly type: 'proposed'; readonly from: string }
type Accepted = ClauseEvent & { readonly type: 'accepted'; readonly proof: string }
type Rejected = ClauseEvent & { readonly type: 'rejected' }
type Lapsed = ClauseEvent & { readonly type: 'lapsed' }
type TookEffect = ClauseEvent & Version & { readonly type: 'tookEffect'; readonly from: string; readonly by: 'acceptance' | 'silence' }
type AmendmentEvent = Proposed | Accepted | Rejected | Lapsed | TookEffect

type AmendmentCommand =
  | (ClauseCommand & Version & { readonly type: 'propose' })
  | (ClauseCommand & { readonly type: 'accept'; readonly hash: string; readonly proof: string })
  | (ClauseCommand & { readonly type: 'reject' })

type AmendmentState =
  | { readonly status: 'none' }
  | { readonly status: 'proposed'; readonly version: Version; readonly from: string; readonly since: Instant; readonly accepted: boolean }
  | { readonly status: 'over'; readonly outcome: 'in effect' | 'rejected' | 'lapsed' }

export const amendment: Clause<AmendmentState, AmendmentEvent, AmendmentCommand> = {
  name: 'amendment',
  terms: {
    notice: 'how long before its effect an amendment is notified',
    silence: 'what silence until then means: `accepted` or `refused`',
  },
  commands: {
    propose: {
      label: 'Propose an amendment',
      by: ['processor'],
      prepared: true,
      exclusive: true,
      fields: {
        hash: { kind: 'hash', label: 'Hash of the amended agreement' },
        template: { kind: 'hash', label: 'Hash of its template' },
        processing: { kind: 'ids', label: 'Its processing activities' },
      },
    },
    accept: {
      label: 'Accept the amendment',
      by: ['controller'],
      prepared: true,
      exclusive: true,
      fields: { hash: { kind: 'hash', label: 'Hash of the text that was read' }, proof: { kind: 'id', label: 'Proof of acceptance' } },
    },
    reject: { label: 'Reject the amendment', by: ['controller'], fields: {} },
  },
  events: {
    proposed: 'An amendment was notified',
    accepted: 'The amendment was accepted',
    rejected: 'The amendment was rejected; the version in force stays',
    lapsed: 'The notice ran out without acceptance; the version in force stays',
    tookEffect: 'The amendment took effect',
  },
  initial: { status: 'none' },
  decide,
  evolve,
  due,
  reactsTo: [
    { event: 'amendment/proposed', orders: 'mail' },
    { event: 'amendment/tookEffect', orders: 'job' },
  ],
  reacts: ({ clause, case: id, event }) => {
    if (clause !== 'amendment') return []
    if (event.type === 'proposed')
      return [{ later: { kind: 'mail', name: 'amendment-proposed', clause, case: id, facts: { hash: event.hash ?? null } } }]
    if (event.type === 'tookEffect')
      return [
        {
          later: { kind: 'job', name: 'follow-amendment', clause, case: id, facts: { hash: event.hash ?? null, from: event.from ?? null } },
        },
      ]
    return []
  },
}

function decide(
  command: AmendmentCommand | ClockCommand,
  state: AmendmentState,
  { now: at, standing, terms }: Parameters<typeof amendment.decide>[2],
): readonly AmendmentEvent[] | Refusal {
  switch (command.type) {
    case 'propose': {
      if (state.status !== 'none') return { refused: 'amendment_exists' }
      if (standing.agreement.status !== 'in force') return { refused: 'no_agreement_in_force', status: standing.agreement.status }
      if (standing.agreement.hash === command.hash) return { refused: 'amendment_changes_nothing', hash: command.hash }
      const { hash, template, processing } = command
      return [{ type: 'proposed', version: 1, at, hash, template, processing, from: standing.agreement.hash }]
    }
    case 'accept': {
      if (state.status !== 'proposed' || state.accepted) return { refused: 'no_amendment_open', status: state.status }
      if (standing.agreement.status !== 'in force') return { refused: 'no_agreement_in_force', status: standing.agreement.status }
      if (command.hash !== state.version.hash) return { refused: 'accepted_text_differs', read: command.hash, offered: state.version.hash }
      const accepted: AmendmentEvent = { type: 'accepted', version: 1, at, proof: command.proof }
      // Without a stated notice there is nothing to wait for: it takes effect when both have agreed.
      return termText(terms, 'notice') === null ? [accepted, effect(state, at, 'acceptance')] : [accepted]
    }
    case 'reject':
      if (state.status !== 'proposed' || state.accepted) return { refused: 'no_amendment_open', status: state.status }
      return [{ type: 'rejected', version: 1, at }]
    case 'end': {
      if (state.status !== 'proposed') return []
      // The contract ended while the notice ran: there is nothing left to amend.
      if (standing.agreement.status !== 'in force') return [{ type: 'lapsed', version: 1, at }]
      if (state.accepted) return [effect(state, at, 'acceptance')]
      return termText(terms, 'silence') === 'accepted' ? [effect(state, at, 'silence')] : [{ type: 'lapsed', version: 1, at }]
    }
    case 'begin':
    case 'remind':
      return []
  }
}

const effect = (state: AmendmentState & { status: 'proposed' }, at: Instant, by: 'acceptance' | 'silence'): TookEffect => ({
  type: 'tookEffect',
  version: 1,
  at,
  ...state.version,
  from: state.from,
  by,
})

function evolve(state: AmendmentState, event: AmendmentEvent): AmendmentState {
  switch (event.type) {
    case 'proposed':
      return {
        status: 'proposed',
        version: { hash: event.hash, template: event.template, processing: event.processing },
        from: event.from,
        since: event.at,
        accepted: false,
      }
    case 'accepted':
      return state.status === 'proposed' ? { ...state, accepted: true } : state
    case 'rejected':
      return { status: 'over', outcome: 'rejected' }
    case 'lapsed':
      return { status: 'over', outcome: 'lapsed' }
    case 'tookEffect':
      return { status: 'over', outcome: 'in effect' }
  }
}

function due(state: AmendmentState, terms: Terms): readonly Deadline[] {
  const term = termText(terms, 'notice')
  if (state.status !== 'proposed' || term === null) return []
  return [{ name: 'notice', termName: 'notice', term, from: state.since, side: 'theirs', lead: null, onAmendment: 'pinned', reminders: [] }]
}
