/** What a certificate says: ids, counts and instants; what is left, and until when it can be read. */
import { expiryDay } from '../../domain/clauses/retention.ts'
import type { ErasureScope, ErasureStatement } from '../../domain/evidence.ts'
import { instant, sha256Hex, type Instant } from '../../domain/ids.ts'
import { isRefusal, type Refusal } from '../../domain/refusal.ts'
import { governingHash } from '../../domain/standing.ts'
import { addDays, readInstant } from '../../domain/time.ts'
import { termText } from '../../domain/clause.ts'
import type { PostgresTransaction } from '../../store/postgres.ts'
import { termsFor } from '../decide.ts'
import type { RealHouse } from '../house.ts'
import type { Counts } from '../wing.ts'

export type Remains = ErasureStatement['remains'][number]

export type StatementFacts = {
  readonly id: string
  readonly scope: ErasureScope
  readonly subjects: readonly string[]
  readonly ground: string
  readonly module: 'erasure' | 'retention' | 'end-of-contract'
  readonly askedAt: Instant | null
  readonly counts: Counts
  readonly keysDestroyed: readonly string[]
  readonly remains: readonly Remains[]
}

/** The statement at its first stage. Refused where no agreement governs: then nothing was handed in under one. */
export const statementOf = async (
  house: RealHouse,
  transaction: PostgresTransaction,
  facts: StatementFacts,
): Promise<ErasureStatement | Refusal> => {
  const agreement = governingHash(transaction.standing)
  if (agreement === null) return { refused: 'no_agreement_in_force', status: transaction.standing.agreement.status }
  const terms = await termsFor(house, transaction, transaction.standing, facts.module)
  return {
    statement: 'mandate-erasure/1',
    id: facts.id,
    tenant: transaction.tenant,
    agreement: sha256Hex(agreement),
    scope: facts.scope,
    subjects: facts.subjects,
    ground: facts.ground,
    clause: terms.clauseOf[''] ?? null,
    askedAt: facts.askedAt,
    erasedAt: house.now(),
    completeAt: null,
    auditedAt: null,
    stage: 'erased',
    tables: tablesOf(facts.counts),
    keysDestroyed: facts.keysDestroyed,
    remains: facts.remains,
    clock: house.simulated ? 'simulated' : 'real',
  }
}

export const tablesOf = (counts: Counts): ErasureStatement['tables'] =>
  Object.entries(counts)
    .filter(([, rows]) => rows > 0)
    .map(([table, rows]) => ({ table, rows }))

/** The instant at which a local day is over everywhere on Earth (UTC-12): no key of it outlives that. */
export const overEverywhere = (day: string): Instant => {
  const at = readInstant(`${addDays(day, 1)}T12:00:00Z`)
  if (isRefusal(at)) throw new Error(`a day of retention is a date, not "${day}"`)
  return at
}

/** Copies in backups can be opened until the key of their day dies, which for records is the day that their retention gives. */
export const oldCopies = async (
  house: RealHouse,
  transaction: PostgresTransaction,
  handedIn: readonly Instant[],
): Promise<readonly Remains[]> => {
  const what = 'sealed copies in backups that were made before the erasure'
  const terms = await termsFor(house, transaction, transaction.standing, 'retention')
  const days = handedIn.map((at) => expiryDay('submitted', at, terms)).filter((day) => !isRefusal(day))
  if (days.length === 0) return []
  if (days.includes(null)) return [{ what, until: null, because: 'their key ends with the contract, or the last backup expires before' }]
  const last = days
    .filter((day) => typeof day === 'string')
    .toSorted()
    .at(-1)
  return last === undefined ? [] : [{ what, until: overEverywhere(last), because: 'the key of their day of retention is destroyed then' }]
}

export const idsOnTrail: Remains = {
  what: 'ids of what was erased, on the trail',
  until: null,
  because: 'they prove the erasure; nothing opens with them',
}

/** Until the last check is done somebody must know what to look for. */
export const sealedSelectors = (until: Instant | null): Remains => ({
  what: 'what the person is found by, sealed',
  until,
  because: 'the audit looks for it, and it is deleted with the audit',
})

const dayLong = 86_400_000
/** The sweep is due within 24 hours and the audit within 30 days, both the program's own targets (clauses/erasure.ts). */
export const auditDueBy = (from: Instant): Instant => instant(from + 33 * dayLong)

/** Classes that a law or a claim keeps when everything else is gone. */
export const keptByLaw = async (house: RealHouse, transaction: PostgresTransaction): Promise<readonly Remains[]> => {
  const terms = await termsFor(house, transaction, transaction.standing, 'retention')
  const kept = (name: 'billing' | 'evidence' | 'accessLogs', what: string, because: string): readonly Remains[] => {
    const term = termText(terms, name) ?? (name === 'accessLogs' ? '12 months' : null)
    return term === null ? [] : [{ what: `${what}, kept for ${term}`, until: null, because }]
  }
  return [
    ...kept('billing', 'billing data', 'commercial law requires it'),
    ...kept('evidence', 'proof of acceptance, of instructions and of erasure', 'either party may need it for a claim'),
    ...kept('accessLogs', 'who acted and from where, on the trail', 'security of processing; each is taken out at its time'),
  ]
}
