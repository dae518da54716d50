/** Numbering what is settled: committed entries get their place in the tenant's tree, tiles grow, the head is signed. Insert only. */
import { emptyFrontier, frontierBytes, readFrontier, rootOf, type Appended, type Frontier } from '../../domain/trail/merkle.ts'
import { instant, type Instant, type TenantId } from '../../domain/ids.ts'
import type { TransactionSql } from '../database/pool.ts'
import { digest } from './trail-rows.ts'

export type LastBatch = {
  readonly size: number
  readonly era: number
  readonly xid: string
  readonly frontier: Frontier
  readonly root: Uint8Array
  readonly checkpoint: string
  readonly at: Instant
}

const nothing: LastBatch = {
  size: 0,
  era: -1,
  xid: '0',
  frontier: emptyFrontier,
  root: rootOf(emptyFrontier, digest),
  checkpoint: '',
  at: instant(0),
}

type BatchRow = {
  readonly start: number
  readonly size: number
  readonly era: number
  readonly xid: string
  readonly frontier: Uint8Array
  readonly root: Uint8Array
  readonly checkpoint: string
  readonly at: Instant
}

/** The newest batch. One sealer at a time: the second waits here until the first has committed. */
export const lastBatch = async (sql: TransactionSql, tenant: TenantId, lock: boolean): Promise<LastBatch> => {
  // Sent together; the second is answered when the first has the lock, and sees what the sealer before committed.
  const [, [row]] = await Promise.all([
    lock ? sql`select pg_advisory_xact_lock(hashtextextended(${`seal ${tenant}`}, 0))`.execute() : null,
    sql<BatchRow[]>`
      select start, size, era, last_xid::text as xid, frontier, root, checkpoint, at from trail_batch
      where tenant_id = ${tenant} order by start desc limit 1`.execute(),
  ])
  if (!row) return nothing
  const size = row.start + row.size
  const frontier = readFrontier(size, row.frontier)
  if (frontier === null) throw new Error(`the edge of the tree of size ${size} cannot be read`)
  return { size, era: row.era, xid: row.xid, frontier, root: row.root, checkpoint: row.checkpoint, at: row.at }
}

/** What governs the tenant, as a digest: another one as soon as anything of it changes. */
export const standingMark = async (sql: TransactionSql, tenant: TenantId): Promise<string> => {
  const [row] = await sql<
    { mark: string }[]
  >`select hashtextextended(body::text, 0)::text as mark from standing where tenant_id = ${tenant}`
  return row?.mark ?? ''
}

export type Settled = {
  readonly id: string
  readonly leaf: Uint8Array
  readonly era: number
  readonly xid: string
  readonly private_day: string | null
  readonly at: Instant
}

/**
 * Entries whose transaction is over, in the order of (era, transaction, id). Those of one transaction stay together. An entry of a
 * transaction that still runs waits for the next time, so no number is ever given twice or out of turn. What a restore brought along from
 * an earlier era is over, whatever its transaction's number was in the other database.
 */
export const settled = async (sql: TransactionSql, tenant: TenantId, last: LastBatch, limit: number): Promise<readonly Settled[]> =>
  sql<Settled[]>`
    with present as (
      select coalesce((select (body->>'era')::int from setting where name = 'deployment'), 0) as era
    ), bound as (
      select trail_entry.era, xid from trail_entry, present
      where tenant_id = ${tenant} and (trail_entry.era, xid) > (${last.era}, ${last.xid}::xid8) and (trail_entry.era < present.era or xid < pg_snapshot_xmin(pg_current_snapshot()))
      order by trail_entry.era, xid offset ${limit - 1} limit 1
    )
    select id, leaf, trail_entry.era, xid::text as xid, private_day, at from trail_entry, present
    where tenant_id = ${tenant} and (trail_entry.era, xid) > (${last.era}, ${last.xid}::xid8) and (trail_entry.era < present.era or xid < pg_snapshot_xmin(pg_current_snapshot()))
      and not exists (select from bound where (trail_entry.era, trail_entry.xid) > (bound.era, bound.xid))
    order by trail_entry.era, trail_entry.xid, id`

export type SealedBatch = {
  readonly start: number
  readonly entries: readonly Settled[]
  readonly appended: Appended
  readonly checkpoint: string
  readonly at: Instant
}

export const keepBatch = async (sql: TransactionSql, tenant: TenantId, batch: SealedBatch): Promise<void> => {
  const { start, entries, appended, checkpoint, at } = batch
  const newest = entries.at(-1)
  if (!newest) return
  const tiles = appended.grown.map((grown) =>
    sql`insert into trail_tile (tenant_id, level, tile, start, hashes) values (${tenant}, ${grown.level}, ${grown.index}, ${grown.from}, ${grown.hashes})`.execute(),
  )
  const head = sql`
    insert into trail_batch (tenant_id, start, size, era, last_xid, entries, frontier, root, checkpoint, at)
    values (${tenant}, ${start}, ${entries.length}, ${newest.era}, ${newest.xid}::xid8, ${entries.map((each) => each.id)}::uuid[],
      ${frontierBytes(appended.frontier)}, ${appended.root}, ${checkpoint}, ${at})`.execute()
  await Promise.all([...tiles, head])
}

/** The hashes of tiles, whole: growth is kept as rows and put together here. */
export const readTiles = async (
  sql: TransactionSql,
  tenant: TenantId,
  tiles: readonly { readonly level: number; readonly index: number }[],
): Promise<ReadonlyMap<string, Uint8Array>> => {
  if (tiles.length === 0) return new Map()
  const rows = await sql<{ level: number; tile: number; hashes: Uint8Array }[]>`
    select trail_tile.level, trail_tile.tile, trail_tile.hashes
    from unnest(${tiles.map((each) => each.level)}::int[], ${tiles.map((each) => each.index)}::bigint[]) as wanted (level, tile)
    join trail_tile on trail_tile.tenant_id = ${tenant} and trail_tile.level = wanted.level and trail_tile.tile = wanted.tile
    order by trail_tile.level, trail_tile.tile, trail_tile.start`
  const found = new Map<string, Uint8Array>()
  for (const { level, tile, hashes } of rows) {
    const key = `${level}/${tile}`
    found.set(key, Buffer.concat([found.get(key) ?? new Uint8Array(0), hashes]))
  }
  return found
}
