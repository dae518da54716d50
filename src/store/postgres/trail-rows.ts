/** Entries of the trail as rows: open columns, two commitments, and what opens them sealed under the day on which it is redacted. */
import { hash, randomFillSync } from 'node:crypto'
import { caseId, sha256Hex, type TenantId } from '../../domain/ids.ts'
import { commit, leafHash, type TrailEntry } from '../../domain/trail.ts'
import { arrayText, bytesText } from '../database/array-text.ts'
import type { TransactionSql } from '../database/pool.ts'
import { writeTimestamp } from '../database/column-types.ts'
import type { Entry } from '../store.ts'

export const digest = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer')

/** Seals what opens the commitments of an entry; answers the envelope and the local day of its redaction. */
export type SealPrivate = (entry: TrailEntry) => { readonly envelope: Uint8Array; readonly day: string | null }

/** The entry as the trail knows it. Salts are made here: 16 random bytes for each value that may be taken away. */
export const trailEntry = (tenant: TenantId, entry: Entry): TrailEntry => ({
  id: entry.id,
  tenant,
  at: entry.at,
  act: entry.act,
  ground: entry.ground,
  clause: entry.clause,
  case: entry.case === null ? null : caseId(entry.case),
  names: entry.names,
  outcome: entry.outcome,
  refused: entry.refused,
  counts: entry.counts,
  detailDigest: entry.detail === null ? null : sha256Hex(hash('sha256', entry.detail)),
  actor: commit('actor', { value: entry.actor, salt: newSalt() }, digest),
  ip: commit('ip', { value: entry.ip ?? '', salt: newSalt() }, digest),
})

export const enterRows = async (
  sql: TransactionSql,
  tenant: TenantId,
  era: number,
  entries: readonly Entry[],
  seal: SealPrivate,
): Promise<void> => {
  const rows = entries.map((entry) => {
    const whole = trailEntry(tenant, entry)
    const { envelope, day } = seal(whole)
    return { whole, envelope, day, leaf: leafHash(whole, digest) }
  })
  const texts = (of: (row: (typeof rows)[number]) => string | null): string => arrayText(rows.map(of))
  await sql`
    insert into trail_entry (tenant_id, era, id, at, act, ground, clause, case_id, names, outcome, refused, counts, detail_digest,
      actor_commitment, ip_commitment, private, private_day, leaf)
    select ${tenant}, ${era}, fresh.id, fresh.at, fresh.act, fresh.ground, fresh.clause, fresh.case_id, fresh.names::text[], fresh.outcome,
      fresh.refused, fresh.counts::jsonb, fresh.detail, fresh.actor, fresh.ip, fresh.private, fresh.day, fresh.leaf
    from unnest(
      ${texts(({ whole }) => whole.id)}::uuid[], ${texts(({ whole }) => writeTimestamp(whole.at))}::timestamptz[], ${texts(({ whole }) => whole.act)}::text[],
      ${texts(({ whole }) => whole.ground)}::text[], ${texts(({ whole }) => whole.clause)}::text[], ${texts(({ whole }) => whole.case)}::text[],
      ${texts(({ whole }) => arrayText(whole.names))}::text[], ${texts(({ whole }) => whole.outcome)}::text[], ${texts(({ whole }) => whole.refused)}::text[],
      ${texts(({ whole }) => JSON.stringify(whole.counts))}::text[], ${texts(({ whole }) => hexText(whole.detailDigest))}::bytea[],
      ${texts(({ whole }) => hexText(whole.actor.commitment))}::bytea[], ${texts(({ whole }) => hexText(whole.ip.commitment))}::bytea[],
      ${texts(({ envelope }) => bytesText(envelope))}::bytea[], ${texts(({ day }) => day)}::date[], ${texts(({ leaf }) => bytesText(leaf))}::bytea[]
    ) as fresh (id, at, act, ground, clause, case_id, names, outcome, refused, counts, detail, actor, ip, private, day, leaf)`
}

const hexText = (digits: string | null): string | null => (digits === null ? null : `\\x${digits}`)

// One call for many salts: asking the system for each costs more than everything else that is done for an entry. A salt that was given
// out is overwritten here, because a redaction must leave no copy of it.
const saltLength = 16
const saltPool = Buffer.allocUnsafeSlow(saltLength * 1_024)
let saltAt = saltPool.length

const newSalt = (): string => {
  if (saltAt === saltPool.length) {
    randomFillSync(saltPool)
    saltAt = 0
  }
  const salt = saltPool.toString('hex', saltAt, saltAt + saltLength)
  saltPool.fill(0, saltAt, saltAt + saltLength)
  saltAt += saltLength
  return salt
}
