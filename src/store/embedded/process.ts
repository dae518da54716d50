import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/**
 * Which process a number means today. Numbers are used again after a death or a reboot; the number with the moment at which the
 * process began is used only once. `null`: nothing runs under this number.
 */
export const processMark = (pid: number): string | null => {
  if (!isAlive(pid)) return null
  return existsSync('/proc/self/stat') ? linuxMark(pid) : otherMark(pid)
}

/** The words with which a process was started, as far as this user may see them. */
export const processWords = (pid: number): string => {
  try {
    if (existsSync('/proc/self/cmdline')) return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return ''
  }
}

/** Waits until the process is gone. `false` when it still runs after so many milliseconds. */
export const processEnded = async (pid: number, within: number): Promise<boolean> => {
  const end = performance.now() + within
  while (processMark(pid) !== null) {
    if (performance.now() > end) return false
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return true
}

/** Sends a signal; a process that ended meanwhile is no fault. */
export const sendSignal = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal)
  } catch {
    // Already gone, or not ours to signal: whoever waits for its end will see which.
  }
}

const isAlive = (pid: number): boolean => {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

const linuxMark = (pid: number): string | null => {
  try {
    // proc(5): the name in parentheses may hold anything, so the fields are counted from the last parenthesis: state is 3, start time 22.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z' || fields[0] === 'X') return null
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19] ?? ''}`
  } catch {
    return null
  }
}

const otherMark = (pid: number): string | null => {
  try {
    const [state, ...began] = execFileSync('ps', ['-o', 'state=,lstart=', '-p', String(pid)], { encoding: 'utf8' })
      .trim()
      .split(/\s+/)
    return state === undefined || state.startsWith('Z') ? null : began.join(' ')
  } catch {
    return null
  }
}
