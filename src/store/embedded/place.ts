import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmdirSync, statSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Refusal } from '../../domain/refusal.ts'
import { canWriteIn, handOver, type ServerUser } from './user.ts'

/** The server's folders. `home` belongs to the server's user alone. */
export type Place = {
  readonly home: string
  readonly cluster: string
  readonly socketFolder: string
  readonly log: string
  readonly elsewhere: boolean
}

/** Where PostgreSQL's folder goes when its user cannot reach the data folder (a data folder under /root, say). */
const systemFolder = '/var/lib/mandate'

/** sun_path of unix(7) has 108 bytes with its final zero. */
const longestSocketPath = 107
const socketName = '/.s.PGSQL.5432.lock'

/** Makes the data folder and, in it, the server's own folder. */
export const makePlace = (folder: string, user: ServerUser): Place | Refusal => {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o711 })
    const home = makeHome(folder, user)
    if (!canWriteIn(home, user)) return unwritable(folder, user, `user ${user.name} cannot write in ${home}`)
    const socketFolder = makeSocketFolder(home, user)
    if (typeof socketFolder !== 'string') return socketFolder
    const elsewhere = home !== join(realpathSync(folder), 'postgres')
    return { home, cluster: join(home, 'cluster'), socketFolder, log: join(home, 'postgres.log'), elsewhere }
  } catch (error) {
    return unwritable(folder, user, error instanceof Error && 'code' in error ? String(error.code) : String(error))
  }
}

const makeHome = (folder: string, user: ServerUser): string => {
  const usual = join(folder, 'postgres')
  if (existsSync(usual)) return realpathSync(usual)
  makePrivate(usual, user)
  if (canWriteIn(usual, user)) return realpathSync(usual)
  // A fresh name every time: a data folder that was deleted and made anew must not meet the database of the old one.
  mkdirSync(systemFolder, { recursive: true, mode: 0o711 })
  const elsewhere = mkdtempSync(`${systemFolder}/`)
  handOver(elsewhere, user)
  rmdirSync(usual)
  symlinkSync(elsewhere, usual)
  return elsewhere
}

const makeSocketFolder = (home: string, user: ServerUser): string | Refusal => {
  const usual = join(home, 'socket')
  const digest = createHash('sha256').update(home).digest('hex').slice(0, 12)
  const folder = Buffer.byteLength(usual + socketName) <= longestSocketPath ? usual : join(tmpdir(), `mandate-${digest}`)
  makePrivate(folder, user)
  // In a folder that all may write to, somebody else may have made this one first.
  const owner = statSync(folder).uid
  const expected = user.spawn.uid ?? process.getuid?.()
  return owner === expected ? folder : { refused: 'socket_folder_taken', folder, owner, user: user.name }
}

const makePrivate = (folder: string, user: ServerUser): void => {
  if (existsSync(folder)) return
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  handOver(folder, user)
}

const unwritable = (folder: string, user: ServerUser, because: string): Refusal => ({
  refused: 'data_folder_unwritable',
  folder,
  user: process.getuid?.() === 0 ? 'root' : user.name,
  because,
})
