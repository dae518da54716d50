/**
 * A day of retention is over: what falls due on one local day goes together, for every tenant whose day it is, with one leaf per tenant and
 * day. The rows go on the day itself, so nothing is readable at its end; the key of the day dies when nothing of any tenant is left under it.
 */
import { caseId, instant, type CaseId, type Instant, type TenantId } from '../domain/ids.ts'
import { statementText } from '../domain/evidence.ts'
import { grounds } from '../domain/gate.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { localDate } from '../domain/time.ts'
import type { PostgresTransaction } from '../store/postgres.ts'
import { expireVault } from '../store/postgres/vault-rows.ts'
import { isKeyClass, type KeyClass } from '../vault/classes.ts'
import { eachTenant } from './each-tenant.ts'
import { closeAccounts } from './erase/accounts.ts'
import type { Erasers } from './erase.ts'
import { keepCertificate } from './erase/kept.ts'
import { periodInUse } from './erase/periods.ts'
import { overEverywhere, statementOf } from './erase/statement.ts'
import type { Request } from './house.ts'
import { runIn } from './run.ts'
import { listTenants } from './tenants.ts'
import type { Counts } from './wing.ts'

/** The task of one case (`submitted:2026-06-24`). Null when it is done, was done before, or is not due any more. */
export const expireClass = async (erasers: Erasers, tenant: TenantId, of: CaseId): Promise<Refusal | null> => {
  const { house } = erasers
  const keyClass = of.split(':')[0] ?? ''
  if (!isKeyClass(keyClass)) return { refused: 'retention_class_unknown', class: keyClass }
  const cases = await house.store.act(tenant, 'shared', (transaction) => dueCases(transaction, keyClass, house.now()))
  const day = cases.find((each) => each.id === of)?.day
  if (day === undefined) return null
  if (keyClass === 'submitted') return expireSubmitted(erasers, day)
  const own = cases.filter((each) => each.day === day).map((each) => each.id)
  return expireOwn(erasers, tenant, keyClass, day, own)
}

/** Under this id the certificate of a day is asked for. */
export const expiredId = (keyClass: string, day: string): string => `expired:${keyClass}:${day}`

type DueCase = { readonly id: CaseId; readonly day: string }

/** Open cases of a class whose last local day has begun, each with that day. */
const dueCases = async ({ sql, tenant }: PostgresTransaction, keyClass: KeyClass, now: Instant): Promise<readonly DueCase[]> => {
  const rows = await sql<{ id: string; ends: Instant; zone: string }[]>`
    select case_id as id, ends, zone from deadline
    where tenant_id = ${tenant} and clause = 'retention' and status in ('open', 'broken') and closed_at is null and name = 'expire' and begins <= ${now}
    order by ends, case_id`
  return rows
    .filter(({ id }) => id.startsWith(`${keyClass}:`))
    .map(({ id, ends, zone }) => ({ id: caseId(id), day: localDate(instant(ends - 1), zone) }))
}

type Due = { readonly cases: readonly CaseId[]; readonly records: number }

/** Every tenant whose day this is, by the cases that end with it. */
const tenantsDue = async ({ house, wings }: Erasers, day: string): Promise<ReadonlyMap<TenantId, Due>> => {
  const due = new Map<TenantId, Due>()
  const tenants = (await listTenants(house.store.database)).map(({ id }) => id)
  await eachTenant(tenants, (id) =>
    house.store.act(id, 'shared', async (transaction) => {
      const cases = (await dueCases(transaction, 'submitted', house.now())).filter((each) => each.day === day).map((each) => each.id)
      if (cases.length === 0) return
      const forecasts = (await Promise.all(wings.map((wing) => wing.forecast(transaction, day)))).flat()
      due.set(id, { cases, records: forecasts.filter((each) => each.day === day).reduce((sum, { records }) => sum + records, 0) })
    }),
  )
  return due
}

const because = 'retention: the day of erasure has come'

const expireSubmitted = async (erasers: Erasers, day: string): Promise<Refusal | null> => {
  const { house, wings, ledger } = erasers
  const { ring } = house.store
  const id = `submitted/${day}`
  const due = await tenantsDue(erasers, day)
  // Killed between the rows and the leaves, the second try finds no rows: what the first one counted stands in the ledger.
  const before = (await ledger.pending()).find((entry) => entry.id === id)
  const found = {
    ...before?.found,
    ...Object.fromEntries([...due].map(([tenant, { records }]) => [tenant, Math.max(records, before?.found[tenant] ?? 0)])),
  }
  const keys = [...new Set([...(before?.keys ?? []), ...ring.periodIds('submitted', day)])]
  await ledger.intend({ id, act: 'day', tenant: null, at: house.now(), scope: null, records: {}, keys, found })
  const tenants = [...due.keys()]
  // Before the wings, whose part of it would not be counted.
  const files = new Map<TenantId, number>()
  await eachTenant(tenants, async (tenant) => {
    files.set(tenant, await house.store.act(tenant, 'shared', (transaction) => expireVault(transaction, 'submitted', day)))
  })
  const held = new Map<TenantId, number>()
  for (const wing of wings)
    for (const [tenant, counts] of await wing.expire(house, day, tenants)) held.set(tenant, (held.get(tenant) ?? 0) + counts.held)
  const ended = await endPeriod(erasers, 'submitted', day)
  if (isRefusal(ended)) return ended
  const destroyed = keys.filter((key) => ring.byId(key)?.state === 'destroyed')
  const refused: Refusal[] = []
  await eachTenant(tenants, async (tenant) => {
    const facts = {
      keyClass: 'submitted' as const,
      day,
      cases: due.get(tenant)?.cases ?? [],
      // Held ones stand under no day, so they were not among what was found.
      counts: { records: found[tenant] ?? 0, vault: files.get(tenant) ?? 0 },
      held: held.get(tenant) ?? 0,
      destroyed,
    }
    const recorded = await house.store.act(tenant, 'shared', (transaction) => recordExpired(erasers, transaction, facts))
    if (isRefusal(recorded)) refused.push(recorded)
  })
  if (refused[0] !== undefined) return refused[0]
  // While another tenant's day goes on, the key lives and the ledger does not claim its end.
  if (destroyed.length < keys.length)
    await ledger.intend({ id, act: 'day', tenant: null, at: house.now(), scope: null, records: {}, keys: [], found })
  await ledger.done(id, house.now())
  return null
}

/** Classes of one tenant: its log of who acted, its accounts, its own papers. Rows and leaf in one transaction. */
const expireOwn = async (
  erasers: Erasers,
  tenant: TenantId,
  keyClass: KeyClass,
  day: string,
  cases: readonly CaseId[],
): Promise<Refusal | null> => {
  const { house } = erasers
  const recorded = await house.store.act(tenant, 'shared', async (transaction) => {
    const counts: Record<string, number> = { vault: await expireVault(transaction, keyClass, day) }
    if (keyClass === 'accessLogs') counts['trail_entry'] = await redactLog(transaction, day)
    if (keyClass === 'account') Object.assign(counts, await closeAccounts(transaction))
    return recordExpired(erasers, transaction, { keyClass, day, cases, counts, held: 0, destroyed: [] })
  })
  if (isRefusal(recorded)) return recorded
  const ended = await endPeriod(erasers, keyClass, day)
  return isRefusal(ended) ? ended : null
}

/** Who acted and from where goes; the entry, its leaf and every proof stay. */
const redactLog = async ({ sql, tenant }: PostgresTransaction, day: string): Promise<number> => {
  const rows =
    await sql`update trail_entry set private = null where tenant_id = ${tenant} and private is not null and private_day <= ${day}::text::date`
  return rows.count
}

type ExpiredFacts = {
  readonly keyClass: KeyClass
  readonly day: string
  readonly cases: readonly CaseId[]
  readonly counts: Counts
  readonly held: number
  readonly destroyed: readonly string[]
}

const recordExpired = async ({ house }: Erasers, transaction: PostgresTransaction, facts: ExpiredFacts): Promise<Refusal | null> => {
  const { keyClass, day, counts, held, destroyed } = facts
  // The tasks of two tenants may end one day at once: whoever comes second finds the cases closed and leaves no second leaf.
  await transaction.sql`select pg_advisory_xact_lock(hashtextextended(${`expire ${transaction.tenant}`}, 0))`
  const open = await dueCases(transaction, keyClass, house.now())
  const cases = facts.cases.filter((id) => open.some((each) => each.id === id))
  if (cases.length === 0) return null
  const id = expiredId(keyClass, day)
  const request: Request = {
    tenant: transaction.tenant,
    actor: { side: 'program', id: 'clock' },
    ip: null,
    act: 'retention.expire',
    ground: `erasure: ${grounds.erasure}`,
    names: [id, ...cases],
  }
  const copies = {
    what: 'sealed copies in backups that were made before',
    until: overEverywhere(day),
    because: 'the key of their day is destroyed then',
  }
  const lawful = { what: `${held} records that a law holds back`, until: null, because: 'a legal duty to keep them was recorded' }
  const statement = await statementOf(house, transaction, {
    id,
    scope: 'retention',
    subjects: [...cases, `${keyClass} until ${day}`],
    ground: 'retention: Article 5(1)(e), the period that the agreement gives is over',
    module: 'retention',
    askedAt: null,
    counts,
    keysDestroyed: destroyed,
    remains: [...(destroyed.length > 0 ? [] : [copies]), ...(held > 0 ? [lawful] : [])],
  })
  if (isRefusal(statement)) return statement
  const erased = Object.values(counts).reduce((sum, rows) => sum + rows, 0)
  // One leaf for the day, however many cases end with it; the first carries the count.
  const orders = cases.map((each, nth) => ({
    clause: 'retention',
    case: each,
    command: { type: 'recordExpired', erased: nth === 0 ? erased : 0, held: nth === 0 ? held : 0 },
  }))
  const outcome = await runIn(house, transaction, request, orders, statementText(statement))
  if (isRefusal(outcome)) return outcome
  await keepCertificate(house, transaction, { statement, entries: [outcome.entry] })
  return null
}

/** Destroys the key of a day when no tenant has anything left under it. */
const endPeriod = async ({ house, wings }: Erasers, keyClass: KeyClass, day: string): Promise<Refusal | readonly string[]> => {
  const { ring } = house.store
  if (ring.periodIds(keyClass, day).length === 0) return []
  return (await periodInUse(house, wings, keyClass, day)) ? [] : ring.destroyPeriod(keyClass, day, because)
}
