import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { openTenant } from '../app/tenants.ts'
import { instant, type TenantId } from '../domain/ids.ts'
import { isRefusal } from '../domain/refusal.ts'
import { createRing, openRing } from '../vault/open-ring.ts'
import type { Ring } from '../vault/ring.ts'
import { rigDatabase } from '../../test/rig.ts'
import { atEnd } from '../../test/rig/at-end.ts'
import { good } from '../../test/rig/house.ts'
import { startPostgres15 } from '../../test/rig/postgres15.ts'
import { orThrow } from '../../test/rig/server.ts'
import { writeBackup, type DeploymentSetting } from './backup.ts'
import { backupTables } from './backup/catalogue.ts'
import { checkFiles } from './backup/check-files.ts'
import { loadBackup } from './backup/load.ts'
import { checkManifest, readManifest } from './backup/manifest.ts'
import { readServeable, writeServeable } from './backup/serveable.ts'
import { openDatabase, type Database } from './database.ts'
import { migrate } from './migrate.ts'
import { knownMigrations } from './migrations.ts'
import { readSetting, writeSetting } from './postgres/settings.ts'

const now = instant(Date.UTC(2026, 5, 24, 9))
const mark = { lines: 0, mac: '0'.repeat(64) }
const quiet = (): void => undefined

const folderOf = (t: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), 'mandate-backup-'))
  atEnd(t, () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const ringIn = (t: TestContext, folder: string): Ring => {
  const ring = good(createRing(join(folder, 'keys'), { now: () => now, newId: randomUUID }))
  atEnd(t, () => ring.close())
  return ring
}

/** Two tenants with rows of every awkward kind, and a deployment. */
const fill = async (database: Database, ring: Ring): Promise<readonly TenantId[]> => {
  const house = { database, now: () => now, newId: randomUUID }
  const operator = await openTenant(house, 'operator')
  const customer = await openTenant(house, 'controller')
  const [key] = ring.list()
  const deployment: DeploymentSetting = { ring: ring.id, key: key?.id ?? '', operator, simulated: true, era: 2 }
  await writeSetting(database, 'deployment', deployment)
  for (const tenant of [operator, customer])
    await database.tenantTransaction(tenant, async (sql) => {
      for (const day of ['2026-09-22', '2026-09-23', 'infinity']) {
        if (day !== 'infinity') await sql`select enrichment_open_day(${day}::text::date)`
        await sql`
          insert into enrichment_contact (tenant_id, id, expires_on, state, source, created_at, updated_at, words, envelope)
          values (${tenant}, ${randomUUID()}, ${day}::text::date, 'submitted', ${'tab\t newline\n back\\slash \\N å'}, ${now}, ${now}, null, ${Buffer.from([0, 10, 13, 92, 255])})`
      }
      await sql`
        insert into event (tenant_id, clause, case_id, seq, type, body, at)
        values (${tenant}, 'retention', 'submitted:2026-06-24', 1, 'opened', ${sql.json({ class: 'submitted', from: now })}, ${now})`
      // Larger than what the driver hands on in one piece, as the text of an agreement is.
      const large = Buffer.alloc(300_000, 7)
      await sql`insert into agreement (tenant_id, hash, template, envelope, created_at) values (${tenant}, 'h', 't', ${large}, ${now})`
      await sql`
        insert into trail_entry (tenant_id, id, era, at, act, names, outcome, counts, actor_commitment, ip_commitment, leaf)
        select ${tenant}, gen_random_uuid(), 2, ${now}, 'test', array['one "quoted", {braced}', ''], 'done', '{}', '\\x00', '\\x01', '\\x02' from generate_series(1, 500)`
    })
  await database.houseTransaction(async (sql) => {
    const account = randomUUID()
    await sql`insert into account (account_id, address_token, envelope, created_at) values (${account}, '\\x0102', '\\x03', ${now})`
    await sql`insert into membership (account_id, tenant_id, role, since) values (${account}, ${customer}, 'owner', ${now})`
    await sql`insert into session (hash, account_id, tenant_id, created_at, expires_at) values ('\\x04', ${account}, ${customer}, ${now}, ${now})`
  })
  return [operator, customer]
}

/** Everything that the database holds, as text, sorted: what a backup must bring back. */
const contents = async (database: Database, tenants: readonly TenantId[]): Promise<Readonly<Record<string, readonly string[]>>> => {
  const found: Record<string, readonly string[]> = {}
  for (const table of await backupTables(database.owner)) {
    const rows: string[] = []
    for (const tenant of table.ofTenants ? tenants : [null])
      await database.owner.begin(async (sql) => {
        if (tenant !== null) await sql.unsafe(`set local app.tenant = '${tenant}'`)
        const own = await sql.unsafe<{ line: string }[]>(`select to_jsonb(each)::text as line from ${table.name} as each`)
        rows.push(...own.map(({ line }) => line))
      })
    found[table.name] = rows.toSorted()
  }
  return found
}

const backUp = async (database: Database, ring: Ring, folder: string) =>
  writeBackup({ database, ring, folder, id: randomUUID(), now, expires: instant(now + 1), ledger: mark })

const load = async (database: Database, ring: Ring, folder: string) => {
  const manifest = good(checkManifest(ring, good(readManifest(folder))))
  assert.equal(await checkFiles(folder, manifest), null)
  return loadBackup({ database, folder, manifest, known: knownMigrations(), now: () => now, say: quiet })
}

/** Two empty databases of one server. */
const contract = async (t: TestContext, from: Database, to: Database): Promise<void> => {
  const folder = folderOf(t)
  const ring = ringIn(t, folder)
  const tenants = await fill(from, ring)
  const before = await contents(from, tenants)
  const place = join(folder, 'backup')
  const manifest = good(await backUp(from, ring, place))

  await t.test('the backup holds every row once, and nothing that others may read', () => {
    const rows = Object.values(before).reduce((sum, each) => sum + each.length, 0)
    assert.equal(
      manifest.tables.reduce((sum, table) => sum + table.rows, 0),
      rows,
    )
    assert.equal(manifest.tables.find(({ name }) => name === 'trail_entry')?.rows, 1_000)
    for (const name of readdirSync(place)) assert.equal(statSync(join(place, name)).mode & 0o077, 0, name)
    assert.equal(statSync(place).mode & 0o077, 0)
  })

  await t.test('every row comes back as it was, in another database, under an era of its own', async () => {
    const loaded = good(await load(to, ring, place))
    assert.equal(loaded.era, 3)
    const after = await contents(to, tenants)
    assert.deepEqual({ ...after, setting: [] }, { ...before, setting: [] })
    assert.equal((await readSetting<DeploymentSetting>(to, 'deployment'))?.era, 3)
    assert.equal((await readServeable(to))?.yes, false)
  })

  await t.test('what came back is behind row-level security as before', async () => {
    for (const pool of [to.owner, to.app]) assert.equal((await pool`select 1 from enrichment_contact`).length, 0)
    const seen = await to.tenantTransaction(good(tenants[0] ?? { refused: 'none' }), (sql) => sql`select 1 from enrichment_contact`)
    assert.equal(seen.length, 3)
  })

  await t.test('what an unfinished restore left is replaced, and what serves is not touched', async () => {
    assert.equal(isRefusal(await load(to, ring, place)), false)
    await writeServeable(to, { yes: true, backup: manifest.id })
    const again = await load(to, ring, place)
    assert.equal(isRefusal(again) && again.refused, 'restore_target_in_use')
    assert.deepEqual({ ...(await contents(to, tenants)), setting: [] }, { ...before, setting: [] })
  })

  await t.test('a backup of what was restored can be restored', async () => {
    const second = join(folder, 'second')
    good(await backUp(to, ring, second))
    await writeServeable(to, { yes: false, backup: manifest.id })
    assert.equal(good(await load(to, ring, second)).era, 4)
    assert.deepEqual({ ...(await contents(to, tenants)), setting: [] }, { ...before, setting: [] })
  })
}

test('on the embedded server', async (t) => {
  const from = await rigDatabase(t)
  const to = await rigDatabase(t)
  await contract(t, from.database, to.database)
})

test('on PostgreSQL 15, as an operator runs it', async (t) => {
  const server = await startPostgres15(t)
  if (server === null) return t.skip('Debian’s PostgreSQL 15 is not installed')
  const open = async (url: string): Promise<Database> => {
    const database = orThrow(await openDatabase({ url }))
    atEnd(t, () => database.close())
    return database
  }
  const from = await open(server.url)
  const administrator = from.administrator()
  good(await migrate(administrator, knownMigrations(), { now: () => now }))
  await administrator.end()
  const superuser = orThrow(await openDatabase({ url: server.superuserUrl }))
  const keeper = superuser.administrator()
  await keeper.unsafe('create database other owner operator')
  await keeper.end()
  await superuser.close()
  await contract(t, from, await open(server.url.replace('/agreements', '/other')))
})

test('writers go on while a backup is written, and it holds one moment', async (t) => {
  const { database } = await rigDatabase(t)
  const folder = folderOf(t)
  const ring = ringIn(t, folder)
  const [operator] = await fill(database, ring)
  if (operator === undefined) throw new Error('no tenant')
  // Two rows of two tables that belong together: at any moment there are as many of one as of the other.
  const state = { stop: false, pairs: 0 }
  const pair = async () => {
    await database.tenantTransaction(operator, async (sql) => {
      const id = randomUUID()
      await sql`insert into agreement (tenant_id, hash, template, envelope, created_at) values (${operator}, ${id}, 't', '\\x00', ${now})`
      await sql`insert into vault (tenant_id, id, class, kind, envelope, created_at) values (${operator}, ${id}, 'house', 'pair', '\\x00', ${now})`
    })
    state.pairs += 1
  }
  await pair()
  const writing = (async () => {
    while (!state.stop) await pair()
  })()
  const manifest = good(await backUp(database, ring, join(folder, 'backup')))
  state.stop = true
  await writing
  const rowsOf = (name: string) => manifest.tables.find((table) => table.name === name)?.rows ?? 0
  assert.equal(rowsOf('agreement') - 2, rowsOf('vault'))
  assert.ok(rowsOf('vault') >= 1 && rowsOf('vault') <= state.pairs)
})

test('a folder that lies with the keys, holds something, or is a file takes no backup', async (t) => {
  const { database } = await rigDatabase(t)
  const folder = folderOf(t)
  const ring = ringIn(t, folder)
  await fill(database, ring)
  mkdirSync(join(folder, 'full'))
  writeFileSync(join(folder, 'full', 'letter.txt'), 'of somebody else')
  writeFileSync(join(folder, 'file'), '')
  const said = async (place: string) => {
    const refused = await backUp(database, ring, place)
    return isRefusal(refused) ? refused.refused : 'written'
  }
  assert.equal(await said(join(folder, 'keys', 'inside', 'deeper')), 'backup_beside_keys')
  assert.equal(await said(join(folder, 'keys')), 'backup_beside_keys')
  assert.equal(await said(folder), 'backup_beside_keys')
  assert.equal(await said(join(folder, 'full')), 'backup_folder_not_empty')
  assert.equal(await said(join(folder, 'file')), 'backup_folder_unwritable')
  mkdirSync(join(folder, 'empty'))
  assert.equal(await said(join(folder, 'empty')), 'written')
  assert.equal(await said(join(folder, 'empty')), 'backup_there_already')
  assert.deepEqual(readdirSync(join(folder, 'full')), ['letter.txt'])
  assert.deepEqual(readdirSync(join(folder, 'keys')).toSorted(), ['ring.json', 'ring.lock'])
})

test('a backup that was edited, cut, or belongs to another ring is refused before anything is written', async (t) => {
  const { database } = await rigDatabase(t)
  const folder = folderOf(t)
  const ring = ringIn(t, folder)
  await fill(database, ring)
  const place = join(folder, 'backup')
  const manifest = good(await backUp(database, ring, place))
  const text = readFileSync(join(place, 'manifest.json'), 'utf8')
  const judged = (changed: string) => {
    writeFileSync(join(place, 'manifest.json'), changed)
    const read = readManifest(place)
    const checked = isRefusal(read) ? read : checkManifest(ring, read)
    return isRefusal(checked) ? checked.refused : 'believed'
  }
  assert.equal(judged(text), 'believed')
  assert.equal(judged(text.replace('"era":2', '"era":3')), 'backup_changed')
  assert.equal(judged(text.replace(/^(.*)\n(\d+) [0-9a-f]/, '$1\n$2 z')), 'backup_changed')
  assert.equal(judged(text.split('\n')[0] ?? ''), 'backup_changed')
  assert.equal(judged(text.replace('mandate backup 1', 'mandate backup 9')), 'backup_of_other_format')
  assert.equal(judged(''), 'backup_changed')
  rmSync(join(place, 'manifest.json'))
  const gone = readManifest(place)
  assert.equal(isRefusal(gone) && gone.refused, 'backup_not_there')
  writeFileSync(join(place, 'manifest.json'), text)

  const other = ringIn(t, join(folder, 'elsewhere'))
  const wrong = checkManifest(other, good(readManifest(place)))
  assert.deepEqual(wrong, { refused: 'ring_other', folder: other.folder, ring: other.id, expected: ring.id, key: manifest.key })

  appendFileSync(join(place, 'vault.copy'), '\n')
  assert.deepEqual(await checkFiles(place, manifest), { refused: 'backup_changed', file: 'vault.copy', folder: place })
  rmSync(join(place, 'vault.copy'))
  assert.deepEqual(await checkFiles(place, manifest), { refused: 'backup_file_missing', file: 'vault.copy', folder: place })
})

test('a ring that is older than the backup is refused by the key that it lacks', async (t) => {
  const { database } = await rigDatabase(t)
  const folder = folderOf(t)
  const ring = ringIn(t, folder)
  await fill(database, ring)
  const old = readFileSync(join(folder, 'keys', 'ring.json'))
  const made = good(ring.ensure({ of: 'period', class: 'submitted', day: '2027-01-01' }))
  good(await backUp(database, ring, join(folder, 'backup')))
  ring.close()
  writeFileSync(join(folder, 'keys', 'ring.json'), old)
  const again = good(openRing(join(folder, 'keys'), { now: () => now, newId: randomUUID }))
  atEnd(t, () => again.close())
  const checked = checkManifest(again, good(readManifest(join(folder, 'backup'))))
  assert.deepEqual(checked, { refused: 'ring_older_than_backup', folder: again.folder, ring: ring.id, key: made.id })
})
