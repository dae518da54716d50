/**
 * A backup: every table of the catalogue as it was at one moment, in plain files, and a manifest. The data in it is as sealed as it is in
 * the database; no key is in it. Written by us, because the binaries that we bring have no pg_dump, and the same for any server.
 */
import type { Instant } from '../domain/ids.ts'
import type { Refusal } from '../domain/refusal.ts'
import type { Ring } from '../vault/ring.ts'
import { backupTables, tenantsToCopy } from './backup/catalogue.ts'
import { copyOut } from './backup/copy-out.ts'
import { clearBackupFolder, codeOf, finishBackupFolder, takeBackupFolder } from './backup/folder.ts'
import { manifestOf, writeManifest, type BackedUpTable, type LedgerMark, type Manifest } from './backup/manifest.ts'
import type { Database } from './database.ts'
import { withoutValues } from './database/fault.ts'
import type { Sql } from './database/pool.ts'
import { readSetting } from './postgres/settings.ts'

export type BackupFacts = {
  readonly database: Database
  readonly ring: Ring
  readonly folder: string
  readonly id: string
  readonly now: Instant
  readonly expires: Instant
  /** Where the ledger stood before the snapshot was taken. */
  readonly ledger: LedgerMark
  readonly say?: (line: string) => void
}

/** What a deployment is, as the house writes it at its first start. */
export type DeploymentSetting = {
  readonly ring: string
  readonly key: string
  readonly operator: string
  readonly simulated: boolean
  readonly era: number
}

/** Whole or nothing: a backup that fails leaves the folder empty. */
export const writeBackup = async (facts: BackupFacts): Promise<Manifest | Refusal> => {
  const { database, ring, folder } = facts
  const refused = takeBackupFolder(folder, ring.folder)
  if (refused !== null) return refused
  try {
    const manifest = await atSnapshot(database.owner, (snapshot) => copyAll(facts, snapshot))
    finishBackupFolder(folder, writeManifest(ring, manifest))
    return manifest
  } catch (error) {
    clearBackupFolder(folder)
    if (error instanceof Error && 'syscall' in error) return { refused: 'backup_folder_unwritable', folder, because: codeOf(error) }
    throw withoutValues(error)
  }
}

const copyAll = async (facts: BackupFacts, snapshot: string): Promise<Manifest> => {
  const { database, ring, folder, say } = facts
  const seen = await database.owner.begin('isolation level repeatable read read only', async (sql) => {
    await sql.unsafe(`set transaction snapshot '${snapshot}'`)
    const migrations = await sql<{ name: string; sha256: string }[]>`select name, sha256 from migration order by position`
    return {
      tables: await backupTables(sql),
      tenants: await tenantsToCopy(sql),
      migrations: migrations.map(({ name, sha256 }) => ({ name, sha256 })),
    }
  })
  const deployment = await readSetting<DeploymentSetting>(database, 'deployment')
  if (deployment === null) throw new Error('a database without its deployment has nothing to back up')
  const tables: BackedUpTable[] = []
  for (const table of seen.tables) {
    const copied = await copyOut(database.owner, snapshot, table, seen.tenants, folder)
    if (copied.rows > 0) say?.(`${copied.rows} rows of ${table.name}`)
    tables.push(copied)
  }
  return manifestOf({
    id: facts.id,
    created: facts.now,
    expires: facts.expires,
    postgres: database.version,
    ring: ring.id,
    key: deployment.key,
    keys: ring.list().map(({ id }) => id),
    era: deployment.era,
    simulated: deployment.simulated,
    ledger: facts.ledger,
    migrations: seen.migrations,
    tables,
  })
}

/** Holds one snapshot open while `work` reads through it. The transaction that holds it locks no table. */
const atSnapshot = async <Result>(owner: Sql, work: (snapshot: string) => Promise<Result>): Promise<Result> => {
  const box = await owner.begin('isolation level repeatable read read only', async (sql) => {
    // An operator's server may end transactions that say nothing for a while; this one is silent on purpose.
    await sql`set local idle_in_transaction_session_timeout = 0`
    const [row] = await sql<{ snapshot: string }[]>`select pg_export_snapshot() as snapshot`
    return { result: await work(row?.snapshot ?? '') }
  })
  return box.result
}
