import { closeSync, existsSync, fsyncSync, fstatSync, linkSync, openSync, renameSync, statSync, unlinkSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** The moments between which a process may be killed. A test stops at each of them and opens the ring again. */
export const replaceSteps = [
  'before writing',
  'new file half written',
  'new file written',
  'new file synced',
  'old file kept aside',
  'new file in place',
  'folder synced',
  'old file overwritten',
  'old file removed',
] as const
export type ReplaceStep = (typeof replaceSteps)[number]
export type AtStep = (step: ReplaceStep) => void

const newName = (path: string): string => `${path}.new`
const oldName = (path: string): string => `${path}.old`

/**
 * Replaces a file so that a reader sees the old or the new one whole. With `overwriteOld` the old one's bytes are overwritten, as far as the
 * file system writes in place. On return the new file is on the disk. A crash leaves at most `.new` and `.old` beside it: `clearLeftovers`.
 */
export const replaceFile = (path: string, bytes: Uint8Array, overwriteOld: boolean, atStep: AtStep): void => {
  atStep('before writing')
  clearLeftovers(path)
  const file = openSync(newName(path), 'wx', 0o600)
  try {
    const half = Math.floor(bytes.length / 2)
    writeAll(file, bytes.subarray(0, half))
    atStep('new file half written')
    writeAll(file, bytes.subarray(half))
    atStep('new file written')
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  atStep('new file synced')
  if (overwriteOld && existsSync(path)) linkSync(path, oldName(path))
  atStep('old file kept aside')
  renameSync(newName(path), path)
  atStep('new file in place')
  syncFolder(dirname(path))
  atStep('folder synced')
  if (overwriteOld && existsSync(oldName(path))) {
    overwrite(oldName(path))
    atStep('old file overwritten')
    unlinkSync(oldName(path))
    syncFolder(dirname(path))
  }
  atStep('old file removed')
}

/** Overwrites and removes what a killed process left beside the file. Only the holder of the ring may call this. */
export const clearLeftovers = (path: string): void => {
  for (const left of [newName(path), oldName(path)]) {
    if (!existsSync(left)) continue
    // Killed between keeping the old file aside and renaming: both names are the ring itself, and must not be overwritten.
    if (!sameFile(left, path)) overwrite(left)
    unlinkSync(left)
    syncFolder(dirname(path))
  }
}

export const syncFolder = (folder: string): void => {
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

const overwrite = (path: string): void => {
  const file = openSync(path, 'r+')
  try {
    writeAll(file, new Uint8Array(fstatSync(file).size))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

export const sameFile = (one: string, other: string): boolean => {
  const a = statSync(one, { bigint: true, throwIfNoEntry: false })
  const b = statSync(other, { bigint: true, throwIfNoEntry: false })
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino
}

const writeAll = (file: number, bytes: Uint8Array): void => {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at)
}
