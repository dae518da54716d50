/** `mandate keys` with the data folder, the clock and the ledger of this program. */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openFileLedger } from '../app/file-ledger.ts'
import { instant } from '../domain/ids.ts'
import { isRefusal } from '../domain/refusal.ts'
import { openRing } from '../vault/open-ring.ts'
import { readConfig } from './config.ts'
import { keysCommand, ringFolderOf } from './keys.ts'
import { ledgerPath } from './ledger-path.ts'
import { passphraseFromInput } from './passphrase.ts'

const now = () => instant(Date.now())

export const keys = keysCommand({
  dataFolder: (words) => {
    const config = readConfig(words)
    return isRefusal(config) ? config : { folder: config.folder, rest: config.rest }
  },
  passphrase: () => passphraseFromInput(process.stdin, (text) => process.stderr.write(text)),
  unlock: async () => {
    const config = readConfig([])
    return isRefusal(config) ? null : config.unlock
  },
  // The ledger is read with the ring that lies there; without one nothing was erased under it either.
  destroyedElsewhere: async (folder) => {
    if (!existsSync(ledgerPath(folder)) || !existsSync(join(ringFolderOf(folder), 'ring.json'))) return []
    const config = readConfig([])
    const ring = openRing(ringFolderOf(folder), {
      now,
      newId: randomUUID,
      readOnly: true,
      unlock: isRefusal(config) ? null : config.unlock,
    })
    if (isRefusal(ring)) return ring
    const ledger = openFileLedger(ledgerPath(folder), ring)
    if (isRefusal(ledger)) return ledger
    const entries = await ledger.entries()
    await ledger.close()
    ring.close()
    return entries.flatMap((entry) => entry.keys)
  },
  now,
  newId: randomUUID,
})
