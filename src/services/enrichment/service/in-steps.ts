/** Long work in many small transactions: each asks the gate again, and a refusal stops the work; its one trail entry is left by the caller. */
import type { House, RealHouse, Request } from '../../../app/house.ts'
import { termsFor } from '../../../app/decide.ts'
import { enterAct } from '../../../app/run.ts'
import { expiryDay } from '../../../domain/clauses/retention.ts'
import type { Need } from '../../../domain/clauses/scope.ts'
import type { Terms } from '../../../domain/clause.ts'
import { admit, type Permit } from '../../../domain/gate.ts'
import type { Instant } from '../../../domain/ids.ts'
import type { Refusal } from '../../../domain/refusal.ts'
import { governingHash } from '../../../domain/standing.ts'
import type { PostgresTransaction } from '../../../store/postgres.ts'
import type { Transaction } from '../../../store/store.ts'
import { enrichContacts } from '../rules.ts'

/** A refusal on its way out through an iterator of somebody else; whoever began the iteration catches it. */
export class Stopped extends Error {
  override readonly name = 'Stopped'
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.refused)
    this.refusal = refusal
  }
}

export const needOf = (operation: string, columns: readonly string[]): Need => ({ processing: enrichContacts, operation, columns })

/** One step under a Permit of its own. Unlike `withPermit` it leaves no entry for a refusal: a thousand steps are one act. */
export const step = async <Result>(
  house: RealHouse,
  request: Request,
  need: Need,
  act: (transaction: PostgresTransaction, permit: Permit) => Promise<Result>,
): Promise<Result | Refusal> =>
  house.store.act(request.tenant, 'shared', async (transaction) => {
    const hash = governingHash(transaction.standing)
    const agreement = hash === null ? null : await transaction.agreement(hash)
    const permit = admit(need, request.tenant, transaction.standing, agreement, house.now(), house.running)
    return 'refused' in permit ? permit : act(transaction, permit)
  })

/** Leaves the entry of a refused act in a transaction of its own, and answers the refusal. */
export const enterRefusal = async (house: RealHouse, request: Request, refusal: Refusal): Promise<Refusal> =>
  house.store.act(request.tenant, 'shared', async (transaction) => refuse(house, transaction, request, refusal))

/** The same within a transaction. */
export const refuse = async <T extends Transaction>(
  house: House<T>,
  transaction: T,
  request: Request,
  refusal: Refusal,
): Promise<Refusal> => {
  await enterAct(house, transaction, request, { refused: refusal.refused })
  return refusal
}

export const retentionTerms = (house: RealHouse, transaction: PostgresTransaction): Promise<Terms> =>
  termsFor(house, transaction, transaction.standing, 'retention')

/** The local day on which what is handed in at this instant is erased. */
export const submittedDay = (at: Instant, terms: Terms): string | null | Refusal => expiryDay('submitted', at, terms)
