/**
 * `mandate restore DIR`: puts a backup back into an empty data folder or database. Everything is checked before anything is written, and
 * nothing is served before what was erased since the backup is erased again.
 */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { proveAcceptance } from '../app/acceptance.ts'
import { openFileLedger } from '../app/file-ledger.ts'
import type { Ledger } from '../app/ledger.ts'
import { settleRestored, type RestoreStep } from '../app/restore.ts'
import { instant } from '../domain/ids.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { writeInstant } from '../domain/time.ts'
import { wingJobs, wings } from '../services/all.ts'
import { checkFiles } from '../store/backup/check-files.ts'
import { loadBackup, type Loaded, type LoadStep } from '../store/backup/load.ts'
import { checkManifest, readManifest, type Manifest } from '../store/backup/manifest.ts'
import { writeServeable } from '../store/backup/serveable.ts'
import { openDatabase } from '../store/database.ts'
import { startEmbedded } from '../store/embedded.ts'
import { knownMigrations } from '../store/migrations.ts'
import { openRing } from '../vault/open-ring.ts'
import { jobPerformers } from '../work/jobs.ts'
import { advance, runRound } from '../work/round.ts'
import { sentenceOf } from '../words/catalogue.ts'
import type { Command } from './command.ts'
import { readConfig, type Config } from './config.ts'
import { readRunning } from './data-folder.ts'
import { ledgerPath } from './ledger-path.ts'
import { ringFolderOf } from './keys.ts'
import { databaseSource, keepClock, openHouse, type OpenHouse } from './open-house.ts'
import { clearRestoring, markRestoring } from './restore-mark.ts'

const usage = './mandate restore DIR [--data DIR]'

export const restore: Command = {
  name: 'restore',
  summary: 'put a backup back into an empty data folder or database',
  usage,
  run: async (words, io) => {
    const config = readConfig(words)
    const [folder, ...more] = isRefusal(config) ? [] : config.rest
    if (isRefusal(config) || folder === undefined || more.length > 0) {
      io.err(isRefusal(config) ? sentenceOf(config) : `Usage: ${usage}`)
      return 2
    }
    const refused = await restoreHouse(config, resolve(folder), io.out)
    if (refused === null) return 0
    io.err(sentenceOf(refused))
    return 1
  },
}

type Say = (line: string) => void
type AtStep = (step: LoadStep | RestoreStep | 'checked' | 'unmarked') => void

/** Null when the house was put back and may serve. */
export const restoreHouse = async (config: Config, folder: string, say: Say, atStep: AtStep = () => undefined): Promise<Refusal | null> => {
  const running = readRunning(config.folder)
  if (running !== null) return { refused: 'restore_while_running', folder: config.folder, pid: running.pid }
  const manifest = await checkBackup(config, folder)
  if (isRefusal(manifest)) return manifest
  say(`The backup ${manifest.id} of ${writeInstant(manifest.created)} is whole.`)
  atStep('checked')
  markRestoring(config.folder, folder)
  const loaded = await loadInto(config, folder, manifest, say, atStep)
  if (isRefusal(loaded)) {
    // What serves there was not touched, so nothing is unfinished.
    if (loaded.refused === 'restore_target_in_use') clearRestoring(config.folder)
    return loaded
  }
  const settled = await settle(config, manifest, say, atStep)
  if (settled !== null) return settled
  say(`The house is back as of ${writeInstant(manifest.created)}, without what was erased since. Start it with ./mandate start.`)
  return null
}

/** Hash, keys and ledger, before anything is written: the ring must know every key of the backup, the ledger everything up to it. */
const checkBackup = async (config: Config, folder: string): Promise<Manifest | Refusal> => {
  const unchecked = readManifest(folder)
  if (isRefusal(unchecked)) return unchecked
  const tools = { now: () => instant(Date.now()), newId: randomUUID, unlock: config.unlock, readOnly: true }
  const ring = openRing(ringFolderOf(config.folder), { ...tools, expected: { ring: unchecked.ring, key: unchecked.key } })
  if (isRefusal(ring)) return ring
  try {
    const manifest = checkManifest(ring, unchecked)
    if (isRefusal(manifest)) return manifest
    if (!existsSync(ledgerPath(config.folder))) return { refused: 'ledger_missing', file: ledgerPath(config.folder) }
    const ledger = openFileLedger(ledgerPath(config.folder), ring)
    if (isRefusal(ledger)) return ledger
    const isOld = !(await ledger.holds(manifest.ledger))
    await ledger.close()
    if (isOld) return { refused: 'ledger_older_than_backup', file: ledgerPath(config.folder), lines: manifest.ledger.lines }
    return (await checkFiles(folder, manifest)) ?? manifest
  } finally {
    ring.close()
  }
}

const loadInto = async (config: Config, folder: string, manifest: Manifest, say: Say, atStep: AtStep): Promise<Loaded | Refusal> => {
  const embedded = config.database === null ? await startEmbedded(config.folder, { say }) : null
  if (isRefusal(embedded)) return embedded
  try {
    const database = await openDatabase(databaseSource(config, embedded))
    if (isRefusal(database)) return database
    try {
      return await loadBackup({ database, folder, manifest, known: knownMigrations(), now: () => instant(Date.now()), say, atStep })
    } finally {
      await database.close()
    }
  } finally {
    await embedded?.stop()
  }
}

const settle = async (config: Config, manifest: Manifest, say: Say, atStep: AtStep): Promise<Refusal | null> => {
  const open = await openHouse(config, { clock: null, say, restoring: true })
  if (isRefusal(open)) return open
  try {
    const ledger = openFileLedger(ledgerPath(config.folder), open.ring)
    if (isRefusal(ledger)) return ledger
    const backup = { id: manifest.id, created: manifest.created }
    const erasers = { house: open.house, wings, ledger }
    const refused = await settleRestored({ erasers, backup, rounds: () => doWhatIsDue(open, ledger), say, atStep })
    await ledger.close()
    if (refused !== null) return refused
    // The file first: killed in between, the database still says that nothing is served.
    clearRestoring(config.folder)
    atStep('unmarked')
    await writeServeable(open.database, { yes: true, backup: manifest.id })
    return null
  } finally {
    await open.close()
  }
}

/**
 * As the worker does it, but for mail: it waits in the outbox until the house serves. A simulated clock, which came back as it stood, is
 * moved on to what the ledger has seen: days that were over then are over now.
 */
const doWhatIsDue = async ({ house, clock, database }: OpenHouse, ledger: Ledger): Promise<void> => {
  const performers = {
    ...jobPerformers(house, wings, ledger),
    ...wingJobs(house),
    'job/prove-acceptance': proveAcceptance(house),
    'mail/*': async () => ({ refused: 'waits_for_service' }),
  }
  if (clock === null) {
    await runRound(house, performers)
    return
  }
  const latest = Math.max(clock.now(), ...(await ledger.entries()).map(({ at }) => at))
  await advance(house, performers, clock, instant(latest), (at) => keepClock(database, at))
}
