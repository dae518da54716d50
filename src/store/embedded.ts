import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, constants, existsSync, openSync, readFileSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { findBinaries } from './embedded/binaries.ts'
import { clusterVersion, databaseName, didNotStart, makeCluster, superuser, toolEnvironment, writeSettings } from './embedded/cluster.ts'
import { releaseFolder, takeFolder } from './embedded/lock.ts'
import { isPostmasterOf, isReady, postmasterPid, removeSocket, stopOrphan, type Found } from './embedded/orphan.ts'
import { makePlace, type Place } from './embedded/place.ts'
import { processEnded, sendSignal } from './embedded/process.ts'
import { tie } from './embedded/tether.ts'
import { handOver, serverUser, type ServerUser } from './embedded/user.ts'

/** `durable: false` is for tests: the server loses what it holds when the machine fails. `temporary`: the folder goes when the server goes. */
export type EmbeddedOptions = { readonly durable?: boolean; readonly temporary?: boolean; readonly say?: (line: string) => void }

/** A running PostgreSQL of our own. */
export interface Embedded {
  /** The folder that belongs to the server's user: cluster, socket, log. */
  readonly home: string
  readonly cluster: string
  readonly pid: number
  /** `18.4`. */
  readonly version: string
  /** What an earlier run had left behind. */
  readonly found: Found
  /** An address in the form of libpq, for a role and a database on the server's private socket. */
  url(role?: string, database?: string): string
  /** Resolves when the server ends, whoever ended it. */
  readonly ended: Promise<void>
  stop(): Promise<void>
}

/** Starts PostgreSQL in `<folder>/postgres`, making the cluster at the first start. */
export const startEmbedded = async (folder: string, options: EmbeddedOptions = {}): Promise<Embedded | Refusal> => {
  const user = serverUser()
  if (user === null) return { refused: 'no_server_user', folder }
  if (options.temporary === true) handOver(resolve(folder), user)
  const place = makePlace(resolve(folder), user)
  if (isRefusal(place)) return place
  const holder = takeFolder(place.home)
  if (holder !== null) return { refused: 'data_folder_in_use', folder: resolve(folder), pid: holder.pid }
  const started = await startIn(resolve(folder), place, user, options).catch((error: unknown) => {
    releaseFolder(place.home)
    // A full disk or a folder that went away: the machine says no, and that is no bug.
    if (error instanceof Error && 'syscall' in error) return didNotStart(place, error.message)
    throw error
  })
  if (isRefusal(started)) releaseFolder(place.home)
  return started
}

/** Stops a server whose supervisor is gone. `null`: the folder has no server of ours, or somebody supervises it. */
export const stopLeftover = async (folder: string): Promise<Found | null> => {
  const home = join(resolve(folder), 'postgres')
  if (!existsSync(join(home, 'cluster'))) return null
  const user = serverUser()
  const real = realpathSync(home)
  if (user === null) return null
  if (takeFolder(real) !== null) return null
  const found = await stopOrphan(join(real, 'cluster'), user)
  releaseFolder(real)
  return found
}

/** The process of a server that runs in the folder now, supervised or not; `null` when there is none. */
export const leftoverServer = (folder: string): number | null => {
  const home = join(resolve(folder), 'postgres')
  if (!existsSync(home)) return null
  const cluster = join(realpathSync(home), 'cluster')
  const pid = postmasterPid(cluster)
  return pid !== null && isPostmasterOf(pid, cluster) ? pid : null
}

const startIn = async (folder: string, place: Place, user: ServerUser, options: EmbeddedOptions): Promise<Embedded | Refusal> => {
  const say = options.say ?? (() => undefined)
  const durable = options.durable ?? true
  const binaries = findBinaries(place.home, user)
  if (isRefusal(binaries)) return binaries
  if (place.elsewhere) say(`PostgreSQL runs as ${user.name}, who cannot reach the data folder; its files are in ${place.home}.`)
  if (binaries.copied) say(`PostgreSQL runs as ${user.name}, who cannot read node_modules; its programs were copied to ${binaries.bin}.`)

  const made = clusterVersion(place.cluster)
  const major = binaries.version.split('.')[0] ?? ''
  if (made !== null && made !== major) return { refused: 'cluster_of_other_version', folder: place.cluster, found: made, expected: major }
  const found = await stopOrphan(place.cluster, user)
  if (found === 'orphan will not stop') return { refused: 'orphan_will_not_stop', folder: place.cluster }
  if (found === 'orphan stopped') say('A database server of an earlier run was still there; it was stopped.')
  removeSocket(place.socketFolder)
  if (made === null) {
    say('Making the database (once).')
    const failed = await makeCluster(place, binaries.bin, user, durable)
    if (failed !== null) return failed
  }
  writeSettings(place.cluster, place, user, durable)
  const child = await launch(place, binaries.bin, user)
  if (isRefusal(child)) return child
  const temporary = options.temporary === true ? folder : null
  return supervise(child, place, user, binaries.version, found, temporary)
}

/** A server that died a moment ago may still hold its shared memory: then the start is tried again for a while. */
const launch = async (place: Place, bin: string, user: ServerUser): Promise<Started | Refusal> => {
  const end = performance.now() + 10_000
  for (;;) {
    const before = logSize(place.log)
    const child = await launchOnce(place, bin, user)
    if (child !== null) return child
    const words = existsSync(place.log) ? readFileSync(place.log).subarray(before).toString() : 'PostgreSQL said nothing'
    if (!words.includes('pre-existing shared memory block') || performance.now() > end) return didNotStart(place, words)
    await pause(200)
  }
}

type Started = { readonly process: ChildProcess; readonly pid: number; readonly ended: Promise<void> }

const launchOnce = async (place: Place, bin: string, user: ServerUser): Promise<Started | null> => {
  const log = openLog(place.log, user)
  // In a session of its own: the Ctrl-C of a terminal goes to us, and we stop the server when the last request was answered.
  const child = spawn(join(bin, 'postgres'), ['-D', place.cluster, '-c', 'cluster_name=mandate'], {
    ...user.spawn,
    cwd: place.home,
    env: toolEnvironment,
    stdio: ['ignore', log, log],
    detached: true,
  })
  closeSync(log)
  const gone = { yes: false }
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  }).then(() => {
    gone.yes = true
  })
  const { pid } = child
  if (pid === undefined) return null
  while (!isReady(place.cluster, pid)) {
    await Promise.race([ended, pause(5)])
    if (gone.yes) return null
  }
  child.unref()
  return { process: child, pid, ended }
}

const supervise = (child: Started, place: Place, user: ServerUser, version: string, found: Found, temporary: string | null): Embedded => {
  const { pid, ended } = child
  const tether = tie(pid, user, { signal: temporary === null ? 'INT' : 'QUIT', remove: temporary })
  const orderEnd = () => sendSignal(pid, temporary === null ? 'SIGINT' : 'SIGQUIT')
  process.once('exit', orderEnd)
  void ended.then(() => {
    process.off('exit', orderEnd)
    tether.cut()
    if (!place.socketFolder.startsWith(place.home)) rmSync(place.socketFolder, { recursive: true, force: true })
    releaseFolder(place.home)
  })
  const stop = async () => {
    orderEnd()
    child.process.ref()
    if (!(await processEnded(pid, 30_000))) sendSignal(pid, 'SIGQUIT')
    await ended
    if (temporary !== null) rmSync(temporary, { recursive: true, force: true })
  }
  const url = (role = superuser, database = databaseName) =>
    `postgres://${role}@localhost/${database}?host=${encodeURIComponent(place.socketFolder)}`
  return { home: place.home, cluster: place.cluster, pid, version, found, url, ended, stop }
}

/** The log is kept small by hand: what is older than five megabytes moves aside, and the one before goes. */
const openLog = (log: string, user: ServerUser): number => {
  if (logSize(log) > 5_000_000) renameSync(log, `${log}.1`)
  const file = openSync(log, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW, 0o600)
  handOver(log, user)
  return file
}

const logSize = (log: string): number => statSync(log, { throwIfNoEntry: false })?.size ?? 0

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))
