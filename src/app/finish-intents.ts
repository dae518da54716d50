/** What the ledger still owes: at every start what was intended and not done is finished; after a restore everything is done again. */
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { eraseAgain, type Erasers } from './erase.ts'
import { closeContract } from './end-contract.ts'
import type { LedgerEntry } from './ledger.ts'

/** Finishes intents without a done. To be called before anything is served. Answers how many there were. */
export const finishIntents = async (erasers: Erasers): Promise<number | Refusal> => {
  const pending = await erasers.ledger.pending()
  for (const entry of pending) {
    const done = await doAgain(erasers, entry)
    if (isRefusal(done)) return done
  }
  return pending.length
}

/** After a restore: whatever was ever erased is erased again, and every destroyed key is destroyed again. Answers how many records came back and went. */
export const replayLedger = async (erasers: Erasers): Promise<number | Refusal> => {
  let gone = 0
  for (const entry of await erasers.ledger.entries()) {
    const done = await doAgain(erasers, entry)
    if (isRefusal(done)) return done
    gone += done
  }
  return gone
}

const doAgain = async (erasers: Erasers, entry: LedgerEntry): Promise<number | Refusal> => {
  const { house, ledger } = erasers
  if (entry.act === 'records') return eraseAgain(erasers, entry)
  if (entry.act === 'contract' && entry.tenant !== null) {
    const closed = await closeContract(erasers, entry.tenant, 'ledger')
    if (isRefusal(closed)) return closed
  }
  const destroyed = house.store.ring.replayDestroyed(entry.keys, 'the ledger of erasures says that it ended')
  if (isRefusal(destroyed)) return destroyed
  // The rows of a day are erased by its own task, which is tried until it is done; the key must not come back meanwhile.
  await ledger.done(entry.id, house.now())
  return 0
}
