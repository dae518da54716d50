/** What a tenant is called: the party of its agreements, sealed in its vault. */
import type { Party } from '../domain/agreement-shape.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import type { PostgresTransaction } from '../store/postgres.ts'
import { getVault, listVault, putVault } from '../store/postgres/vault-rows.ts'
import { ask } from './ask.ts'
import type { RealHouse, Request } from './house.ts'

const kind = 'profile'

export const putProfile = async (house: RealHouse, transaction: PostgresTransaction, party: Party): Promise<void> => {
  const record = { id: house.newId(), class: 'account' as const, day: null, kind, owner: null }
  await putVault(transaction, record, Buffer.from(JSON.stringify(party)), house.now())
}

/** The newest profile; null before the first. */
export const profileOf = async (transaction: PostgresTransaction): Promise<Party | null> => {
  const [newest] = await listVault(transaction, kind, 1)
  const found = newest === undefined ? null : await getVault(transaction, newest.id)
  return found === null || isRefusal(found) ? null : JSON.parse(Buffer.from(found.bytes).toString())
}

export const readProfile = async (house: RealHouse, request: Request): Promise<Party | Refusal> =>
  ask(house, request, async (transaction) => (await profileOf(transaction)) ?? { refused: 'not_set_up' })
