/** What a person adds to the board: the evidence of a promise that no program keeps, and cause and remedy of a broken one. */
import { caseId, type Instant } from '../domain/ids.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { getVault, putVault } from '../store/postgres/vault-rows.ts'
import { governing } from './agreements.ts'
import { ask } from './ask.ts'
import type { RealHouse, Request } from './house.ts'

/** The owner of such a record is the clause of the agreement. */
export const evidenceKind = 'manual-evidence'
const remedyKind = 'remedy'

export type Filed = { readonly id: string }

export const fileEvidence = async (house: RealHouse, request: Request, clause: string, text: string): Promise<Filed | Refusal> =>
  ask<Filed>(
    house,
    request,
    async (transaction) => {
      const found = await governing(transaction)
      if ('refused' in found) return found
      const named = found.agreement.clauses.find((each) => each.id === clause)
      if (!named) return { refused: 'not_found', id: clause }
      if (named.keeps.by !== 'evidence') return { refused: 'evidence_not_expected', clause }
      const id = house.newId()
      await putVault(transaction, { id, class: 'evidence', day: null, kind: evidenceKind, owner: clause }, Buffer.from(text), house.now())
      return { id }
    },
    ({ id }) => ({ names: [id] }),
  )

export type ShownEvidence = { readonly id: string; readonly filedAt: Instant; readonly text: string }

export const readEvidenceOf = async (house: RealHouse, request: Request, id: string): Promise<ShownEvidence | Refusal> =>
  ask(house, request, async (transaction) => {
    const found = await getVault(transaction, id)
    if (isRefusal(found) || (found.kind !== evidenceKind && found.kind !== remedyKind)) return { refused: 'not_found', id }
    return { id, filedAt: found.createdAt, text: Buffer.from(found.bytes).toString() }
  })

export type Remedy = {
  readonly clause: string
  readonly case: string
  readonly deadline: string
  readonly cause: string
  readonly remedy: string
}

/** A broken promise stays broken on the record; what a person learnt from it takes it off the board. */
export const recordRemedy = async (house: RealHouse, request: Request, remedy: Remedy): Promise<Filed | Refusal> =>
  ask<Filed>(
    house,
    request,
    async (transaction) => {
      const { sql, tenant } = transaction
      const id = house.newId()
      const rows = await sql`
        update deadline set status = 'remedied', remedy = ${id}
        where tenant_id = ${tenant} and clause = ${remedy.clause} and case_id = ${caseId(remedy.case)} and name = ${remedy.deadline} and status = 'broken'`
      if (rows.count === 0) return { refused: 'deadline_not_broken', deadline: remedy.deadline }
      const text = JSON.stringify({ cause: remedy.cause, remedy: remedy.remedy })
      await putVault(
        transaction,
        { id, class: 'evidence', day: null, kind: remedyKind, owner: `${remedy.clause}/${remedy.case}` },
        Buffer.from(text),
        house.now(),
      )
      return { id }
    },
    ({ id }) => ({ names: [remedy.clause, remedy.case, remedy.deadline, id] }),
  )
