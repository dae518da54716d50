/**
 * The end of a contract: every wing gives up what it holds, the vault keeps only what a law or a claim needs, the tenant's keys are
 * destroyed, and one entry commits to the statement. Carried out alone, so that nothing is handed in meanwhile.
 */
import { caseId, type TenantId } from '../domain/ids.ts'
import { statementText, type ErasureStatement } from '../domain/evidence.ts'
import { admitOnGround, grounds, type Permit } from '../domain/gate.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import type { PostgresTransaction } from '../store/postgres.ts'
import { classesThatEnd } from '../vault/classes.ts'
import type { Erasers } from './erase.ts'
import { keepCertificate, keptCertificate } from './erase/kept.ts'
import { idsOnTrail, keptByLaw, statementOf } from './erase/statement.ts'
import type { RealHouse, Request } from './house.ts'
import { enterAct, runEach, runIn } from './run.ts'
import type { Counts, Wing } from './wing.ts'

/** The case of the end of a contract: one per tenant. */
export const contractCase = caseId('contract')

/** Under which id the ledger knows it. */
const ledgerId = (tenant: TenantId, end: string): string => `contract/${tenant}/${end}`

/** Erases everything of a tenant whose contract has ended. Can run again: what is gone counts nothing, what is closed stays closed. */
export const closeContract = async (
  erasers: Erasers,
  tenant: TenantId,
  by: string,
  end = contractCase,
): Promise<ErasureStatement | Refusal> => {
  const { house, wings, ledger } = erasers
  const { ring } = house.store
  const request: Request = {
    tenant,
    actor: { side: 'program', id: by },
    ip: null,
    act: 'contract.erase',
    ground: `erasure: ${grounds.erasure}`,
    names: [end],
  }
  // Asked before the first try: after it the keys are gone, and the second would not know them.
  const keys = ring.tenantIds(tenant, classesThatEnd)
  const closed = await house.store.act(tenant, 'alone', async (transaction): Promise<ErasureStatement | Refusal> => {
    const permit = admitOnGround('erasure', 'erase', tenant, transaction.standing, house.now())
    if (isRefusal(permit)) return permit
    if (transaction.standing.agreement.status === 'closed') return alreadyClosed(erasers, transaction, permit, request, end)
    if (transaction.standing.agreement.status !== 'ended') {
      const refusal: Refusal = { refused: 'contract_not_ended', status: transaction.standing.agreement.status }
      await enterAct(house, transaction, request, { refused: refusal.refused })
      return refusal
    }
    await ledger.intend({ id: ledgerId(tenant, end), act: 'contract', tenant, at: house.now(), scope: null, records: {}, keys, found: {} })
    const counts = await eraseAll(transaction, permit, wings)
    const destroyed = ring.destroyTenant(tenant, classesThatEnd, 'the contract has ended')
    if (isRefusal(destroyed)) throw new Error(`the keys of a tenant were not destroyed: ${destroyed.refused}`)
    const statement = await statementOf(house, transaction, {
      id: end,
      scope: 'everything',
      subjects: [tenant],
      ground: request.ground ?? 'erasure',
      module: 'end-of-contract',
      askedAt: transaction.standing.agreement.endedAt,
      counts,
      keysDestroyed: keys,
      remains: [...(await keptByLaw(house, transaction)), idsOnTrail],
    })
    if (isRefusal(statement)) throw new Error(`a contract ended without an agreement: ${statement.refused}`)
    const erased = Object.values(counts).reduce((sum, rows) => sum + rows, 0)
    const order = { clause: 'end-of-contract', case: end, command: { type: 'recordClosed', erased } }
    const outcome = await runIn(house, transaction, request, [order], statementText(statement))
    if (isRefusal(outcome)) throw new Error(`the end of a contract could not be recorded: ${outcome.refused}`)
    await keepCertificate(house, transaction, { statement, entries: [outcome.entry] })
    return statement
  })
  if (!isRefusal(closed)) await ledger.done(ledgerId(tenant, end), house.now())
  return closed
}

/** A restore may have brought rows back under a contract that was closed. */
const alreadyClosed = async (
  { house, wings }: Erasers,
  transaction: PostgresTransaction,
  permit: Permit,
  request: Request,
  end: string,
): Promise<ErasureStatement | Refusal> => {
  const counts = await eraseAll(transaction, permit, wings)
  await enterAct(house, transaction, request, { counts })
  return (await keptCertificate(transaction, end))?.statement ?? { refused: 'not_found', id: end }
}

const eraseAll = async (transaction: PostgresTransaction, permit: Permit, wings: readonly Wing[]): Promise<Counts> => {
  const counts: Record<string, number> = {}
  for (const wing of wings)
    for (const [table, rows] of Object.entries(await wing.eraseAll(transaction, permit))) counts[table] = (counts[table] ?? 0) + rows
  const { sql, tenant } = transaction
  // What outlives the contract stays: proofs, billing. Kept answers are of the class `house` and hold what was handed in.
  const vault =
    await sql`delete from vault where tenant_id = ${tenant} and (class = any (${[...classesThatEnd]}::text[]) or kind = 'answer' or kind = 'erasure-selectors')`
  const directory = await sql`delete from person_directory where tenant_id = ${tenant}`
  return { ...counts, vault: vault.count, person_directory: directory.count }
}

/** Days of retention that were still open have nothing left to erase: they are done, and nobody is told that they are ahead. */
export const settleDays = async (house: RealHouse, tenant: TenantId): Promise<void> =>
  house.store.act(tenant, 'shared', async (transaction) => {
    const days = await transaction.sql<{ id: string }[]>`
      select case_id as id from deadline
      where tenant_id = ${tenant} and clause = 'retention' and status = 'open' and case_id like 'submitted:%'`
    if (days.length === 0) return
    const program = { side: 'program', id: 'contract' } as const
    const acts = days.map(({ id }) => ({
      request: { tenant, actor: program, ip: null, act: 'retention.settle', ground: null, names: [id] },
      orders: [{ clause: 'retention', case: caseId(id), command: { type: 'recordExpired', erased: 0, held: 0 } }],
    }))
    await runEach(house, transaction, acts)
  })
