/** Old secrets and old messages must not work again: a link that was used, a session that was ended, a letter that was sent. */
import type { RealHouse } from '../house.ts'
import { listTenants } from '../tenants.ts'

export type Voided = {
  readonly sessions: number
  readonly links: number
  readonly mails: number
  readonly answers: number
  readonly apiKeys: number
}

/** Vault records that are a message on its way, a wish for a link, or an answer kept for a second try. */
const kinds = ['letter', 'sign-in', 'answer', 'inbox']

export const voidOld = async (house: RealHouse): Promise<Voided> => {
  const { database } = house.store
  const signIn = await database.houseTransaction(async (sql) => ({
    sessions: (await sql`delete from session`).count,
    links: (await sql`delete from login_link`).count,
  }))
  const voided = { ...signIn, mails: 0, answers: 0, apiKeys: 0 }
  for (const { id } of await listTenants(database)) {
    const of = await house.store.act(id, 'shared', async ({ sql }) => ({
      mails: (
        await sql`
          update outbox set done_at = ${house.now()}, due_at = null, last_code = 'void_after_restore'
          where tenant_id = ${id} and done_at is null and (kind = 'mail' or name = 'sign-in-link')`
      ).count,
      answers: (await sql`delete from idempotent_answer where tenant_id = ${id}`).count,
      records: (await sql`delete from vault where tenant_id = ${id} and kind = any(${kinds}::text[])`).count,
      apiKeys: (await sql`select 1 from api_key where tenant_id = ${id} and revoked_at is null and expires_at > ${house.now()}`).length,
    }))
    voided.mails += of.mails
    voided.answers += of.answers
    voided.apiKeys += of.apiKeys
  }
  return voided
}
