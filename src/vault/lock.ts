import { hash, randomUUID } from 'node:crypto'
import { linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import type { Refusal } from '../domain/refusal.ts'

/** A file that says which living process owns something. */
export type Lock = { readonly path: string; readonly text: string }

/**
 * Takes the lock, or says who holds it. `link` makes the whole file appear at once, so one of many openers wins. A lock whose process is
 * dead is adopted under a second lock that is named after the dead one: of many adopters one wins, and a late one finds a living owner.
 */
export const takeLock = (path: string): Lock | Refusal => {
  const text = ownText()
  const draft = `${path}.${process.pid}.${randomUUID()}`
  writeFileSync(draft, text, { mode: 0o600, flag: 'wx' })
  try {
    for (;;) {
      if (linked(draft, path)) return { path, text }
      const found = readIfThere(path)
      if (found === null) continue
      const holder = readOwner(found)
      if (holder !== null && lives(holder)) return { refused: 'ring_held', path, pid: holder.pid }
      const adoption = takeLock(`${path}.adopting-${hash('sha256', found).slice(0, 16)}`)
      if ('refused' in adoption) return { refused: 'ring_held', path, pid: adoption['pid'] ?? null }
      try {
        if (readIfThere(path) !== found) continue
        renameSync(draft, path)
        return { path, text }
      } finally {
        releaseLock(adoption)
      }
    }
  } finally {
    // Gone already when it was renamed into place.
    removeIfThere(draft)
  }
}

/** Gives the lock back. Does nothing when another process has adopted it since. */
export const releaseLock = (lock: Lock): void => {
  if (readIfThere(lock.path) === lock.text) removeIfThere(lock.path)
}

type Owner = { readonly pid: number; readonly started: string | null }

const ownText = (): string => `${process.pid} ${startOf(process.pid) ?? '-'} ${randomUUID()}\n`

const readOwner = (text: string): Owner | null => {
  const [, pid, started] = /^(\d{1,10}) (\d+|-) [0-9a-f-]{36}\n$/.exec(text) ?? []
  return pid === undefined || started === undefined ? null : { pid: Number(pid), started: started === '-' ? null : started }
}

const lives = (owner: Owner): boolean => {
  try {
    process.kill(owner.pid, 0)
  } catch (fault) {
    // EPERM: it lives, as another user.
    return hasCode(fault, 'EPERM')
  }
  const now = processState(owner.pid)
  if (now === null) return true
  // Killed, and not yet collected by its parent.
  if (now.state === 'Z' || now.state === 'X') return false
  // A number is given again after a restart; the instant at which the process began tells two of them apart.
  return owner.started === null || owner.started === now.started
}

const startOf = (pid: number): string | null => processState(pid)?.started ?? null

/** State and ticks since boot at its start (proc(5), stat fields 3 and 22; the name in field 2 may hold spaces). Null without /proc. */
const processState = (pid: number): { readonly state: string; readonly started: string } | null => {
  const stat = readIfThere(`/proc/${pid}/stat`)
  if (stat === null) return null
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, started] = [fields.at(0), fields.at(19)]
  return state === undefined || started === undefined ? null : { state, started }
}

const linked = (from: string, to: string): boolean => {
  try {
    linkSync(from, to)
    return true
  } catch (fault) {
    if (hasCode(fault, 'EEXIST')) return false
    throw fault
  }
}

const readIfThere = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8')
  } catch (fault) {
    if (hasCode(fault, 'ENOENT') || hasCode(fault, 'ESRCH')) return null
    throw fault
  }
}

const removeIfThere = (path: string): void => {
  try {
    unlinkSync(path)
  } catch (fault) {
    if (!hasCode(fault, 'ENOENT')) throw fault
  }
}

const hasCode = (fault: unknown, code: string): boolean => fault instanceof Error && 'code' in fault && fault.code === code
