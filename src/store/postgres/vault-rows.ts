/** Vault records: sealed text or bytes of the house, each with a class, a kind and, where it is known, the day of its end. */
import { isRefusal, type Refusal } from '../../domain/refusal.ts'
import type { Instant, TenantId } from '../../domain/ids.ts'
import type { KeyClass } from '../../vault/classes.ts'
import { open, type Place } from '../../vault/envelope.ts'
import type { PostgresTransaction } from '../postgres.ts'
import { sealBytes } from './sealing.ts'

export type VaultRecord = {
  readonly id: string
  readonly class: KeyClass
  readonly day: string | null
  /** What it is: `mail`, `proof`, `instruction`, `upload`, `error-file`, `undo`, `answer`, `certificate`. */
  readonly kind: string
  /** What it belongs to: an import, an account, a case. */
  readonly owner: string | null
}

export const placeOf = (tenant: TenantId, record: Pick<VaultRecord, 'id' | 'class' | 'day'>): Place => ({
  tenant,
  class: record.class,
  day: record.day,
  table: 'vault',
  id: record.id,
})

export const putVault = async (
  { sql, tenant, ring }: PostgresTransaction,
  record: VaultRecord,
  bytes: Uint8Array,
  at: Instant,
): Promise<void> => {
  const envelope = sealBytes(ring, placeOf(tenant, record), bytes)
  await sql`
    insert into vault (tenant_id, id, class, day, kind, owner, envelope, created_at)
    values (${tenant}, ${record.id}, ${record.class}, ${record.day}, ${record.kind}, ${record.owner}, ${envelope}, ${at})`
}

type VaultRow = VaultRecord & { readonly envelope: Uint8Array; readonly created_at: Instant }
export type OpenedVault = VaultRecord & { readonly bytes: Uint8Array; readonly createdAt: Instant }

export const getVault = async ({ sql, tenant, ring }: PostgresTransaction, id: string): Promise<OpenedVault | Refusal> => {
  const [row] = await sql<VaultRow[]>`
    select id, class, day, kind, owner, envelope, created_at from vault where tenant_id = ${tenant} and id = ${id}`
  if (!row) return { refused: 'not_found', id }
  const bytes = open(ring, placeOf(tenant, row), row.envelope)
  return isRefusal(bytes)
    ? bytes
    : { id: row.id, class: row.class, day: row.day, kind: row.kind, owner: row.owner, bytes, createdAt: row.created_at }
}

export type ListedVault = VaultRecord & { readonly createdAt: Instant }

export const listVault = async ({ sql, tenant }: PostgresTransaction, kind: string, limit: number): Promise<readonly ListedVault[]> => {
  const rows = await sql<(VaultRecord & { readonly created_at: Instant })[]>`
    select id, class, day, kind, owner, created_at from vault where tenant_id = ${tenant} and kind = ${kind} order by created_at desc, id desc limit ${limit}`
  return rows.map(({ created_at, ...row }) => ({ ...row, createdAt: created_at }))
}

export const dropVault = async ({ sql, tenant }: PostgresTransaction, kind: string, owner: string): Promise<number> => {
  const rows = await sql`delete from vault where tenant_id = ${tenant} and kind = ${kind} and owner = ${owner}`
  return rows.count
}

/** Everything of a class whose day has come. */
export const expireVault = async ({ sql, tenant }: PostgresTransaction, keyClass: KeyClass, day: string): Promise<number> => {
  const rows = await sql`delete from vault where tenant_id = ${tenant} and class = ${keyClass} and day <= ${day}`
  return rows.count
}

export const dropVaultRecord = async ({ sql, tenant }: PostgresTransaction, id: string): Promise<void> => {
  await sql`delete from vault where tenant_id = ${tenant} and id = ${id}`
}
