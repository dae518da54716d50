/**
 * One table out of one file. PostgreSQL takes no COPY into a table with row-level security, so the rows of each tenant arrive in a
 * temporary table of the session and are inserted from there with that tenant set: the policy judges every row, as it does of any other.
 */
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Sql } from '../database/pool.ts'
import { quoted, type BackupTable } from './catalogue.ts'
import { setTenant } from './copy-out.ts'
import type { BackedUpTable, Section } from './manifest.ts'

const arrival = 'pg_temp.arrival'

/** `table`: as it is in the database now. Columns are inserted by name, those that the backup has. */
export const copyIn = async (owner: Sql, folder: string, backedUp: BackedUpTable, table: BackupTable): Promise<void> => {
  if (backedUp.rows === 0) return
  const session = await owner.reserve()
  try {
    await session.unsafe(`create temporary table arrival (like public.${quoted(table.name)}) on commit delete rows`)
    try {
      let start = 0
      for (const section of backedUp.sections) {
        await copySection(session, join(folder, backedUp.file), start, section, backedUp, table)
        start += section.bytes
      }
    } finally {
      await session.unsafe(`drop table ${arrival}`)
    }
  } finally {
    session.release()
  }
}

const copySection = async (
  session: Sql,
  file: string,
  start: number,
  section: Section,
  backedUp: BackedUpTable,
  table: BackupTable,
): Promise<void> => {
  const columns = backedUp.columns.map(quoted).join(', ')
  await session.unsafe('begin')
  try {
    if (section.tenant !== null) await setTenant(session, section.tenant)
    const arriving = await session.unsafe(`copy ${arrival} (${columns}) from stdin`).writable()
    await pipeline(createReadStream(file, { start, end: start + section.bytes - 1, highWaterMark: 262_144 }), arriving)
    if (table.partitions !== null) await openDays(session, table.partitions)
    const inserted = await session.unsafe(`insert into public.${quoted(table.name)} (${columns}) select ${columns} from ${arrival}`)
    if (inserted.count !== section.rows) throw new Error(`${table.name}: ${section.rows} rows were to come, ${inserted.count} came`)
    await session.unsafe('commit')
  } catch (error) {
    await session.unsafe('rollback').catch(() => undefined)
    throw error
  }
}

/** Partitions are made by the same function of the owner that makes them in service; those without an end stand from the migration on. */
const openDays = async (session: Sql, { column, open }: NonNullable<BackupTable['partitions']>): Promise<void> => {
  const day = quoted(column)
  await session.unsafe(`select ${quoted(open)}(day) from (select distinct ${day} as day from ${arrival} where isfinite(${day})) as days`)
}
