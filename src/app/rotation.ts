/**
 * Rotation of keys, finished. The ring only adds a version; what lies under the older one is sealed again here, and only when nothing
 * is left under it is it destroyed. Every step can be killed and is taken up again at the next start: the work to do is read from
 * ring and rows, not from a plan.
 */
import { noteToSign, sealNote, writeRotation } from '../domain/checkpoint.ts'
import type { TenantId } from '../domain/ids.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { agreementPlace, privatePlace, type PostgresTransaction } from '../store/postgres.ts'
import { openBytes, sealBytes } from '../store/postgres/sealing.ts'
import { digest } from '../store/postgres/trail-rows.ts'
import { placeOf, type VaultRecord } from '../store/postgres/vault-rows.ts'
import { keyClassNames, type KeyClass } from '../vault/classes.ts'
import { sealedUnder, type Place } from '../vault/envelope.ts'
import { trailSigners } from '../vault/house-keys.ts'
import { tenantFamily } from '../vault/ring.ts'
import { versionOf } from '../vault/purpose.ts'
import type { RealHouse, Request } from './house.ts'
import { logOrigin } from './log-origin.ts'
import { enterAct } from './run.ts'
import { listTenants } from './tenants.ts'
import type { Wing } from './wing.ts'

export type Rotated = { readonly handovers: number; readonly resealed: number; readonly retired: number }

const pageSize = 500

export const finishRotations = async (house: RealHouse, wings: readonly Wing[]): Promise<Rotated | Refusal> => {
  const tenants = await listTenants(house.store.database)
  const handovers = await handOver(house, tenants)
  let resealed = 0
  let retired = isRefusal(handovers) ? 0 : handovers.retired
  for (const { id } of tenants)
    for (const keyClass of keyClassNames) {
      const [newest, ...older] = house.store.ring.living(tenantFamily(id, keyClass))
      if (newest === undefined || older.length === 0) continue
      resealed += await resealClass(house, wings, id, keyClass, versionOf(newest.purpose))
      for (const key of older) {
        const ended = await house.store.ring.retireTenant(id, keyClass, versionOf(key.purpose), () =>
          countLeft(house, wings, id, keyClass, versionOf(newest.purpose)),
        )
        if (isRefusal(ended)) return ended
        retired += ended.length
      }
    }
  return isRefusal(handovers) ? handovers : { handovers: handovers.notes, resealed, retired }
}

/** Each log keeps a note signed by the old and the new key; then the old one signs no more. */
const handOver = async (
  house: RealHouse,
  tenants: readonly { readonly id: TenantId }[],
): Promise<{ readonly notes: number; readonly retired: number } | Refusal> => {
  const [newest, older] = trailSigners(house.store.ring)
  if (newest === undefined || older === undefined) return { notes: 0, retired: 0 }
  let notes = 0
  for (const { id } of tenants)
    notes += await house.store.act(id, 'shared', async (transaction) => {
      const { sql } = transaction
      const known = await sql`select 1 from trail_rotation where tenant_id = ${id} and version = ${newest.version}`
      if (known.length > 0) return 0
      const name = logOrigin(id)
      const text = writeRotation({ from: { name, key: older.publicKey }, to: { name, key: newest.publicKey }, at: house.now() }, digest)
      const signatures = [older, newest].map((by) => ({ name, key: by.publicKey, signature: by.sign(noteToSign(text)) }))
      const note = sealNote(text, signatures, digest)
      await sql`insert into trail_rotation (tenant_id, version, note, at) values (${id}, ${newest.version}, ${note}, ${house.now()})`
      await enterAct(house, transaction, request(id, 'keys.rotate-trail'), { detail: note })
      return 1
    })
  const ended = await house.store.ring.retireHouse('trailSigning', older.version, async () => 0)
  return isRefusal(ended) ? ended : { notes, retired: ended.length }
}

const request = (tenant: TenantId, act: string): Request => ({
  tenant,
  actor: { side: 'program', id: 'rotation' },
  ip: null,
  act,
  ground: 'rotation: Article 32(1)(a): keys are renewed',
  names: [],
})

type Sealed = { readonly table: string; readonly id: string; readonly place: Place; readonly envelope: Uint8Array }

const resealClass = async (
  house: RealHouse,
  wings: readonly Wing[],
  tenant: TenantId,
  keyClass: KeyClass,
  newest: number,
): Promise<number> => {
  let done = 0
  for (;;) {
    const count = await house.store.act(tenant, 'shared', async (transaction) => {
      const rows = await olderRows(transaction, house, keyClass, newest, pageSize)
      for (const row of rows) await writeAgain(transaction, row)
      let resealed = rows.length
      for (const wing of wings) resealed += await wing.reseal(transaction, keyClass, newest, pageSize)
      if (resealed > 0) await enterAct(house, transaction, request(tenant, 'keys.reseal'), { counts: { records: resealed } })
      return resealed
    })
    done += count
    if (count === 0) return done
  }
}

const countLeft = async (house: RealHouse, wings: readonly Wing[], tenant: TenantId, keyClass: KeyClass, newest: number): Promise<number> =>
  house.store.act(tenant, 'shared', async (transaction) => {
    let left = (await olderRows(transaction, house, keyClass, newest, 1)).length
    for (const wing of wings) left += await wing.countOlder(transaction, keyClass, newest)
    return left
  })

/** Rows of the house that an older version sealed. The version stands in bytes 2 and 3 of an envelope, so the database can pick them. */
const olderRows = async (
  { sql, tenant }: PostgresTransaction,
  house: RealHouse,
  keyClass: KeyClass,
  newest: number,
  limit: number,
): Promise<readonly Sealed[]> => {
  const vault = await sql<(VaultRecord & { envelope: Uint8Array })[]>`
    select id, class, day, kind, owner, envelope from vault
    where tenant_id = ${tenant} and class = ${keyClass} and get_byte(envelope, 1) * 256 + get_byte(envelope, 2) < ${newest} limit ${limit}`
  const found: Sealed[] = vault.map((row) => ({ table: 'vault', id: row.id, place: placeOf(tenant, row), envelope: row.envelope }))
  if (keyClass === 'evidence') {
    const rows = await sql<{ hash: string; envelope: Uint8Array }[]>`
      select hash, envelope from agreement
      where tenant_id = ${tenant} and get_byte(envelope, 1) * 256 + get_byte(envelope, 2) < ${newest} limit ${limit}`
    found.push(
      ...rows.map((row) => ({ table: 'agreement', id: row.hash, place: agreementPlace(tenant, row.hash), envelope: row.envelope })),
    )
  }
  if (keyClass === 'accessLogs') {
    const rows = await sql<{ id: string; day: string | null; envelope: Uint8Array }[]>`
      select id, private_day as day, private as envelope from trail_entry
      where tenant_id = ${tenant} and private is not null and get_byte(private, 1) * 256 + get_byte(private, 2) < ${newest} limit ${limit}`
    found.push(
      ...rows.map((row) => ({ table: 'trail_entry', id: row.id, place: privatePlace(tenant, row.id, row.day), envelope: row.envelope })),
    )
  }
  if (keyClass === 'account' && tenant === house.operator) {
    const rows = await sql<{ id: string; envelope: Uint8Array }[]>`
      select account_id as id, envelope from account where get_byte(envelope, 1) * 256 + get_byte(envelope, 2) < ${newest} limit ${limit}`
    found.push(
      ...rows.map((row) => ({
        table: 'account',
        id: row.id,
        place: { tenant, class: 'account' as const, day: null, table: 'account', id: row.id },
        envelope: row.envelope,
      })),
    )
  }
  return found.filter((row) => sealedUnder(row.envelope) < newest)
}

const writeAgain = async ({ sql, tenant, ring }: PostgresTransaction, { table, id, place, envelope }: Sealed): Promise<void> => {
  const fresh = sealBytes(ring, place, openBytes(ring, place, envelope))
  if (table === 'vault') await sql`update vault set envelope = ${fresh} where tenant_id = ${tenant} and id = ${id}`
  if (table === 'agreement') await sql`update agreement set envelope = ${fresh} where tenant_id = ${tenant} and hash = ${id}`
  if (table === 'trail_entry') await sql`update trail_entry set private = ${fresh} where tenant_id = ${tenant} and id = ${id}`
  if (table === 'account') await sql`update account set envelope = ${fresh} where account_id = ${id}`
}
