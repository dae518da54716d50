/** Any order to any clause, from its own description: the door has judged its fields; texts are sealed here, and the loop runs it. */
import type { Actor, ClauseCommand, CommandShape, HouseClause } from '../domain/clause.ts'
import type { Json } from '../domain/canonical.ts'
import { caseId, namesNobody } from '../domain/ids.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import type { PostgresTransaction } from '../store/postgres.ts'
import { putVault } from '../store/postgres/vault-rows.ts'
import { clauseOf, textKind } from './cases.ts'
import { ask } from './ask.ts'
import type { RealHouse, Request } from './house.ts'
import { lockOf, runIn } from './run.ts'

export type ClauseOrder = {
  readonly clause: string
  readonly case: string
  readonly command: string
  /** As the descriptors of the command want them. */
  readonly fields: Readonly<Record<string, unknown>>
}
export type Ordered = {
  readonly happened: readonly { readonly clause: string; readonly case: string; readonly type: string }[]
  readonly entry: string
}

/** Orders that people may give through the generic route: not those of programs, nor those with a use case of their own. */
export const offeredTo = (clause: HouseClause, side: Actor['side']): readonly (readonly [string, CommandShape])[] =>
  Object.entries(clause.commands).filter(([, shape]) => shape.prepared !== true && shape.by.includes(side))

export const orderClause = async (house: RealHouse, request: Request, order: ClauseOrder): Promise<Ordered | Refusal> => {
  const clause = clauseOf(house, order.clause)
  const shape = clause && offeredTo(clause, request.actor.side).find(([name]) => name === order.command)?.[1]
  if (!shape) return ask(house, request, async () => ({ refused: 'not_found', id: `${order.clause}/${order.command}` }))
  if (clause.onlyCase !== null && clause.onlyCase !== order.case) {
    const refusal = { refused: 'case_unknown', case: order.case, expected: clause.onlyCase }
    return ask(house, request, async () => refusal)
  }
  if (!(await isNameable(house, request, clause, order.case)))
    return ask(house, request, async () => ({ refused: 'case_name_free', expected: 'a UUID' }))
  const sealed = sealedFields(house, shape, order)
  const command: ClauseCommand = {
    ...plainFields(shape, order.fields),
    ...Object.fromEntries(sealed.map(({ name, ref }) => [name, ref])),
    type: order.command,
  }
  const placed = { clause: order.clause, case: caseId(order.case), command }
  return house.store.act(request.tenant, lockOf(house, placed), async (transaction) => {
    const done = await runIn(house, transaction, request, [placed])
    if (isRefusal(done)) return done
    await sealTexts(house, transaction, order, sealed)
    return {
      entry: done.entry,
      happened: done.happened.map(({ clause: of, case: id, event }) => ({ clause: of, case: id, type: event.type })),
    }
  })
}

/** A case that somebody opens has a name that names nobody; one that is there already has its own. */
const isNameable = async (house: RealHouse, request: Request, clause: HouseClause, name: string): Promise<boolean> => {
  if (clause.onlyCase === name || namesNobody(name)) return true
  const key = { clause: clause.name, case: caseId(name) }
  const [events = []] = await house.store.act(request.tenant, 'shared', (transaction) => transaction.events([key]))
  return events.length > 0
}

type SealedField = { readonly name: string; readonly ref: string; readonly text: string }

const sealedFields = (house: RealHouse, shape: CommandShape, { fields }: ClauseOrder): readonly SealedField[] =>
  Object.entries(shape.fields).flatMap(([name, { kind }]) =>
    kind === 'sealed text' && typeof fields[name] === 'string' ? [{ name, ref: house.newId(), text: fields[name] }] : [],
  )

/** Words of the parties are proof of what was instructed, and outlive the contract with the other proofs. */
const sealTexts = async (
  house: RealHouse,
  transaction: PostgresTransaction,
  order: ClauseOrder,
  texts: readonly SealedField[],
): Promise<void> => {
  for (const { ref, text } of texts) {
    const record = { id: ref, class: 'evidence' as const, day: null, kind: textKind, owner: `${order.clause}/${order.case}` }
    await putVault(transaction, record, Buffer.from(text), house.now())
  }
}

const plainFields = (shape: CommandShape, given: Readonly<Record<string, unknown>>): Readonly<Record<string, Json>> =>
  Object.fromEntries(
    Object.entries(shape.fields).flatMap(([name, { kind }]) => {
      const value = given[name]
      return kind === 'sealed text' ? [] : [[name, isJson(value) ? value : null]]
    }),
  )

const isJson = (value: unknown): value is Json =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value) || (typeof value === 'object' && value !== null)
