/** Any order to any clause, from its own description: fields are judged by their descriptors, texts are sealed, and the loop runs it. */
import type { Actor, ClauseCommand, CommandShape, Field, HouseClause } from '../domain/clause.ts'
import type { Json } from '../domain/canonical.ts'
import { caseId } from '../domain/ids.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { isDate } from '../domain/time.ts'
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
  readonly fields: Readonly<Record<string, unknown>>
}
export type Ordered = { readonly happened: readonly { readonly clause: string; readonly case: string; readonly type: string }[]; readonly entry: string }

/** Orders that people may give through the generic route: not those of programs, nor those with a use case of their own. */
export const offeredTo = (clause: HouseClause, side: Actor['side']): readonly (readonly [string, CommandShape])[] =>
  Object.entries(clause.commands).filter(([, shape]) => shape.prepared !== true && shape.by.includes(side))

export const orderClause = async (house: RealHouse, request: Request, order: ClauseOrder): Promise<Ordered | Refusal> => {
  const clause = clauseOf(house, order.clause)
  const shape = clause && offeredTo(clause, request.actor.side).find(([name]) => name === order.command)?.[1]
  if (!shape) return ask(house, request, async () => ({ refused: 'not_found', id: `${order.clause}/${order.command}` }))
  const wrong = wrongField(shape, order.fields)
  if (wrong !== null) return ask(house, request, async () => wrong)
  const sealed = sealedFields(house, shape, order)
  const command: ClauseCommand = { ...plainFields(shape, order.fields), ...Object.fromEntries(sealed.map(({ name, ref }) => [name, ref])), type: order.command }
  const placed = { clause: order.clause, case: caseId(order.case), command }
  return house.store.act(request.tenant, lockOf(house, placed), async (transaction) => {
    const done = await runIn(house, transaction, request, [placed])
    if (isRefusal(done)) return done
    await sealTexts(house, transaction, order, sealed)
    return { entry: done.entry, happened: done.happened.map(({ clause: of, case: id, event }) => ({ clause: of, case: id, type: event.type })) }
  })
}

type SealedField = { readonly name: string; readonly ref: string; readonly text: string }

const sealedFields = (house: RealHouse, shape: CommandShape, { fields }: ClauseOrder): readonly SealedField[] =>
  Object.entries(shape.fields).flatMap(([name, { kind }]) =>
    kind === 'sealed text' && typeof fields[name] === 'string' ? [{ name, ref: house.newId(), text: fields[name] }] : [],
  )

/** Words of the parties are proof of what was instructed, and outlive the contract with the other proofs. */
const sealTexts = async (house: RealHouse, transaction: PostgresTransaction, order: ClauseOrder, texts: readonly SealedField[]): Promise<void> => {
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

/** The first field that is missing, unknown, or not of its kind. The value itself is not repeated: it may name a person. */
const wrongField = (shape: CommandShape, given: Readonly<Record<string, unknown>>): Refusal | null => {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(shape.fields, name))
  if (unknown !== undefined) return { refused: 'field_unknown', known: Object.keys(shape.fields) }
  for (const [name, field] of Object.entries(shape.fields)) {
    const value = given[name]
    if (value === undefined && field.optional === true) continue
    if (!fits(field, value)) return { refused: 'field_wrong', field: name, label: field.label, expected: expectation(field) }
  }
  return null
}

const longestText = 20_000

const fits = (field: Field, value: unknown): boolean => {
  switch (field.kind) {
    case 'sealed text':
      return typeof value === 'string' && value.trim() !== '' && value.length <= longestText
    case 'choice':
      return typeof value === 'string' && (field.choices ?? []).includes(value)
    case 'local date':
      return typeof value === 'string' && isDate(value)
    case 'count':
      return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
    case 'id':
      return typeof value === 'string' && /^[a-z0-9:._-]{1,80}$/.test(value)
    case 'hash':
      return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
    case 'flag':
      return typeof value === 'boolean'
    case 'ids':
    case 'list':
      return Array.isArray(value) && value.length <= 1_000 && value.every((each) => typeof each === 'string' && /^[A-Za-z0-9:._ -]{1,80}$/.test(each))
    case 'counts':
      return typeof value === 'object' && value !== null && Object.values(value).every((each) => Number.isSafeInteger(each) && each >= 0)
  }
}

/** What a field must be, in words. */
export const expectation = (field: Field): string => {
  switch (field.kind) {
    case 'sealed text':
      return `a text of 1 to ${longestText} characters`
    case 'choice':
      return `one of: ${(field.choices ?? []).join(', ')}`
    case 'local date':
      return 'a date as in 2026-06-24'
    case 'count':
      return 'a whole number from 0'
    case 'id':
      return 'an id: 1 to 80 of a-z 0-9 : . _ -'
    case 'hash':
      return '64 hexadecimal digits in lower case'
    case 'flag':
      return 'true or false'
    case 'ids':
    case 'list':
      return 'a list of ids'
    case 'counts':
      return 'whole numbers by name'
  }
}
