/**
 * The contract of a clause: one obligation of the agreement as code that knows no table, no URL and no clock.
 * A clause answers six questions; `clauses/instructions.ts` is a good first one to read.
 */
import type { TermValue } from './agreement-shape.ts'
import type { Json } from './canonical.ts'
import type { CaseId, Instant } from './ids.ts'
import type { Refusal } from './refusal.ts'
import type { Standing } from './standing.ts'
import type { Side, TimeRules } from './time.ts'

/**
 * Something that happened, as stored: a type, the version of its shape, when, and its fields. Events and commands hold ids, codes,
 * counts, instants and refs to vault records, never free text or a person's data.
 */
export type ClauseEvent = { readonly type: string; readonly version: number; readonly at: Instant } & { readonly [name: string]: Json }

/** An order. The clock gives three of its own: `begin`, `end` and `remind`, each naming a deadline of the case. */
export type ClauseCommand = { readonly type: string } & { readonly [name: string]: Json }

/** Sent to a case when work under one of its deadlines must begin (ours), when the period is over, or a while before that. */
export type ClockCommand =
  | { readonly type: 'begin' | 'end'; readonly deadline: string }
  | { readonly type: 'remind'; readonly deadline: string; readonly before: string }

/** Who acts. A program acts under a ground, a person or key for the side that it belongs to. */
export type Actor = {
  readonly side: 'controller' | 'processor' | 'program'
  /** The account, key or job that acts; an id, never a name or an address. */
  readonly id: string
}

/** The terms that a module reads, merged from every clause of the agreement in force that names the module. */
export type Terms = {
  readonly values: Readonly<Record<string, TermValue>>
  /** The clause of the agreement on which each term stands; and the first clause that names the module, under ''. */
  readonly clauseOf: Readonly<Record<string, string>>
  readonly rules: TimeRules
}

/** Something that falls due in a case (TIME 8). */
export type Deadline = {
  /** Unique within the case and stable: `inform`, `expire`. */
  readonly name: string
  /** The name of the agreement's term, or null where the period is the program's own target (shown as ours). */
  readonly termName: string | null
  /** The period itself, in the notation of TIME. */
  readonly term: string
  readonly from: Instant
  readonly side: Side
  /** How long before the end the work starts: `last local day`, a period, or null (at once). Only for `ours`. */
  readonly lead: string | null
  /** What an amendment does to it while it is open (TIME 9). */
  readonly onAmendment: 'pinned' | 'follows'
  /** How long before the end somebody is told: `7 days`. */
  readonly reminders: readonly string[]
}

/** What one field of a command looks like: enough for a route, a line of OpenAPI and a default form. */
export type Field = {
  readonly kind: 'sealed text' | 'choice' | 'local date' | 'count' | 'id' | 'hash' | 'flag' | 'ids' | 'counts' | 'list'
  readonly label: string
  readonly choices?: readonly string[]
  readonly optional?: true
}

export type CommandShape = {
  readonly label: string
  /** Who may give the order. A program's orders come from the clock, a job or a reaction, never from a route. */
  readonly by: readonly Actor['side'][]
  readonly fields: Readonly<Record<string, Field>>
  /** Changes what the gate reads: takes the tenant's lock alone, so nothing runs meanwhile. */
  readonly exclusive?: true
  /** A use case of its own prepares it (it seals evidence, or moves records); the generic route does not offer it. */
  readonly prepared?: true
}

export type Context = {
  readonly now: Instant
  readonly actor: Actor
  readonly terms: Terms
  readonly standing: Standing
  /** The case that the command is for. */
  readonly case: CaseId
}

/** What a clause does when another clause's event happens: an order to a case in the same transaction, or a task for later. */
export type Reaction = { readonly to: string; readonly case: CaseId; readonly command: ClauseCommand } | { readonly later: Task }

/** A row of the outbox. Mail leaves from it, jobs run from it; both may be tried again. */
export type Task = {
  readonly kind: 'mail' | 'job'
  /** The mail's template or the job's name. */
  readonly name: string
  readonly clause: string
  readonly case: CaseId
  readonly facts: { readonly [name: string]: Json }
}

/** An event with the clause and case that it belongs to, as reactions and the standing see it. */
export type Happened = { readonly clause: string; readonly case: CaseId; readonly event: ClauseEvent }

/** The six questions. */
export interface Clause<State, Event extends ClauseEvent, Command extends ClauseCommand> {
  readonly name: string
  /** Where a tenant has one case and no more, its id: a second end of contract cannot be begun beside the first. */
  readonly onlyCase?: string
  /** Which terms of the agreement it reads, each with a sentence on what the figure does. */
  readonly terms: Readonly<Record<string, string>>
  readonly commands: Readonly<Record<Exclude<Command['type'], ClockCommand['type']>, CommandShape>>
  readonly events: Readonly<Record<Event['type'], string>>
  readonly initial: State
  /** What may happen: events, or a refusal. No events means that there is nothing to do. */
  decide(command: Command | ClockCommand, state: State, context: Context): readonly Event[] | Refusal
  /** What then holds. */
  evolve(state: State, event: Event): State
  /** What falls due in that state. */
  due(state: State, terms: Terms): readonly Deadline[]
  /** What it does when this or another clause's event happened. */
  reacts(happened: Happened, standing: Standing): readonly Reaction[]
  /** Which types of event `reacts` answers and whom it orders; the check draws the graph from it and refuses cycles. */
  readonly reactsTo: readonly { readonly event: string; readonly orders: string }[]
}

/** One case, folded: the state is closed over, so that a list of all clauses needs no common state type. */
export interface OpenCase {
  decide(command: ClauseCommand, context: Context): readonly ClauseEvent[] | Refusal
  apply(event: ClauseEvent): OpenCase
  due(terms: Terms): readonly Deadline[]
}

/** A clause as the house sees it. */
export type HouseClause = {
  readonly name: string
  readonly onlyCase: string | null
  readonly terms: Readonly<Record<string, string>>
  readonly commands: Readonly<Record<string, CommandShape>>
  readonly events: Readonly<Record<string, string>>
  readonly reactsTo: Clause<unknown, ClauseEvent, ClauseCommand>['reactsTo']
  fold(events: readonly ClauseEvent[]): OpenCase
  reacts(happened: Happened, standing: Standing): readonly Reaction[]
}

/** Makes a clause fit for the list of all clauses. Events of an unknown type and malformed commands are bugs here: the door checks them. */
export const houseClause = <State, Event extends ClauseEvent, Command extends ClauseCommand>(
  clause: Clause<State, Event, Command>,
): HouseClause => {
  const isEvent = (event: ClauseEvent): event is Event => Object.hasOwn(clause.events, event.type)
  const isCommand = (command: ClauseCommand): command is Command | ClockCommand =>
    command.type === 'begin' || command.type === 'end' || command.type === 'remind' || Object.hasOwn(clause.commands, command.type)
  const step = (state: State, event: ClauseEvent): State => {
    if (!isEvent(event)) throw new Error(`the clause "${clause.name}" knows no event "${event.type}"`)
    return clause.evolve(state, event)
  }
  const open = (state: State): OpenCase => ({
    decide: (command, context) => {
      if (!isCommand(command)) throw new Error(`the clause "${clause.name}" knows no command "${command.type}"`)
      return clause.decide(command, state, context)
    },
    apply: (event) => open(step(state, event)),
    due: (terms) => clause.due(state, terms),
  })
  return {
    name: clause.name,
    onlyCase: clause.onlyCase ?? null,
    terms: clause.terms,
    commands: clause.commands,
    events: clause.events,
    reactsTo: clause.reactsTo,
    fold: (events) => open(events.reduce(step, clause.initial)),
    reacts: (happened, standing) => clause.reacts(happened, standing),
  }
}

/** Words by which an agreement says that it gives no figure. */
const silent = new Set(['none', 'not stated'])

/** The text of a term, or null where the agreement is silent or gives a list. */
export const termText = (terms: Terms, name: string): string | null => {
  const value = terms.values[name]
  return typeof value === 'string' && !silent.has(value) ? value : null
}
