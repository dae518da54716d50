/**
 * The end of a day: held contacts were moved out when they were held, so a partition in which everybody is due is dropped whole, and the
 * key of the day dies with it. Where another tenant's day is not over yet, rows are deleted, and the last tenant's turn drops the rest.
 */
import type { RealHouse } from '../../app/house.ts'
import type { TenantId } from '../../domain/ids.ts'
import { isRefusal } from '../../domain/refusal.ts'
import { expireVault } from '../../store/postgres/vault-rows.ts'
import { countOfDay, eraseDay, heldOfDay } from './store/change.ts'
import { dayInUse, dropDay } from './store/days.ts'
import { endImportsOfDay } from './store/imports.ts'

export type Expired = { readonly erased: number; readonly held: number }

/** Can run again after a crash at any point: what is gone counts zero, what is left goes. The caller leaves the trail entries. */
export const expireDay = async (house: RealHouse, day: string, tenants: readonly TenantId[]): Promise<ReadonlyMap<TenantId, Expired>> => {
  const { store } = house
  const { worker } = store.database
  const expired = new Map<TenantId, Expired>()
  for (const tenant of tenants)
    expired.set(
      tenant,
      await store.act(tenant, 'shared', async (transaction) => {
        await expireVault(transaction, 'submitted', day)
        await endImportsOfDay(transaction, day)
        return { erased: await countOfDay(transaction, day), held: await heldOfDay(transaction, day) }
      }),
    )
  if (!(await dropDay(worker, day, tenants)))
    for (const tenant of tenants) await store.act(tenant, 'shared', (transaction) => eraseDay(transaction, day))
  if (!(await dayInUse(worker, day))) {
    const destroyed = store.ring.destroyPeriod('submitted', day, 'retention: the day of erasure has come')
    if (isRefusal(destroyed)) throw new Error(`the key of a day that is over was not destroyed: ${destroyed.refused}`)
  }
  return expired
}
