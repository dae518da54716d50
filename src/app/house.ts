/** What the house is made of; put together in `cli/start.ts` and in tests. */
import type { Actor, HouseClause } from '../domain/clause.ts'
import type { Instant, NewId, TenantId } from '../domain/ids.ts'
import type { TimeRules } from '../domain/time.ts'
import type { PostgresStore, PostgresTransaction } from '../store/postgres.ts'
import type { Store, Transaction } from '../store/store.ts'

export type House<T extends Transaction = Transaction> = {
  readonly store: Store<T>
  readonly clauses: readonly HouseClause[]
  /** Names of the modules that run; a module that is not here keeps nothing. */
  readonly running: ReadonlySet<string>
  readonly now: () => Instant
  readonly newId: NewId
  /** Where time is counted before an agreement says so. */
  readonly rules: TimeRules
}

/** The house on PostgreSQL, with its vault: what every use case but `mandate simulate` runs in. */
export type RealHouse = House<PostgresTransaction> & {
  readonly store: PostgresStore
  /** A deployment with a simulated clock says so on every certificate. */
  readonly simulated: boolean
  /** The operator's own tenant. */
  readonly operator: TenantId
}

/** Who asks, from where, by which declared act. `names` are the ids that the trail entry will carry. */
export type Request = {
  readonly tenant: TenantId
  readonly actor: Actor
  readonly ip: string | null
  readonly act: string
  readonly ground: string | null
  readonly names: readonly string[]
}
