/**
 * Sign-in by a mailed link. Asking leaves the same rows whether or not the address has an account: who has one is looked up
 * by the job that writes the letter. A link works once, for ten minutes, in the browser that asked.
 */
import { caseId, instant, type Instant, type TenantId } from '../domain/ids.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { addDays, localDate } from '../domain/time.ts'
import type { PostgresTransaction } from '../store/postgres.ts'
import { dropVault, getVault, putVault } from '../store/postgres/vault-rows.ts'
import type { ClaimedTask } from '../store/store.ts'
import { linkLetter } from '../words/en/letters.ts'
import { addressOf, findAccount, membershipsOf } from './accounts.ts'
import { ask } from './ask.ts'
import type { RealHouse, Request } from './house.ts'
import { queueLetter } from './letters.ts'
import { newSecret, secretHash } from './secret.ts'
import { openSession } from './sessions.ts'

/** Ten minutes, in milliseconds. */
export const linkLength = 600_000

const askedKind = 'sign-in'
type Asked = { readonly email: string; readonly browser: string }

/** Takes the wish down. `browser` is the secret that the asking browser holds in a cookie. */
export const askForLink = async (
  house: RealHouse,
  request: Request,
  email: string,
  browser: string,
): Promise<Refusal | { readonly asked: true }> =>
  ask(house, { ...request, tenant: house.operator }, async (transaction) => {
    const ref = house.newId()
    const now = house.now()
    const asked: Asked = { email, browser: Buffer.from(secretHash(browser)).toString('hex') }
    const day = addDays(localDate(now, house.rules.zone), 2)
    await putVault(transaction, { id: ref, class: 'house', day, kind: askedKind, owner: ref }, Buffer.from(JSON.stringify(asked)), now)
    const task = { kind: 'job' as const, name: 'sign-in-link', clause: 'house', case: caseId('sign-in'), facts: { ref } }
    await transaction.queue([{ ...task, id: house.newId(), dueAt: now }])
    return { asked: true }
  })

/** The performer of `job/sign-in-link`: makes the link and queues its letter, or lets the wish of an unknown address fall. */
export const writeLink =
  (house: RealHouse, origin: string) =>
  async (_house: unknown, tenant: TenantId, task: ClaimedTask): Promise<Refusal | null> =>
    house.store.act(tenant, 'shared', async (transaction) => {
      const { ref } = task.facts
      if (typeof ref !== 'string') throw new Error('a task to write a link names no wish')
      const found = await getVault(transaction, ref)
      // Gone: an earlier try of this task had done its work.
      if (isRefusal(found)) return found.refused === 'not_found' ? null : found
      const asked: Asked = JSON.parse(Buffer.from(found.bytes).toString())
      await writeLetter(house, transaction, asked, origin)
      await dropVault(transaction, askedKind, ref)
      return null
    })

const writeLetter = async (house: RealHouse, transaction: PostgresTransaction, asked: Asked, origin: string): Promise<void> => {
  const { sql, ring } = transaction
  const account = await findAccount(sql, ring, asked.email)
  if (account === null || (await membershipsOf(sql, account)).length === 0) return
  const to = await addressOf(house.operator, sql, ring, account)
  if (to === null) return
  const token = newSecret()
  const now = house.now()
  // One living link per account: a newer wish takes the older one's link away.
  await sql`delete from login_link where account_id = ${account}`
  await sql`
    insert into login_link (hash, account_id, browser_hash, created_at, expires_at)
    values (${secretHash(token)}, ${account}, decode(${asked.browser}, 'hex'), ${now}, ${instant(now + linkLength)})`
  await queueLetter(house, transaction, 'sign-in-link', { to: [to], ...linkLetter(`${origin}/sign-in/${token}`) })
}

export type SignedIn = { readonly secret: string; readonly account: string; readonly tenant: TenantId }

/** Uses a link up and opens a session. One answer for every reason to refuse: used, too old, unknown, another browser. */
export const useLink = async (house: RealHouse, request: Request, token: string, browser: string | null): Promise<SignedIn | Refusal> => {
  const tenant = await tenantOfLink(house, token)
  const work = async ({ sql }: PostgresTransaction): Promise<SignedIn | Refusal> => {
    const account = browser === null || tenant === null ? null : await takeLink(house, sql, token, browser)
    if (account === null || tenant === null) return { refused: 'link_not_valid', minutes: linkLength / 60_000 }
    await sql`update account set verified_at = coalesce(verified_at, ${house.now()}) where account_id = ${account}`
    return { account, tenant, secret: await openSession(sql, account, tenant, house.now()) }
  }
  return ask(house, { ...request, tenant: tenant ?? house.operator }, work, ({ account }) => ({ names: [account] }))
}

const takeLink = async (house: RealHouse, sql: PostgresTransaction['sql'], token: string, browser: string): Promise<string | null> => {
  const [row] = await sql<{ account: string }[]>`
    update login_link set used_at = ${house.now()}
    where hash = ${secretHash(token)} and browser_hash = ${secretHash(browser)} and used_at is null and expires_at > ${house.now()}
    returning account_id as account`
  return row?.account ?? null
}

/** In whose log the sign-in belongs; a link that nobody made is the operator's affair. */
const tenantOfLink = async (house: RealHouse, token: string): Promise<TenantId | null> =>
  house.store.database.houseTransaction(async (sql) => {
    const [row] = await sql<{ account: string }[]>`select account_id as account from login_link where hash = ${secretHash(token)}`
    const [first] = row === undefined ? [] : await membershipsOf(sql, row.account)
    return first?.tenant ?? null
  })

/** Deletes links that are used or too old; answers how many. */
export const dropSpentLinks = async (sql: PostgresTransaction['sql'], now: Instant): Promise<number> => {
  const rows = await sql`delete from login_link where expires_at <= ${now} or used_at is not null`
  return rows.count
}
