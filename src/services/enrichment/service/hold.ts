/** Holding a contact back from erasure because a law demands it, and letting it go again. */
import type { RealHouse, Request } from '../../../app/house.ts'
import { onGround } from '../../../app/permit.ts'
import { enterAct } from '../../../app/run.ts'
import type { Refusal } from '../../../domain/refusal.ts'
import { localDate } from '../../../domain/time.ts'
import { eraseContacts, rewriteRows, rowsById, wasDue } from '../store/change.ts'
import type { ContactRow } from '../store/contact.ts'
import { refuse, retentionTerms } from './in-steps.ts'

export type Ids = { readonly ids: readonly string[] }

/** Takes contacts out of their day: sealed without an end until they are let go. Answers how many are held that were not. */
export const holdContacts = async (house: RealHouse, request: Request, { ids }: Ids): Promise<{ readonly held: number } | Refusal> =>
  onGround(house, named(request, ids), 'legal duty', 'Store', async (transaction, _permit, grounded) => {
    const rows = await rowsById(transaction, ids)
    if (rows.length < new Set(ids).size) return refuse(house, transaction, grounded, missing(ids, rows))
    const fresh = rows.filter((row) => !row.held)
    const held = await rewriteRows(transaction, fresh, { day: null, held: true, originalDay: wasDue })
    await enterAct(house, transaction, grounded, { counts: { held } })
    return { held }
  })

/** Back to the day that they were held from. Where that day is over they are erased at once: nothing but the hold kept them. */
export const unholdContacts = async (
  house: RealHouse,
  request: Request,
  { ids }: Ids,
): Promise<{ readonly released: number; readonly erased: number } | Refusal> =>
  onGround(house, named(request, ids), 'legal duty', 'Store', async (transaction, _permit, grounded) => {
    const rows = await rowsById(transaction, ids)
    if (rows.length < new Set(ids).size) return refuse(house, transaction, grounded, missing(ids, rows))
    const { rules } = await retentionTerms(house, transaction)
    const today = localDate(house.now(), rules.zone)
    const held = rows.filter((row) => row.held)
    const isOver = ({ original_day: day }: ContactRow): boolean => day !== null && day <= today
    const { contacts: erased } = await eraseContacts(
      transaction,
      held.filter(isOver).map(({ id }) => id),
    )
    let released = 0
    for (const [day, group] of Map.groupBy(
      held.filter((row) => !isOver(row)),
      (row) => row.original_day,
    ))
      released += await rewriteRows(transaction, group, { day, held: false, originalDay: () => null })
    await enterAct(house, transaction, grounded, { counts: { released, erased } })
    return { released, erased }
  })

const named = (request: Request, ids: readonly string[]): Request => ({ ...request, names: [...request.names, ...ids] })

const missing = (ids: readonly string[], rows: readonly ContactRow[]): Refusal => {
  const found = new Set(rows.map(({ id }) => id))
  return { refused: 'not_found', id: ids.find((id) => !found.has(id)) ?? '' }
}
