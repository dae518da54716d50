/** What a wing offers the house, so that erasure, export, expiry and the sweep reach its data without knowing the wing. */
import type { TableMap } from '../domain/data-map.ts'
import type { Permit } from '../domain/gate.ts'
import type { Instant, TenantId } from '../domain/ids.ts'
import type { PostgresTransaction } from '../store/postgres.ts'
import type { KeyClass } from '../vault/classes.ts'
import type { RealHouse } from './house.ts'

/** What a person can be found by, already normalised (domain/normalise.ts). */
export type Selectors = {
  readonly emails: readonly string[]
  readonly phones: readonly string[]
  readonly names: readonly string[]
  readonly records: readonly string[]
}

/** A record that matched, with everything by which the same person may be found elsewhere. */
export type FoundRecord = {
  readonly table: string
  readonly id: string
  readonly createdAt: Instant
  readonly tokens: readonly Uint8Array[]
  readonly selectors: Selectors
}

/** Rows by table. */
export type Counts = Readonly<Record<string, number>>

export type ExportedRecord = { readonly table: string; readonly id: string; readonly record: Readonly<Record<string, unknown>> }

export interface Wing {
  readonly name: string
  readonly maps: readonly TableMap[]
  find(transaction: PostgresTransaction, permit: Permit, selectors: Selectors): Promise<readonly FoundRecord[]>
  /** Erases these records with everything that hangs on them, by the maps. */
  erase(transaction: PostgresTransaction, permit: Permit, records: readonly FoundRecord[]): Promise<Counts>
  eraseAll(transaction: PostgresTransaction, permit: Permit): Promise<Counts>
  /** Everything of the tenant, a page at a time, oldest first. */
  export(transaction: PostgresTransaction, permit: Permit, after: string | null, limit: number): Promise<readonly ExportedRecord[]>
  /**
   * Erases what falls due on a local day for these tenants: the partition is dropped when all of its rows are due, else rows are deleted.
   * Answers how many records of the day a law holds back; how many go, the forecast has counted before.
   */
  expire(house: RealHouse, day: string, tenants: readonly TenantId[]): Promise<ReadonlyMap<TenantId, { readonly held: number }>>
  /** Moves what was handed in on the day of `from` to another day of erasure; sealed again under that day's key. */
  moveExpiry(transaction: PostgresTransaction, permit: Permit, fromDay: string | null, toDay: string | null): Promise<number>
  /** Decrypts every sealed record of the tenant for the audit, in pages; answers null after the last. */
  scan(
    transaction: PostgresTransaction,
    permit: Permit,
    after: string | null,
    limit: number,
  ): Promise<readonly { readonly table: string; readonly id: string; readonly text: string }[]>
  /** Seals and indexes again what an older version of the tenant's key holds, at most `limit` records; answers how many. */
  reseal(transaction: PostgresTransaction, keyClass: KeyClass, newest: number, limit: number): Promise<number>
  /** How many records an older version still holds. */
  countOlder(transaction: PostgresTransaction, keyClass: KeyClass, newest: number): Promise<number>
  /** How many records fall due on which day, for the board and the deletion forecast; of one day only where it is named. */
  forecast(transaction: PostgresTransaction, day?: string): Promise<readonly { readonly day: string | null; readonly records: number }[]>
}
