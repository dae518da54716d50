/** Sealed rows of the house move from one day of erasure to another: each is opened and sealed again under the key of the new day. */
import { isKeyClass } from '../../vault/classes.ts'
import { privatePlace, type PostgresTransaction } from '../../store/postgres.ts'
import { openBytes, sealBytes } from '../../store/postgres/sealing.ts'
import { placeOf } from '../../store/postgres/vault-rows.ts'

type Sealed = { readonly id: string; readonly envelope: Uint8Array }
const atOnce = 1_000

/** Vault records of the class and, for the log, what opens who acted. Without a day on both sides there is nothing to move. */
export const moveSealedDay = async (
  transaction: PostgresTransaction,
  keyClass: string,
  from: string | null,
  to: string | null,
): Promise<number> => {
  if (!isKeyClass(keyClass) || from === null || to === null) return 0
  const { sql, tenant, ring } = transaction
  const rows = await sql<
    Sealed[]
  >`select id, envelope from vault where tenant_id = ${tenant} and class = ${keyClass} and day = ${from}::text::date`
  for (const { id, envelope } of rows) {
    const bytes = openBytes(ring, placeOf(tenant, { id, class: keyClass, day: from }), envelope)
    const sealed = sealBytes(ring, placeOf(tenant, { id, class: keyClass, day: to }), bytes)
    await sql`update vault set day = ${to}::text::date, envelope = ${sealed} where tenant_id = ${tenant} and id = ${id}`
  }
  return rows.length + (keyClass === 'accessLogs' ? await moveLog(transaction, from, to) : 0)
}

const moveLog = async ({ sql, tenant, ring }: PostgresTransaction, from: string, to: string): Promise<number> => {
  let moved = 0
  for (;;) {
    const rows = await sql<Sealed[]>`
      select id, private as envelope from trail_entry where tenant_id = ${tenant} and private is not null and private_day = ${from}::text::date limit ${atOnce}`
    for (const { id, envelope } of rows) {
      const sealed = sealBytes(ring, privatePlace(tenant, id, to), openBytes(ring, privatePlace(tenant, id, from), envelope))
      await sql`update trail_entry set private = ${sealed}, private_day = ${to}::text::date where tenant_id = ${tenant} and id = ${id}`
    }
    moved += rows.length
    if (rows.length < atOnce) return moved
  }
}
