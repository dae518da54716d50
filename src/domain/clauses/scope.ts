/**
 * Processing scope (GDPR Art. 28(3), first sentence, and Art. 9(1)): only the operations, categories of data and persons that the
 * agreement lists, and no special categories. A case is one file that was handed in; its counts are kept as proof.
 */
import type { Agreement, Processing } from '../agreement-shape.ts'
import type { Json } from '../canonical.ts'
import type { Clause, ClauseCommand, ClauseEvent } from '../clause.ts'
import type { Refusal } from '../refusal.ts'

type Counts = { readonly [rule: string]: Json }
type Checked = ClauseEvent & {
  readonly type: 'checked'
  readonly rows: number
  readonly accepted: number
  readonly refused: number
  readonly quarantined: number
  readonly byRule: Counts
}
type Decided = ClauseEvent & { readonly type: 'quarantineDecided'; readonly released: number; readonly discarded: number }
type ScopeEvent = Checked | Decided

type ScopeCommand =
  | (ClauseCommand & {
      readonly type: 'recordCheck'
      readonly rows: number
      readonly accepted: number
      readonly refused: number
      readonly quarantined: number
      readonly byRule: Counts
    })
  | (ClauseCommand & { readonly type: 'decideQuarantine'; readonly released: number; readonly discarded: number })

type ScopeState = { readonly checked: boolean; readonly quarantined: number }

export const scope: Clause<ScopeState, ScopeEvent, ScopeCommand> = {
  name: 'scope',
  terms: { specialCategories: 'whether special categories of data may be handed in: `refused` unless a new agreement says otherwise' },
  commands: {
    recordCheck: {
      label: 'Record what was accepted, refused and set aside',
      by: ['program', 'controller'],
      prepared: true,
      fields: {
        rows: { kind: 'count', label: 'Rows' },
        accepted: { kind: 'count', label: 'Accepted' },
        refused: { kind: 'count', label: 'Refused' },
        quarantined: { kind: 'count', label: 'Set aside' },
        byRule: { kind: 'counts', label: 'Refused cells by rule' },
      },
    },
    decideQuarantine: {
      label: 'Decide on rows that were set aside',
      by: ['controller'],
      prepared: true,
      fields: { released: { kind: 'count', label: 'Released' }, discarded: { kind: 'count', label: 'Discarded' } },
    },
  },
  events: { checked: 'A file was checked against the scope', quarantineDecided: 'Rows that were set aside were decided on' },
  initial: { checked: false, quarantined: 0 },
  decide: (command, state, { now: at }): readonly ScopeEvent[] | Refusal => {
    switch (command.type) {
      case 'recordCheck': {
        if (state.checked) return []
        const { rows, accepted, refused, quarantined, byRule } = command
        if (accepted + refused + quarantined !== rows)
          return { refused: 'counts_do_not_add_up', rows, accepted, rejected: refused, quarantined }
        return [{ type: 'checked', version: 1, at, rows, accepted, refused, quarantined, byRule }]
      }
      case 'decideQuarantine': {
        const decided = command.released + command.discarded
        if (decided > state.quarantined) return { refused: 'more_than_set_aside', decided, quarantined: state.quarantined }
        return [{ type: 'quarantineDecided', version: 1, at, released: command.released, discarded: command.discarded }]
      }
      case 'begin':
      case 'end':
      case 'remind':
        return []
    }
  },
  evolve: (state, event) => {
    switch (event.type) {
      case 'checked':
        return { checked: true, quarantined: event.quarantined }
      case 'quarantineDecided':
        return { ...state, quarantined: state.quarantined - event.released - event.discarded }
    }
  },
  due: () => [],
  reactsTo: [],
  reacts: () => [],
}

/** What a wing wants to do: one of the agreement's processing activities, one DPV operation, the columns that it touches. */
export type Need = { readonly processing: string; readonly operation: string; readonly columns: readonly string[] }

/** Is it within what the agreement lists? Answers the processing activity, or the refusal that names what is outside. */
export const withinScope = (agreement: Agreement, need: Need): Processing | Refusal => {
  const processing = agreement.processing.find((each) => each.id === need.processing)
  if (!processing)
    return { refused: 'processing_not_in_agreement', processing: need.processing, listed: agreement.processing.map((each) => each.id) }
  if (!processing.operations.includes(need.operation))
    return { refused: 'operation_not_in_agreement', operation: need.operation, listed: processing.operations }
  const columns = processing.dataCategories.flatMap((each) => each.columns)
  const outside = need.columns.filter((column) => !columns.includes(column))
  return outside.length > 0 ? { refused: 'data_not_in_agreement', columns: outside, listed: columns } : processing
}
