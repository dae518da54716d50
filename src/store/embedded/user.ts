import { spawnSync } from 'node:child_process'
import { lchownSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'

/** Whom PostgreSQL runs as. `spawn` is empty when that is the user of this process. */
export type ServerUser = { readonly name: string; readonly spawn: { readonly uid?: number; readonly gid?: number } }

/**
 * PostgreSQL refuses to run as root. When root starts the program, the server runs as `mandate` if the machine has such a user, else as
 * `postgres`, else as `nobody`; an ordinary user runs it as himself. `null`: root, and none of the three exists.
 */
export const serverUser = (): ServerUser | null => {
  if (process.getuid?.() !== 0) return { name: ownName(), spawn: {} }
  const known = new Map(passwdLines().map(([name, , uid, gid]) => [name, { uid: Number(uid), gid: Number(gid) }]))
  for (const name of ['mandate', 'postgres', 'nobody']) {
    const spawn = known.get(name)
    if (spawn !== undefined && spawn.uid > 0) return { name, spawn }
  }
  return null
}

/** Hands a file or folder to the server's user; nothing to do when that is ourselves. */
export const handOver = (path: string, user: ServerUser): void => {
  if (user.spawn.uid !== undefined && user.spawn.gid !== undefined) lchownSync(path, user.spawn.uid, user.spawn.gid)
}

/**
 * Writes a file for the server's user. The folder is his: were an old name kept, he could have put a link there, and root would write through it.
 */
export const writeFor = (path: string, text: string, user: ServerUser): void => {
  rmSync(path, { force: true })
  writeFileSync(path, text, { flag: 'wx', mode: 0o600 })
  handOver(path, user)
}

/** Can the server's user enter the folder and write there? Asked of the kernel, not computed from mode bits. */
export const canWriteIn = (folder: string, user: ServerUser): boolean =>
  spawnSync('/bin/sh', ['-c', 'cd "$1" && test -w .', 'sh', folder], { ...user.spawn, cwd: '/', stdio: 'ignore' }).status === 0

const passwdLines = (): readonly (readonly string[])[] => {
  try {
    return readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
  } catch {
    return []
  }
}

const ownName = (): string => {
  try {
    return userInfo().username
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`
  }
}
