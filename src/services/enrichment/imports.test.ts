import assert from 'node:assert/strict'
import { test } from 'node:test'
import { good, rigHouse } from '../../../test/rig/house.ts'
import { caseId, instant } from '../../domain/ids.ts'
import { run } from '../../app/run.ts'
import type { RealHouse } from '../../app/house.ts'
import { checked, controller, customer, imported, sentence, streamOf } from './enrichment.rig.ts'
import { editOne, listPage, searchPage, viewOne } from './service.ts'
import { exportContacts } from './service/exports.ts'
import { discardQuarantine, listQuarantine, releaseQuarantine } from './service/quarantine.ts'
import { performImport, runImport, startImport } from './service/run-import.ts'
import { previewImport } from './service/upload.ts'
import { rollBackImport, undoImport } from './service/undo.ts'
import { performTasks } from '../../work/outbox.ts'
import type { PostgresTransaction } from '../../store/postgres.ts'
import type { TenantId } from '../../domain/ids.ts'

const { house, clock } = await rigHouse()
const page = { cursor: null, limit: 100 }

const people = (count: number, from = 0, company = 'Many & Sons'): string =>
  [
    'full name,email,company',
    ...Array.from({ length: count }, (_, nth) => `Person ${from + nth},p${from + nth}@many.example,${company}`),
    '',
  ].join('\n')

const listed = async (tenant: TenantId) => good(await listPage(house, controller(tenant), page)).contacts
const emailOf = async (tenant: TenantId, value: string) =>
  good(await searchPage(house, controller(tenant), { by: 'email', value, ...page })).contacts
const rowsOf = (tenant: TenantId) =>
  house.store.database.tenantTransaction(tenant, async (sql) => (await sql`select from enrichment_contact`).count)
const wordsOf = (tenant: TenantId) =>
  house.store.database.tenantTransaction(tenant, async (sql) => (await sql`select from enrichment_word`).count)
const filesOf = (tenant: TenantId) =>
  house.store.database.tenantTransaction(tenant, async (sql) => (await sql`select from vault where class = 'submitted'`).count)

class Killed extends Error {}

/** A house whose process dies at its nth step under the gate: nothing of that step is written, and nothing after it. */
const dyingAfter = (steps: number): RealHouse => {
  let taken = 0
  const act: typeof house.store.act = (tenant, lock, work) =>
    house.store.act(tenant, lock, async (transaction: PostgresTransaction) => {
      taken += 1
      const result = await work(transaction)
      if (taken > steps) throw new Killed()
      return result
    })
  return { ...house, store: { ...house.store, act } }
}

test('an import that was killed between batches shows nothing, goes on at the next batch, and brings every row once', async () => {
  const tenant = await customer(house)
  const id = await checked(house, tenant, people(7_000))
  good(await startImport(house, controller(tenant), { id }))
  await assert.rejects(runImport(dyingAfter(5), controller(tenant), { id, sentence }), Killed)
  const before = await rowsOf(tenant)
  assert.ok(before > 0 && before < 7_000, `${before} rows`)
  assert.deepEqual(await listed(tenant), [])
  assert.deepEqual(await emailOf(tenant, 'p1@many.example'), [])
  assert.equal(good(await exportContacts(house, controller(tenant), { format: 'csv' })).records, 0)
  const [hidden] = await house.store.database.tenantTransaction(
    tenant,
    (sql) => sql<{ id: string }[]>`select id from enrichment_contact limit 1`,
  )
  assert.deepEqual(await viewOne(house, controller(tenant), { id: hidden?.id ?? '' }), { refused: 'not_found', id: hidden?.id })
  const done = good(await runImport(house, controller(tenant), { id, sentence }))
  assert.deepEqual([done.state, done.counts.rows, done.counts.imported, done.counts.skipped], ['closed', 7_000, 7_000, 0])
  assert.equal(await rowsOf(tenant), 7_000)
  assert.equal((await emailOf(tenant, 'p6999@many.example')).length, 1)
  assert.deepEqual(await runImport(house, controller(tenant), { id, sentence }), {
    refused: 'import_not_open',
    import: id,
    state: 'closed',
  })
})

test('an import that was killed can be rolled back whole, upload and index included', async () => {
  const tenant = await customer(house)
  const id = await checked(house, tenant, people(5_000))
  good(await startImport(house, controller(tenant), { id }))
  await assert.rejects(runImport(dyingAfter(4), controller(tenant), { id, sentence }), Killed)
  const before = await rowsOf(tenant)
  assert.ok(before > 0 && before < 5_000, `${before} rows`)
  assert.deepEqual(good(await rollBackImport(house, controller(tenant), { id })), { erased: before, restored: 0 })
  assert.deepEqual([await rowsOf(tenant), await wordsOf(tenant), await filesOf(tenant)], [0, 0, 0])
})

test('a suspended instruction stops an import that is running, and once confirmed it goes on', async () => {
  const tenant = await customer(house)
  const id = await checked(house, tenant, people(6_000))
  good(await startImport(house, controller(tenant), { id }))
  const order = { clause: 'instructions', case: caseId('agreement:enrich-contacts') }
  let taken = 0
  const act: typeof house.store.act = async (of, lock, work) => {
    taken += 1
    if (taken === 4)
      good(
        await run(
          house,
          { ...controller(tenant), actor: { side: 'processor', id: 'officer' } },
          { ...order, command: { type: 'holdUnlawful', reason: 'x' } },
        ),
      )
    return house.store.act(of, lock, work)
  }
  const stopped = await runImport({ ...house, store: { ...house.store, act } }, controller(tenant, 'contacts.import.run'), { id, sentence })
  assert.equal('refused' in stopped ? stopped.refused : 'ran', 'instruction_suspended')
  assert.ok((await rowsOf(tenant)) < 6_000)
  const entries = await house.store.database.tenantTransaction(
    tenant,
    (sql) => sql`select outcome, refused from trail_entry where act = 'contacts.import.run'`,
  )
  assert.deepEqual(
    entries.map((entry) => ({ ...entry })),
    [{ outcome: 'refused', refused: 'instruction_suspended' }],
  )
  const refused = await previewImport(house, controller(tenant), streamOf(people(3)), { columns: {}, duplicates: 'skip' })
  assert.equal('refused' in refused ? refused.refused : 'taken', 'instruction_suspended')
  good(await run(house, controller(tenant), { ...order, command: { type: 'confirm', text: 'y' } }))
  assert.equal(good(await runImport(house, controller(tenant), { id, sentence })).counts.imported, 6_000)
})

test('an upload that breaks off leaves nothing behind', async () => {
  const tenant = await customer(house)
  async function* broken() {
    yield Buffer.from(people(40_000))
    throw new Error('the line went dead')
  }
  const refused = await previewImport(house, controller(tenant), broken(), { columns: {}, duplicates: 'skip' })
  assert.deepEqual(refused, { refused: 'upload_broken_off' })
  assert.deepEqual([await rowsOf(tenant), await filesOf(tenant)], [0, 0])
})

test('the queue runs a started import once', async () => {
  const tenant = await customer(house)
  const id = await checked(house, tenant, people(10))
  good(await startImport(house, controller(tenant), { id }))
  good(await startImport(house, controller(tenant), { id }))
  const seen: string[] = []
  const job = (_house: unknown, of: TenantId, task: { readonly case: string }) => (
    seen.push(task.case),
    performImport(sentence)(house, of, task)
  )
  await performTasks(house, { 'job/enrichment-import': job, 'mail/*': async () => null }, tenant)
  assert.deepEqual(seen, [`import:${id}`])
  assert.equal((await listed(tenant)).length, 10)
})

test('an import is undone within 24 hours: what it brought goes, what a person edited stays; after that it is refused', async () => {
  const tenant = await customer(house)
  const done = await imported(house, tenant, people(20))
  const [first] = await emailOf(tenant, 'p7@many.example')
  good(await editOne(house, controller(tenant), { id: first?.id ?? '', fields: { company: 'Another' } }))
  assert.deepEqual(good(await undoImport(house, controller(tenant), { id: done.id })), { erased: 19, restored: 0 })
  assert.deepEqual(
    (await listed(tenant)).map(({ id }) => id),
    [first?.id],
  )
  const later = await imported(house, tenant, people(2, 100))
  clock.set(instant(house.now() + 24 * 3_600_000 + 1))
  const late = await undoImport(house, controller(tenant), { id: later.id })
  assert.equal('refused' in late ? late.refused : 'undone', 'undo_over')
  assert.equal((await listed(tenant)).length, 3)
})

test('a row with a known e-mail address is skipped, takes the place of the known one, or is kept beside it, as was chosen', async () => {
  const tenant = await customer(house)
  await imported(house, tenant, people(3))
  const twice = `${people(4, 2, 'New Place')}Person Twice,P5@many.example,New Place\n`
  const skipped = (await imported(house, tenant, twice)).counts
  assert.deepEqual([skipped.rows, skipped.imported, skipped.skipped, skipped.duplicates], [5, 3, 2, 2])
  const kept = (await imported(house, tenant, people(1), { duplicates: 'keep' })).counts
  assert.deepEqual([kept.imported, kept.duplicates], [1, 1])
  assert.equal((await emailOf(tenant, 'p0@many.example')).length, 2)
  const updated = await imported(house, tenant, people(1, 2, 'Moved'), { duplicates: 'update' })
  assert.deepEqual([updated.counts.updated, updated.counts.imported], [1, 0])
  assert.deepEqual(
    (await emailOf(tenant, 'p2@many.example')).map(({ fields }) => fields.company),
    ['Moved'],
  )
  assert.deepEqual(good(await undoImport(house, controller(tenant), { id: updated.id })), { erased: 1, restored: 1 })
  assert.deepEqual(
    (await emailOf(tenant, 'p2@many.example')).map(({ fields }) => fields.company),
    ['Many & Sons'],
  )
})

test('two people who share a mailbox stay two people', async () => {
  const tenant = await customer(house)
  const { counts } = await imported(
    house,
    tenant,
    'full name,email,company\nAnn Lee,info@shop.example,Shop\nBo Ek,info@shop.example,Shop\n',
  )
  assert.deepEqual([counts.imported, counts.skipped], [2, 0])
})

test('rows that may hold special data wait sealed until a person takes or discards them, and the decisions stand on the record', async () => {
  const tenant = await customer(house)
  const file =
    'full name,email,company,notes\nAnn Lee,ann@a.example,A,likes tea\nBo Ek,bo@a.example,A,cancer\nCy Fox,cy@a.example,A,cancer too\n'
  const done = await imported(house, tenant, file)
  assert.deepEqual([done.counts.accepted, done.counts.quarantined], [1, 2])
  const { rows } = good(await listQuarantine(house, controller(tenant), { id: done.id }))
  assert.deepEqual(
    rows.map(({ line }) => line),
    [3, 4],
  )
  assert.deepEqual(
    rows.map(({ findings }) => findings[0]?.category),
    ['health', 'health'],
  )
  assert.deepEqual(good(await releaseQuarantine(house, controller(tenant), { id: done.id, lines: [3] })), { released: 1 })
  assert.equal((await emailOf(tenant, 'bo@a.example')).length, 1)
  const again = await releaseQuarantine(house, controller(tenant), { id: done.id, lines: [3] })
  assert.equal('refused' in again ? again.refused : 'released', 'line_not_set_aside')
  assert.deepEqual(good(await discardQuarantine(house, controller(tenant), { id: done.id, lines: 'all' })), { discarded: 1 })
  assert.deepEqual(await emailOf(tenant, 'cy@a.example'), [])
  const events = await house.store.database.tenantTransaction(
    tenant,
    (sql) => sql<{ type: string }[]>`select type from event where clause = 'scope' order by seq`,
  )
  assert.deepEqual(
    events.map(({ type }) => type),
    ['checked', 'quarantineDecided', 'quarantineDecided'],
  )
})

test('nothing of a person who was handed in lies readable in any column of any table', async () => {
  const tenant = await customer(house)
  const file = [
    'full name,email,company,phone,notes,weird',
    'Quetzalina Xylander,quetzalina@zzyzx.example,Zzyzx Werke,+49 151 77788899,,',
    'Bad Quetzalina,not-an-address-zzyzx,,,,',
    'Aside Quetzalina,aside-zzyzx@zzyzx.example,Zzyzx,,cancer zzyzx,',
    'Short Quetzalina zzyzx',
    '',
  ].join('\n')
  const id = await checked(house, tenant, file)
  const planted = [/quetzalina/i, /zzyzx/i, /77788899/]
  const variants = planted.flatMap((pattern) => [pattern, new RegExp(Buffer.from(pattern.source).toString('hex'), 'i')])
  const search = async (): Promise<readonly string[]> => {
    const administrator = house.store.database.administrator()
    const found: string[] = []
    try {
      const tables = await administrator<{ name: string }[]>`
        select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'public' order by 1`
      for (const { name } of tables)
        for (const { row } of await administrator.unsafe<{ row: string }[]>(`select t::text as row from ${name} t`))
          for (const pattern of variants) if (pattern.test(row)) found.push(`${name}: ${pattern.source}`)
    } finally {
      await administrator.end()
    }
    return found
  }
  assert.deepEqual(await search(), [])
  good(await startImport(house, controller(tenant), { id }))
  const done = good(await runImport(house, controller(tenant), { id, sentence }))
  assert.deepEqual([done.counts.accepted, done.counts.refused, done.counts.quarantined], [1, 2, 1])
  assert.equal((await emailOf(tenant, 'quetzalina@zzyzx.example')).length, 1)
  assert.deepEqual(await search(), [])
})
