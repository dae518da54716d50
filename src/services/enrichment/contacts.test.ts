import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { good, rigHouse } from '../../../test/rig/house.ts'
import { controller, checked, customer, imported, streamOf } from './enrichment.rig.ts'
import { enrichmentColumns } from './columns.ts'
import { enrichment } from './wing.ts'
import { editOne, listPage, searchPage, viewOne } from './service.ts'
import { errorFileOf } from './service/imports.ts'
import { exportContacts } from './service/exports.ts'
import { previewImport } from './service/upload.ts'
import { contactFields, type ContactPage } from './wire.ts'
import { onGround } from '../../app/permit.ts'

const { house } = await rigHouse()
const page = { cursor: null, limit: 100 }
const contacts = 'test/fixtures/contacts'

const small = `First name;Last name;E-mail;Company;Phone
Zoë;Müller;zoe.muller@widget.example;Widget GmbH & Co. KG;+49 151 2345678
Anna;Johansen;anna@fjord.example;Fjord ApS;+45 33 12 34 56
Jean;Lefebvre;jean@atelier.example;Atelier Durand SARL;01 42 34 56 78
`

test('the counts of an import add up to the rows of the file, and every accepted row is in the list once', async () => {
  for (const file of [
    'example-1000-synthetic.csv',
    'synthetic/fr-contacts.csv',
    'synthetic/da-kontakter.csv',
    'uk-organogram/senior-staff-march-2020.csv',
  ]) {
    const tenant = await customer(house)
    const bytes = readFileSync(`${contacts}/${file}`)
    const preview = good(await previewImport(house, controller(tenant), streamOf(bytes), { columns: {}, duplicates: 'keep' }))
    const done = await imported(house, tenant, bytes, { duplicates: 'keep' })
    const { rows, accepted, refused, quarantined, imported: fresh, updated, skipped } = done.counts
    assert.equal(accepted + refused + quarantined, rows)
    assert.equal(fresh + updated + skipped, accepted)
    assert.deepEqual(
      [rows, accepted, refused, quarantined],
      [preview.report.rows, preview.report.rowsAccepted, preview.report.rowsRefused, preview.report.rowsQuarantined],
    )
    assert.ok(accepted > 50, file)
    const seen = new Set<string>()
    for (let cursor: string | null = null; ;) {
      const found: ContactPage = good(await listPage(house, controller(tenant), { cursor, limit: 100 }))
      for (const { id } of found.contacts) seen.add(id)
      if (found.next === null) break
      cursor = found.next
    }
    assert.equal(seen.size, accepted, file)
    assert.equal(done.hasErrorFile, refused > 0)
    if (refused > 0)
      assert.match(good(await errorFileOf(house, controller(tenant), { id: done.id })).text, /^import line,import column,import reason,/)
  }
})

test('a contact is found by its whole e-mail, telephone, name or company in any spelling, and by the beginning of a word', async () => {
  const tenant = await customer(house)
  await imported(house, tenant, small)
  const names = async (by: 'email' | 'phone' | 'name' | 'company' | 'beginning', value: string) =>
    good(await searchPage(house, controller(tenant), { by, value, ...page }))
      .contacts.map(({ fields }) => fields.lastName)
      .toSorted()
  assert.deepEqual(await names('email', ' Zoe.Muller@WIDGET.example'), ['Müller'])
  assert.deepEqual(await names('phone', '0049 (151) 234 56 78'), ['Müller'])
  assert.deepEqual(await names('name', 'zoe mueller'), ['Müller'])
  assert.deepEqual(await names('name', 'ZOË MÜLLER'), ['Müller'])
  assert.deepEqual(await names('company', 'widget'), ['Müller'])
  for (const typed of ['Lef', 'lefe', 'lefebv', 'LEFEBVR', 'lefebvre', 'ate', 'durand'])
    assert.deepEqual(await names('beginning', typed), ['Lefebvre'], typed)
  for (const typed of ['lefebx', 'lefebvrex', 'je', 'febvre']) assert.deepEqual(await names('beginning', typed), [], typed)
  assert.deepEqual(await names('beginning', 'muel'), ['Müller'])
  assert.deepEqual(await names('email', 'nobody@widget.example'), [])
})

test('an edited contact is found by its new values and no longer by its old ones', async () => {
  const tenant = await customer(house)
  await imported(house, tenant, small)
  const [found] = good(await searchPage(house, controller(tenant), { by: 'email', value: 'anna@fjord.example', ...page })).contacts
  assert.ok(found)
  const edited = good(
    await editOne(house, controller(tenant), {
      id: found.id,
      fields: { lastName: 'Kierkegaard', email: 'anna.k@fjord.example', phone: null },
    }),
  )
  assert.deepEqual(edited, good(await viewOne(house, controller(tenant), { id: found.id })))
  assert.equal(edited.expiresOn, found.expiresOn)
  assert.equal(edited.fields.phone, undefined)
  const ids = async (by: 'email' | 'beginning' | 'phone', value: string) =>
    good(await searchPage(house, controller(tenant), { by, value, ...page })).contacts.map(({ id }) => id)
  assert.deepEqual(await ids('email', 'anna.k@fjord.example'), [found.id])
  assert.deepEqual(await ids('beginning', 'kierk'), [found.id])
  assert.deepEqual(await ids('email', 'anna@fjord.example'), [])
  assert.deepEqual(await ids('beginning', 'johan'), [])
  assert.deepEqual(await ids('phone', '+4533123456'), [])
  const refusal = async (fields: Record<string, string | null>) => {
    const answer = await editOne(house, controller(tenant), { id: found.id, fields })
    return 'refused' in answer ? answer.refused : 'done'
  }
  assert.equal(await refusal({ email: 'two words' }), 'field_refused')
  assert.equal(await refusal({ shoeSize: '44' }), 'data_not_in_agreement')
  assert.equal(await refusal({ lastName: null, email: null, company: null, firstName: null }), 'contact_without_person')
  assert.equal(await refusal({ title: 'parish priest' }), 'field_special')
})

test('another tenant sees nothing, not even by raw SQL inside its own transaction', async () => {
  const tenant = await customer(house)
  const other = await customer(house)
  await imported(house, tenant, small)
  assert.deepEqual(good(await listPage(house, controller(other), page)).contacts, [])
  assert.deepEqual(good(await searchPage(house, controller(other), { by: 'email', value: 'anna@fjord.example', ...page })).contacts, [])
  const { database } = house.store
  const counted = await database.tenantTransaction(other, async (sql) => [
    (await sql`select from enrichment_contact`).count,
    (await sql`select from enrichment_word`).count,
    (await sql`select from enrichment_import`).count,
    (await sql`update enrichment_contact set state = 'stolen'`).count,
    (await sql`delete from enrichment_word`).count,
  ])
  assert.deepEqual(counted, [0, 0, 0, 0, 0])
  const own = await database.tenantTransaction(tenant, (sql) => sql`select from enrichment_contact`)
  assert.equal(own.count, 3)
  // The partitions are tables of their own: nobody but their owner may touch them, and the owner is bound too.
  const partitions = await database.owner<{ name: string; rls: boolean; forced: boolean }[]>`
    select inhrelid::regclass::text as name, relrowsecurity as rls, relforcerowsecurity as forced from pg_inherits
    join pg_class on pg_class.oid = inhrelid where inhparent::regclass::text in ('enrichment_contact', 'enrichment_word')`
  assert.ok(partitions.length >= 4)
  for (const { name, rls, forced } of partitions) {
    assert.ok(rls && forced, name)
    await assert.rejects(
      database.tenantTransaction(tenant, (sql) => sql`select from ${sql(name)}`),
      /42501/,
    )
    assert.equal((await database.owner`select from ${database.owner(name)}`).count, 0)
  }
})

test('an export holds every contact once, and no cell that a spreadsheet would run', async () => {
  const tenant = await customer(house)
  const rows = Array.from({ length: 1_203 }, (_, nth) => `Person ${nth},=1+${nth},p${nth}@many.example`)
  await imported(house, tenant, `full name,company,email\n${rows.join('\n')}\n`)
  const text = async (format: 'csv' | 'json') => {
    const out = good(await exportContacts(house, controller(tenant), { format }))
    assert.equal(out.records, 1_203)
    let whole = ''
    for await (const part of out.text) whole += part
    return whole
  }
  const csv = await text('csv')
  assert.equal(csv.split('\r\n').length, 1_203 + 2)
  assert.ok(csv.includes("'=1+7,") && !/,=1/.test(csv))
  const json: unknown = JSON.parse(await text('json'))
  assert.ok(Array.isArray(json))
  assert.deepEqual(
    json.map((each) => each.email),
    rows.map((_, nth) => `p${nth}@many.example`),
  )
})

test('every read names its records on the trail, and the entry keeps no query', async () => {
  const tenant = await customer(house)
  await imported(house, tenant, small)
  const [found] = good(
    await searchPage(house, controller(tenant, 'contacts.search'), { by: 'name', value: 'Zoë Müller', ...page }),
  ).contacts
  good(await viewOne(house, controller(tenant, 'contacts.view'), { id: found?.id ?? '' }))
  const entries = await house.store.database.tenantTransaction(
    tenant,
    (sql) => sql<{ act: string; names: string[] }[]>`
    select act, names from trail_entry where act in ('contacts.search', 'contacts.view', 'contacts.upload', 'contacts.import', 'contacts.import.run')`,
  )
  assert.deepEqual(entries.map(({ act }) => act).toSorted(), [
    'contacts.import',
    'contacts.import.run',
    'contacts.search',
    'contacts.upload',
    'contacts.view',
  ])
  for (const { act, names } of entries.filter(({ act }) => act === 'contacts.search' || act === 'contacts.view'))
    assert.deepEqual(names, [found?.id], act)
})

test('the wing finds a person, says by what else it is known, and erases every trace of its index', async () => {
  const tenant = await customer(house)
  await imported(house, tenant, small)
  const none = { emails: [], phones: [], names: [], records: [] }
  const erased = good(
    await onGround(house, controller(tenant), 'erasure', 'Erase', async (transaction, permit) => {
      const found = await enrichment.find(transaction, permit, { ...none, emails: ['anna@fjord.example'] })
      assert.deepEqual(
        found.map(({ selectors }) => selectors.phones),
        [['+4533123456']],
      )
      const counts = await enrichment.erase(transaction, permit, found)
      assert.deepEqual(await enrichment.find(transaction, permit, { ...none, phones: ['+4533123456'], names: ['anna johansen'] }), [])
      const left = await transaction.sql`select from enrichment_word where contact = ${found[0]?.id ?? ''}`
      assert.equal(left.count, 0)
      const scanned = await enrichment.scan(transaction, permit, null, 10)
      assert.equal(scanned.length, 2)
      assert.ok(scanned.every(({ text }) => !text.includes('fjord')))
      return counts
    }),
  )
  assert.equal(erased['enrichment_contact'], 1)
  assert.ok((erased['enrichment_word'] ?? 0) > 2)
})

test('the shape of a contact lists the columns of the wing and no other', () => {
  assert.deepEqual(Object.keys(contactFields.shape).toSorted(), enrichmentColumns.map(({ key }) => key).toSorted())
})

test('a file that is no list of contacts is refused before anything is kept', async () => {
  const tenant = await customer(house)
  for (const [bytes, code] of [
    [Buffer.from('PK\u0003\u0004 zipped'), 'file_is_packed'],
    [Buffer.from(''), 'file_empty'],
    [Buffer.from('shoe;hat\n44;L\n'), 'no_known_column'],
  ] as const) {
    const answer = await previewImport(house, controller(tenant, 'contacts.refused'), streamOf(bytes), { columns: {}, duplicates: 'skip' })
    assert.equal('refused' in answer ? answer.refused : 'taken', code)
  }
  const kept = await house.store.database.tenantTransaction(tenant, async (sql) => [
    (await sql`select from vault where kind = 'upload'`).count,
    (await sql`select from enrichment_import`).count,
    (await sql`select from trail_entry where act = 'contacts.refused' and outcome = 'refused'`).count,
  ])
  assert.deepEqual(kept, [0, 0, 3])
  assert.ok(await checked(house, tenant, small))
})
