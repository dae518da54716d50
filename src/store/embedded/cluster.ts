import { spawn } from 'node:child_process'
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Refusal } from '../../domain/refusal.ts'
import type { Place } from './place.ts'
import { serverAccess, serverSettings } from './settings.ts'
import { writeFor, type ServerUser } from './user.ts'

/** The database that the program lives in. */
export const databaseName = 'mandate'
/** The superuser of the embedded server; no pool of the program connects as him except to migrate. */
export const superuser = 'postgres'

/** The major version that made the cluster, or `null` when there is none yet. */
export const clusterVersion = (cluster: string): string | null => {
  const file = join(cluster, 'PG_VERSION')
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null
}

/** Makes a cluster with its database beside the final name, and renames it when it is whole: a start that was cut off leaves no half one. */
export const makeCluster = async (place: Place, bin: string, user: ServerUser, durable: boolean): Promise<Refusal | null> => {
  const half = `${place.cluster}.half`
  rmSync(half, { recursive: true, force: true })
  const words = [
    '-D',
    half,
    '-U',
    superuser,
    '--auth=trust',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ]
  const made = await runTool(join(bin, 'initdb'), durable ? words : [...words, '--no-sync'], user, place.home, '')
  if (made.status !== 0) return didNotStart(place, made.output)
  writeSettings(half, place, user, durable)
  const filled = await runTool(
    join(bin, 'postgres'),
    ['--single', '-D', half, 'postgres'],
    user,
    place.home,
    `create database ${databaseName}\n`,
  )
  if (filled.status !== 0) return didNotStart(place, filled.output)
  renameSync(half, place.cluster)
  return null
}

/** Writes the two files by which the program, and nobody else, says how the server behaves. */
export const writeSettings = (cluster: string, place: Place, user: ServerUser, durable: boolean): void => {
  const files = { 'postgresql.conf': serverSettings({ socketFolder: place.socketFolder, durable }), 'pg_hba.conf': serverAccess }
  for (const [name, text] of Object.entries(files)) writeFor(join(cluster, name), text, user)
  rmSync(join(cluster, 'postgresql.auto.conf'), { force: true })
}

/** PostgreSQL's own last words are the explanation; the sentence around them says what to do. */
export const didNotStart = (place: Place, log: string): Refusal => ({
  refused: 'database_did_not_start',
  folder: place.home,
  log: log.trim().split('\n').slice(-6).join(' | '),
})

/** What a server or its tools may know of our surroundings: nothing. */
export const toolEnvironment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' } as const

const runTool = (program: string, words: readonly string[], user: ServerUser, cwd: string, input: string) =>
  new Promise<{ readonly status: number; readonly output: string }>((resolve) => {
    const tool = spawn(program, words, { ...user.spawn, cwd, env: toolEnvironment, stdio: 'pipe' })
    let output = ''
    tool.stdout.on('data', (bytes: Buffer) => (output += bytes.toString()))
    tool.stderr.on('data', (bytes: Buffer) => (output += bytes.toString()))
    tool.on('error', (error) => resolve({ status: -1, output: error.message }))
    tool.on('close', (status) => resolve({ status: status ?? -1, output }))
    tool.stdin.on('error', () => undefined)
    tool.stdin.end(input)
  })
