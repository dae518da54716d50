/**
 * The end of a day: held contacts were moved out when they were held, so a partition in which everybody is due is dropped whole, and the
 * key of the day dies with it. Where another tenant's day is not over yet, rows are deleted, and the last tenant's turn drops the rest.
 */
import type { RealHouse } from '../../app/house.ts'
import { eachTenant } from '../../app/each-tenant.ts'
import type { TenantId } from '../../domain/ids.ts'
import { isRefusal } from '../../domain/refusal.ts'
import { expireVault } from '../../store/postgres/vault-rows.ts'
import { eraseDay, heldOfDay } from './store/change.ts'
import { dayInUse, dropDay } from './store/days.ts'
import { endImportsOfDay } from './store/imports.ts'

export type Expired = { readonly held: number }

/** Can run again after a crash at any point: what is left goes. The caller leaves the trail entries. */
export const expireDay = async (house: RealHouse, day: string, tenants: readonly TenantId[]): Promise<ReadonlyMap<TenantId, Expired>> => {
  const { store } = house
  const { worker } = store.database
  const expired = new Map<TenantId, Expired>()
  await eachTenant(tenants, async (tenant) => {
    const held = await store.act(tenant, 'shared', async (transaction) => {
      await expireVault(transaction, 'submitted', day)
      await endImportsOfDay(transaction, day)
      return heldOfDay(transaction, day)
    })
    expired.set(tenant, { held })
  })
  if (!(await dropDay(worker, day, tenants)))
    await eachTenant(tenants, async (tenant) => {
      await store.act(tenant, 'shared', (transaction) => eraseDay(transaction, day))
    })
  if (!(await dayInUse(worker, day))) {
    const destroyed = store.ring.destroyPeriod('submitted', day, 'retention: the day of erasure has come')
    if (isRefusal(destroyed)) throw new Error(`the key of a day that is over was not destroyed: ${destroyed.refused}`)
  }
  return expired
}
