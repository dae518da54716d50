/** One table into one file: COPY as text, tenant by tenant, synced before it counts as written. */
import { createHash } from 'node:crypto'
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { isUuid, sha256Hex } from '../../domain/ids.ts'
import type { Sql, TransactionSql } from '../database/pool.ts'
import { quoted, type BackupTable } from './catalogue.ts'
import type { BackedUpTable, Section } from './manifest.ts'
import { serveableSetting } from './serveable.ts'

/**
 * Copies a table as it was at the snapshot. Each tenant's rows are read in a transaction of their own, so that no lock on a table lives
 * longer than the copying of one tenant's part of it: dropping a day waits for that long and not for the whole backup.
 */
export const copyOut = async (
  owner: Sql,
  snapshot: string,
  table: BackupTable,
  tenants: readonly string[],
  folder: string,
): Promise<BackedUpTable> => {
  const name = `${table.name}.copy`
  const file = openSync(join(folder, name), 'wx', 0o600)
  const hash = createHash('sha256')
  const sections: Section[] = []
  try {
    for (const tenant of table.ofTenants ? tenants : [null]) {
      const section = await copySection(owner, snapshot, table, tenant, (chunk) => {
        hash.update(chunk)
        for (let at = 0; at < chunk.length;) at += writeSync(file, chunk, at)
      })
      if (section.rows > 0) sections.push(section)
    }
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  const rows = sections.reduce((sum, section) => sum + section.rows, 0)
  return { name: table.name, columns: table.columns, file: name, sha256: sha256Hex(hash.digest('hex')), rows, sections }
}

/** Whether this database may serve is a fact about it, not about the data: a restore writes it anew. */
const partsLeftOut: Readonly<Record<string, string>> = { setting: ` where name <> '${serveableSetting}'` }

const copySection = async (
  owner: Sql,
  snapshot: string,
  table: BackupTable,
  tenant: string | null,
  write: (chunk: Buffer) => void,
): Promise<Section> => {
  let rows = 0
  let bytes = 0
  let failed: { readonly error: unknown } | null = null
  await owner.begin('isolation level repeatable read read only', async (sql) => {
    await sql.unsafe(`set transaction snapshot '${snapshot}'`)
    if (tenant !== null) await setTenant(sql, tenant)
    const columns = table.columns.map(quoted).join(', ')
    // Not `copy table`: PostgreSQL before 18 copies no partitioned table but through a query.
    const of = tenant !== null ? ` where tenant_id = '${tenant}'` : (partsLeftOut[table.name] ?? '')
    const stream = await sql.unsafe(`copy (select ${columns} from ${quoted(table.name)}${of}) to stdout`).readable()
    for await (const chunk of stream) {
      if (!Buffer.isBuffer(chunk)) throw new TypeError('COPY answers bytes')
      bytes += chunk.length
      rows += newLines(chunk)
      // A disk that is full: what still comes is read and dropped, because the driver's connection hangs when its stream is given up.
      failed ??= attempt(() => write(chunk))
    }
    // The driver stops its socket after a large piece and starts it again with the next reading; after the last piece there is none.
    stream._read(0)
    if (failed !== null) throw failed.error
  })
  return { tenant, rows, bytes }
}

const attempt = (act: () => void): { readonly error: unknown } | null => {
  try {
    act()
    return null
  } catch (error) {
    return { error }
  }
}

/** Literal, as everywhere in the program; what is no UUID must not become SQL. */
export const setTenant = async (sql: TransactionSql | Sql, tenant: string): Promise<void> => {
  if (!isUuid(tenant)) throw new TypeError('a tenant is a UUID in lower case')
  await sql.unsafe(`set local app.tenant = '${tenant}'`)
}

/** COPY writes a newline inside a value as `\n`, so each byte 10 ends a row. */
const newLines = (chunk: Buffer): number => {
  let count = 0
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) count += 1
  return count
}
