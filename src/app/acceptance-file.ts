/** The acceptance as a file that anyone checks offline: its statement, and the entry of the trail whose leaf commits to it. */
import type { AcceptanceEvidence, AcceptanceStatement } from '../domain/evidence.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import type { PostgresTransaction } from '../store/postgres.ts'
import { getVault } from '../store/postgres/vault-rows.ts'
import { ask } from './ask.ts'
import type { RealHouse, Request } from './house.ts'
import { provenEntries, trailPage } from './trail.ts'
import { acceptedAct, proofKind } from './acceptance.ts'

/** Refused until the entry is sealed, which takes at most ten seconds. */
export const takeAcceptance = async (house: RealHouse, request: Request, proof: string): Promise<AcceptanceEvidence | Refusal> =>
  ask<AcceptanceEvidence>(house, request, async (transaction) => {
    const statement = await readStatement(transaction, proof)
    if (isRefusal(statement)) return statement
    const [entry] = await trailPage(transaction, { act: acceptedAct, name: proof, outcome: 'done' }, null, 1)
    if (entry === undefined) return { refused: 'nothing_sealed_yet' }
    const proven = await provenEntries(transaction, [entry.id])
    if ('refused' in proven) return proven
    return { ...proven.vouched, kind: 'acceptance', statement, entries: proven.entries, extensions: proven.extensions }
  })

/** The statement of an acceptance, with what opens its commitment. */
export const readProof = async (house: RealHouse, request: Request, proof: string): Promise<AcceptanceStatement | Refusal> =>
  ask(house, request, (transaction) => readStatement(transaction, proof))

const readStatement = async (transaction: PostgresTransaction, proof: string): Promise<AcceptanceStatement | Refusal> => {
  const found = await getVault(transaction, proof)
  if (isRefusal(found) || found.kind !== proofKind) return { refused: 'not_found', id: proof }
  return JSON.parse(Buffer.from(found.bytes).toString())
}
