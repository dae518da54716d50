/** Reading the trail: a page of entries, who acted while that is still known, and the files that prove it offline. */
import { readCheckpoint, writeVerifierKey } from '../domain/checkpoint.ts'
import { evidenceFormat, type Extension, type LoggedEntry, type ProvenEntry, type TrailEvidence } from '../domain/evidence.ts'
import { caseId, sha256Hex, type Instant, type TenantId } from '../domain/ids.ts'
import type { Opening, TrailEntry } from '../domain/trail.ts'
import { consistencyRanges, inclusionRanges, proofFrom } from '../domain/trail/proofs.ts'
import { nodesFromTiles, tilesFor } from '../domain/trail/tiles.ts'
import type { TransactionSql } from '../store/database/pool.ts'
import { privatePlace } from '../store/postgres.ts'
import { digest } from '../store/postgres/trail-rows.ts'
import { lastBatch, readTiles } from '../store/postgres/sealed.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { openJson } from '../vault/envelope.ts'
import { trailPublicKeys } from '../vault/house-keys.ts'
import type { Ring } from '../vault/ring.ts'
import { logOrigin } from './log-origin.ts'

type Row = {
  readonly id: string
  readonly at: Instant
  readonly act: string
  readonly ground: string | null
  readonly clause: string | null
  readonly case_id: string | null
  readonly names: readonly string[]
  readonly outcome: 'done' | 'refused'
  readonly refused: string | null
  readonly counts: Readonly<Record<string, number>>
  readonly detail_digest: Uint8Array | null
  readonly actor_commitment: Uint8Array
  readonly ip_commitment: Uint8Array
  readonly private: Uint8Array | null
  readonly private_day: string | null
  readonly leaf: Uint8Array
}

export type ReadFrom = { readonly sql: TransactionSql; readonly tenant: TenantId; readonly ring: Ring }

export type TrailFilter = { readonly act: string | null; readonly name: string | null; readonly outcome: 'done' | 'refused' | null }
export type TrailCursor = { readonly at: Instant; readonly id: string }

/** Newest first: ids lead with their time. `name` is an id that the entry names: a record's id answers who looked at it. */
export const trailPage = async (
  from: ReadFrom,
  filter: TrailFilter,
  after: TrailCursor | null,
  limit: number,
): Promise<readonly TrailEntry[]> => {
  const { sql, tenant } = from
  const rows = await sql<Row[]>`
    select id, at, act, ground, clause, case_id, names, outcome, refused, counts, detail_digest, actor_commitment, ip_commitment, private, private_day, leaf
    from trail_entry
    where tenant_id = ${tenant}
      ${filter.act === null ? sql`` : sql`and act = ${filter.act}`}
      ${filter.name === null ? sql`` : sql`and ${filter.name} = any (names)`}
      ${filter.outcome === null ? sql`` : sql`and outcome = ${filter.outcome}`}
      ${after === null ? sql`` : sql`and id < ${after.id}::uuid`}
    order by id desc limit ${limit}`
  return rows.map((row) => entryOf(from, row))
}

/** Entries by id, with the opening of who acted where it has not been redacted. */
export const trailEntries = async (
  from: ReadFrom,
  ids: readonly string[],
): Promise<readonly { readonly entry: TrailEntry; readonly leaf: Uint8Array }[]> => {
  const { sql, tenant } = from
  const rows = await sql<Row[]>`
    select id, at, act, ground, clause, case_id, names, outcome, refused, counts, detail_digest, actor_commitment, ip_commitment, private, private_day, leaf
    from trail_entry where tenant_id = ${tenant} and id = any (${ids}::uuid[])`
  const byId = new Map(rows.map((row) => [row.id, { entry: entryOf(from, row), leaf: row.leaf }] as const))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

const entryOf = ({ tenant, ring }: ReadFrom, row: Row): TrailEntry => {
  const opened = row.private === null ? null : openJson(ring, privatePlace(tenant, row.id, row.private_day), row.private)
  const openings = opened === null || isRefusal(opened) ? null : readOpenings(opened.value)
  return {
    id: row.id,
    tenant,
    at: row.at,
    act: row.act,
    ground: row.ground,
    clause: row.clause,
    case: row.case_id === null ? null : caseId(row.case_id),
    names: row.names,
    outcome: row.outcome,
    refused: row.refused,
    counts: row.counts,
    detailDigest: row.detail_digest === null ? null : hexOf(row.detail_digest),
    actor: { commitment: hexOf(row.actor_commitment), open: openings?.actor ?? null },
    ip: { commitment: hexOf(row.ip_commitment), open: openings?.ip ?? null },
  }
}

/** The whole log of a tenant as one file that `mandate verify` checks offline. */
export const trailEvidence = async (from: ReadFrom): Promise<TrailEvidence | Refusal> => {
  const { sql, tenant } = from
  const last = await lastBatch(sql, tenant, false)
  if (last.size === 0) return { refused: 'nothing_sealed_yet' }
  const batches = await sql<
    { start: number; entries: string[] }[]
  >`select start, entries from trail_batch where tenant_id = ${tenant} order by start`
  const entries: LoggedEntry[] = []
  for (const batch of batches) {
    const found = await trailEntries(from, batch.entries)
    for (const [index, { entry, leaf }] of found.entries()) entries.push({ index: batch.start + index, leaf: hexOf(leaf), entry })
  }
  return { ...(await vouched(from, last.checkpoint)), kind: 'trail', entries }
}

/** These entries with their proofs under the newest head, and proofs that the head extends the last of each earlier day's. */
export const provenEntries = async (
  from: ReadFrom,
  ids: readonly string[],
): Promise<
  { readonly entries: readonly ProvenEntry[]; readonly extensions: readonly Extension[]; readonly vouched: Vouched } | Refusal
> => {
  const { sql, tenant } = from
  const [last, allPlaces, allHeads, found, rotations] = await Promise.all([
    lastBatch(sql, tenant, false),
    placesOf(sql, tenant, ids),
    earlierHeads(sql, tenant),
    trailEntries(from, ids),
    rotationsOf(from),
  ])
  // A batch that was sealed while these statements were answered is not yet under this head.
  const places = allPlaces.filter(({ index }) => index < last.size)
  const heads = allHeads.filter(({ size }) => size < last.size)
  if (places.length < ids.length) return { refused: 'nothing_sealed_yet' }
  const ranges = [
    ...places.flatMap((place) => inclusionRanges(place.index, last.size)),
    ...heads.flatMap((head) => consistencyRanges(head.size, last.size)),
  ]
  const tiles = await readTiles(sql, tenant, tilesFor(ranges))
  const read = nodesFromTiles(({ level, index }) => tiles.get(`${level}/${index}`) ?? new Uint8Array(0), digest)
  const indexOf = new Map(places.map((place) => [place.id, place.index] as const))
  const entries = found.map(({ entry, leaf }) => {
    const index = indexOf.get(entry.id) ?? 0
    return { index, leaf: hexOf(leaf), entry, proof: proofFrom(inclusionRanges(index, last.size), read, digest).map(hexOf) }
  })
  const extensions = heads.map((head) => ({
    from: head.size,
    root: hexOf(head.root),
    proof: proofFrom(consistencyRanges(head.size, last.size), read, digest).map(hexOf),
  }))
  return { entries, extensions, vouched: vouchedBy(from, last.checkpoint, rotations) }
}

/**
 * Where entries stand in the log. Batches follow each other in the order of (era, transaction), so that an entry can only be in the first one
 * that ends at its own or later; looked for from the newest back, which is where what was just sealed stands.
 */
const placesOf = (sql: TransactionSql, tenant: TenantId, ids: readonly string[]): Promise<readonly { id: string; index: number }[]> =>
  sql<{ id: string; index: number }[]>`
    select entry.id::text as id, batch.start + array_position(batch.entries, entry.id) - 1 as index
    from trail_entry entry cross join lateral (
      select start, entries from trail_batch
      where tenant_id = ${tenant} and (era, last_xid) >= (entry.era, entry.xid) and start >= coalesce((
        select start from trail_batch before where before.tenant_id = ${tenant} and (before.era, before.last_xid) < (entry.era, entry.xid)
        order by before.start desc limit 1), 0)
      order by start limit 1
    ) as batch
    where entry.tenant_id = ${tenant} and entry.id = any (${ids}::uuid[]) and entry.id = any (batch.entries)`

/** Heads that a customer may hold: the last of each of the latest days, those that were mailed. */
const earlierHeads = async (
  sql: TransactionSql,
  tenant: TenantId,
): Promise<readonly { readonly size: number; readonly root: Uint8Array }[]> =>
  sql<{ size: number; root: Uint8Array }[]>`
    select size, root from (
      select distinct on (at::date) start + trail_batch.size as size, root, at from trail_batch
      where tenant_id = ${tenant} and start < (select max(start) from trail_batch where tenant_id = ${tenant})
      order by at::date desc, start desc limit 31
    ) as heads order by size`

type Vouched = Pick<TrailEvidence, 'format' | 'keys' | 'rotations' | 'checkpoint'>

/** The keys from the one in the agreement to the one that signed the head, with the notes by which each handed over to the next. */
const vouched = async (from: ReadFrom, checkpoint: string): Promise<Vouched> => vouchedBy(from, checkpoint, await rotationsOf(from))

type Rotation = { readonly version: number; readonly note: string }

const rotationsOf = async ({ sql, tenant }: ReadFrom): Promise<readonly Rotation[]> =>
  sql<Rotation[]>`select version, note from trail_rotation where tenant_id = ${tenant} order by version`

const vouchedBy = ({ tenant, ring }: Omit<ReadFrom, 'sql'>, checkpoint: string, rotations: readonly Rotation[]): Vouched => {
  const first = rotations[0]?.version
  const keys = trailPublicKeys(ring)
    .toSorted((a, b) => a.version - b.version)
    .filter((key, index, all) => (first === undefined ? index === all.length - 1 : key.version >= first - 1))
  return {
    format: evidenceFormat,
    keys: keys.map(({ publicKey }) => writeVerifierKey({ name: logOrigin(tenant), key: publicKey }, digest)),
    rotations: rotations.map((row) => row.note),
    checkpoint,
  }
}

/** The newest signed head of a tenant's log, as a note; null before the first. */
export const newestHead = async ({
  sql,
  tenant,
}: ReadFrom): Promise<{ readonly checkpoint: string; readonly size: number; readonly at: Instant } | null> => {
  const last = await lastBatch(sql, tenant, false)
  return last.size === 0
    ? null
    : { checkpoint: last.checkpoint, size: last.size, at: readCheckpoint(`${last.checkpoint.split('\n\n')[0] ?? ''}\n`)?.at ?? last.at }
}

const readOpenings = (value: unknown): { readonly actor: Opening | null; readonly ip: Opening | null } | null => {
  if (typeof value !== 'object' || value === null || !('actor' in value) || !('ip' in value)) return null
  return { actor: readOpening(value.actor), ip: readOpening(value.ip) }
}

const readOpening = (value: unknown): Opening | null => {
  if (typeof value !== 'object' || value === null || !('value' in value) || !('salt' in value)) return null
  return typeof value.value === 'string' && typeof value.salt === 'string' ? { value: value.value, salt: value.salt } : null
}

const hexOf = (bytes: Uint8Array) => sha256Hex(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex'))
