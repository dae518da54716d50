/**
 * Accounts of people who sign in: one per e-mail address, sealed under the operator's tenant and found by a keyed token alone.
 * What an account may do stands in its memberships, one per tenant.
 */
import type { Instant, NewId, TenantId } from '../domain/ids.ts'
import { normaliseEmail } from '../domain/normalise.ts'
import { openText, sealText } from '../store/postgres/sealing.ts'
import type { TransactionSql } from '../store/database/pool.ts'
import type { Place } from '../vault/envelope.ts'
import { personHmac, personHmacs } from '../vault/house-keys.ts'
import type { Ring } from '../vault/ring.ts'
import type { RealHouse } from './house.ts'

/** `staff` of the operator; `owner` may bind a customer, `member` works with its data, `auditor` reads. */
export const memberRoles = ['staff', 'owner', 'member', 'auditor'] as const
export type MemberRole = (typeof memberRoles)[number]
export type Membership = { readonly tenant: TenantId; readonly role: MemberRole }

const accountPlace = (operator: TenantId, id: string): Place => ({ tenant: operator, class: 'account', day: null, table: 'account', id })

/** The account of an address, opened when there is none. */
export const ensureAccount = async (
  house: { readonly operator: TenantId; readonly newId: NewId; readonly now: () => Instant },
  sql: TransactionSql,
  ring: Ring,
  email: string,
): Promise<string> => {
  const found = await findAccount(sql, ring, email)
  if (found !== null) return found
  const id = house.newId()
  const normal = normaliseEmail(email)
  const envelope = sealText(ring, accountPlace(house.operator, id), JSON.stringify({ email: normal }))
  await sql`
    insert into account (account_id, address_token, envelope, created_at)
    values (${id}, ${personHmac(ring, 'email', normal)}, ${envelope}, ${house.now()})`
  return id
}

/** Null for an address without an account, and for an account that was closed. */
export const findAccount = async (sql: TransactionSql, ring: Ring, email: string): Promise<string | null> => {
  const tokens = personHmacs(ring, 'email', normaliseEmail(email)).map((token) => Buffer.from(token).toString('hex'))
  const [row] = await sql<{ id: string }[]>`
    select account.account_id as id from account
    join unnest(${tokens}::text[]) as sought (token) on account.address_token = decode(sought.token, 'hex')
    where account.closed_at is null`
  return row?.id ?? null
}

/** The address of an account; null when it is gone. */
export const addressOf = async (operator: TenantId, sql: TransactionSql, ring: Ring, id: string): Promise<string | null> => {
  const [row] = await sql<{ envelope: Uint8Array }[]>`select envelope from account where account_id = ${id} and closed_at is null`
  if (!row) return null
  const sealed: { readonly email: string } = JSON.parse(openText(ring, accountPlace(operator, id), row.envelope))
  return sealed.email
}

export const joinTenant = async (sql: TransactionSql, account: string, { tenant, role }: Membership, at: Instant): Promise<void> => {
  await sql`
    insert into membership (account_id, tenant_id, role, since) values (${account}, ${tenant}, ${role}, ${at})
    on conflict (account_id, tenant_id) do update set role = excluded.role, since = excluded.since`
}

/** Staff first, then the oldest: the first one is where a sign-in arrives. */
export const membershipsOf = async (sql: TransactionSql, account: string): Promise<readonly Membership[]> => {
  const rows = await sql<{ tenant: TenantId; role: string }[]>`
    select tenant_id as tenant, role from membership where account_id = ${account} order by (role = 'staff') desc, since, tenant_id`
  return rows.flatMap(({ tenant, role }) => memberRoles.filter((known) => known === role).map((known) => ({ tenant, role: known })))
}

/** The addresses of those who hold one of these roles for a tenant: where its mail goes. */
export const addressesOf = async (house: RealHouse, tenant: TenantId, roles: readonly MemberRole[]): Promise<readonly string[]> =>
  house.store.database.houseTransaction(async (sql) => {
    const rows = await sql<{ id: string }[]>`
      select account_id as id from membership where tenant_id = ${tenant} and role = any(${[...roles]}::text[]) order by since, account_id`
    const found = await Promise.all(rows.map(({ id }) => addressOf(house.operator, sql, house.store.ring, id)))
    return found.filter((address) => address !== null)
  })
