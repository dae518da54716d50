/** The worker of a serving process: rounds of what is due, and the sealer. One of each at a time; stopping waits for both. */
import type { RealHouse } from '../app/house.ts'
import { listTenants } from '../app/tenants.ts'
import type { TenantId } from '../domain/ids.ts'
import type { Refusal } from '../domain/refusal.ts'
import type { PostgresTransaction } from '../store/postgres.ts'
import { releaseTasks } from '../store/postgres/outbox.ts'
import type { Performers } from './outbox.ts'
import { runRound } from './round.ts'
import { sealAll } from './sealer.ts'

export type WorkerFacts = {
  readonly house: RealHouse
  readonly performers: Performers<PostgresTransaction>
  /** Null: go on; a refusal holds the round. */
  readonly hold: () => Promise<Refusal | null>
  /** Once a day: audits, old period keys, heads to the customers. */
  readonly daily: () => Promise<void>
  readonly trouble: (what: string, error: unknown) => void
}

export type Worker = {
  /** Why rounds are held, if they are. */
  held(): Refusal | null
  stop(): Promise<void>
}

const roundEvery = 1_000
const sealEvery = 5_000
const day = 86_400_000

export const startWorker = async (facts: WorkerFacts): Promise<Worker> => {
  const { house } = facts
  let held: Refusal | null = null
  let lastDaily = 0
  // Entries of an earlier run may still wait: everyone is looked at once.
  const waiting = new Set<TenantId>((await listTenants(house.store.database)).map((tenant) => tenant.id))
  // A killed run held leases that would keep its tasks waiting; on a simulated clock, for ever.
  for (const tenant of waiting) await house.store.act(tenant, 'shared', ({ sql }) => releaseTasks(sql, tenant, house.now()))
  house.store.onEntered((tenant) => waiting.add(tenant))

  const round = loop(roundEvery, facts.trouble, 'round', async () => {
    held = await facts.hold()
    if (held !== null) return
    await runRound(house, facts.performers)
    if (house.now() - lastDaily < day) return
    lastDaily = house.now()
    await facts.daily()
  })
  const sealer = loop(sealEvery, facts.trouble, 'sealer', async () => {
    const tenants = [...waiting]
    waiting.clear()
    try {
      await sealAll(house, tenants)
    } catch (error) {
      for (const tenant of tenants) waiting.add(tenant)
      throw error
    }
  })
  return {
    held: () => held,
    stop: async () => {
      await Promise.all([round.stop(), sealer.stop()])
      await sealAll(house, waiting)
    },
  }
}

const loop = (every: number, trouble: WorkerFacts['trouble'], what: string, turn: () => Promise<void>) => {
  let stopped = false
  let timer: NodeJS.Timeout | null = null
  const once = async (): Promise<void> => {
    try {
      await turn()
    } catch (error) {
      trouble(what, error)
    }
    if (!stopped) timer = setTimeout(next, every)
  }
  let running = once()
  const next = (): void => {
    running = once()
  }
  return {
    stop: async () => {
      stopped = true
      if (timer !== null) clearTimeout(timer)
      await running
    },
  }
}
