import { accessSync, constants, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join, resolve } from 'node:path'
import type { Instant } from '../domain/ids.ts'
import { instant } from '../domain/ids.ts'
import type { Refusal } from '../domain/refusal.ts'
import { processMark } from '../store/embedded/process.ts'

/** The environment, handed in by whoever reads it. */
export type Environment = Readonly<Record<string, string | undefined>>

/** A server that runs on a data folder. `mark` tells its process from a later one with the same number. */
export type Running = { readonly pid: number; readonly mark: string; readonly port: number; readonly startedAt: Instant }

const projectFolder = join(import.meta.dirname, '..', '..')

/** `--data DIR` before `MANDATE_DATA` before `.mandate/` beside the program. `rest`: the words without `--data`. */
export const chooseDataFolder = (
  words: readonly string[],
  environment: Environment,
): { readonly folder: string; readonly rest: readonly string[] } | Refusal => {
  const at = words.findIndex((word) => word === '--data' || word.startsWith('--data='))
  if (at < 0) {
    const named = environment['MANDATE_DATA']
    return { folder: named === undefined || named === '' ? join(projectFolder, '.mandate') : resolve(named), rest: words }
  }
  const word = words[at] ?? ''
  const joined = word.startsWith('--data=')
  const named = joined ? word.slice('--data='.length) : words[at + 1]
  if (named === undefined || named === '' || named.startsWith('--')) return { refused: 'data_folder_not_named' }
  return { folder: resolve(named), rest: [...words.slice(0, at), ...words.slice(at + (joined ? 1 : 2))] }
}

/** Makes the data folder where there is none; it must be one that this user can write in. */
export const makeDataFolder = (folder: string): Refusal | null => {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o711 })
    accessSync(folder, constants.W_OK | constants.X_OK)
    return null
  } catch (error) {
    const because = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    return { refused: 'data_folder_unwritable', folder, user: userName(), because }
  }
}

/** A user without a name in the machine's list is called by number. */
const userName = (): string => {
  try {
    return userInfo().username
  } catch {
    return `user number ${process.getuid?.() ?? '?'}`
  }
}

/** The server that runs on the folder now; `null` when none does, whatever an earlier run left behind. */
export const readRunning = (folder: string): Running | null => {
  const running = parseRunning(readText(runningFile(folder)))
  return running !== null && processMark(running.pid) === running.mark ? running : null
}

/** Says in the folder that this process serves from it. */
export const writeRunning = (folder: string, port: number, startedAt: Instant): void => {
  mkdirSync(folder, { recursive: true, mode: 0o711 })
  const running = { pid: process.pid, mark: processMark(process.pid) ?? '', port, startedAt }
  const half = `${runningFile(folder)}.${process.pid}`
  writeFileSync(half, `${JSON.stringify(running)}\n`, { mode: 0o644 })
  renameSync(half, runningFile(folder))
}

/** Takes the word back, if it is this process's. */
export const clearRunning = (folder: string): void => {
  if (parseRunning(readText(runningFile(folder)))?.pid === process.pid) rmSync(runningFile(folder), { force: true })
}

const runningFile = (folder: string): string => join(folder, 'running.json')

const readText = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

const parseRunning = (text: string): Running | null => {
  try {
    const read: unknown = JSON.parse(text)
    if (typeof read !== 'object' || read === null) return null
    if (!('pid' in read && 'mark' in read && 'port' in read && 'startedAt' in read)) return null
    const { pid, mark, port, startedAt } = read
    if (typeof pid !== 'number' || typeof mark !== 'string' || typeof port !== 'number' || typeof startedAt !== 'number') return null
    return { pid, mark, port, startedAt: instant(startedAt) }
  } catch {
    return null
  }
}
