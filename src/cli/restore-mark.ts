/** A file in the data folder while a restore is under way: written before its first step and removed after its last. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { syncFolder } from '../vault/durable-file.ts'
import type { Refusal } from '../domain/refusal.ts'

const markFile = (folder: string): string => join(folder, 'restoring')

export const markRestoring = (folder: string, from: string): void => {
  mkdirSync(folder, { recursive: true, mode: 0o711 })
  writeFileSync(markFile(folder), `${from}\n`, { mode: 0o600, flush: true })
  syncFolder(folder)
}

export const clearRestoring = (folder: string): void => {
  rmSync(markFile(folder), { force: true })
  syncFolder(folder)
}

/** Why nothing may serve from this folder; null when no restore was left halfway. */
export const unfinishedRestore = (folder: string): Refusal | null => {
  if (!existsSync(markFile(folder))) return null
  return { refused: 'restore_unfinished', folder, backup: readFileSync(markFile(folder), 'utf8').trim() }
}
