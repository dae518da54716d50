/**
 * Acceptance by a signed-in person with authority. Who it was, by what authority, factor and address, is a sealed record of class
 * `evidence`; the statement of the acceptance commits to it, and the trail to the statement.
 */
import { randomBytes } from 'node:crypto'
import { canonicalJson } from '../domain/canonical.ts'
import { statementText, type AcceptanceStatement } from '../domain/evidence.ts'
import { caseId, sha256Hex, type TenantId } from '../domain/ids.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { commit } from '../domain/trail.ts'
import type { PostgresTransaction } from '../store/postgres.ts'
import type { ClaimedTask } from '../store/store.ts'
import { digest } from '../store/postgres/trail-rows.ts'
import { getVault, putVault } from '../store/postgres/vault-rows.ts'
import { addressOf } from './accounts.ts'
import { keptAgreement, type AgreementHashes } from './agreements.ts'
import type { RealHouse, Request } from './house.ts'
import { enterAct, runIn } from './run.ts'

/** The kind of the sealed record, and the act whose entry commits to it. */
export const proofKind = 'proof'
export const acceptedAct = 'agreement.accepted'

export type Acceptance = {
  readonly account: string
  /** By what authority the person binds the controller, in its own words. */
  readonly capacity: string
  readonly hash: string
  readonly userAgent: string | null
}
/** The clause and case that the acceptance answers: the first agreement, or an amendment. */
export type Answered = { readonly clause: 'acceptance' | 'amendment'; readonly case: string }
export type Accepted = { readonly hash: string; readonly proof: string }

export const acceptAgreement = async (
  house: RealHouse,
  request: Request,
  acceptance: Acceptance,
  answered: Answered,
): Promise<Accepted | Refusal> =>
  house.store.act(request.tenant, 'alone', async (transaction) => {
    const proof = house.newId()
    const order = { clause: answered.clause, case: caseId(answered.case), command: { type: 'accept', hash: acceptance.hash, proof } }
    const done = await runIn(house, transaction, { ...request, names: [...request.names, acceptance.hash, proof] }, [order])
    if (isRefusal(done)) return done
    const statement = await state(house, transaction, request, acceptance, proof)
    const record = { id: proof, class: 'evidence' as const, day: null, kind: proofKind, owner: acceptance.hash }
    await putVault(transaction, record, Buffer.from(JSON.stringify(statement)), house.now())
    const task = { kind: 'job' as const, name: 'prove-acceptance', clause: answered.clause, case: caseId(answered.case), facts: { proof } }
    await transaction.queue([{ ...task, id: house.newId(), dueAt: house.now() }])
    return { hash: acceptance.hash, proof }
  })

const state = async (
  house: RealHouse,
  transaction: PostgresTransaction,
  request: Request,
  { account, capacity, hash, userAgent }: Acceptance,
  id: string,
): Promise<AcceptanceStatement> => {
  const kept = await keptAgreement(transaction, hash)
  if ('refused' in kept) throw new Error('an agreement was accepted that is not stored')
  const { agreement, hashes } = kept
  const email = await addressOf(house.operator, transaction.sql, transaction.ring, account)
  const who = {
    account,
    email,
    capacity,
    factor: 'a link to this address, opened in the browser that asked for it',
    ip: request.ip,
    userAgent,
    hash,
    at: house.now(),
  }
  return {
    statement: 'mandate-acceptance/1',
    id,
    tenant: transaction.tenant,
    agreement: agreement.agreement,
    version: agreement.version,
    language: agreement.language,
    ...shas(hashes),
    acceptedAt: house.now(),
    evidence: commit('evidence', { value: canonicalJson(who), salt: randomBytes(16).toString('hex') }, digest),
    clock: house.simulated ? 'simulated' : 'real',
  }
}

const shas = ({ template, concluded, text, terms }: AgreementHashes) => ({
  template: sha256Hex(template),
  concluded: sha256Hex(concluded),
  text: sha256Hex(text),
  terms: sha256Hex(terms),
})

/** The performer of `job/prove-acceptance`: the entry whose leaf commits to the statement, word for word. */
export const proveAcceptance =
  (house: RealHouse) =>
  async (_house: unknown, tenant: TenantId, task: ClaimedTask): Promise<Refusal | null> =>
    house.store.act(tenant, 'shared', async (transaction) => {
      const { proof } = task.facts
      if (typeof proof !== 'string') throw new Error('a task to prove an acceptance names no proof')
      const found = await getVault(transaction, proof)
      if (isRefusal(found)) return found
      const statement: AcceptanceStatement = JSON.parse(Buffer.from(found.bytes).toString())
      const program = { side: 'program', id: 'outbox' } as const
      const request: Request = {
        tenant,
        actor: program,
        ip: null,
        act: acceptedAct,
        ground: null,
        names: [proof, statement.concluded],
      }
      await enterAct(house, transaction, request, { detail: statementText(statement) })
      return null
    })
