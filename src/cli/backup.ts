/** `mandate backup DIR`: a copy of everything but the keys, written by the server that runs or, when none does, by this command. */
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { openFileLedger } from '../app/file-ledger.ts'
import type { RealHouse } from '../app/house.ts'
import type { Ledger } from '../app/ledger.ts'
import { enterAct } from '../app/run.ts'
import { instant } from '../domain/ids.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { writeInstant } from '../domain/time.ts'
import { writeBackup } from '../store/backup.ts'
import type { Manifest } from '../store/backup/manifest.ts'
import { sentenceOf } from '../words/catalogue.ts'
import type { Command, Io } from './command.ts'
import { readConfig } from './config.ts'
import { order, type Ordered } from './control.ts'
import { readRunning } from './data-folder.ts'
import { ledgerPath } from './ledger-path.ts'
import { openHouse } from './open-house.ts'

const day = 86_400_000
const usage = './mandate backup DIR [--keep 30d] [--data DIR]'

export const backup: Command = {
  name: 'backup',
  summary: 'copy everything but the keys into an empty folder',
  usage,
  run: async (words, io) => {
    const config = readConfig(words)
    if (isRefusal(config)) return refuse(io, config, 2)
    const call = readCall(config.rest)
    if (call === null) {
      io.err(`Usage: ${usage}`)
      return 2
    }
    if (readRunning(config.folder) !== null) return order(config.folder, 'backup', call, io.out)
    const open = await openHouse(config, { clock: null, say: io.out })
    if (isRefusal(open)) return refuse(io, open, 1)
    try {
      mkdirSync(resolve(ledgerPath(config.folder), '..'), { recursive: true, mode: 0o700 })
      const ledger = openFileLedger(ledgerPath(config.folder), open.ring)
      if (isRefusal(ledger)) return refuse(io, ledger, 1)
      const written = await backupHouse({ house: open.house, ledger }, call, io.out)
      await ledger.close()
      return isRefusal(written) ? refuse(io, written, 1) : 0
    } finally {
      await open.close()
    }
  },
}

/** What an order through the control socket carries, or the words of the call. */
export type BackupCall = { readonly folder: string; readonly days: number }

/** For the running server: `orders: { backup: backupOrder({ house, ledger }) }`. */
export const backupOrder =
  (facts: { readonly house: RealHouse; readonly ledger: Ledger }) =>
  async (body: unknown, say: (line: string) => void): ReturnType<Ordered> => {
    const call = isCall(body) ? body : null
    const written: Refusal | Manifest = call === null ? { refused: 'backup_not_named' } : await backupHouse(facts, call, say)
    if (isRefusal(written)) say(sentenceOf(written))
    return isRefusal(written) ? 1 : 0
  }

/** Writes the backup and its entry on the operator's trail. */
export const backupHouse = async (
  { house, ledger }: { readonly house: RealHouse; readonly ledger: Ledger },
  { folder, days }: BackupCall,
  say: (line: string) => void,
): Promise<Manifest | Refusal> => {
  const { database, ring } = house.store
  const id = house.newId()
  const now = house.now()
  // Before the snapshot: an erasure that is committed in between is replayed once more than needed, and never once less.
  const mark = await ledger.head()
  const written = await writeBackup({ database, ring, folder, id, now, expires: instant(now + days * day), ledger: mark, say })
  await house.store.act(house.operator, 'shared', async (transaction) => {
    const program = { side: 'program', id: 'backup' } as const
    const request = { tenant: house.operator, actor: program, ip: null, act: 'house.backup', ground: null, names: [id] }
    const refused = isRefusal(written) ? { refused: written.refused } : { counts: { rows: rowsOf(written), keptUntil: written.expires } }
    await enterAct(house, transaction, request, refused)
  })
  if (isRefusal(written)) return written
  say(`${folder} holds the backup ${id}: ${rowsOf(written)} rows of ${written.tables.length} tables as of ${writeInstant(now)}.`)
  say(`It holds no keys: a restore needs the ring ${written.ring} (mandate keys export) and the erasure ledger. Keep them elsewhere.`)
  say(`Delete it by ${writeInstant(written.expires)}.`)
  return written
}

const rowsOf = ({ tables }: Manifest): number => tables.reduce((sum, { rows }) => sum + rows, 0)

const readCall = (words: readonly string[]): BackupCall | null => {
  const at = words.indexOf('--keep')
  const rest = at < 0 ? words : words.filter((_, index) => index !== at && index !== at + 1)
  const days = at < 0 ? '30' : /^([1-9]\d{0,3})d$/.exec(words[at + 1] ?? '')?.[1]
  const [folder, ...more] = rest
  if (folder === undefined || folder.startsWith('-') || more.length > 0 || days === undefined) return null
  // The server has another working directory than the one who asks.
  return { folder: resolve(folder), days: Number(days) }
}

const isCall = (body: unknown): body is BackupCall =>
  typeof body === 'object' &&
  body !== null &&
  'folder' in body &&
  typeof body.folder === 'string' &&
  'days' in body &&
  typeof body.days === 'number'

const refuse = (io: Io, refusal: Refusal, status: 1 | 2): number => {
  io.err(sentenceOf(refusal))
  return status
}
