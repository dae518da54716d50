/**
 * What the app needs of a store. Two stand behind it: PostgreSQL, and memory for `mandate simulate`; one contract test runs
 * against both. Everything inside one `act` is one transaction.
 */
import type { Agreement } from '../domain/agreement-shape.ts'
import type { ClauseEvent, Task } from '../domain/clause.ts'
import type { ClockStep, DeadlineChange } from '../domain/deadline.ts'
import type { CaseId, Instant, TenantId } from '../domain/ids.ts'
import type { Standing } from '../domain/standing.ts'

export type CaseKey = { readonly clause: string; readonly case: CaseId }
export type Row = CaseKey & { readonly seq: number; readonly event: ClauseEvent }
/** `entry`: the trail entry that commits to the change. */
export type CaseChange = CaseKey & {
  readonly change: DeadlineChange
  readonly clauseOfAgreement: string
  readonly agreement: string | null
  readonly entry: string | null
}

/** An open deadline whose clock has something to do. */
export type DueStep = CaseKey & { readonly name: string; readonly side: 'ours' | 'theirs'; readonly step: ClockStep }

/** What an act leaves on the trail, before it becomes a leaf. `actor` and `ip` are sealed and redacted at their time. */
export type Entry = {
  readonly id: string
  readonly at: Instant
  readonly act: string
  readonly ground: string | null
  readonly clause: string | null
  readonly case: string | null
  readonly names: readonly string[]
  readonly outcome: 'done' | 'refused'
  readonly refused: string | null
  readonly counts: Readonly<Record<string, number>>
  /** Canonical JSON that the leaf commits to by its SHA-256; null where the fields above say all. */
  readonly detail: string | null
  readonly actor: string
  readonly ip: string | null
}

export type QueuedTask = Task & { readonly id: string; readonly dueAt: Instant }
export type ClaimedTask = QueuedTask & { readonly attempts: number }

/** `shared`: many at a time. `alone`: waits for all others of the tenant, and nobody else runs meanwhile. */
export type Lock = 'shared' | 'alone'

export interface Transaction {
  readonly tenant: TenantId
  readonly standing: Standing
  saveStanding(standing: Standing): Promise<void>
  /** The concluded agreement with this hash, of this tenant. */
  agreement(hash: string): Promise<Agreement | null>
  keepAgreement(hash: string, template: string, agreement: Agreement, at: Instant): Promise<void>
  /** The events of each case, in order; a case that nobody has opened has none. */
  events(cases: readonly CaseKey[]): Promise<readonly (readonly ClauseEvent[])[]>
  append(rows: readonly Row[]): Promise<void>
  changeDeadlines(changes: readonly CaseChange[], at: Instant): Promise<void>
  /** Claims open deadlines whose next step is due, at most `limit`, and sets each to its following step. */
  claimDue(now: Instant, limit: number): Promise<readonly DueStep[]>
  /** Open deadlines of ours whose end has passed become broken; answers which. */
  markBroken(steps: readonly DueStep[]): Promise<readonly DueStep[]>
  queue(tasks: readonly QueuedTask[]): Promise<void>
  claimTasks(now: Instant, limit: number): Promise<readonly ClaimedTask[]>
  finishTask(id: string, at: Instant): Promise<void>
  retryTask(id: string, at: Instant, code: string): Promise<void>
  /** Writes down when the tenant is next due; called after a round of the clock. */
  settleAgenda(): Promise<void>
  enter(entries: readonly Entry[]): Promise<void>
}

export interface Store<T extends Transaction = Transaction> {
  act<Result>(tenant: TenantId, lock: Lock, work: (transaction: T) => Promise<Result>): Promise<Result>
  /** Tenants that have something due, earliest first, at most `limit`. */
  tenantsDue(now: Instant, limit: number): Promise<readonly TenantId[]>
  /** The earliest instant at which any tenant has something due; null when nothing is. */
  nextDue(): Promise<Instant | null>
}
