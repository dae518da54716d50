import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { processMark } from './process.ts'

/** The process that supervises a server folder. */
export type Holder = { readonly pid: number; readonly mark: string }

/** Takes the folder for this process, or answers who holds it. A holder that no longer runs has lost it. */
export const takeFolder = (home: string): Holder | null => {
  const lock = lockFile(home)
  const mine = `${lock}.${process.pid}`
  writeFileSync(mine, JSON.stringify({ pid: process.pid, mark: processMark(process.pid) }), { mode: 0o600 })
  try {
    for (;;) {
      if (links(mine, lock)) return null
      const holder = readHolder(lock)
      if (holder !== null && processMark(holder.pid) === holder.mark) return holder
      dropStale(lock, holder)
    }
  } finally {
    rmSync(mine, { force: true })
  }
}

export const releaseFolder = (home: string): void => {
  if (readHolder(lockFile(home))?.pid === process.pid) rmSync(lockFile(home), { force: true })
}

const lockFile = (home: string): string => join(home, 'supervisor.json')

/** A hard link appears whole or not at all, and never over an existing name. */
const links = (from: string, to: string): boolean => {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** Between our reading and our removal another starter may have taken the folder: then its lock is put back. */
const dropStale = (lock: string, seen: Holder | null): void => {
  const aside = `${lock}.stale.${process.pid}`
  try {
    renameSync(lock, aside)
  } catch {
    return
  }
  const taken = readHolder(aside)
  if (taken !== null && (taken.pid !== seen?.pid || taken.mark !== seen.mark)) links(aside, lock)
  rmSync(aside, { force: true })
}

const readHolder = (file: string): Holder | null => {
  try {
    const read: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof read !== 'object' || read === null || !('pid' in read) || !('mark' in read)) return null
    return typeof read.pid === 'number' && typeof read.mark === 'string' ? { pid: read.pid, mark: read.mark } : null
  } catch {
    return null
  }
}
