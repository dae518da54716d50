import { realpathSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/**
 * Would something that is written to, or copied from, `otherFolder` lie together with the ring: is one of the two inside the other, or are
 * they the same? Symbolic links are followed; folders are compared by what they are, not by how their paths are spelled. A folder that
 * does not exist yet counts as its nearest ancestor that does, so that a backup cannot create it inside the ring.
 */
export const inFolder = (ringFolder: string, otherFolder: string): boolean => {
  const ring = ancestors(nearestExisting(ringFolder))
  const other = ancestors(nearestExisting(otherFolder))
  const otherExists = exists(otherFolder)
  return (otherExists && ring.includes(other[0] ?? '')) || other.includes(ring[0] ?? '')
}

const exists = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined

const nearestExisting = (path: string): string => {
  let at = resolve(path)
  while (!exists(at) && dirname(at) !== at) at = dirname(at)
  return realpathSync(at)
}

/** The folder and all above it, each as device and inode: two paths over a bind mount are one folder. */
const ancestors = (path: string): readonly string[] => {
  const { dev, ino } = statSync(path, { bigint: true })
  const here = `${dev}:${ino}`
  return dirname(path) === path ? [here] : [here, ...ancestors(dirname(path))]
}
