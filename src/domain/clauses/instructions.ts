/**
 * Documented instructions (GDPR Art. 28(3)(a) and last sentence of Art. 28(3)). Nothing runs without one in force. One that the
 * processor holds unlawful is suspended at once: the controller is told, and nothing runs under it until the controller
 * confirms, amends or withdraws it. A case is one instruction; its words are a vault record.
 */
import type { Clause, ClauseCommand, ClauseEvent, ClockCommand, Deadline, Terms } from '../clause.ts'
import { termText } from '../clause.ts'
import { caseId, type Instant } from '../ids.ts'
import type { Refusal } from '../refusal.ts'

type Given = ClauseEvent & {
  readonly type: 'given'
  readonly processing: string
  readonly source: 'agreement' | 'written'
  readonly text: string | null
}
type Suspended = ClauseEvent & { readonly type: 'suspended'; readonly processing: string; readonly reason: string }
type Questioned = ClauseEvent & { readonly type: 'questioned'; readonly processing: string; readonly reason: string }
type Informed = ClauseEvent & { readonly type: 'informed' }
type Confirmed = ClauseEvent & { readonly type: 'confirmed'; readonly processing: string; readonly text: string }
type Amended = ClauseEvent & { readonly type: 'amended'; readonly processing: string; readonly text: string }
type Withdrawn = ClauseEvent & { readonly type: 'withdrawn' }
type InstructionEvent = Given | Suspended | Questioned | Informed | Confirmed | Amended | Withdrawn

type InstructionCommand =
  | (ClauseCommand & { readonly type: 'give'; readonly processing: string; readonly text: string })
  | (ClauseCommand & { readonly type: 'giveInitial'; readonly processing: string })
  | (ClauseCommand & { readonly type: 'holdUnlawful'; readonly reason: string })
  | (ClauseCommand & { readonly type: 'recordInformed' })
  | (ClauseCommand & { readonly type: 'confirm'; readonly text: string })
  | (ClauseCommand & { readonly type: 'amend'; readonly text: string })
  | (ClauseCommand & { readonly type: 'withdraw' })

type InstructionState =
  | { readonly status: 'none' }
  | { readonly status: 'in force'; readonly processing: string; readonly tell: Instant | null }
  | { readonly status: 'suspended'; readonly processing: string; readonly since: Instant; readonly tell: Instant | null }
  | { readonly status: 'withdrawn' }

export const instructions: Clause<InstructionState, InstructionEvent, InstructionCommand> = {
  name: 'instructions',
  terms: {
    channel: 'where additional instructions are sent',
    form: 'the form an additional instruction must have',
    infringementNotice: 'how soon the controller is told of an instruction that the processor holds unlawful',
    suspendOnFlag: 'whether such an instruction is suspended until confirmed, amended or withdrawn',
    initialSources: 'which texts are the first instructions',
  },
  commands: {
    give: {
      label: 'Give an instruction',
      by: ['controller'],
      exclusive: true,
      fields: {
        processing: { kind: 'id', label: 'Processing activity of the agreement' },
        text: { kind: 'sealed text', label: 'The instruction, in writing' },
      },
    },
    giveInitial: {
      label: 'Record an instruction of the agreement',
      by: ['program'],
      exclusive: true,
      fields: { processing: { kind: 'id', label: 'Processing activity' } },
    },
    holdUnlawful: {
      label: 'Hold an instruction unlawful',
      by: ['processor'],
      exclusive: true,
      fields: { reason: { kind: 'sealed text', label: 'Which law it infringes, and why' } },
    },
    recordInformed: { label: 'Record that the controller was told', by: ['program'], fields: {} },
    confirm: {
      label: 'Confirm the instruction',
      by: ['controller'],
      exclusive: true,
      fields: { text: { kind: 'sealed text', label: 'Why it is lawful' } },
    },
    amend: {
      label: 'Amend the instruction',
      by: ['controller'],
      exclusive: true,
      fields: { text: { kind: 'sealed text', label: 'The instruction as amended' } },
    },
    withdraw: { label: 'Withdraw the instruction', by: ['controller'], exclusive: true, fields: {} },
  },
  events: {
    given: 'An instruction was given',
    suspended: 'The processor held it unlawful; it is suspended',
    questioned: 'The processor held it unlawful; the agreement does not suspend it',
    informed: 'The controller was told',
    confirmed: 'The controller confirmed it',
    amended: 'The controller amended it',
    withdrawn: 'The controller withdrew it',
  },
  initial: { status: 'none' },
  decide,
  evolve,
  due,
  reactsTo: [
    { event: 'acceptance/accepted', orders: 'instructions' },
    { event: 'instructions/suspended', orders: 'mail' },
    { event: 'instructions/questioned', orders: 'mail' },
  ],
  reacts: ({ clause, case: id, event }) => {
    if (clause === 'acceptance' && event.type === 'accepted') {
      const processing = Array.isArray(event.processing) ? event.processing.filter((each) => typeof each === 'string') : []
      return processing.map((each) => ({
        to: 'instructions',
        case: caseId(`agreement:${each}`),
        command: { type: 'giveInitial', processing: each },
      }))
    }
    if (clause === 'instructions' && (event.type === 'suspended' || event.type === 'questioned'))
      return [
        {
          later: {
            kind: 'mail',
            name: `instruction-${event.type}`,
            clause,
            case: id,
            facts: { reason: event.reason ?? null, processing: event.processing ?? null },
          },
        },
      ]
    return []
  },
}

function decide(
  command: InstructionCommand | ClockCommand,
  state: InstructionState,
  { now, terms, standing, case: id }: Parameters<typeof instructions.decide>[2],
): readonly InstructionEvent[] | Refusal {
  const at = now
  switch (command.type) {
    case 'give':
    case 'giveInitial': {
      if (state.status !== 'none') return { refused: 'instruction_exists', instruction: id }
      if (standing.agreement.status !== 'in force') return { refused: 'no_agreement_in_force', status: standing.agreement.status }
      const source = command.type === 'give' ? 'written' : 'agreement'
      // Art. 28(3)(a): documented. Without a record of its words there is no instruction.
      if (command.type === 'give' && !isWritten(command.text))
        return { refused: 'instruction_not_written', instruction: id, form: formOf(terms) }
      return [
        { type: 'given', version: 1, at, processing: command.processing, source, text: command.type === 'give' ? command.text : null },
      ]
    }
    case 'holdUnlawful': {
      if (state.status !== 'in force') return { refused: 'instruction_not_in_force', instruction: id, status: state.status }
      // AGREEMENT, table of figures: one source suspends in words; where an agreement is silent its resolution decides.
      const type = termText(terms, 'suspendOnFlag') === 'no' ? 'questioned' : 'suspended'
      return [{ type, version: 1, at, processing: state.processing, reason: command.reason }]
    }
    case 'recordInformed':
      return state.status !== 'none' && state.status !== 'withdrawn' && state.tell !== null ? [{ type: 'informed', version: 1, at }] : []
    case 'confirm':
    case 'amend': {
      if (state.status !== 'suspended') return { refused: 'instruction_not_suspended', instruction: id, status: state.status }
      if (standing.agreement.status !== 'in force') return { refused: 'no_agreement_in_force', status: standing.agreement.status }
      if (!isWritten(command.text)) return { refused: 'instruction_not_written', instruction: id, form: formOf(terms) }
      return [
        { type: command.type === 'confirm' ? 'confirmed' : 'amended', version: 1, at, processing: state.processing, text: command.text },
      ]
    }
    case 'withdraw':
      if (state.status === 'none' || state.status === 'withdrawn')
        return { refused: 'instruction_not_in_force', instruction: id, status: state.status }
      return [{ type: 'withdrawn', version: 1, at }]
    case 'begin':
    case 'end':
    case 'remind':
      return []
  }
}

const isWritten = (ref: unknown): boolean => typeof ref === 'string' && ref !== ''

const formOf = (terms: Terms): string => termText(terms, 'form') ?? 'in writing'

function evolve(state: InstructionState, event: InstructionEvent): InstructionState {
  switch (event.type) {
    case 'given':
      return { status: 'in force', processing: event.processing, tell: null }
    case 'suspended':
      return { status: 'suspended', processing: event.processing, since: event.at, tell: event.at }
    case 'questioned':
      return { status: 'in force', processing: event.processing, tell: event.at }
    case 'informed':
      return state.status === 'suspended' || state.status === 'in force' ? { ...state, tell: null } : state
    case 'confirmed':
    case 'amended':
      return { status: 'in force', processing: event.processing, tell: state.status === 'suspended' ? state.tell : null }
    case 'withdrawn':
      return { status: 'withdrawn' }
  }
}

function due(state: InstructionState, terms: Terms): readonly Deadline[] {
  if (state.status === 'none' || state.status === 'withdrawn' || state.tell === null) return []
  const term = termText(terms, 'infringementNotice')
  if (term === null) return []
  return [
    {
      name: 'inform',
      termName: 'infringementNotice',
      term,
      from: state.tell,
      side: 'ours',
      lead: null,
      onAmendment: 'pinned',
      reminders: [],
    },
  ]
}
