/**
 * Erasing everything while the contract goes on: all records of all wings, a batch at a time, each batch an erasure with its own sweep, audit and
 * certificate. Killed in between, what is left is erased by asking again. (The end of a contract is another thing: it ends the keys too.)
 */
import type { Refusal } from '../domain/refusal.ts'
import { isRefusal } from '../domain/refusal.ts'
import { eraseRecords, type Erasers } from './erase.ts'
import type { Request } from './house.ts'
import { onGround } from './permit.ts'
import { enterAct } from './run.ts'

/** A certificate names every record that it is about; this many can still be read. */
const batchSize = 1_000

export type ErasedEverything = { readonly erasures: readonly string[]; readonly records: number }

export const eraseEverything = async (erasers: Erasers, request: Request): Promise<ErasedEverything | Refusal> => {
  const erasures: string[] = []
  let records = 0
  for (;;) {
    const ids = await nextIds(erasers, request)
    if (isRefusal(ids)) return ids
    if (ids.length === 0) return { erasures, records }
    const erased = await eraseRecords(erasers, { ...request, act: 'records.erase' }, ids)
    if (isRefusal(erased)) return erased
    erasures.push(erased.erasure)
    records += ids.length
  }
}

/** Looking for what is left is an act of its own; the last look finds nothing and says so on the trail. */
const nextIds = async ({ house, wings }: Erasers, request: Request): Promise<readonly string[] | Refusal> =>
  onGround(house, request, 'erasure', 'erase', async (transaction, permit, grounded) => {
    const ids: string[] = []
    for (const wing of wings)
      if (ids.length < batchSize) ids.push(...(await wing.export(transaction, permit, null, batchSize - ids.length)).map(({ id }) => id))
    await enterAct(house, transaction, grounded, { counts: { records: ids.length } })
    return ids
  })
