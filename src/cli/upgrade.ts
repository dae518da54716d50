/** Before the schema of data that is there changes: a backup, in the data folder, of everything as it is. */
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { openFileLedger } from '../app/file-ledger.ts'
import { instant } from '../domain/ids.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { writeBackup, type DeploymentSetting } from '../store/backup.ts'
import { manifestName } from '../store/backup/manifest.ts'
import { readServeable } from '../store/backup/serveable.ts'
import { readSetting } from '../store/postgres/settings.ts'
import { openRing } from '../vault/open-ring.ts'
import { ledgerPath } from './ledger-path.ts'
import { ringFolderOf } from './keys.ts'
import type { Upgrade } from './open-house.ts'

const keptDays = 30
const day = 86_400_000

/** Handed to `openHouse`. Null: go on; a refusal stops the upgrade, and nothing was changed. */
export const beforeUpgrade = async ({ config, database, pending, say }: Upgrade): Promise<Refusal | null> => {
  const names = pending.map(({ name }) => name)
  const first = names[0]
  if (first === undefined) return null
  const known = await database.houseTransaction(async (sql) => {
    const [row] = await sql<{ found: boolean }[]>`select to_regclass('public.setting') is not null as found`
    return row?.found === true
  })
  const deployment = known ? await readSetting<DeploymentSetting>(database, 'deployment') : null
  // A first start that was killed before it had anything: there is nothing to lose.
  if (deployment === null) return null
  if ((await readServeable(database))?.yes === false) return { refused: 'restore_unfinished', folder: config.folder, backup: 'DIR' }
  const folder = freshFolder(join(config.folder, 'backups', `before-${first.replaceAll('/', '-')}`))
  say(`This version changes the database (${names.join(', ')}). A backup is written to ${folder} first.`)
  const now = () => instant(Date.now())
  const expected = { ring: deployment.ring, key: deployment.key }
  const ring = openRing(ringFolderOf(config.folder), { now, newId: randomUUID, unlock: config.unlock, readOnly: true, expected })
  if (isRefusal(ring)) return ring
  try {
    mkdirSync(dirname(ledgerPath(config.folder)), { recursive: true, mode: 0o700 })
    const ledger = openFileLedger(ledgerPath(config.folder), ring)
    if (isRefusal(ledger)) return ledger
    const mark = await ledger.head()
    await ledger.close()
    const at = now()
    const written = await writeBackup({
      database,
      ring,
      folder,
      id: randomUUID(),
      now: at,
      expires: instant(at + keptDays * day),
      ledger: mark,
    })
    return isRefusal(written) ? written : null
  } finally {
    ring.close()
  }
}

/** What a killed upgrade left half written is removed; a whole backup of an earlier try is kept, and the next gets a number. */
const freshFolder = (wanted: string): string => {
  for (let nth = 1; ; nth += 1) {
    const folder = nth === 1 ? wanted : `${wanted}-${nth}`
    if (!existsSync(folder)) return folder
    if (existsSync(join(folder, manifestName))) continue
    rmSync(folder, { recursive: true })
    return folder
  }
}
