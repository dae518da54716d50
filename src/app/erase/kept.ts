/** What is kept of an erasure: its statement as of the stage that it has reached, and the trail entries that commit to it. */
import type { ErasureStatement } from '../../domain/evidence.ts'
import { isRefusal } from '../../domain/refusal.ts'
import type { PostgresTransaction } from '../../store/postgres.ts'
import { dropVault, getVault, placeOf, putVault } from '../../store/postgres/vault-rows.ts'
import type { KeyClass } from '../../vault/classes.ts'
import { open } from '../../vault/envelope.ts'
import type { RealHouse } from '../house.ts'

/** `entries`: ids on the trail, one for each stage; the last commits to the statement as it stands. */
export type KeptCertificate = { readonly statement: ErasureStatement; readonly entries: readonly string[] }

const kind = 'certificate'

/** Replaces what was kept of this erasure. */
export const keepCertificate = async (house: RealHouse, transaction: PostgresTransaction, kept: KeptCertificate): Promise<void> => {
  const record = { id: house.newId(), class: 'evidence' as const, day: null, kind, owner: kept.statement.id }
  // Sent one behind the other over one connection, which keeps their order.
  await Promise.all([
    dropVault(transaction, kind, kept.statement.id),
    putVault(transaction, record, Buffer.from(JSON.stringify(kept)), house.now()),
  ])
}

export const keptCertificate = async (transaction: PostgresTransaction, erasure: string): Promise<KeptCertificate | null> => {
  const text = await openOwned(transaction, kind, erasure)
  if (text === null) return null
  const kept: KeptCertificate = JSON.parse(text)
  return kept
}

/** Newest first. */
export const listCertificates = async (transaction: PostgresTransaction, limit: number): Promise<readonly KeptCertificate[]> => {
  const { sql, tenant } = transaction
  const rows = await sql<{ id: string }[]>`
    select id from vault where tenant_id = ${tenant} and kind = ${kind} order by created_at desc, id limit ${limit}`
  const found: KeptCertificate[] = []
  for (const { id } of rows) {
    const opened = await getVault(transaction, id)
    if (isRefusal(opened)) continue
    const kept: KeptCertificate = JSON.parse(Buffer.from(opened.bytes).toString())
    found.push(kept)
  }
  return found
}

/** The text of the newest vault record of this kind and owner; null when there is none, or its key is gone. */
export const openOwned = async (transaction: PostgresTransaction, of: string, owner: string): Promise<string | null> => {
  const { sql, tenant, ring } = transaction
  const [row] = await sql<{ id: string; class: KeyClass; day: string | null; envelope: Uint8Array }[]>`
    select id, class, day, envelope from vault
    where tenant_id = ${tenant} and kind = ${of} and owner = ${owner} order by created_at desc, id limit 1`
  if (!row) return null
  const bytes = open(ring, placeOf(tenant, row), row.envelope)
  return isRefusal(bytes) ? null : Buffer.from(bytes).toString()
}
