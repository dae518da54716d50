/** Sessions of a browser: a secret in a cookie, its hash in a row, one tenant at a time. The role is read anew with every request. */
import { instant, type Instant, type TenantId } from '../domain/ids.ts'
import type { Refusal } from '../domain/refusal.ts'
import type { Database } from '../store/database.ts'
import type { TransactionSql } from '../store/database/pool.ts'
import { memberRoles, membershipsOf, type MemberRole, type Membership } from './accounts.ts'
import { ask } from './ask.ts'
import type { RealHouse, Request } from './house.ts'
import { newSecret, secretHash } from './secret.ts'

/** Twelve hours, then a new link: nothing lengthens a session. In milliseconds. */
export const sessionLength = 12 * 3_600_000

export type Session = { readonly account: string; readonly tenant: TenantId; readonly role: MemberRole; readonly expiresAt: Instant }

/** Opens a session and answers its secret, which is nowhere else. */
export const openSession = async (sql: TransactionSql, account: string, tenant: TenantId, now: Instant): Promise<string> => {
  const secret = newSecret()
  await sql`
    insert into session (hash, account_id, tenant_id, created_at, expires_at)
    values (${secretHash(secret)}, ${account}, ${tenant}, ${now}, ${instant(now + sessionLength)})`
  return secret
}

/** Null when it is unknown, over, ended, or its account is no longer a member. */
export const findSession = async (database: Database, secret: string, now: Instant): Promise<Session | null> => {
  const [row] = await database.app<{ account: string; tenant: TenantId; role: string; expiresAt: Instant }[]>`
    select session.account_id as account, session.tenant_id as tenant, membership.role, session.expires_at as "expiresAt"
    from session join membership on membership.account_id = session.account_id and membership.tenant_id = session.tenant_id
    where session.hash = ${secretHash(secret)} and session.expires_at > ${now} and session.revoked_at is null`
  const role = memberRoles.find((known) => known === row?.role)
  return row === undefined || role === undefined ? null : { account: row.account, tenant: row.tenant, role, expiresAt: row.expiresAt }
}

export const endSession = async (house: RealHouse, request: Request, secret: string): Promise<Refusal | { readonly ended: true }> =>
  ask(house, request, async ({ sql }) => {
    await revoke(sql, secret, house.now())
    return { ended: true }
  })

/** The same person, another of its tenants: a new session there, and the old one is over. */
export const switchSession = async (
  house: RealHouse,
  request: Request,
  held: { readonly account: string; readonly secret: string },
  tenant: string,
): Promise<{ readonly secret: string } | Refusal> =>
  ask(house, request, async ({ sql }) => {
    const wanted = (await membershipsOf(sql, held.account)).find((membership) => membership.tenant === tenant)
    if (!wanted) return { refused: 'not_found', id: tenant }
    await revoke(sql, held.secret, house.now())
    return { secret: await openSession(sql, held.account, wanted.tenant, house.now()) }
  })

/** Who is signed in, where, and where else it may go. */
export const describeSession = async (
  house: RealHouse,
  request: Request,
  account: string,
): Promise<{ readonly memberships: readonly Membership[] } | Refusal> =>
  ask(house, request, async ({ sql }) => ({ memberships: await membershipsOf(sql, account) }))

const revoke = async (sql: TransactionSql, secret: string, now: Instant): Promise<void> => {
  await sql`update session set revoked_at = ${now} where hash = ${secretHash(secret)} and revoked_at is null`
}

/** Deletes sessions that are over; answers how many. */
export const dropEndedSessions = async (sql: TransactionSql, now: Instant): Promise<number> => {
  const rows = await sql`delete from session where expires_at <= ${now} or revoked_at is not null`
  return rows.count
}
