/** What an import keeps in the vault until its day: pieces of the upload, refused rows, rows set aside, the report of the dry run. */
import type { Instant } from '../../../domain/ids.ts'
import { isRefusal } from '../../../domain/refusal.ts'
import type { PostgresTransaction } from '../../../store/postgres.ts'
import { dropVault, getVault, putVault } from '../../../store/postgres/vault-rows.ts'
import { KeyGone } from '../../../store/postgres/sealing.ts'

export const fileKinds = { upload: 'upload', errors: 'error-file', quarantine: 'quarantine', report: 'import-report' } as const
export type FileKind = keyof typeof fileKinds

export type SealedFile = { readonly id: string; readonly kind: FileKind; readonly importId: string; readonly day: string | null }

/** Where the agreement gives no period the file lives as long as the contract: class `account`. */
export const putFile = async (
  transaction: PostgresTransaction,
  { id, kind, importId, day }: SealedFile,
  bytes: Uint8Array,
  at: Instant,
): Promise<void> =>
  putVault(transaction, { id, class: day === null ? 'account' : 'submitted', day, kind: fileKinds[kind], owner: importId }, bytes, at)

export const getFile = async (transaction: PostgresTransaction, id: string): Promise<Uint8Array> => {
  const found = await getVault(transaction, id)
  if (isRefusal(found)) throw new KeyGone(found.refused, 'vault')
  return found.bytes
}

/** Answers the text that was sealed as JSON; the caller reads it. */
export const getJson = async (transaction: PostgresTransaction, id: string): Promise<unknown> =>
  JSON.parse(Buffer.from(await getFile(transaction, id)).toString())

export const dropFiles = async (transaction: PostgresTransaction, importId: string, kinds: readonly FileKind[]): Promise<void> => {
  for (const kind of kinds) await dropVault(transaction, fileKinds[kind], importId)
}

export const dropFile = async ({ sql, tenant }: Pick<PostgresTransaction, 'sql' | 'tenant'>, id: string): Promise<void> => {
  await sql`delete from vault where tenant_id = ${tenant} and id = ${id}`
}

/** Everything that imports of the tenant keep in the vault. */
export const dropFilesOfAll = async ({ sql, tenant }: Pick<PostgresTransaction, 'sql' | 'tenant'>): Promise<void> => {
  await sql`delete from vault where tenant_id = ${tenant} and kind in (select unnest(${Object.values(fileKinds)}::text[]))`
}
