/**
 * Erasure while the contract runs (GDPR Art. 17 on the controller's instruction): one record, one person over all wings, or
 * everything. Three stages, each proved by other means: erased (rows gone by the maps, in the act), complete (a sweep that does
 * not read the maps finds nothing), audited (a scan that decrypts everything finds nothing). A case is one erasure.
 */
import type { Json } from '../canonical.ts'
import type { Clause, ClauseCommand, ClauseEvent, ClockCommand, Deadline } from '../clause.ts'
import type { Instant } from '../ids.ts'
import type { Refusal } from '../refusal.ts'

export const erasureScopes = ['record', 'person', 'everything'] as const
export type ErasureScope = (typeof erasureScopes)[number]

type Counts = { readonly [table: string]: Json }
type Requested = ClauseEvent & { readonly type: 'requested'; readonly scope: ErasureScope; readonly selectors: string | null }
type Erased = ClauseEvent & { readonly type: 'erased'; readonly counts: Counts }
type Leftover = ClauseEvent & { readonly type: 'leftoverFound'; readonly stage: 'sweep' | 'audit'; readonly counts: Counts }
type Complete = ClauseEvent & { readonly type: 'complete'; readonly tables: number }
type Audited = ClauseEvent & { readonly type: 'audited'; readonly scanned: number }
type AuditBegun = ClauseEvent & { readonly type: 'auditBegun' }
type ErasureEvent = Requested | Erased | Leftover | Complete | AuditBegun | Audited

type ErasureCommand =
  | (ClauseCommand & { readonly type: 'request'; readonly scope: ErasureScope; readonly selectors: string | null })
  | (ClauseCommand & { readonly type: 'recordErased'; readonly counts: Counts })
  | (ClauseCommand & { readonly type: 'recordLeftover'; readonly stage: 'sweep' | 'audit'; readonly counts: Counts })
  | (ClauseCommand & { readonly type: 'recordComplete'; readonly tables: number })
  | (ClauseCommand & { readonly type: 'recordAudited'; readonly scanned: number })

type ErasureState =
  | { readonly status: 'none' }
  | { readonly status: 'requested'; readonly since: Instant }
  | { readonly status: 'erased'; readonly since: Instant; readonly leftover: boolean }
  | { readonly status: 'complete'; readonly since: Instant; readonly leftover: boolean }
  | { readonly status: 'audited' }

export const erasure: Clause<ErasureState, ErasureEvent, ErasureCommand> = {
  name: 'erasure',
  terms: { copies: 'whether all copies are destroyed with the original' },
  commands: {
    request: {
      label: 'Erase',
      by: ['controller', 'program'],
      prepared: true,
      fields: {
        scope: { kind: 'choice', label: 'What is erased', choices: erasureScopes },
        selectors: { kind: 'id', label: 'Vault record of what the person is found by', optional: true },
      },
    },
    recordErased: {
      label: 'Record what was erased',
      by: ['program', 'controller'],
      prepared: true,
      fields: { counts: { kind: 'counts', label: 'Rows by table' } },
    },
    recordLeftover: {
      label: 'Record what was found again',
      by: ['program'],
      fields: {
        stage: { kind: 'choice', label: 'Found by', choices: ['sweep', 'audit'] },
        counts: { kind: 'counts', label: 'Rows by table' },
      },
    },
    recordComplete: {
      label: 'Record that the sweep found nothing',
      by: ['program'],
      fields: { tables: { kind: 'count', label: 'Tables swept' } },
    },
    recordAudited: {
      label: 'Record that the scan found nothing',
      by: ['program'],
      fields: { scanned: { kind: 'count', label: 'Records decrypted' } },
    },
  },
  events: {
    requested: 'Erasure was instructed',
    erased: 'The rows are gone',
    leftoverFound: 'Something was found again',
    complete: 'A sweep of every table found nothing',
    auditBegun: 'The scan of every sealed record began, because no earlier one came by',
    audited: 'A scan of every sealed record found nothing',
  },
  initial: { status: 'none' },
  decide,
  evolve,
  due,
  reactsTo: [
    { event: 'erasure/erased', orders: 'job' },
    { event: 'erasure/auditBegun', orders: 'job' },
  ],
  reacts: ({ clause, case: id, event }) => {
    if (clause !== 'erasure') return []
    if (event.type === 'erased') return [{ later: { kind: 'job', name: 'sweep', clause, case: id, facts: {} } }]
    return event.type === 'auditBegun' ? [{ later: { kind: 'job', name: 'audit', clause, case: id, facts: {} } }] : []
  },
}

function decide(
  command: ErasureCommand | ClockCommand,
  state: ErasureState,
  { now: at }: Parameters<typeof erasure.decide>[2],
): readonly ErasureEvent[] | Refusal {
  switch (command.type) {
    case 'request':
      if (state.status !== 'none') return { refused: 'erasure_exists' }
      return [{ type: 'requested', version: 1, at, scope: command.scope, selectors: command.selectors ?? null }]
    case 'recordErased':
      return state.status === 'requested' || (state.status === 'erased' && state.leftover)
        ? [{ type: 'erased', version: 1, at, counts: command.counts }]
        : []
    case 'recordLeftover':
      return [{ type: 'leftoverFound', version: 1, at, stage: command.stage, counts: command.counts }]
    case 'recordComplete':
      return state.status === 'erased' ? [{ type: 'complete', version: 1, at, tables: command.tables }] : []
    case 'recordAudited':
      return state.status === 'complete' ? [{ type: 'audited', version: 1, at, scanned: command.scanned }] : []
    case 'begin':
      return state.status === 'complete' ? [{ type: 'auditBegun', version: 1, at }] : []
    case 'end':
    case 'remind':
      return []
  }
}

function evolve(state: ErasureState, event: ErasureEvent): ErasureState {
  switch (event.type) {
    case 'requested':
      return { status: 'requested', since: event.at }
    case 'erased':
      return { status: 'erased', since: event.at, leftover: false }
    case 'leftoverFound':
      return state.status === 'erased' || state.status === 'complete' ? { status: 'erased', since: state.since, leftover: true } : state
    case 'complete':
      return { status: 'complete', since: event.at, leftover: false }
    case 'auditBegun':
      return state
    case 'audited':
      return { status: 'audited' }
  }
}

// No agreement gives these two a figure; a promise that nobody can see falling due is none, so the program sets its own.
function due(state: ErasureState): readonly Deadline[] {
  const ours = { termName: null, side: 'ours', lead: null, onAmendment: 'pinned', reminders: [] } as const
  if (state.status === 'requested' || state.status === 'erased') return [{ ...ours, name: 'sweep', term: '24 hours', from: state.since }]
  if (state.status === 'complete') return [{ ...ours, name: 'audit', term: '30 days', lead: '7 days', from: state.since }]
  return []
}
