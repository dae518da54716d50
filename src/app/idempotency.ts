/**
 * One answer for one order, however often it is sent (draft-ietf-httpapi-idempotency-key-header). The first use takes a place and
 * leaves its answer sealed for a day. Whoever comes while the first is at work waits; an order whose outcome nobody knows
 * (the program stopped between the act and its answer) is never carried out a second time.
 */
import { hash } from 'node:crypto'
import { instant, type Instant, type TenantId } from '../domain/ids.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { addDays, localDate } from '../domain/time.ts'
import { dropVault, getVault, putVault } from '../store/postgres/vault-rows.ts'
import type { PostgresTransaction } from '../store/postgres.ts'
import { ask } from './ask.ts'
import type { RealHouse, Request } from './house.ts'

/** A day, in milliseconds. */
export const answerKept = 86_400_000

export type OrderKey = {
  readonly tenant: TenantId
  /** `account:…` or `key:…`: two people never meet under one key. */
  readonly actor: string
  readonly route: string
  readonly key: string
  readonly body: Uint8Array
}
/** What was answered. `body` is JSON text, or null when it is shown once and not kept. */
export type KeptAnswer = { readonly status: number; readonly body: string | null }

type Found = {
  readonly bodyDigest: Uint8Array
  readonly status: number | null
  readonly answer: string | null
  readonly createdAt: Instant
}
export type Place = { readonly place: 'first' } | { readonly place: 'answered'; readonly answer: KeptAnswer } | Refusal

/** `first`: carry the order out and `keepAnswer` or `giveUpPlace`. `answered`: the entry of the repetition has been left, give the same answer. */
export const takePlace = async (house: RealHouse, order: OrderKey, request: Request): Promise<Place> => {
  const now = house.now()
  const taken = await house.store.database.tenantTransaction(order.tenant, async (sql) => {
    const digests = digestsOf(order)
    await sql`
      delete from idempotent_answer where tenant_id = ${order.tenant} and actor = ${order.actor} and key_digest = ${digests.key}
        and route = ${order.route} and created_at <= ${instant(now - answerKept)}`
    const rows = await sql`
      insert into idempotent_answer (tenant_id, actor, key_digest, route, body_digest, created_at)
      values (${order.tenant}, ${order.actor}, ${digests.key}, ${order.route}, ${digests.body}, ${now}) on conflict do nothing returning 1`
    return rows.length > 0
  })
  if (taken) return { place: 'first' }
  const read = (transaction: PostgresTransaction) => readAnswer(transaction, order)
  const answer = await ask(house, request, read, () => ({ counts: { repeated: 1 } }))
  return isRefusal(answer) ? answer : { place: 'answered', answer }
}

const readAnswer = async (transaction: PostgresTransaction, order: OrderKey): Promise<KeptAnswer | Refusal> => {
  const { sql, tenant } = transaction
  const digests = digestsOf(order)
  const [found] = await sql<Found[]>`
    select body_digest as "bodyDigest", status, answer, created_at as "createdAt" from idempotent_answer
    where tenant_id = ${tenant} and actor = ${order.actor} and key_digest = ${digests.key} and route = ${order.route}`
  if (!found) return { refused: 'order_in_progress' }
  if (Buffer.compare(found.bodyDigest, digests.body) !== 0) return { refused: 'idempotency_key_reused' }
  if (found.status === null) return { refused: 'order_in_progress' }
  if (found.answer === null) return { refused: 'answer_shown_once' }
  const kept = await getVault(transaction, found.answer)
  return isRefusal(kept) ? { refused: 'answer_shown_once' } : { status: found.status, body: Buffer.from(kept.bytes).toString() }
}

export const keepAnswer = async (house: RealHouse, order: OrderKey, answer: KeptAnswer): Promise<void> =>
  house.store.act(order.tenant, 'shared', async (transaction) => {
    const ref = answer.body === null ? null : house.newId()
    const now = house.now()
    // Its day is the one after the last on which it may be asked for.
    const day = addDays(localDate(now, house.rules.zone), 2)
    if (ref !== null && answer.body !== null)
      await putVault(transaction, { id: ref, class: 'house', day, kind: 'answer', owner: ref }, Buffer.from(answer.body), now)
    await transaction.sql`
      update idempotent_answer set status = ${answer.status}, answer = ${ref}
      where tenant_id = ${order.tenant} and actor = ${order.actor} and key_digest = ${digestsOf(order).key} and route = ${order.route}`
  })

/** The act failed by a fault of the program and was rolled back: the same key may be tried again. */
export const giveUpPlace = async (house: RealHouse, order: OrderKey): Promise<void> =>
  house.store.database.tenantTransaction(order.tenant, async (sql) => {
    await sql`
      delete from idempotent_answer where tenant_id = ${order.tenant} and actor = ${order.actor} and key_digest = ${digestsOf(order).key}
        and route = ${order.route} and status is null`
  })

/** Forgets a tenant's answers that are older than a day; for the daily round. Answers how many. */
export const forgetAnswers = async (house: RealHouse, tenant: TenantId): Promise<number> =>
  house.store.act(tenant, 'shared', async (transaction) => {
    const rows = await transaction.sql<{ answer: string | null }[]>`
      delete from idempotent_answer where tenant_id = ${tenant} and created_at <= ${instant(house.now() - answerKept)} returning answer`
    for (const { answer } of rows) if (answer !== null) await dropVault(transaction, 'answer', answer)
    return rows.length
  })

const digestsOf = ({ key, body }: OrderKey): { readonly key: Uint8Array; readonly body: Uint8Array } => ({
  key: hash('sha256', key, 'buffer'),
  body: hash('sha256', body, 'buffer'),
})
