/** The ground on which both sides of a pair stand: one durable PostgreSQL in a folder that goes, a ring, and a house with a clock that is set. */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { RealHouse } from '../src/app/house.ts'
import { privateDayOf } from '../src/app/private-day.ts'
import { openTenant } from '../src/app/tenants.ts'
import { clauses, runningModules } from '../src/domain/clauses/all.ts'
import { isRefusal, type Refusal } from '../src/domain/refusal.ts'
import { readInstant } from '../src/domain/time.ts'
import { openDatabase, type Database } from '../src/store/database.ts'
import type { Sql } from '../src/store/database/pool.ts'
import { startEmbedded } from '../src/store/embedded.ts'
import { migrate } from '../src/store/migrate.ts'
import { knownMigrations } from '../src/store/migrations.ts'
import { postgresStore } from '../src/store/postgres.ts'
import { createRing } from '../src/vault/open-ring.ts'
import { simulatedClock, type SimulatedClock } from '../src/work/round.ts'
import { temporaryFolder } from './temporary.ts'

export type Ground = {
  readonly house: RealHouse
  readonly clock: SimulatedClock
  readonly database: Database
  /** The superuser: loads in bulk past row-level security, and orders checkpoints. */
  readonly superuser: Sql
  /** An address for libpq, for a peer with a driver of its own. */
  readonly url: string
  readonly folder: string
  /** Of the server: `18.4`. */
  readonly version: string
}

/** Settings that decide what a write costs; asked from the server, so that the report says what held. */
const settingNames = [
  'server_version',
  'fsync',
  'synchronous_commit',
  'full_page_writes',
  'shared_buffers',
  'work_mem',
  'max_wal_size',
  'wal_sync_method',
] as const

/** Runs on a ground of its own; server, ring and folders are gone afterwards, however it ends. */
export const onGround = async <Result>(act: (ground: Ground) => Promise<Result>, start = '2026-06-24T09:00:00Z'): Promise<Result> => {
  const closing: (() => unknown)[] = []
  try {
    const cluster = temporaryFolder()
    closing.push(() => cluster.remove())
    const embedded = orThrow(await startEmbedded(cluster.path, { durable: true, temporary: true }))
    closing.push(() => embedded.stop())
    const database = orThrow(await openDatabase({ embedded }))
    closing.push(() => database.close())
    const superuser = database.administrator()
    closing.push(() => superuser.end({ timeout: 5 }))
    const clock = simulatedClock(orThrow(readInstant(start)))
    orThrow(await migrate(superuser, knownMigrations(), { now: clock.now }))
    const folder = temporaryFolder()
    closing.push(() => folder.remove())
    const ring = orThrow(createRing(join(folder.path, 'ring'), { now: clock.now, newId: randomUUID }))
    closing.push(() => ring.close())
    const rules = { zone: 'Europe/Paris', calendar: 'FR' }
    const house: RealHouse = {
      store: postgresStore({ database, ring, era: 0, privateDay: privateDayOf(rules) }),
      clauses,
      running: new Set(runningModules),
      now: clock.now,
      newId: randomUUID,
      rules,
      simulated: true,
      operator: await openTenant({ database, now: clock.now, newId: randomUUID }, 'operator'),
    }
    return await act({ house, clock, database, superuser, url: embedded.url(), folder: folder.path, version: embedded.version })
  } finally {
    for (const each of closing.toReversed()) await each()
  }
}

export const settingsOf = async (superuser: Sql): Promise<string> => {
  const rows = await superuser<{ name: string; value: string }[]>`
    select name, current_setting(name) as value from unnest(${[...settingNames]}::text[]) name`
  return rows.map(({ name, value }) => `${name} = ${value}`).join(', ')
}

/** Before a side is measured: what the other one left to be written is on the disk. */
export const settle = async (superuser: Sql): Promise<void> => {
  await superuser`checkpoint`
}

/** In a bench a refusal means that nothing was measured. */
export const orThrow = <Value>(value: Value | Refusal): Value => {
  if (isRefusal(value)) throw new Error(JSON.stringify(value))
  return value
}
