/** Deciding within a transaction: cases are loaded in bulk, folded, asked; reactions follow in waves. Nothing is written here. */
import type { Actor, ClauseCommand, Happened, OpenCase, Terms } from '../domain/clause.ts'
import { deadlineChanges } from '../domain/deadline.ts'
import type { CaseId } from '../domain/ids.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { foldStanding, governingHash, type Standing } from '../domain/standing.ts'
import { noTerms, termsOf } from '../domain/terms.ts'
import type { CaseChange, CaseKey, QueuedTask, Row, Transaction } from '../store/store.ts'
import type { House } from './house.ts'

export type Order = { readonly clause: string; readonly case: CaseId; readonly command: ClauseCommand }

/** A case as this transaction has it: as stored, and as it is after what was decided so far. */
type Working = { readonly key: CaseKey; readonly stored: OpenCase; readonly now: OpenCase; readonly length: number }

/** What has been decided so far in a transaction. A refused act leaves it as it was. */
export type Sofar = {
  readonly standing: Standing
  readonly cases: ReadonlyMap<string, Working>
  readonly rows: readonly Row[]
  readonly tasks: readonly QueuedTask[]
}

export type Decided = { readonly sofar: Sofar; readonly happened: readonly Happened[] }

/** Reactions to reactions: deeper than this is a bug that the reaction graph should have caught. */
const depthLimit = 5

export const startOf = (transaction: Transaction): Sofar => ({ standing: transaction.standing, cases: new Map(), rows: [], tasks: [] })

/** Loads the cases of these orders in one query. */
export const load = async (house: House, transaction: Transaction, sofar: Sofar, orders: readonly Order[]): Promise<Sofar | Refusal> => {
  const fresh = new Map(
    orders.map((order) => [keyOf(order), { clause: order.clause, case: order.case }] as const).filter(([key]) => !sofar.cases.has(key)),
  )
  if (fresh.size === 0) return sofar
  const stored = await transaction.events([...fresh.values()])
  const cases = new Map(sofar.cases)
  for (const [index, [key, id]] of [...fresh].entries()) {
    const clause = house.clauses.find((each) => each.name === id.clause)
    if (!clause) return { refused: 'module_not_running', module: id.clause }
    if (clause.onlyCase !== null && clause.onlyCase !== id.case)
      return { refused: 'case_unknown', case: id.case, expected: clause.onlyCase }
    const events = stored[index] ?? []
    const folded = clause.fold(events)
    cases.set(key, { key: id, stored: folded, now: folded, length: events.length })
  }
  return { ...sofar, cases }
}

/** Decides one act of one or more orders with everything that reacts to it: all of it, or a refusal and none of it. */
export const decideAct = async (
  house: House,
  transaction: Transaction,
  before: Sofar,
  actor: Actor,
  orders: readonly Order[],
): Promise<Decided | Refusal> => {
  const now = house.now()
  const happened: Happened[] = []
  const rows = [...before.rows]
  const tasks = [...before.tasks]
  let { standing } = before
  let cases = before.cases
  let wave = orders
  for (let depth = 0; wave.length > 0; depth += 1) {
    if (depth > depthLimit) throw new Error(`reactions are more than ${depthLimit} deep`)
    const loaded = await load(house, transaction, { standing, cases, rows, tasks }, wave)
    if (isRefusal(loaded)) return loaded
    const working = new Map(loaded.cases)
    const next: Order[] = []
    for (const order of wave) {
      const key = keyOf(order)
      const each = working.get(key)
      if (!each) throw new Error('a case was not loaded')
      const terms = await termsFor(house, transaction, standing, order.clause)
      const by: Actor = depth === 0 ? actor : { side: 'program', id: 'reaction' }
      const events = each.now.decide(order.command, { now, actor: by, terms, standing, case: order.case })
      if (isRefusal(events)) return events
      let { now: state, length } = each
      for (const event of events) {
        state = state.apply(event)
        rows.push({ ...each.key, seq: length, event })
        length += 1
        const fact = { ...each.key, event }
        happened.push(fact)
        standing = foldStanding(standing, fact)
        for (const reaction of house.clauses.flatMap((clause) => clause.reacts(fact, standing)))
          if ('later' in reaction) tasks.push({ ...reaction.later, id: house.newId(), dueAt: now })
          else if (house.running.has(reaction.to)) next.push({ clause: reaction.to, case: reaction.case, command: reaction.command })
      }
      working.set(key, { ...each, now: state, length })
    }
    cases = working
    wave = next
  }
  return { sofar: { standing, cases, rows, tasks }, happened }
}

/** What fell due, moved or closed between the stored cases and the decided ones. */
export const changesOf = async (house: House, transaction: Transaction, sofar: Sofar): Promise<readonly CaseChange[] | Refusal> => {
  const changes: CaseChange[] = []
  for (const { key, stored, now } of sofar.cases.values()) {
    if (stored === now) continue
    const before = await termsFor(house, transaction, transaction.standing, key.clause)
    const after = await termsFor(house, transaction, sofar.standing, key.clause)
    const found = deadlineChanges(stored.due(before), now.due(after), after)
    if (isRefusal(found)) return found
    for (const change of found) {
      const term = change.change === 'close' ? null : change.deadline.termName
      const clauseOfAgreement = (term === null ? undefined : after.clauseOf[term]) ?? after.clauseOf[''] ?? key.clause
      changes.push({ ...key, change, clauseOfAgreement, agreement: governingHash(sofar.standing), entry: null })
    }
  }
  return changes
}

/** The terms that govern the tenant now, as the module reads them; an offer is read by the offered text. */
export const termsFor = async (house: House, transaction: Transaction, standing: Standing, module: string): Promise<Terms> => {
  const hash = governingHash(standing)
  if (hash === null) return noTerms(house.rules)
  const agreement = await transaction.agreement(hash)
  if (!agreement) throw new Error(`the agreement ${hash} governs a tenant and is not stored`)
  return termsOf(agreement, module)
}

const keyOf = ({ clause, case: id }: { readonly clause: string; readonly case: string }): string => `${clause}/${id}`
