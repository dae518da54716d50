import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { instant } from '../domain/ids.ts'
import { isRefusal } from '../domain/refusal.ts'
import type { Sql } from './database/pool.ts'
import { migrate, pendingMigrations } from './migrate.ts'
import { knownMigrations, type Migration } from './migrations.ts'
import { rigDatabase } from '../../test/rig.ts'
import { orThrow } from '../../test/rig/server.ts'
import { atEnd } from '../../test/rig/at-end.ts'

const now = () => instant(Date.UTC(2026, 5, 24, 9))

/** A source tree with the real migrations and more, written as files, because files are what a developer edits. */
const sourceWith = (t: TestContext, files: Readonly<Record<string, string>>): readonly Migration[] => {
  const source = mkdtempSync(join(tmpdir(), 'mandate-source-'))
  atEnd(t, () => rmSync(source, { recursive: true, force: true }))
  const house = knownMigrations().filter(({ series }) => series === 'house')
  const real = Object.fromEntries(house.map(({ name, sql }) => [`store/migrations/${name.slice('house/'.length)}.sql`, sql]))
  for (const [path, sql] of Object.entries({ ...real, ...files })) {
    mkdirSync(join(source, path, '..'), { recursive: true })
    writeFileSync(join(source, path), sql)
  }
  return knownMigrations(source)
}

const database = async (t: TestContext): Promise<{ readonly administrator: Sql; readonly open: () => Sql }> => {
  const rig = await rigDatabase(t)
  const opened: Sql[] = []
  const open = () => {
    const sql = rig.database.administrator()
    opened.push(sql)
    return sql
  }
  atEnd(t, () => Promise.all(opened.map((sql) => sql.end({ timeout: 1 }))))
  const administrator = open()
  // The rig's copy is migrated by the real files; wings that exist today are taken back, so that each test brings its own.
  await administrator`delete from migration where name not like 'house/%'`
  return { administrator, open }
}

const two = 'services/alpha/migrations/0001-one.sql'
const three = 'services/alpha/migrations/0002-two.sql'
const four = 'services/beta/migrations/0001-one.sql'

test('migrations apply once, the house before the wings, each recorded with its digest and its time', async (t) => {
  const { administrator } = await database(t)
  const known = sourceWith(t, {
    [four]: 'create table beta_one ()',
    [three]: 'create table alpha_two ()',
    [two]: 'create table alpha_one ()',
  })
  const applied = orThrow(await migrate(administrator, known, { now }))
  assert.deepEqual(
    applied.map(({ name }) => name),
    ['alpha/0001-one', 'alpha/0002-two', 'beta/0001-one'],
  )
  const rows = await administrator<
    { name: string; sha256: string; applied_at: number }[]
  >`select name, sha256, applied_at from migration where name = 'alpha/0001-one'`
  assert.deepEqual(
    [...rows],
    [{ name: 'alpha/0001-one', sha256: known.find(({ name }) => name === 'alpha/0001-one')?.sha256, applied_at: now() }],
  )
  assert.deepEqual(await migrate(administrator, known, { now }), [])
  const [owner] = await administrator`select tableowner as name from pg_tables where tablename = 'alpha_one'`
  assert.deepEqual({ ...owner }, { name: 'mandate_owner' })
})

test('before older data is changed the caller hears what is pending, and may stop it', async (t) => {
  const { administrator } = await database(t)
  const known = sourceWith(t, { [two]: 'create table alpha_one ()' })
  const heard: string[] = []
  const beforeUpgrade = async (pending: readonly Migration[]) => {
    heard.push(...pending.map(({ name }) => name))
    return { refused: 'backup_failed' }
  }
  assert.deepEqual(await migrate(administrator, known, { now, beforeUpgrade }), { refused: 'backup_failed' })
  assert.deepEqual(heard, ['alpha/0001-one'])
  const left = orThrow(await pendingMigrations(administrator, known))
  assert.deepEqual({ fresh: left.fresh, pending: left.pending.map(({ name }) => name) }, { fresh: false, pending: ['alpha/0001-one'] })
})

test('a migration that fails is undone whole, and the ones before it stand', async (t) => {
  const { administrator } = await database(t)
  const known = sourceWith(t, { [two]: 'create table alpha_one ()', [three]: 'create table alpha_two (); select * from no_such_table' })
  const refused = await migrate(administrator, known, { now })
  assert.deepEqual(refused, {
    refused: 'migration_failed',
    migration: 'alpha/0002-two',
    because: 'relation "no_such_table" does not exist (42P01)',
  })
  const [found] = await administrator`select to_regclass('alpha_one') is not null as one, to_regclass('alpha_two') is not null as two`
  assert.deepEqual({ ...found }, { one: true, two: false })
})

test('the words of a failing migration never quote a row', async (t) => {
  const { administrator } = await database(t)
  const known = sourceWith(t, { [two]: `select 'planted@example.test'::integer` })
  const refused = await migrate(administrator, known, { now })
  assert.deepEqual(refused, { refused: 'migration_failed', migration: 'alpha/0001-one', because: 'SQLSTATE 22P02' })
})

test('a database that a newer program changed is refused by the older one', async (t) => {
  const { administrator } = await database(t)
  orThrow(await migrate(administrator, sourceWith(t, { [two]: 'create table alpha_one ()' }), { now }))
  const older = sourceWith(t, {})
  assert.deepEqual(await pendingMigrations(administrator, older), { refused: 'schema_newer', unknown: ['alpha/0001-one'] })
  assert.deepEqual(await migrate(administrator, older, { now }), { refused: 'schema_newer', unknown: ['alpha/0001-one'] })
})

test('a file that was edited after it was applied is refused by its name', async (t) => {
  const { administrator } = await database(t)
  orThrow(await migrate(administrator, sourceWith(t, { [two]: 'create table alpha_one ()' }), { now }))
  const edited = sourceWith(t, { [two]: 'create table alpha_one (id integer)' })
  assert.deepEqual(await migrate(administrator, edited, { now }), { refused: 'migration_edited', migration: 'alpha/0001-one' })
})

test('a migration that slips in before an applied one is refused', async (t) => {
  const { administrator } = await database(t)
  const known = sourceWith(t, { [two]: 'create table alpha_one ()', [three]: 'create table alpha_two ()' })
  orThrow(await migrate(administrator, known, { now }))
  await administrator`delete from migration where name = 'alpha/0001-one'`
  assert.deepEqual(await migrate(administrator, known, { now }), { refused: 'migration_out_of_order', migration: 'alpha/0001-one' })
})

test('of programs that migrate at once one does the work and the others find it done', async (t) => {
  const { open } = await database(t)
  const known = sourceWith(t, { [two]: 'create table alpha_one (); select pg_sleep(0.2)', [three]: 'create table alpha_two ()' })
  const results = await Promise.all([open(), open(), open()].map((administrator) => migrate(administrator, known, { now })))
  assert.deepEqual(results.map((result) => orThrow(result).length).toSorted(), [0, 0, 2])
})

test('a program that waits too long for another that migrates is refused', async (t) => {
  const { open, administrator } = await database(t)
  const known = sourceWith(t, { [two]: 'create table alpha_one ()' })
  const later: { result: unknown } = { result: null }
  const beforeUpgrade = async () => {
    later.result = await migrate(open(), known, { now, waitMilliseconds: 50 })
    return null
  }
  const first = await migrate(administrator, known, { now, beforeUpgrade })
  assert.equal(isRefusal(first), false)
  assert.deepEqual(later.result, { refused: 'migration_under_way' })
})

test('a gap, a double and a strange name among the files are bugs that name the file', (t) => {
  assert.throws(() => sourceWith(t, { 'services/alpha/migrations/0002-two.sql': '' }), /0002-two\.sql.*without gap/)
  assert.throws(() => sourceWith(t, { [two]: '', 'services/alpha/migrations/0001-other.sql': '' }), /0001-other|0001-one/)
  assert.throws(() => sourceWith(t, { 'services/alpha/migrations/notes.txt': '' }), /notes\.txt/)
})
