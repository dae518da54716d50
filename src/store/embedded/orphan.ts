import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { processEnded, processMark, processWords, sendSignal } from './process.ts'
import { writeFor, type ServerUser } from './user.ts'

/** What was found in a cluster's folder before a start. */
export type Found = 'nothing' | 'stale file' | 'orphan stopped' | 'orphan will not stop'

/** Larger than any process number that a kernel gives out. */
const nobodysPid = 2_147_483_647

/**
 * A server that outlived its supervisor is stopped, so that the next one runs with the settings and the programs of today. A file that
 * names a process of somebody else is made harmless, and that process is left alone.
 */
export const stopOrphan = async (cluster: string, user: ServerUser, within = 30_000): Promise<Found> => {
  const file = join(cluster, 'postmaster.pid')
  if (!existsSync(file)) return 'nothing'
  const pid = postmasterPid(cluster)
  if (pid === null || processMark(pid) === null) return 'stale file'
  if (!isPostmasterOf(pid, cluster)) {
    // Only the first line: PostgreSQL still reads the rest to see whether a backend of the dead server holds its shared memory.
    writeFor(file, readFileSync(file, 'utf8').replace(/^-?\d+/, String(nobodysPid)), user)
    return 'stale file'
  }
  sendSignal(pid, 'SIGINT') // fast shutdown: open transactions are rolled back
  if (await processEnded(pid, within)) return 'orphan stopped'
  sendSignal(pid, 'SIGQUIT') // immediate shutdown: the next start recovers from the log
  return (await processEnded(pid, 5_000)) ? 'orphan stopped' : 'orphan will not stop'
}

/** The process that the cluster's own file names, alive or not. */
export const postmasterPid = (cluster: string): number | null => {
  const first = postmasterLines(cluster)[0]
  const pid = Number(first)
  return first === undefined || !Number.isInteger(pid) || pid <= 0 ? null : pid
}

/** Line 8 of the file is the server's own word for how far it is (pg_ctl waits for the same word). */
export const isReady = (cluster: string, pid: number): boolean => {
  const lines = postmasterLines(cluster)
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready'
}

/** A dead server's socket would otherwise be guarded by a lock file with a process number that may since be somebody else's. */
export const removeSocket = (socketFolder: string): void => {
  for (const name of ['.s.PGSQL.5432', '.s.PGSQL.5432.lock']) rmSync(join(socketFolder, name), { force: true })
}

/** Is this process a postmaster of this cluster? The supervisor always passes the folder as the word after -D. */
export const isPostmasterOf = (pid: number, cluster: string): boolean => processWords(pid).includes(`-D ${cluster} `)

const postmasterLines = (cluster: string): readonly string[] => {
  try {
    return readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return []
  }
}
