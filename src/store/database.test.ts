import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { instant, tenantId } from '../domain/ids.ts'
import { isRefusal } from '../domain/refusal.ts'
import { openDatabase, type Database } from './database.ts'
import { DatabaseFault, isDuplicate } from './database/fault.ts'
import { openPool } from './database/pool.ts'
import { startEmbedded } from './embedded.ts'
import { migrate, pendingMigrations } from './migrate.ts'
import { knownMigrations, type Migration } from './migrations.ts'
import { rigDatabase } from '../../test/rig.ts'
import { startPostgres15 } from '../../test/rig/postgres15.ts'
import { orThrow } from '../../test/rig/server.ts'
import { atEnd } from '../../test/rig/at-end.ts'

const alice = tenantId('00000000-0000-4000-8000-00000000000a')
const bob = tenantId('00000000-0000-4000-8000-00000000000b')

/** One tenant table as every later migration writes them, made by the owner. */
const withNotes = async (database: Database): Promise<void> => {
  await database.owner.unsafe(`
    create table note (
      tenant_id uuid not null, id integer not null, body text not null, size bigint, day date, at timestamptz, raw bytea, facts jsonb,
      primary key (tenant_id, id)
    );
    alter table note enable row level security;
    alter table note force row level security;
    create policy note_tenant on note using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
    grant select, insert, update, delete on note to mandate_app, mandate_worker;`)
}

/** The same contract for the server that we bring and for the oldest one that an operator may bring. */
const contract = async (t: TestContext, database: Database): Promise<void> => {
  await withNotes(database)

  await t.test('a tenant reads and writes its own rows and no others', async () => {
    await database.tenantTransaction(alice, (sql) => sql`insert into note (tenant_id, id, body) values (${alice}, 1, 'of alice')`)
    await database.tenantTransaction(bob, (sql) => sql`insert into note (tenant_id, id, body) values (${bob}, 1, 'of bob')`, 'worker')
    const seen = await database.tenantTransaction(alice, (sql) => sql<{ body: string }[]>`select body from note`)
    assert.deepEqual([...seen], [{ body: 'of alice' }])
    const touched = await database.tenantTransaction(bob, (sql) => sql`update note set body = 'taken' where tenant_id = ${alice}`)
    assert.equal(touched.count, 0)
    await assert.rejects(
      database.tenantTransaction(bob, (sql) => sql`insert into note (tenant_id, id, body) values (${alice}, 2, 'smuggled')`),
      (error) => error instanceof DatabaseFault && error.code === '42501',
    )
  })

  await t.test('outside of a tenant no row is seen, by any role, before and after a tenant was set on the connection', async () => {
    for (const pool of [database.owner, database.app, database.worker]) {
      assert.equal((await pool`select 1 from note`).length, 0)
    }
    assert.equal((await database.houseTransaction((sql) => sql`select 1 from note`)).length, 0)
  })

  await t.test('no serving role is a superuser, bypasses row-level security, or makes and drops tables', async () => {
    for (const [pool, role] of [
      [database.owner, 'mandate_owner'],
      [database.app, 'mandate_app'],
      [database.worker, 'mandate_worker'],
    ] as const) {
      const [row] = await pool`select current_user as name, rolsuper, rolbypassrls from pg_roles where rolname = current_user`
      assert.deepEqual({ ...row }, { name: role, rolsuper: false, rolbypassrls: false })
    }
    await assert.rejects(database.app`create table mine (id integer)`, { code: '42501' })
    await assert.rejects(database.worker`drop table note`, { code: '42501' })
    await assert.rejects(database.app`delete from migration`, { code: '42501' })
  })

  await t.test('instants, dates, bytes, large numbers and documents come back as they went in', async () => {
    const at = instant(Date.UTC(2026, 9, 25, 0, 30, 0, 7))
    const raw = new Uint8Array([0, 255, 10])
    const facts = { list: [1, 'two', null], text: 'å"\\' }
    const row = { tenant_id: alice, id: 9, body: 'types', size: 2 ** 40, day: '2026-10-25', at, raw }
    await database.tenantTransaction(alice, (sql) => sql`insert into note ${sql(row)}`)
    await database.tenantTransaction(alice, (sql) => sql`update note set facts = ${sql.json(facts)} where id = 9`)
    const [read] = await database.tenantTransaction(
      alice,
      (sql) => sql`select size, day, at, raw, facts, 9007199254740993::bigint as huge, array[at] as instants from note where id = 9`,
    )
    assert.deepEqual(
      { ...read, raw: new Uint8Array(read?.['raw']) },
      { size: 2 ** 40, day: '2026-10-25', at, raw, facts, huge: 9007199254740993n, instants: [at] },
    )
    const found = await database.tenantTransaction(alice, (sql) => sql`select id from note where at = any(${[at]}::timestamptz[])`)
    assert.equal(found.length, 1)
  })

  await t.test('an act that throws leaves nothing, and one that returns a refusal keeps what it wrote', async () => {
    const failing = database.tenantTransaction(alice, async (sql) => {
      await sql`insert into note (tenant_id, id, body) values (${alice}, 20, 'lost')`
      throw new Error('a bug')
    })
    await assert.rejects(failing, /a bug/)
    const refused = await database.tenantTransaction(alice, async (sql) => {
      await sql`insert into note (tenant_id, id, body) values (${alice}, 21, 'kept')`
      return { refused: 'window_closed' }
    })
    assert.deepEqual(refused, { refused: 'window_closed' })
    const left = await database.tenantTransaction(alice, (sql) => sql<{ id: number }[]>`select id from note where id in (20, 21)`)
    assert.deepEqual([...left], [{ id: 21 }])
  })

  await t.test('a fault names the constraint and repeats no value', async () => {
    const twice = database.tenantTransaction(
      alice,
      (sql) => sql`insert into note (tenant_id, id, body) values (${alice}, 21, 'planted@example.test')`,
    )
    const fault = await twice.catch((error: unknown) => error)
    assert.equal(isDuplicate(fault, 'note_pkey'), true)
    assert.equal(isDuplicate(fault, 'other_key'), false)
    const unreadable = database.tenantTransaction(alice, (sql) => sql.unsafe(`select 'planted@example.test'::integer`))
    const other = await unreadable.catch((error: unknown) => error)
    for (const error of [fault, other]) {
      assert.equal(error instanceof DatabaseFault, true)
      assert.doesNotMatch(JSON.stringify(error, Object.getOwnPropertyNames(error)), /planted|0000000a/)
    }
  })

  await t.test('a tenant that is no UUID never becomes SQL', () => {
    assert.throws(() => database.tenantTransaction(tenantId("x'; drop table note; --"), async () => null), TypeError)
  })
}

test('the embedded server keeps the contract of the store', async (t) => {
  const { database } = await rigDatabase(t)
  await contract(t, database)
})

test('PostgreSQL 15 of an operator keeps the contract of the store', async (t) => {
  const server = await startPostgres15(t)
  if (server === null) return t.skip('Debian has no PostgreSQL 15 here')
  const database = orThrow(await openDatabase({ url: server.url }))
  atEnd(t, () => database.close())
  const administrator = database.administrator()
  const applied = orThrow(await migrate(administrator, knownMigrations(), { now: () => instant(1) }))
  assert.equal(applied.length, knownMigrations().length)
  assert.deepEqual(orThrow(await pendingMigrations(administrator, knownMigrations())), { fresh: false, pending: [] satisfies Migration[] })
  await administrator.end()
  assert.equal(database.version, 15)
  assert.doesNotMatch(database.address, /secret|operator/)
  await contract(t, database)

  await t.test('roles may sign in by addresses of their own', async () => {
    const superuser = orThrow(await openDatabase({ url: server.superuserUrl }))
    await superuser
      .administrator()
      .unsafe("alter role mandate_app password 'app-secret'; alter role mandate_worker password 'worker-secret'")
    await superuser.close()
    const as = (user: string) => server.url.replace('operator:secret', user)
    const apart = orThrow(
      await openDatabase({ url: server.url, appUrl: as('mandate_app:app-secret'), workerUrl: as('mandate_worker:worker-secret') }),
    )
    atEnd(t, () => apart.close())
    const [row] = await apart.app`select session_user as name`
    assert.deepEqual({ ...row }, { name: 'mandate_app' })
  })
})

test('PostgreSQL 18 of an operator lets a login that may only create roles migrate and serve', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'mandate-operator-'))
  const embedded = orThrow(await startEmbedded(folder, { durable: false, temporary: true }))
  atEnd(t, () => embedded.stop())
  const superuser = openPool(embedded.url('postgres', 'postgres'), { max: 1, name: 'test' })
  await superuser.unsafe('create role operator login createrole')
  await superuser.unsafe('create database agreements owner operator')
  await superuser.end()
  const database = orThrow(await openDatabase({ url: embedded.url('operator', 'agreements') }))
  atEnd(t, () => database.close())
  const administrator = database.administrator()
  orThrow(await migrate(administrator, knownMigrations(), { now: () => instant(1) }))
  await administrator.end()
  const [row] = await database.app`select session_user as login, current_user as role`
  assert.deepEqual({ ...row }, { login: 'operator', role: 'mandate_app' })
})

test('an address that is none, that does not answer, or that lacks the database is refused without its password', async (t) => {
  const { url } = await rigDatabase(t)
  assert.deepEqual(await openDatabase({ url: 'mysql://somebody:secret@host/x' }), { refused: 'database_address_unreadable' })
  const silent = await openDatabase({ url: 'postgres://somebody:secret@127.0.0.1:1/x' })
  assert.deepEqual(silent, { refused: 'database_unreachable', address: '127.0.0.1:1/x', because: 'ECONNREFUSED' })
  const missing = new URL(url())
  missing.pathname = '/absent'
  const absent = await openDatabase({ url: missing.href })
  assert.equal(isRefusal(absent) && absent['because'], '3D000')
})
