/**
 * The loop, in one direction: standing, case, fold, decide, append. One transaction holds events, deadlines, outbox and trail
 * entry; a refusal leaves its entry too. A thousand acts run the same way as one, in as many statements.
 */
import { canonicalJson } from '../domain/canonical.ts'
import type { Happened } from '../domain/clause.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import type { CaseChange, Entry, Lock, Row, Transaction } from '../store/store.ts'
import { changesOf, decideAct, load, startOf, type Order, type Sofar } from './decide.ts'
import type { House, Request } from './house.ts'

/** `detail`: what the entry commits to instead of the events: the statement of a certificate or an acceptance. */
export type Act = { readonly request: Request; readonly orders: readonly Order[]; readonly detail?: string }
export type Outcome = { readonly happened: readonly Happened[]; readonly entry: string }

/** Runs one order in a transaction of its own. */
export const run = async <T extends Transaction>(house: House<T>, request: Request, order: Order): Promise<Outcome | Refusal> =>
  house.store.act(request.tenant, lockOf(house, order), (transaction) => runIn(house, transaction, request, [order]))

/** Runs orders that belong together within a transaction that a use case has opened. */
export const runIn = async (
  house: House,
  transaction: Transaction,
  request: Request,
  orders: readonly Order[],
  detail?: string,
): Promise<Outcome | Refusal> => {
  const [outcome] = await runEach(house, transaction, [detail === undefined ? { request, orders } : { request, orders, detail }])
  if (!outcome) throw new Error('an act has no outcome')
  return outcome
}

/** Runs many acts in one transaction. Each is decided on its own: one that is refused does not stop the next. */
export const runEach = async (house: House, transaction: Transaction, acts: readonly Act[]): Promise<readonly (Outcome | Refusal)[]> => {
  const loaded = await load(
    house,
    transaction,
    startOf(transaction),
    acts.flatMap((act) => act.orders),
  )
  let sofar: Sofar = isRefusal(loaded) ? startOf(transaction) : loaded
  const outcomes: (Outcome | Refusal)[] = []
  const entries: Entry[] = []
  for (const { request, orders, detail = null } of acts) {
    const entry = entryOf(house, request, orders[0] ?? null)
    const decided = isRefusal(loaded) ? loaded : await decideAct(house, transaction, sofar, request.actor, orders)
    if (isRefusal(decided)) {
      entries.push({ ...entry, outcome: 'refused', refused: decided.refused })
      outcomes.push(decided)
      continue
    }
    const rows = decided.sofar.rows.slice(sofar.rows.length)
    sofar = decided.sofar
    // The leaf commits to what happened without carrying it.
    entries.push({
      ...entry,
      counts: { events: rows.length },
      detail: detail ?? (rows.length === 0 ? null : canonicalJson(rows.map(rowDetail))),
    })
    outcomes.push({ happened: decided.happened, entry: entry.id })
  }
  const changes = await changesOf(house, transaction, sofar)
  if (isRefusal(changes)) {
    // A period that cannot be counted (a year outside the calendar) refuses the acts that would have opened it.
    if (acts.length === 1) return refuseAll(house, transaction, acts, changes)
    throw new Error(`a deadline of a batch cannot be counted: ${changes.refused}`)
  }
  const proved = withEntries(entries, changes)
  // A statement is committed to word for word; where there is none, the entry commits to its deadlines as well.
  const committed = acts.some((act) => act.detail !== undefined) ? entries : withDeadlines(entries, proved)
  await write(house, transaction, sofar, proved, committed)
  return outcomes
}

/** An act that is no clause's (a read, an export, a sign-in) leaves its entry here. */
export const enterAct = async (
  house: House,
  transaction: Transaction,
  request: Request,
  facts: { readonly counts?: Readonly<Record<string, number>>; readonly detail?: string; readonly refused?: string },
): Promise<string> => {
  const entry = entryOf(house, request, null)
  const { counts = {}, detail = null, refused = null } = facts
  await enter(house, transaction, [{ ...entry, counts, detail, outcome: refused === null ? 'done' : 'refused', refused }])
  return entry.id
}

/** Orders that change what the gate reads, and the clock's, wait until they are alone. */
export const lockOf = (house: House, { clause, command }: Order): Lock =>
  house.clauses.find((each) => each.name === clause)?.commands[command.type]?.exclusive ? 'alone' : 'shared'

const refuseAll = async (house: House, transaction: Transaction, acts: readonly Act[], refusal: Refusal): Promise<readonly Refusal[]> => {
  const entries = acts.map(({ request, orders }) => ({
    ...entryOf(house, request, orders[0] ?? null),
    outcome: 'refused' as const,
    refused: refusal.refused,
  }))
  await enter(house, transaction, entries)
  return acts.map(() => refusal)
}

const write = async (
  house: House,
  transaction: Transaction,
  sofar: Sofar,
  changes: readonly CaseChange[],
  entries: readonly Entry[],
): Promise<void> => {
  // Sent in this order without waiting for each other: one connection answers them in turn, and a failure of one fails the transaction.
  await Promise.all([
    sofar.standing === transaction.standing ? null : transaction.saveStanding(sofar.standing),
    sofar.rows.length === 0 ? null : transaction.append(sofar.rows),
    changes.length === 0 ? null : transaction.changeDeadlines(changes, house.now()),
    sofar.tasks.length === 0 ? null : transaction.queue(sofar.tasks),
    enter(house, transaction, entries),
  ])
}

const enter = async (house: House, transaction: Transaction, entries: readonly Entry[]): Promise<void> => {
  if (house.running.has('activity-log')) await transaction.enter(entries)
}

const entryOf = (house: House, request: Request, order: Order | null): Entry => ({
  id: house.newId(),
  at: house.now(),
  act: request.act,
  ground: request.ground,
  clause: order?.clause ?? null,
  case: order?.case ?? null,
  names: request.names,
  outcome: 'done',
  refused: null,
  counts: {},
  detail: null,
  actor: `${request.actor.side}:${request.actor.id}`,
  ip: request.ip,
})

const rowDetail = ({ clause, case: id, seq, event }: Row) => ({ clause, case: id, seq, event })

/** Every opening, move and closing of a deadline belongs to an entry of its transaction: that of its own case, or the first. */
const withEntries = (entries: readonly Entry[], changes: readonly CaseChange[]): readonly CaseChange[] => {
  const done = entries.filter((each) => each.outcome === 'done')
  const homes = new Map(done.map((each) => [`${each.clause}/${each.case}`, each.id] as const))
  return changes.map((change) => ({ ...change, entry: homes.get(`${change.clause}/${change.case}`) ?? done[0]?.id ?? null }))
}

const withDeadlines = (entries: readonly Entry[], changes: readonly CaseChange[]): readonly Entry[] => {
  const byEntry = Map.groupBy(changes, (each) => each.entry)
  return entries.map((entry) => {
    const own = byEntry.get(entry.id)
    if (!own) return entry
    const detail = `${entry.detail ?? ''}\n${canonicalJson(own.map(changeDetail))}`
    return { ...entry, detail, counts: { ...entry.counts, deadlines: own.length } }
  })
}

const changeDetail = ({ clause, case: id, change }: CaseChange) =>
  change.change === 'close'
    ? { clause, case: id, change: change.change, name: change.name }
    : {
        clause,
        case: id,
        change: change.change,
        name: change.deadline.name,
        term: change.deadline.term,
        from: change.deadline.from,
        ends: change.deadline.ends,
      }
