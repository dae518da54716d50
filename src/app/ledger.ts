/**
 * The ledger of erasures stands outside the database and its backups: what was to go is written there before the rows go, and marked done
 * after. A restore replays it, so that nothing that was erased comes back. A file does on one host (`file-ledger.ts`); a second database
 * or a store of write-once objects can stand behind the same port.
 */
import type { Instant, TenantId } from '../domain/ids.ts'

/** One erasure that is owed: ids, names of tables, counts and ids of keys. Never a person's data. */
export type LedgerEntry = {
  /** The erasure's case; `contract/<tenant>` for the end of a contract; `<class>/<day>` for a day of retention. */
  readonly id: string
  readonly act: 'records' | 'everything' | 'contract' | 'day'
  /** Null where one act concerns all tenants: the end of a day. */
  readonly tenant: TenantId | null
  readonly at: Instant
  readonly scope: 'record' | 'person' | null
  /** Ids of the records by table. */
  readonly records: Readonly<Record<string, readonly string[]>>
  /** Keys whose destruction belongs to the act. */
  readonly keys: readonly string[]
  /** Records that are to go, by tenant: what the leaf of a day says even if the program stops between the rows and the leaf. */
  readonly found: Readonly<Record<string, number>>
}

/** How far the ledger reaches: a backup notes it, and a restore asks whether the ledger still holds it. */
export type LedgerHead = { readonly lines: number; readonly mac: string }

export interface Ledger {
  /** On the disk before it answers. The same id may be intended again: the act was tried again. */
  intend(entry: LedgerEntry): Promise<void>
  done(id: string, at: Instant): Promise<void>
  /** What was intended and never marked done, oldest first. */
  pending(): Promise<readonly LedgerEntry[]>
  /** Everything that was ever intended, the last word on each id, oldest first: what a restore replays. */
  entries(): Promise<readonly LedgerEntry[]>
  head(): Promise<LedgerHead>
  /** Does the ledger hold what it held at that head? False for one that was lost, cut or put back from an older copy. */
  holds(head: LedgerHead): Promise<boolean>
  close(): Promise<void>
}
