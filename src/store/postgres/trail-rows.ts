/** Entries of the trail as rows: open columns, two commitments, and what opens them sealed under the day on which it is redacted. */
import { hash, randomBytes } from 'node:crypto'
import { caseId, sha256Hex, type TenantId } from '../../domain/ids.ts'
import { commit, leafHash, type TrailEntry } from '../../domain/trail.ts'
import type { TransactionSql } from '../database/pool.ts'
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

export const enterRows = async (sql: TransactionSql, tenant: TenantId, era: number, entries: readonly Entry[], seal: SealPrivate): Promise<void> => {
  const rows = entries.map((entry) => {
    const whole = trailEntry(tenant, entry)
    const { envelope, day } = seal(whole)
    return { whole, envelope, day, leaf: leafHash(whole, digest) }
  })
  await sql`
    insert into trail_entry (tenant_id, era, id, at, act, ground, clause, case_id, names, outcome, refused, counts, detail_digest,
      actor_commitment, ip_commitment, private, private_day, leaf)
    select ${tenant}, ${era}, fresh.id, fresh.at, fresh.act, nullif(fresh.ground, ''), nullif(fresh.clause, ''), nullif(fresh.case_id, ''),
      array(select jsonb_array_elements_text(fresh.names::jsonb)), fresh.outcome, nullif(fresh.refused, ''), fresh.counts::jsonb,
      decode(nullif(fresh.detail, ''), 'hex'), decode(fresh.actor, 'hex'), decode(fresh.ip, 'hex'), decode(fresh.private, 'hex'), nullif(fresh.day, '')::date,
      decode(fresh.leaf, 'hex')
    from unnest(
      ${rows.map(({ whole }) => whole.id)}::uuid[], ${rows.map(({ whole }) => whole.at)}::timestamptz[],
      ${rows.map(({ whole }) => whole.act)}::text[], ${rows.map(({ whole }) => whole.ground ?? '')}::text[], ${rows.map(({ whole }) => whole.clause ?? '')}::text[],
      ${rows.map(({ whole }) => whole.case ?? '')}::text[], ${rows.map(({ whole }) => JSON.stringify(whole.names))}::text[],
      ${rows.map(({ whole }) => whole.outcome)}::text[], ${rows.map(({ whole }) => whole.refused ?? '')}::text[],
      ${rows.map(({ whole }) => JSON.stringify(whole.counts))}::text[], ${rows.map(({ whole }) => whole.detailDigest ?? '')}::text[],
      ${rows.map(({ whole }) => whole.actor.commitment)}::text[], ${rows.map(({ whole }) => whole.ip.commitment)}::text[],
      ${rows.map(({ envelope }) => hexOf(envelope))}::text[], ${rows.map(({ day }) => day ?? '')}::text[],
      ${rows.map(({ leaf }) => hexOf(leaf))}::text[]
    ) as fresh (id, at, act, ground, clause, case_id, names, outcome, refused, counts, detail, actor, ip, private, day, leaf)`
}

/** The driver has no array of bytes, and no null in an array either: bytes travel as hexadecimal text, and empty texts are nullif'ed above. */
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')

const newSalt = (): string => randomBytes(16).toString('hex')
