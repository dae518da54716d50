/** One round of everything that is due, over all tenants, until nothing is; and the simulated clock, which steps from one due instant to the next. */
import { instant, type Instant, type TenantId } from '../domain/ids.ts'
import { eachTenant } from '../app/each-tenant.ts'
import type { House } from '../app/house.ts'
import type { Transaction } from '../store/store.ts'
import { batchSize, fireDue } from './clock.ts'
import { performTasks, type Performers } from './outbox.ts'

const tenantsAtOnce = 200

/** Fires and performs until nothing is due at this instant. Answers how much was done. */
export const runRound = async <T extends Transaction>(
  house: House<T>,
  performers: Performers<T>,
): Promise<{ readonly fired: number; readonly performed: number }> => {
  let fired = 0
  let performed = 0
  for (;;) {
    const tenants = await house.store.tenantsDue(house.now(), tenantsAtOnce)
    let done = 0
    await eachTenant(tenants, async (tenant) => {
      const round = await runTenant(house, performers, tenant)
      fired += round.fired
      performed += round.performed
      done += round.fired + round.performed
    })
    if (done === 0) return { fired, performed }
  }
}

const runTenant = async <T extends Transaction>(house: House<T>, performers: Performers<T>, tenant: TenantId) => {
  let fired = 0
  for (let count = batchSize; count === batchSize; fired += count) count = await fireDue(house, tenant)
  const performed = await performTasks(house, performers, tenant)
  return { fired, performed }
}

/** A clock that only moves when it is told to. A deployment is real or simulated from its first start on. */
export type SimulatedClock = { now(): Instant; set(at: Instant): void }

export const simulatedClock = (start: Instant): SimulatedClock => {
  let at = start
  return {
    now: () => at,
    set: (next) => {
      if (next < at) throw new Error('a simulated clock does not go backwards')
      at = next
    },
  }
}

/**
 * Moves a simulated clock to an instant, stopping at every instant at which something is due, so that one jump of ninety days
 * does what ninety single days do. `onStep` sees each stop.
 */
export const advance = async <T extends Transaction>(
  house: House<T>,
  performers: Performers<T>,
  clock: SimulatedClock,
  until: Instant,
  onStep: (at: Instant, done: { readonly fired: number; readonly performed: number }) => void | Promise<void> = () => undefined,
): Promise<void> => {
  for (;;) {
    await onStep(clock.now(), await runRound(house, performers))
    const next = await house.store.nextDue()
    if (next === null || next > until) break
    clock.set(instant(Math.max(next, clock.now())))
  }
  clock.set(until)
  await onStep(until, await runRound(house, performers))
}
