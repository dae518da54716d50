/** Is each file of a backup, byte by byte, what its manifest says? Asked before anything is written anywhere. */
import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Refusal } from '../../domain/refusal.ts'
import type { Manifest } from './manifest.ts'

export const checkFiles = async (folder: string, manifest: Manifest): Promise<Refusal | null> => {
  for (const { file, sha256 } of manifest.tables) {
    const path = join(folder, basename(file))
    if (!existsSync(path)) return { refused: 'backup_file_missing', file, folder }
    const hash = createHash('sha256')
    for await (const chunk of createReadStream(path, { highWaterMark: 1_048_576 })) {
      if (!Buffer.isBuffer(chunk)) throw new TypeError('a file answers bytes')
      hash.update(chunk)
    }
    if (hash.digest('hex') !== sha256) return { refused: 'backup_changed', file, folder }
  }
  return null
}
