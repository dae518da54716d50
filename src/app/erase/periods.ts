/** Keys of days: one ends when nothing of any tenant is left under it, and in any case when its day is over everywhere on Earth. */
import { isRefusal, type Refusal } from '../../domain/refusal.ts'
import { keyClassNames, type KeyClass } from '../../vault/classes.ts'
import type { RealHouse } from '../house.ts'
import { listTenants } from '../tenants.ts'
import type { Wing } from '../wing.ts'
import { overEverywhere } from './statement.ts'

/** Beyond this many tenants asking each costs more than waiting a few hours for `destroyOldPeriods`. */
const mostAsked = 1_000

/** Is anything of any tenant left under the key of this day? */
export const periodInUse = async (house: RealHouse, wings: readonly Wing[], keyClass: KeyClass, day: string): Promise<boolean> => {
  const tenants = await listTenants(house.store.database)
  if (tenants.length > mostAsked) return true
  for (const { id } of tenants) {
    const used = await house.store.act(id, 'shared', async (transaction) => {
      const [row] = await transaction.sql<{ used: boolean }[]>`
        select exists (select from vault where tenant_id = ${id} and class = ${keyClass} and day = ${day}::text::date)
          or ${keyClass} = 'accessLogs' and exists (select from trail_entry where tenant_id = ${id} and private is not null and private_day = ${day}::text::date) as used`
      if (row?.used !== false) return true
      if (keyClass !== 'submitted') return false
      const forecasts = await Promise.all(wings.map((wing) => wing.forecast(transaction, day)))
      return forecasts.flat().some((each) => each.day === day)
    })
    if (used) return true
  }
  return false
}

/**
 * Destroys every key whose local day is over in the last zone on Earth. What was not deleted by then, in any copy, cannot be read from then
 * on. To be called with every round of the clock; answers the ids that ended now.
 */
export const destroyOldPeriods = (house: RealHouse): readonly string[] | Refusal => {
  const { ring } = house.store
  const over = ring
    .list()
    .flatMap(({ purpose, state }) =>
      purpose.of === 'period' && state !== 'destroyed' && overEverywhere(purpose.day) <= house.now() ? [purpose] : [],
    )
  const ended: string[] = []
  for (const keyClass of keyClassNames)
    for (const day of new Set(over.filter((each) => each.class === keyClass).map((each) => each.day))) {
      const destroyed = ring.destroyPeriod(keyClass, day, 'its day is over everywhere on Earth')
      if (isRefusal(destroyed)) return destroyed
      ended.push(...destroyed)
    }
  return ended
}
