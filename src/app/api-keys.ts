/** Keys of programs: shown once, kept as a hash, at most a year, for one customer. What a key is called may name a person and is sealed. */
import { instant, type Instant, type TenantId } from '../domain/ids.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { localDate } from '../domain/time.ts'
import type { PostgresTransaction } from '../store/postgres.ts'
import { getVault, putVault } from '../store/postgres/vault-rows.ts'
import { ask } from './ask.ts'
import type { RealHouse, Request } from './house.ts'
import { newSecret, secretHash } from './secret.ts'

/** So that a key which was pasted somewhere is known for what it is. */
export const keyPrefix = 'mk_'
const longestDays = 365
const day = 86_400_000

export type ApiKey = {
  readonly id: string
  readonly label: string | null
  readonly createdAt: Instant
  readonly expiresAt: Instant
  readonly revokedAt: Instant | null
  readonly lastUsedOn: string | null
}

/** The key itself is answered here and nowhere else. */
export type NewKey = { readonly id: string; readonly key: string; readonly expiresAt: Instant }

export const createKey = async (
  house: RealHouse,
  request: Request,
  wanted: { readonly label: string; readonly days: number },
): Promise<NewKey | Refusal> =>
  ask<NewKey>(
    house,
    request,
    async (transaction) => {
      const { sql, tenant } = transaction
      if (wanted.days > longestDays) return { refused: 'key_too_long', days: wanted.days, longest: longestDays }
      const [id, label, now] = [house.newId(), house.newId(), house.now()]
      const key = `${keyPrefix}${newSecret()}`
      const expiresAt = instant(now + wanted.days * day)
      await putVault(transaction, { id: label, class: 'account', day: null, kind: 'key-label', owner: id }, Buffer.from(wanted.label), now)
      await sql`
        insert into api_key (tenant_id, id, hash, label_ref, created_at, expires_at)
        values (${tenant}, ${id}, ${secretHash(key)}, ${label}, ${now}, ${expiresAt})`
      await sql`insert into key_directory (hash, tenant_id, key_id) values (${secretHash(key)}, ${tenant}, ${id})`
      return { id, key, expiresAt }
    },
    ({ id }) => ({ names: [id] }),
  )

type KeyRow = Omit<ApiKey, 'label'> & { readonly labelRef: string }

export const listKeys = async (
  house: RealHouse,
  request: Request,
  after: string | null,
  limit: number,
): Promise<readonly ApiKey[] | Refusal> =>
  ask(house, request, async (transaction) => {
    const { sql, tenant } = transaction
    const rows = await sql<KeyRow[]>`
      select id, label_ref as "labelRef", created_at as "createdAt", expires_at as "expiresAt", revoked_at as "revokedAt", last_used_on as "lastUsedOn"
      from api_key where tenant_id = ${tenant} and (${after}::uuid is null or id > ${after}::uuid) order by id limit ${limit}`
    const keys: ApiKey[] = []
    for (const { labelRef, ...row } of rows) keys.push({ ...row, label: await labelOf(transaction, labelRef) })
    return keys
  })

export const revokeKey = async (house: RealHouse, request: Request, id: string): Promise<{ readonly revoked: true } | Refusal> =>
  ask(house, request, async ({ sql, tenant }) => {
    const rows = await sql<{ hash: Uint8Array }[]>`
      update api_key set revoked_at = coalesce(revoked_at, ${house.now()}) where tenant_id = ${tenant} and id = ${id} returning hash`
    const [row] = rows
    if (!row) return { refused: 'not_found', id }
    await sql`delete from key_directory where hash = ${row.hash}`
    return { revoked: true }
  })

/** Whose key this is; null when it is unknown, over or revoked. */
export const findKey = async (house: RealHouse, key: string): Promise<{ readonly id: string; readonly tenant: TenantId } | null> => {
  if (!key.startsWith(keyPrefix)) return null
  const [listed] = await house.store.database.app<{ tenant: TenantId; id: string }[]>`
    select tenant_id as tenant, key_id as id from key_directory where hash = ${secretHash(key)}`
  if (!listed) return null
  const today = localDate(house.now(), house.rules.zone)
  const living = await house.store.database.tenantTransaction(listed.tenant, async (sql) => {
    const rows = await sql<{ lastUsedOn: string | null }[]>`
      select last_used_on as "lastUsedOn" from api_key
      where tenant_id = ${listed.tenant} and id = ${listed.id} and expires_at > ${house.now()} and revoked_at is null`
    const [row] = rows
    // The day is enough to see that a key lies idle, and costs one write a day.
    if (row && row.lastUsedOn !== today)
      await sql`update api_key set last_used_on = ${today} where tenant_id = ${listed.tenant} and id = ${listed.id}`
    return row !== undefined
  })
  return living ? listed : null
}

const labelOf = async (transaction: PostgresTransaction, ref: string): Promise<string | null> => {
  const found = await getVault(transaction, ref)
  return isRefusal(found) ? null : Buffer.from(found.bytes).toString()
}
