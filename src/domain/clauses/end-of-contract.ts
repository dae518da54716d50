/**
 * End of contract (GDPR Art. 28(3)(g)): notice, a window in which the customer takes its data out, then erasure with its
 * keys, then the certificate. Each figure is the agreement's: 30 + 30 days in one, at once in another. One case per tenant.
 */
import type { Clause, ClauseCommand, ClauseEvent, ClockCommand, Deadline, Terms } from '../clause.ts'
import { termText } from '../clause.ts'
import { caseId, type Instant } from '../ids.ts'
import type { Refusal } from '../refusal.ts'

type NoticeGiven = ClauseEvent & { readonly type: 'noticeGiven' }
type Ended = ClauseEvent & { readonly type: 'ended'; readonly exportOpen: boolean }
type Reminded = ClauseEvent & { readonly type: 'reminded'; readonly deadline: string; readonly before: string }
type ExportClosed = ClauseEvent & { readonly type: 'exportClosed' }
type ErasureBegun = ClauseEvent & { readonly type: 'erasureBegun' }
type Closed = ClauseEvent & { readonly type: 'closed'; readonly erased: number; readonly certificate: 'always' | 'on request' | 'none' }
type CertificateRequested = ClauseEvent & { readonly type: 'certificateRequested' }
type EndEvent = NoticeGiven | Ended | Reminded | ExportClosed | ErasureBegun | Closed | CertificateRequested

type EndCommand =
  | (ClauseCommand & { readonly type: 'giveNotice' })
  | (ClauseCommand & { readonly type: 'endNow' })
  | (ClauseCommand & { readonly type: 'recordClosed'; readonly erased: number })
  | (ClauseCommand & { readonly type: 'requestCertificate' })

type EndState =
  | { readonly status: 'running' }
  | { readonly status: 'notice'; readonly since: Instant }
  | { readonly status: 'export'; readonly since: Instant }
  | { readonly status: 'erasure'; readonly since: Instant }
  | { readonly status: 'closed'; readonly certificate: 'always' | 'on request' | 'none' }

export const endOfContract: Clause<EndState, EndEvent, EndCommand> = {
  name: 'end-of-contract',
  onlyCase: 'contract',
  terms: {
    terminationNotice: 'how long before its end the contract must be given notice',
    exportWindow: 'how long after the end the customer can take its data out',
    eraseWithin: 'how soon after that everything is erased',
    certificate: 'whether a certificate follows `always`, `on request` or not at all (`none`)',
    choice: 'whether the customer may choose return instead of erasure',
  },
  commands: {
    giveNotice: { label: 'End the contract', by: ['controller', 'processor'], exclusive: true, fields: {} },
    endNow: { label: 'End the contract at once, by agreement of both', by: ['processor'], exclusive: true, fields: {} },
    recordClosed: {
      label: 'Record that everything is erased',
      by: ['program'],
      exclusive: true,
      prepared: true,
      fields: { erased: { kind: 'count', label: 'Records erased' } },
    },
    requestCertificate: { label: 'Ask for the certificate of erasure', by: ['controller'], fields: {} },
  },
  events: {
    noticeGiven: 'Notice was given',
    ended: 'The service has ended',
    reminded: 'The customer is told that everything will be erased',
    exportClosed: 'The export window is over',
    erasureBegun: 'Erasure of everything has begun',
    closed: 'Everything is erased and the keys are destroyed',
    certificateRequested: 'The certificate was asked for',
  },
  initial: { status: 'running' },
  decide,
  evolve,
  due,
  reactsTo: [
    { event: 'end-of-contract/noticeGiven', orders: 'mail' },
    { event: 'end-of-contract/ended', orders: 'mail' },
    { event: 'end-of-contract/reminded', orders: 'mail' },
    { event: 'end-of-contract/erasureBegun', orders: 'job' },
    { event: 'end-of-contract/closed', orders: 'retention' },
    { event: 'end-of-contract/closed', orders: 'mail' },
    { event: 'end-of-contract/certificateRequested', orders: 'mail' },
  ],
  reacts: ({ clause, case: id, event }) => {
    if (clause !== 'end-of-contract') return []
    const mail = (name: string, facts = {}) => ({ later: { kind: 'mail' as const, name, clause, case: id, facts } })
    switch (event.type) {
      case 'noticeGiven':
        return [mail('end-notice')]
      case 'ended':
        return [mail('contract-ended')]
      case 'reminded':
        return [mail('erasure-ahead', { class: 'everything', before: event.before ?? null })]
      case 'erasureBegun':
        return [{ later: { kind: 'job', name: 'erase-everything', clause, case: id, facts: {} } }]
      case 'closed':
        // Account data outlives the contract by the agreement's figure, then goes too.
        return [
          { to: 'retention', case: caseId('account:closure'), command: { type: 'keep', class: 'account' } },
          ...(event.certificate === 'always' ? [mail('erasure-certificate')] : []),
        ]
      case 'certificateRequested':
        return [mail('erasure-certificate')]
      default:
        return []
    }
  },
}

function decide(
  command: EndCommand | ClockCommand,
  state: EndState,
  { now: at, terms, standing }: Parameters<typeof endOfContract.decide>[2],
): readonly EndEvent[] | Refusal {
  switch (command.type) {
    case 'giveNotice':
      if (state.status !== 'running') return { refused: 'contract_already_ending', status: state.status }
      if (standing.agreement.status !== 'in force') return { refused: 'no_agreement_in_force', status: standing.agreement.status }
      return termText(terms, 'terminationNotice') === null ? ended(terms, at) : [{ type: 'noticeGiven', version: 1, at }]
    case 'endNow':
      if (state.status !== 'running' && state.status !== 'notice') return { refused: 'contract_already_ending', status: state.status }
      if (standing.agreement.status !== 'in force') return { refused: 'no_agreement_in_force', status: standing.agreement.status }
      return ended(terms, at)
    case 'recordClosed':
      return state.status === 'erasure' ? [{ type: 'closed', version: 1, at, erased: command.erased, certificate: certificate(terms) }] : []
    case 'requestCertificate':
      if (state.status !== 'closed') return { refused: 'nothing_erased_yet', status: state.status }
      if (state.certificate === 'none') return { refused: 'certificate_not_promised' }
      return [{ type: 'certificateRequested', version: 1, at }]
    case 'begin':
      return state.status === 'erasure' ? [{ type: 'erasureBegun', version: 1, at }] : []
    case 'end':
      if (state.status === 'notice') return ended(terms, at)
      return state.status === 'export' ? [{ type: 'exportClosed', version: 1, at }] : []
    case 'remind':
      return [{ type: 'reminded', version: 1, at, deadline: command.deadline, before: command.before }]
  }
}

const ended = (terms: Terms, at: Instant): readonly EndEvent[] => {
  const exportOpen = termText(terms, 'exportWindow') !== null
  return [{ type: 'ended', version: 1, at, exportOpen }]
}

const certificate = (terms: Terms): 'always' | 'on request' | 'none' => {
  const value = terms.values.certificate
  return value === 'always' || value === 'none' ? value : 'on request'
}

function evolve(state: EndState, event: EndEvent): EndState {
  switch (event.type) {
    case 'noticeGiven':
      return { status: 'notice', since: event.at }
    case 'ended':
      return event.exportOpen ? { status: 'export', since: event.at } : { status: 'erasure', since: event.at }
    case 'exportClosed':
      return { status: 'erasure', since: event.at }
    case 'closed':
      return { status: 'closed', certificate: event.certificate }
    case 'erasureBegun':
    case 'reminded':
    case 'certificateRequested':
      return state
  }
}

function due(state: EndState, terms: Terms): readonly Deadline[] {
  const deadline = (
    name: string,
    termName: string,
    side: 'ours' | 'theirs',
    from: Instant,
    lead: string | null,
    reminders: readonly string[],
  ) => {
    const term = termText(terms, termName)
    return term === null ? [] : [{ name, termName, term, from, side, lead, onAmendment: 'pinned' as const, reminders }]
  }
  switch (state.status) {
    case 'notice':
      return deadline('notice', 'terminationNotice', 'theirs', state.since, null, [])
    case 'export':
      return deadline('export', 'exportWindow', 'theirs', state.since, null, ['7 days', '1 day'])
    case 'erasure':
      return deadline('erase', 'eraseWithin', 'ours', state.since, 'last local day', ['7 days', '1 day'])
    case 'running':
    case 'closed':
      return []
  }
}
