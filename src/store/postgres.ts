/** The store on PostgreSQL: one `act` is one transaction of one tenant, as the role that serves. */
import type { Agreement } from '../domain/agreement-shape.ts'
import { canonicalJson } from '../domain/canonical.ts'
import type { Instant, TenantId } from '../domain/ids.ts'
import type { Standing } from '../domain/standing.ts'
import type { Place } from '../vault/envelope.ts'
import type { Ring } from '../vault/ring.ts'
import type { Database } from './database.ts'
import { errorCode } from './database/fault.ts'
import type { TransactionSql } from './database/pool.ts'
import { appendEvents, lockStanding, readEvents, saveStanding } from './postgres/cases.ts'
import { changeDeadlines, claimDue, markBroken } from './postgres/deadlines.ts'
import { claimTasks, finishTask, queueTasks, retryTask, settleAgenda } from './postgres/outbox.ts'
import { openText, sealText } from './postgres/sealing.ts'
import { enterRows, type SealPrivate } from './postgres/trail-rows.ts'
import type { Lock, Store, Transaction } from './store.ts'

/** A transaction with its SQL handle, for the stores of the wings and the house's own tables. */
export interface PostgresTransaction extends Transaction {
  readonly sql: TransactionSql
  readonly ring: Ring
}

export type PostgresStore = Store<PostgresTransaction> & {
  readonly database: Database
  readonly ring: Ring
  /** Called after an act has committed: its entries wait for the sealer. */
  onEntered(listener: (tenant: TenantId) => void): void
}

export type StoreFacts = {
  readonly database: Database
  readonly ring: Ring
  /** Raised by every restore, so that old transaction ids never order new entries. */
  readonly era: number
  /** The local day on which who acted and from where is redacted from an entry made now. */
  readonly privateDay: (agreement: Agreement | null, at: Instant) => string
}

/** Serialization failures and two writers of one case are run again; more often than this is a bug. */
const mostAttempts = 5

export const postgresStore = (facts: StoreFacts): PostgresStore => {
  const { database, ring } = facts
  const agreements = new Map<string, Agreement>()
  const listeners: ((tenant: TenantId) => void)[] = []

  const once = async <Result>(
    tenant: TenantId,
    lock: Lock,
    work: (transaction: PostgresTransaction) => Promise<Result>,
  ): Promise<Result> => {
    const done = await database.tenantTransaction(tenant, async (sql) => {
      const standing = await lockStanding(sql, tenant, lock)
      const transaction = open(facts, sql, tenant, standing, lock, agreements)
      return { result: await work(transaction.transaction), entered: transaction.entered() }
    })
    if (done.entered) for (const listener of listeners) listener(tenant)
    return done.result
  }

  return {
    database,
    ring,
    onEntered: (listener) => listeners.push(listener),
    act: async (tenant, lock, work) => {
      for (let attempt = 1; ; attempt += 1)
        try {
          return await once(tenant, lock, work)
        } catch (error) {
          if (attempt >= mostAttempts || !isRace(error)) throw error
        }
    },
    tenantsDue: async (now, limit) => {
      const rows = await database.worker<{ tenant_id: TenantId }[]>`
        select tenant_id from agenda where next_due_at <= ${now} order by next_due_at limit ${limit}`
      return rows.map((row) => row.tenant_id)
    },
    nextDue: async () => {
      const [row] = await database.worker<{ at: Instant | null }[]>`select min(next_due_at) as at from agenda`
      return row?.at ?? null
    },
  }
}

/** 40: serialization failure or deadlock. 23505: two acts decided on the same state of a case; the second must see the first. */
const isRace = (error: unknown): boolean => errorCode(error).startsWith('40') || errorCode(error) === '23505'

const open = (facts: StoreFacts, sql: TransactionSql, tenant: TenantId, standing: Standing, lock: Lock, cache: Map<string, Agreement>) => {
  const { ring } = facts
  let entered = false
  let current = standing
  const agreement = async (hash: string): Promise<Agreement | null> => {
    const known = cache.get(`${tenant}/${hash}`)
    if (known) return known
    const [row] = await sql<{ envelope: Uint8Array }[]>`select envelope from agreement where tenant_id = ${tenant} and hash = ${hash}`
    if (!row) return null
    const found: Agreement = JSON.parse(openText(ring, agreementPlace(tenant, hash), row.envelope))
    cache.set(`${tenant}/${hash}`, found)
    return found
  }
  const sealPrivate: (governing: Agreement | null) => SealPrivate = (governing) => (entry) => {
    const day = facts.privateDay(governing, entry.at)
    const envelope = sealText(ring, privatePlace(tenant, entry.id, day), JSON.stringify({ actor: entry.actor.open, ip: entry.ip.open }))
    return { envelope, day }
  }
  const transaction: PostgresTransaction = {
    sql,
    ring,
    tenant,
    standing,
    saveStanding: async (next) => {
      if (lock !== 'alone') throw new Error('the standing was changed under a shared lock: declare the command exclusive')
      current = next
      await saveStanding(sql, tenant, next)
    },
    agreement,
    keepAgreement: async (hash, template, text, at) => {
      const envelope = sealText(ring, agreementPlace(tenant, hash), canonicalJson(text))
      await sql`
        insert into agreement (tenant_id, hash, template, envelope, created_at) values (${tenant}, ${hash}, ${template}, ${envelope}, ${at})
        on conflict do nothing`
    },
    events: (cases) => readEvents(sql, tenant, cases),
    append: (rows) => appendEvents(sql, tenant, rows),
    changeDeadlines: (changes, at) => changeDeadlines(sql, tenant, changes, at),
    claimDue: (now, limit) => claimDue(sql, tenant, now, limit),
    markBroken: (steps) => markBroken(sql, tenant, steps),
    queue: (tasks) => queueTasks(sql, tenant, tasks),
    claimTasks: (now, limit) => claimTasks(sql, tenant, now, limit),
    finishTask: (id, at) => finishTask(sql, tenant, id, at),
    retryTask: (id, at, code) => retryTask(sql, tenant, id, at, code),
    settleAgenda: () => settleAgenda(sql, tenant),
    enter: async (entries) => {
      if (entries.length === 0) return
      const governing = current.agreement.status === 'none' ? null : await agreement(current.agreement.hash)
      await enterRows(sql, tenant, facts.era, entries, sealPrivate(governing))
      entered = true
    },
  }
  return { transaction, entered: () => entered }
}

export const agreementPlace = (tenant: TenantId, hash: string): Place => ({
  tenant,
  class: 'evidence',
  day: null,
  table: 'agreement',
  id: hash,
})

export const privatePlace = (tenant: TenantId, id: string, day: string | null): Place => ({
  tenant,
  class: 'accessLogs',
  day,
  table: 'trail_entry',
  id,
})
