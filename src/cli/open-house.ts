/** Opens a data folder: database, schema, key ring, house. Whatever is missing or does not fit is a sentence. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { RealHouse } from '../app/house.ts'
import { privateDayOf } from '../app/private-day.ts'
import { openTenant } from '../app/tenants.ts'
import { clauses, runningModules } from '../domain/clauses/all.ts'
import { instant, tenantId, type Instant } from '../domain/ids.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { readServeable } from '../store/backup/serveable.ts'
import { openDatabase, type Database } from '../store/database.ts'
import { startEmbedded, type Embedded } from '../store/embedded.ts'
import { migrate } from '../store/migrate.ts'
import { knownMigrations, type Migration } from '../store/migrations.ts'
import { postgresStore } from '../store/postgres.ts'
import { readSetting, writeSetting } from '../store/postgres/settings.ts'
import { createRing, openRing } from '../vault/open-ring.ts'
import type { Ring } from '../vault/ring.ts'
import { simulatedClock, type SimulatedClock } from '../work/round.ts'
import type { Config } from './config.ts'
import { ringFolderOf } from './keys.ts'
import { newId } from './new-id.ts'
import { unfinishedRestore } from './restore-mark.ts'

export type OpenHouse = {
  readonly house: RealHouse
  readonly database: Database
  readonly ring: Ring
  /** Null where the clock is the machine's. */
  readonly clock: SimulatedClock | null
  readonly firstStart: boolean
  close(): Promise<void>
}

export type OpenOptions = {
  /** A first start with this instant makes the deployment a simulated one, for ever. */
  readonly clock: Instant | null
  readonly say: (line: string) => void
  /** Runs before the schema of data that is there is changed. */
  readonly beforeUpgrade?: (upgrade: Upgrade) => Promise<Refusal | null>
  /** Only for `mandate restore`: opens what may not serve yet. */
  readonly restoring?: true
}

/** What a change of the schema is told before it happens. The key ring is not open yet. */
export type Upgrade = {
  readonly config: Config
  readonly database: Database
  readonly pending: readonly Migration[]
  readonly say: (line: string) => void
}

/** What a deployment is from its first start on. */
type Deployment = {
  readonly ring: string
  readonly key: string
  readonly operator: string
  readonly simulated: boolean
  readonly era: number
}

export const openHouse = async (config: Config, options: OpenOptions): Promise<OpenHouse | Refusal> => {
  const opened: { close(): Promise<void> | void }[] = []
  const closeAll = async () => {
    for (const each of opened.toReversed()) await each.close()
  }
  const fail = async (refusal: Refusal): Promise<Refusal> => {
    await closeAll()
    return refusal
  }

  const unfinished = options.restoring ? null : unfinishedRestore(config.folder)
  if (unfinished !== null) return unfinished
  const embedded = config.database === null ? await startEmbedded(config.folder, { say: options.say }) : null
  if (isRefusal(embedded)) return embedded
  if (embedded !== null) opened.push({ close: () => embedded.stop() })
  const database = await openDatabase(databaseSource(config, embedded))
  if (isRefusal(database)) return fail(database)
  opened.push({ close: () => database.close() })

  const upgraded = await upgrade(config, database, options)
  if (isRefusal(upgraded)) return fail(upgraded)
  if (!options.restoring && (await readServeable(database))?.yes === false)
    return fail({ refused: 'restore_unfinished', folder: config.folder, backup: 'DIR' })
  const known = await readSetting<Deployment>(database, 'deployment')
  if (known !== null && known.simulated !== (options.clock !== null) && options.clock !== null)
    return fail({ refused: 'clock_not_simulated', folder: config.folder })

  const clock = known?.simulated === true || options.clock !== null ? simulatedClock(await clockStart(database, options.clock)) : null
  const now = clock === null ? () => instant(Date.now()) : clock.now
  const tools = { now, newId, unlock: config.unlock }
  const ring =
    known === null
      ? freshRing(ringFolderOf(config.folder), tools)
      : openRing(ringFolderOf(config.folder), { ...tools, expected: { ring: known.ring, key: known.key } })
  if (isRefusal(ring)) return fail(ring)
  opened.push({ close: () => ring.close() })

  const deployment = known ?? (await foundDeployment(database, ring, now, clock !== null))
  const rules = { zone: 'Europe/Paris', calendar: 'FR' }
  const house: RealHouse = {
    store: postgresStore({ database, ring, era: deployment.era, privateDay: privateDayOf(rules) }),
    clauses,
    running: new Set(runningModules),
    now,
    newId,
    rules,
    simulated: clock !== null,
    operator: tenantId(deployment.operator),
  }
  return { house, database, ring, clock, firstStart: known === null, close: closeAll }
}

/** The simulated clock stands where it was left; a restart is not a jump. */
export const keepClock = (database: Database, at: Instant): Promise<void> => writeSetting(database, 'clock', { at })

export const databaseSource = (config: Config, embedded: Embedded | null) => {
  if (config.database !== null) return config.database
  if (embedded === null) throw new Error('neither a database of our own nor an address')
  return { embedded }
}

const upgrade = async (config: Config, database: Database, options: OpenOptions): Promise<readonly Migration[] | Refusal> => {
  const administrator = database.administrator()
  try {
    const { beforeUpgrade } = options
    return await migrate(administrator, knownMigrations(), {
      now: () => instant(Date.now()),
      ...(beforeUpgrade === undefined
        ? {}
        : { beforeUpgrade: (pending: readonly Migration[]) => beforeUpgrade({ config, database, pending, say: options.say }) }),
    })
  } finally {
    await administrator.end({ timeout: 5 })
  }
}

/** A ring that is there although the database is new was left by a first start that was killed: it is taken over. */
const freshRing = (folder: string, tools: Parameters<typeof createRing>[1]): Ring | Refusal =>
  existsSync(join(folder, 'ring.json')) ? openRing(folder, tools) : createRing(folder, tools)

const clockStart = async (database: Database, first: Instant | null): Promise<Instant> => {
  const kept = await readSetting<{ readonly at: number }>(database, 'clock')
  if (kept !== null) return instant(kept.at)
  if (first === null) throw new Error('a simulated deployment without its clock')
  await keepClock(database, first)
  return first
}

const foundDeployment = async (database: Database, ring: Ring, now: () => Instant, simulated: boolean): Promise<Deployment> => {
  const operator = await openTenant({ database, now, newId }, 'operator')
  const [key] = ring.list()
  if (key === undefined) throw new Error('a fresh ring has no key')
  const deployment: Deployment = { ring: ring.id, key: key.id, operator, simulated, era: 0 }
  await writeSetting(database, 'deployment', deployment)
  return deployment
}
