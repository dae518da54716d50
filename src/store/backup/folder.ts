/** The folder that becomes a backup: empty, apart from the keys, and a backup only once its manifest stands in it. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Refusal } from '../../domain/refusal.ts'
import { syncFolder } from '../../vault/durable-file.ts'
import { inFolder } from '../../vault/in-folder.ts'
import { manifestName } from './manifest.ts'

/** Makes the folder, readable by its owner alone, or says why no backup can be written there. */
export const takeBackupFolder = (folder: string, ringFolder: string): Refusal | null => {
  const path = resolve(folder)
  if (inFolder(ringFolder, path)) return { refused: 'backup_beside_keys', folder: path, ring: ringFolder }
  const found = statSync(path, { throwIfNoEntry: false })
  if (found !== undefined && !found.isDirectory()) return { refused: 'backup_folder_unwritable', folder: path, because: 'it is a file' }
  if (found !== undefined && readdirSync(path).length > 0)
    return { refused: existsSync(join(path, manifestName)) ? 'backup_there_already' : 'backup_folder_not_empty', folder: path }
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    return null
  } catch (error) {
    return { refused: 'backup_folder_unwritable', folder: path, because: codeOf(error) }
  }
}

/** The last step: before it the folder is no backup, after it the backup is whole and on the disk. */
export const finishBackupFolder = (folder: string, manifest: string): void => {
  const path = join(folder, manifestName)
  writeFileSync(`${path}.new`, manifest, { mode: 0o600, flush: true })
  syncFolder(folder)
  renameSync(`${path}.new`, path)
  syncFolder(folder)
  syncFolder(dirname(resolve(folder)))
}

/** Leaves the folder as it was found: there, and empty. Only for a folder that `takeBackupFolder` gave to this process. */
export const clearBackupFolder = (folder: string): void => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { force: true })
}

export const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown trouble')
