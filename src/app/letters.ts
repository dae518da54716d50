/**
 * Mail to be sent. A letter names people, so it lies sealed in the vault; the outbox carries only its ref. It is dropped when it
 * was sent, and expires with the house's own messages in any case.
 */
import { caseId } from '../domain/ids.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { addDays, localDate } from '../domain/time.ts'
import type { PostgresTransaction } from '../store/postgres.ts'
import { getVault, putVault } from '../store/postgres/vault-rows.ts'
import type { House } from './house.ts'

export type Letter = { readonly to: readonly string[]; readonly subject: string; readonly text: string }

/** How many days an unsent letter is kept. */
const keptDays = 30

/** Queues a letter in the act's transaction. It leaves when the transaction has committed. */
export const queueLetter = async (house: House, transaction: PostgresTransaction, name: string, letter: Letter): Promise<void> => {
  const id = house.newId()
  const day = addDays(localDate(house.now(), 'UTC'), keptDays)
  await putVault(transaction, { id, class: 'house', day, kind: 'letter', owner: null }, Buffer.from(JSON.stringify(letter)), house.now())
  await transaction.queue([
    { id: house.newId(), kind: 'mail', name, clause: 'letter', case: caseId(id), facts: { letter: id }, dueAt: house.now() },
  ])
}

export const readLetter = async (transaction: PostgresTransaction, id: string): Promise<Letter | Refusal> => {
  const found = await getVault(transaction, id)
  if (isRefusal(found)) return found
  const value: unknown = JSON.parse(Buffer.from(found.bytes).toString())
  return isLetter(value) ? value : { refused: 'not_found', id }
}

const isLetter = (value: unknown): value is Letter =>
  typeof value === 'object' && value !== null && 'to' in value && Array.isArray(value.to) && 'subject' in value && 'text' in value
