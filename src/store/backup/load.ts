/** Puts a checked backup into a database that holds nothing: its schema as it was then, and every row. What came after is migrated later. */
import type { Instant } from '../../domain/ids.ts'
import { isRefusal, type Refusal } from '../../domain/refusal.ts'
import type { Database } from '../database.ts'
import { withoutValues } from '../database/fault.ts'
import { migrate } from '../migrate.ts'
import type { Migration } from '../migrations.ts'
import { readSetting, writeSetting } from '../postgres/settings.ts'
import type { DeploymentSetting } from '../backup.ts'
import { backupTables } from './catalogue.ts'
import { copyIn } from './copy-in.ts'
import type { Manifest } from './manifest.ts'
import { readServeable, writeServeable } from './serveable.ts'

/** What a kill can be planned between, by a test. */
export type LoadStep = 'marked' | 'half loaded' | 'loaded' | 'era raised'

export type LoadFacts = {
  readonly database: Database
  readonly folder: string
  readonly manifest: Manifest
  readonly known: readonly Migration[]
  readonly now: () => Instant
  readonly say: (line: string) => void
  readonly atStep?: (step: LoadStep) => void
}

export type Loaded = { readonly rows: number; readonly era: number }

export const loadBackup = async (facts: LoadFacts): Promise<Loaded | Refusal> => {
  const { database, manifest, say } = facts
  const then = migrationsOf(manifest, facts.known)
  if (isRefusal(then)) return then
  const emptied = await emptyTarget(database, say)
  if (emptied !== null) return emptied
  const migrated = await asAdministrator(database, (sql) => migrate(sql, then, { now: facts.now }))
  if (isRefusal(migrated)) return migrated
  await writeServeable(database, { yes: false, backup: manifest.id })
  facts.atStep?.('marked')
  try {
    return await loadRows(facts)
  } catch (error) {
    throw withoutValues(error)
  }
}

const loadRows = async ({ database, folder, manifest, say, atStep }: LoadFacts): Promise<Loaded> => {
  const tables = await backupTables(database.owner)
  const inOrder = tables.flatMap((table) =>
    manifest.tables.filter(({ name }) => name === table.name).map((backedUp) => ({ table, backedUp })),
  )
  if (inOrder.length !== manifest.tables.length) throw new Error('the migrations of the backup make other tables than the backup has')
  let rows = 0
  for (const [index, { table, backedUp }] of inOrder.entries()) {
    if (index === Math.floor(inOrder.length / 2)) atStep?.('half loaded')
    await copyIn(database.owner, folder, backedUp, table)
    rows += backedUp.rows
  }
  say(`${rows} rows of ${inOrder.length} tables were put back.`)
  atStep?.('loaded')
  const deployment = await readSetting<DeploymentSetting>(database, 'deployment')
  if (deployment === null) throw new Error('the backup has no deployment')
  // Transaction numbers begin anew in another database: (era, number) keeps old entries of the trail before new ones.
  const era = manifest.era + 1
  await writeSetting(database, 'deployment', { ...deployment, era })
  atStep?.('era raised')
  return { rows, era }
}

/** The program must know every step that the backup went through, unchanged; it may know more. */
const migrationsOf = (manifest: Manifest, known: readonly Migration[]): readonly Migration[] | Refusal => {
  const names = new Map(known.map((migration) => [migration.name, migration]))
  const unknown = manifest.migrations.filter(({ name }) => !names.has(name)).map(({ name }) => name)
  if (unknown.length > 0) return { refused: 'backup_newer', unknown }
  const edited = manifest.migrations.find(({ name, sha256 }) => names.get(name)?.sha256 !== sha256)
  if (edited !== undefined) return { refused: 'migration_edited', migration: edited.name }
  const wanted = new Set(manifest.migrations.map(({ name }) => name))
  return known.filter(({ name }) => wanted.has(name))
}

/** A database without a schema is empty, and so is what an unfinished restore left, or a first start that never got as far as its deployment. */
const emptyTarget = async (database: Database, say: (line: string) => void): Promise<Refusal | null> => {
  // As the administrator: in a database that was never migrated there is no owner yet.
  const found = await asAdministrator(database, async (sql) => {
    const [row] = await sql<{ schema: boolean; house: boolean }[]>`
      select to_regclass('public.migration') is not null as schema, to_regclass('public.setting') is not null as house`
    return row
  })
  if (found?.schema !== true) return null
  if (found.house) {
    const unfinished = (await readServeable(database))?.yes === false
    if (!unfinished && (await readSetting(database, 'deployment')) !== null)
      return { refused: 'restore_target_in_use', address: database.address }
    if (unfinished) say('An earlier restore did not finish; what it left is removed.')
  }
  await database.owner.unsafe('drop owned by current_user')
  return null
}

const asAdministrator = async <Result>(
  database: Database,
  act: (sql: ReturnType<Database['administrator']>) => Promise<Result>,
): Promise<Result> => {
  const administrator = database.administrator()
  try {
    return await act(administrator)
  } finally {
    await administrator.end({ timeout: 5 })
  }
}
