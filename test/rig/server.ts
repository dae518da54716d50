import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { instant } from '../../src/domain/ids.ts'
import { isRefusal, type Refusal } from '../../src/domain/refusal.ts'
import { openDatabase } from '../../src/store/database.ts'
import { startEmbedded } from '../../src/store/embedded.ts'
import { migrate } from '../../src/store/migrate.ts'
import { knownMigrations } from '../../src/store/migrations.ts'

/** The environment variable by which a test run tells its files where the one server is. */
export const rigVariable = 'MANDATE_RIG'

/** A migrated database that nobody connects to; every test file gets a copy of it. */
export const templateName = 'mandate'

/** `address`: the superuser's, on the server's own database. */
export type RigServer = { readonly address: string; readonly stop: () => Promise<void> }

/** Starts a PostgreSQL that forgets everything: no fsync, a folder that goes when this process goes, however it goes. */
export const startRigServer = async (): Promise<RigServer> => {
  const embedded = orThrow(await startEmbedded(mkdtempSync(join(tmpdir(), 'mandate-rig-')), { durable: false, temporary: true }))
  const database = orThrow(await openDatabase({ embedded, database: templateName }))
  const administrator = database.administrator()
  orThrow(await migrate(administrator, knownMigrations(), { now: () => instant(0) }))
  await administrator.end()
  await database.close()
  const outside = orThrow(await openDatabase({ embedded, database: 'postgres' }))
  const keeper = outside.administrator()
  await keeper.unsafe(`alter database ${templateName} with is_template true allow_connections false`)
  await keeper.end()
  await outside.close()
  return { address: embedded.url('postgres', 'postgres'), stop: () => embedded.stop() }
}

/** In a test a refusal of the ground is a failure of the test. */
export const orThrow = <Value>(value: Value | Refusal): Value => {
  if (isRefusal(value)) throw new Error(JSON.stringify(value))
  return value
}
