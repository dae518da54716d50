/** A whole house for a test: a database of its own, a key ring in a folder of its own, a simulated clock, all clauses but those left out. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newId } from '../../src/cli/new-id.ts'
import type { RealHouse } from '../../src/app/house.ts'
import { openTenant } from '../../src/app/tenants.ts'
import { privateDayOf } from '../../src/app/private-day.ts'
import { clauses, runningModules } from '../../src/domain/clauses/all.ts'
import type { TenantId } from '../../src/domain/ids.ts'
import { isRefusal } from '../../src/domain/refusal.ts'
import { readInstant } from '../../src/domain/time.ts'
import { postgresStore } from '../../src/store/postgres.ts'
import { createRing } from '../../src/vault/open-ring.ts'
import { simulatedClock, type SimulatedClock } from '../../src/work/round.ts'
import { sealAll } from '../../src/work/sealer.ts'
import { atEndOfFile, rigDatabase } from '../rig.ts'

export type RigHouse = { readonly house: RealHouse; readonly clock: SimulatedClock; readonly folder: string }

/** Set by the mutation run: the modules without which a story must fail. */
const withoutVariable = 'MANDATE_STORY_WITHOUT'

export const rigHouse = async (start = '2026-06-24T09:00:00Z'): Promise<RigHouse> => {
  const { database } = await rigDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'mandate-house-'))
  const clock = simulatedClock(good(readInstant(start)))
  const ring = good(createRing(join(folder, 'ring'), { now: clock.now, newId }))
  atEndOfFile(async () => {
    ring.close()
    await rm(folder, { recursive: true, force: true })
  })
  const without = new Set((process.env[withoutVariable] ?? '').split(',').filter((name) => name !== ''))
  const rules = { zone: 'Europe/Paris', calendar: 'FR' }
  const operator = await openTenant({ database, now: clock.now, newId }, 'operator')
  const house: RealHouse = {
    store: postgresStore({ database, ring, era: 0, privateDay: privateDayOf(rules) }),
    clauses: clauses.filter((clause) => !without.has(clause.name)),
    running: new Set(runningModules.filter((name) => !without.has(name))),
    now: clock.now,
    newId,
    rules,
    simulated: true,
    operator,
  }
  return { house, clock, folder }
}

/** The value, or a failed test that says what was refused. */
export const good = <Value>(value: Value): Exclude<Value, { readonly refused: string }> => {
  if (isRefusal(value)) throw new Error(`refused: ${JSON.stringify(value)}`)
  return value as Exclude<Value, { readonly refused: string }>
}

/**
 * What needs a sealed entry, once it is sealed. Entries wait for every transaction that runs on the server, and in a test run that is
 * everybody's: so it is asked again for a while.
 */
export const soon = async <Value>(ask: () => Promise<Value>): Promise<Exclude<Value, { readonly refused: string }>> => {
  const end = performance.now() + 30_000
  for (;;) {
    const value = await ask()
    if (!isRefusal(value) || value.refused !== 'nothing_sealed_yet' || performance.now() > end) return good(value)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Seals a tenant's log until nothing of it waits any more: see `soon`. */
export const sealedWhole = async (house: RealHouse, tenant: TenantId): Promise<void> => {
  const end = performance.now() + 30_000
  for (;;) {
    await sealAll(house, [tenant])
    const [row] = await house.store.database.tenantTransaction(
      tenant,
      (sql) => sql<{ waiting: number }[]>`
        select (select count(*) from trail_entry where tenant_id = ${tenant})::int
          - (select coalesce(sum(size), 0) from trail_batch where tenant_id = ${tenant})::int as waiting`,
    )
    if (row?.waiting === 0) return
    if (performance.now() > end) throw new Error(`${row?.waiting ?? 0} entries are not sealed after half a minute`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
