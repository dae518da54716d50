/**
 * Acceptance: how the agreement comes into force (GDPR Art. 28(3) and (9): a contract, in writing, electronic form included).
 * The processor offers one concluded version; a person with authority accepts exactly that hash. One case per tenant.
 */
import type { Clause, ClauseCommand, ClauseEvent, ClockCommand } from '../clause.ts'
import type { Refusal } from '../refusal.ts'

type Offered = ClauseEvent & {
  readonly type: 'offered'
  readonly hash: string
  readonly template: string
  readonly processing: readonly string[]
}
type OfferWithdrawn = ClauseEvent & { readonly type: 'offerWithdrawn'; readonly hash: string }
type Accepted = ClauseEvent & {
  readonly type: 'accepted'
  readonly hash: string
  readonly template: string
  readonly processing: readonly string[]
  /** The vault record that holds who accepted, with what authority, factor and address. */
  readonly proof: string
}
type Declined = ClauseEvent & { readonly type: 'declined'; readonly hash: string }
type AcceptanceEvent = Offered | OfferWithdrawn | Accepted | Declined

type AcceptanceCommand =
  | (ClauseCommand & { readonly type: 'offer'; readonly hash: string; readonly template: string; readonly processing: readonly string[] })
  | (ClauseCommand & { readonly type: 'withdrawOffer' })
  | (ClauseCommand & { readonly type: 'accept'; readonly hash: string; readonly proof: string })
  | (ClauseCommand & { readonly type: 'decline' })

type Offer = { readonly hash: string; readonly template: string; readonly processing: readonly string[] }
type AcceptanceState =
  | { readonly status: 'none' }
  | { readonly status: 'offered'; readonly offer: Offer }
  | { readonly status: 'accepted'; readonly hash: string }
  | { readonly status: 'declined'; readonly hash: string }

export const acceptance: Clause<AcceptanceState, AcceptanceEvent, AcceptanceCommand> = {
  name: 'acceptance',
  onlyCase: 'agreement',
  terms: { mode: 'how the agreement is concluded' },
  commands: {
    offer: {
      label: 'Offer the agreement',
      by: ['processor'],
      exclusive: true,
      prepared: true,
      fields: {
        hash: { kind: 'hash', label: 'Hash of the concluded agreement' },
        template: { kind: 'hash', label: 'Hash of the template' },
        processing: { kind: 'ids', label: 'Its processing activities: the first instructions' },
      },
    },
    withdrawOffer: { label: 'Withdraw the offer', by: ['processor'], exclusive: true, fields: {} },
    accept: {
      label: 'Accept the agreement',
      by: ['controller'],
      exclusive: true,
      prepared: true,
      fields: { hash: { kind: 'hash', label: 'Hash of the text that was read' }, proof: { kind: 'id', label: 'Proof of acceptance' } },
    },
    decline: { label: 'Decline the agreement', by: ['controller'], exclusive: true, fields: {} },
  },
  events: {
    offered: 'The agreement was offered',
    offerWithdrawn: 'The offer was withdrawn',
    accepted: 'The agreement was accepted and is in force',
    declined: 'The offer was declined',
  },
  initial: { status: 'none' },
  decide,
  evolve,
  due: () => [],
  reactsTo: [
    { event: 'acceptance/offered', orders: 'mail' },
    { event: 'acceptance/accepted', orders: 'mail' },
  ],
  reacts: ({ clause, case: id, event }) => {
    if (clause !== 'acceptance' || (event.type !== 'offered' && event.type !== 'accepted')) return []
    return [{ later: { kind: 'mail', name: `agreement-${event.type}`, clause, case: id, facts: { hash: event.hash ?? null } } }]
  },
}

function decide(
  command: AcceptanceCommand | ClockCommand,
  state: AcceptanceState,
  { now: at }: Parameters<typeof acceptance.decide>[2],
): readonly AcceptanceEvent[] | Refusal {
  switch (command.type) {
    case 'offer': {
      if (state.status === 'accepted') return { refused: 'agreement_already_in_force', hash: state.hash }
      return [{ type: 'offered', version: 1, at, hash: command.hash, template: command.template, processing: command.processing }]
    }
    case 'withdrawOffer':
      if (state.status !== 'offered') return { refused: 'nothing_offered', status: state.status }
      return [{ type: 'offerWithdrawn', version: 1, at, hash: state.offer.hash }]
    case 'accept':
      if (state.status === 'accepted') return { refused: 'agreement_already_in_force', hash: state.hash }
      if (state.status !== 'offered') return { refused: 'nothing_offered', status: state.status }
      if (command.hash !== state.offer.hash) return { refused: 'accepted_text_differs', read: command.hash, offered: state.offer.hash }
      return [{ type: 'accepted', version: 1, at, ...state.offer, proof: command.proof }]
    case 'decline':
      if (state.status !== 'offered') return { refused: 'nothing_offered', status: state.status }
      return [{ type: 'declined', version: 1, at, hash: state.offer.hash }]
    case 'begin':
    case 'end':
    case 'remind':
      return []
  }
}

function evolve(state: AcceptanceState, event: AcceptanceEvent): AcceptanceState {
  switch (event.type) {
    case 'offered':
      return { status: 'offered', offer: { hash: event.hash, template: event.template, processing: event.processing } }
    case 'offerWithdrawn':
      return { status: 'none' }
    case 'accepted':
      return { status: 'accepted', hash: event.hash }
    case 'declined':
      return { status: 'declined', hash: event.hash }
  }
}
