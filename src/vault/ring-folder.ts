import { chmodSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Refusal } from '../domain/refusal.ts'
import { clearLeftovers, replaceFile, syncFolder } from './durable-file.ts'
import type { AtStep } from './durable-file.ts'
import { releaseLock, takeLock } from './lock.ts'
import type { Lock } from './lock.ts'

/** The folder of a ring, owned by this process, or only read by it (`lock` is null). */
export type RingFolder = { readonly folder: string; readonly file: string; readonly lock: Lock | null }

export const ringFile = (folder: string): string => join(folder, 'ring.json')
export const exportsFile = (folder: string): string => join(folder, 'exports.log')

/** Makes the folder (0700) and takes its lock. */
export const ownFolder = (folder: string): RingFolder | Refusal => {
  if (!existsSync(folder)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    syncFolder(join(folder, '..'))
  }
  const lock = takeLock(join(folder, 'ring.lock'))
  if ('refused' in lock) return lock
  const file = ringFile(folder)
  clearLeftovers(file)
  return { folder, file, lock }
}

export const readOnlyFolder = (folder: string): RingFolder => ({ folder, file: ringFile(folder), lock: null })

export const giveUpFolder = (own: RingFolder): void => {
  if (own.lock !== null) releaseLock(own.lock)
}

/** The text of the ring, or why it may not be read: others on this machine can read it. */
export const readRingFile = (own: RingFolder): string | Refusal => {
  for (const path of [own.folder, own.file]) {
    const mode = statSync(path).mode & 0o777
    // Windows has no such modes and answers 0666 for every file.
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      return { refused: 'ring_open_to_others', path, mode: mode.toString(8), expected: path === own.folder ? '700' : '600' }
  }
  return readFileSync(own.file, 'utf8')
}

/** Writes the whole ring; `destroys` overwrites the file that it replaces. The bytes are wiped once they are written. */
export const writeRingFile = (own: RingFolder, bytes: Uint8Array, destroys: boolean, atStep: AtStep): void => {
  replaceFile(own.file, bytes, destroys, atStep)
  bytes.fill(0)
}

export const closeToOthers = (folder: string): void => {
  if (process.platform !== 'win32') chmodSync(folder, 0o700)
}
