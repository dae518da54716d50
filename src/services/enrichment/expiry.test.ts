import assert from 'node:assert/strict'
import { test } from 'node:test'
import { good, rigHouse } from '../../../test/rig/house.ts'
import { onGround } from '../../app/permit.ts'
import type { TenantId } from '../../domain/ids.ts'
import { readInstant } from '../../domain/time.ts'
import { open } from '../../vault/envelope.ts'
import { controller, customer, imported } from './enrichment.rig.ts'
import { listPage, searchPage, viewOne } from './service.ts'
import { holdContacts, unholdContacts } from './service/hold.ts'
import { contactPlace } from './store/contact.ts'
import { enrichment } from './wing.ts'

// A day that was dropped stays dropped: each test has a house of its own, made before the tests so that it is cleared up after them.
const rigs = {
  first: await rigHouse(),
  second: await rigHouse(),
  third: await rigHouse(),
  fourth: await rigHouse(),
  fifth: await rigHouse(),
  sixth: await rigHouse(),
}

const page = { cursor: null, limit: 100 }
const file = 'full name,email,company\nAnn Lee,ann@a.example,Alpha\nBo Ek,bo@a.example,Beta\n'
// 90 days from 24 June 2026 in Paris: all of 22 September is the last day.
const day = '2026-09-22'

const envelopesOf = (house: Awaited<ReturnType<typeof rigHouse>>['house'], tenant: TenantId) =>
  house.store.database.tenantTransaction(
    tenant,
    (sql) => sql<{ id: string; envelope: Uint8Array }[]>`select id, envelope from enrichment_contact order by id`,
  )

test('on its day a record is gone with its partition and cannot be read from a copy, while a later day of another tenant stays', async () => {
  const { house, clock } = rigs.first
  const tenant = await customer(house)
  const later = await customer(house)
  await imported(house, tenant, file)
  clock.set(good(readInstant('2026-06-25T09:00:00Z')))
  await imported(house, later, file)
  assert.deepEqual(await house.store.act(tenant, 'shared', (transaction) => enrichment.forecast(transaction)), [{ day, records: 2 }])
  const copies = await envelopesOf(house, tenant)
  const place = (id: string) => contactPlace(tenant, id, day, false)
  for (const { id, envelope } of copies) good(open(house.store.ring, place(id), envelope))
  clock.set(good(readInstant('2026-09-22T09:00:00Z')))
  assert.deepEqual([...(await enrichment.expire(house, day, [tenant]))], [[tenant, { held: 0 }]])
  assert.deepEqual(good(await listPage(house, controller(tenant), page)).contacts, [])
  assert.equal(copies.length, 2)
  for (const { id, envelope } of copies) {
    const answer = open(house.store.ring, place(id), envelope)
    assert.equal('refused' in answer ? answer.refused : 'opened', 'key_destroyed')
  }
  const [gone] = await house.store.database
    .owner`select to_regclass('enrichment_contact_20260922') as contacts, to_regclass('enrichment_word_20260922') as words`
  assert.deepEqual({ ...gone }, { contacts: null, words: null })
  assert.equal(good(await listPage(house, controller(later), page)).contacts.length, 2)
  assert.deepEqual([...(await enrichment.expire(house, day, [tenant]))], [[tenant, { held: 0 }]])
})

test('where another tenant has the same day and is not due, its rows and the key of the day stay until its own turn', async () => {
  const { house } = rigs.second
  const tenant = await customer(house)
  const other = await customer(house)
  await imported(house, tenant, file)
  await imported(house, other, file)
  const copies = await envelopesOf(house, tenant)
  assert.deepEqual([...(await enrichment.expire(house, day, [tenant]))], [[tenant, { held: 0 }]])
  assert.equal((await envelopesOf(house, tenant)).length, 0)
  assert.equal(good(await searchPage(house, controller(other), { by: 'email', value: 'bo@a.example', ...page })).contacts.length, 1)
  assert.equal(house.store.ring.periodIds('submitted', day).length, 1)
  assert.deepEqual([...(await enrichment.expire(house, day, [other]))], [[other, { held: 0 }]])
  assert.equal(house.store.ring.periodIds('submitted', day).length, 0)
  const answer = open(house.store.ring, contactPlace(tenant, copies[0]?.id ?? '', day, false), copies[0]?.envelope ?? new Uint8Array(0))
  assert.equal('refused' in answer ? answer.refused : 'opened', 'key_destroyed')
})

test('the function of the owner drops no day on which somebody else keeps a row, and the app may not call it at all', async () => {
  const { house } = rigs.third
  const tenant = await customer(house)
  const other = await customer(house)
  await imported(house, tenant, file)
  await imported(house, other, file)
  const { database } = house.store
  const [answer] = await database.worker<
    { dropped: boolean }[]
  >`select enrichment_drop_day(${day}::text::date, ${[tenant]}::uuid[]) as dropped`
  assert.equal(answer?.dropped, false)
  const [state] =
    await database.owner`select relforcerowsecurity as forced, relispartition as partition from pg_class where oid = 'enrichment_contact_20260922'::regclass`
  assert.deepEqual({ ...state }, { forced: true, partition: true })
  assert.equal((await envelopesOf(house, tenant)).length, 2)
  await assert.rejects(
    database.tenantTransaction(tenant, (sql) => sql`select enrichment_drop_day(${day}::text::date, ${[tenant, other]}::uuid[])`),
    /42501/,
  )
})

test('a held record outlives its day under another key, and once let go after that day it is erased at once', async () => {
  const { house, clock } = rigs.fourth
  const tenant = await customer(house)
  await imported(house, tenant, file)
  const [first, second] = good(await listPage(house, controller(tenant), page)).contacts
  assert.ok(first && second)
  assert.deepEqual(good(await holdContacts(house, controller(tenant), { ids: [first.id, second.id] })), { held: 2 })
  assert.deepEqual(good(await unholdContacts(house, controller(tenant), { ids: [second.id] })), { released: 1, erased: 0 })
  assert.equal(good(await viewOne(house, controller(tenant), { id: second.id })).expiresOn, day)
  clock.set(good(readInstant('2026-09-22T09:00:00Z')))
  assert.deepEqual([...(await enrichment.expire(house, day, [tenant]))], [[tenant, { held: 1 }]])
  assert.equal(house.store.ring.periodIds('submitted', day).length, 0)
  const held = good(await viewOne(house, controller(tenant), { id: first.id }))
  assert.deepEqual([held.held, held.expiresOn, held.originalDay], [true, null, day])
  assert.equal(
    good(await searchPage(house, controller(tenant), { by: 'email', value: first.fields.email ?? '', ...page })).contacts.length,
    1,
  )
  assert.deepEqual(good(await unholdContacts(house, controller(tenant), { ids: [first.id] })), { released: 0, erased: 1 })
  assert.deepEqual(good(await listPage(house, controller(tenant), page)).contacts, [])
})

test('records that move to another day are found there, and open under that day only', async () => {
  const { house } = rigs.fifth
  const tenant = await customer(house)
  await imported(house, tenant, `${file}Cy Fox,cy@a.example,Gamma\n`)
  const [held] = good(await searchPage(house, controller(tenant), { by: 'email', value: 'cy@a.example', ...page })).contacts
  good(await holdContacts(house, controller(tenant), { ids: [held?.id ?? ''] }))
  const moved = good(
    await onGround(house, controller(tenant), 'legal duty', 'Store', (transaction, permit) =>
      enrichment.moveExpiry(transaction, permit, day, '2026-08-01'),
    ),
  )
  assert.equal(moved, 2)
  assert.deepEqual(await house.store.act(tenant, 'shared', (transaction) => enrichment.forecast(transaction)), [
    { day: '2026-08-01', records: 2 },
    { day: null, records: 1 },
  ])
  const [found] = good(await searchPage(house, controller(tenant), { by: 'beginning', value: 'alph', ...page })).contacts
  assert.equal(found?.expiresOn, '2026-08-01')
  assert.deepEqual([...(await enrichment.expire(house, '2026-08-01', [tenant]))], [[tenant, { held: 1 }]])
})

test('after a key was renewed every record is sealed and found under the new one, and none is left under the old one', async () => {
  const { house } = rigs.sixth
  const tenant = await customer(house)
  await imported(house, tenant, file)
  const [held] = good(await listPage(house, controller(tenant), page)).contacts
  good(await holdContacts(house, controller(tenant), { ids: [held?.id ?? ''] }))
  good(house.store.ring.rotateTenant(tenant, 'submitted'))
  good(house.store.ring.rotateTenant(tenant, 'evidence'))
  const skipped = await imported(house, tenant, file)
  assert.deepEqual([skipped.counts.imported, skipped.counts.skipped], [0, 2])
  for (const keyClass of ['submitted', 'evidence'] as const) {
    assert.equal(await house.store.act(tenant, 'shared', (transaction) => enrichment.countOlder(transaction, keyClass, 2)), 1)
    assert.equal(await house.store.act(tenant, 'shared', (transaction) => enrichment.reseal(transaction, keyClass, 2, 100)), 1)
    const left = () => house.store.act(tenant, 'shared', (transaction) => enrichment.countOlder(transaction, keyClass, 2))
    assert.equal(await left(), 0)
    if (keyClass === 'submitted') good(await house.store.ring.retireTenant(tenant, keyClass, 1, left))
  }
  for (const value of ['ann@a.example', 'bo@a.example'])
    assert.equal(good(await searchPage(house, controller(tenant), { by: 'email', value, ...page })).contacts.length, 1, value)
})
