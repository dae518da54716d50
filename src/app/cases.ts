/** Cases of a clause as they stand on the record: what happened, when, in the words of the clause; sealed texts opened for its parties. */
import type { ClauseEvent, HouseClause } from '../domain/clause.ts'
import { caseId, isUuid, type CaseId, type Instant } from '../domain/ids.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import type { PostgresTransaction } from '../store/postgres.ts'
import { getVault } from '../store/postgres/vault-rows.ts'
import { ask } from './ask.ts'
import type { RealHouse, Request } from './house.ts'

export type ShownCase = {
  readonly case: string
  readonly events: number
  readonly last: string
  readonly openedAt: Instant
  readonly changedAt: Instant
}
export type ShownEvent = {
  readonly type: string
  /** What the clause says that it means. */
  readonly says: string
  readonly at: Instant
  readonly fields: Readonly<Record<string, unknown>>
  /** Texts that the event refers to, by field. */
  readonly texts: Readonly<Record<string, string>>
}

export const listCases = async (
  house: RealHouse,
  request: Request,
  clause: string,
  after: string | null,
  limit: number,
): Promise<readonly ShownCase[] | Refusal> =>
  ask(house, request, async ({ sql, tenant }) => {
    if (!clauseOf(house, clause)) return { refused: 'not_found', id: clause }
    return sql<ShownCase[]>`
      select case_id as case, count(*)::int as events, (array_agg(type order by seq desc))[1] as last, min(at) as "openedAt", max(at) as "changedAt"
      from event where tenant_id = ${tenant} and clause = ${clause} and case_id > ${after ?? ''} group by case_id order by case_id limit ${limit}`
  })

export const readCase = async (house: RealHouse, request: Request, clause: string, id: string): Promise<readonly ShownEvent[] | Refusal> =>
  ask(house, request, async (transaction) => {
    const known = clauseOf(house, clause)
    const [events = []] = known ? await transaction.events([{ clause, case: caseId(id) }]) : []
    if (!known || events.length === 0) return { refused: 'not_found', id }
    const shown: ShownEvent[] = []
    for (const event of events) shown.push(await show(transaction, known, caseId(id), event))
    return shown
  })

const show = async (transaction: PostgresTransaction, clause: HouseClause, id: CaseId, event: ClauseEvent): Promise<ShownEvent> => {
  const { type, at, version: _version, ...fields } = event
  const texts: Record<string, string> = {}
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value !== 'string' || !isUuid(value)) continue
    const found = await getVault(transaction, value)
    if (!isRefusal(found) && found.kind === textKind && found.owner === `${clause.name}/${id}`)
      texts[name] = Buffer.from(found.bytes).toString()
  }
  return { type, says: clause.events[type] ?? type, at, fields, texts }
}

/** The kind of the vault records in which the sealed texts of commands lie; their owner is `<clause>/<case>`. */
export const textKind = 'clause-text'

export const clauseOf = (house: RealHouse, name: string): HouseClause | null => house.clauses.find((each) => each.name === name) ?? null
