import assert from 'node:assert/strict'
import { test } from 'node:test'
import { forgetAnswers, takePlace } from '../app/idempotency.ts'
import { instant } from '../domain/ids.ts'
import { browser, customerOf, entriesOf, leaves, personIn, rigServer, setUpRig } from './http.rig.ts'

const rig = await rigServer()
const { app, house } = rig
const staff = browser(await setUpRig(rig))
const tenant = await customerOf(rig, 'owner@customer.example')
const owner = browser(await personIn(rig, tenant, 'owner'))
const second = browser(await personIn(rig, tenant, 'owner'))
await rig.work()

const invite = (key: string, legalName: string, headers = staff) =>
  app.inject({
    method: 'POST',
    url: '/v1/customers',
    headers: { ...headers, 'idempotency-key': key },
    payload: {
      party: { legalName, registerNumber: '1', address: 'a', dataProtectionContact: 'd' },
      email: 'someone@planted-address.example',
      template: 'enrichment',
    },
  })
const customers = async (): Promise<number> => (await app.inject({ url: '/v1/customers?limit=200', headers: staff })).json().items.length

test('the same order with the same key is carried out once and answered the same; each sending leaves one entry', async () => {
  const before = await customers()
  const [first, again] = [await invite('one', 'One ApS'), await leaves(rig, [house.operator], { method: 'GET', url: '/v1/health' })]
  assert.equal(first.statusCode, 201)
  assert.deepEqual(again.left, [0])
  const entries = await entriesOf(house, house.operator)
  const repeated = await invite('one', 'One ApS')
  assert.equal(await entriesOf(house, house.operator), entries + 1)
  assert.deepEqual([repeated.statusCode, repeated.body, repeated.headers['idempotent-replayed']], [201, first.body, 'true'])
  assert.equal(await customers(), before + 1)
})

test('a key that was used for another body is refused', async () => {
  await invite('two', 'Two ApS')
  const other = await invite('two', 'Another ApS')
  assert.deepEqual([other.statusCode, other.json().code], [422, 'idempotency_key_reused'])
})

test('twenty at once are carried out once; the others wait or get the same answer', async () => {
  const before = await customers()
  const answers = await Promise.all(Array.from({ length: 20 }, () => invite('three', 'Three ApS')))
  const made = answers.filter((answer) => answer.statusCode === 201)
  assert.ok(made.length >= 1)
  assert.equal(new Set(made.map((answer) => answer.body)).size, 1)
  assert.deepEqual(
    [...new Set(answers.filter((answer) => answer.statusCode !== 201).map((answer) => answer.json().code))].filter(
      (code) => code !== 'order_in_progress',
    ),
    [],
  )
  assert.equal(await customers(), before + 1)
})

test('an order whose outcome nobody knows is not carried out a second time', async () => {
  const account = (await app.inject({ url: '/v1/session', headers: staff })).json().account
  const request = {
    tenant: house.operator,
    actor: { side: 'processor', id: `account:${account}` } as const,
    ip: null,
    act: 'customers.invite',
    ground: null,
    names: [],
  }
  const place = await takePlace(
    house,
    { tenant: house.operator, actor: `account:${account}`, route: 'POST /v1/customers', key: 'four', body: Buffer.from('x') },
    request,
  )
  assert.deepEqual(place, { place: 'first' })
  const before = await customers()
  const answer = await invite('four', 'Four ApS')
  assert.ok([409, 422].includes(answer.statusCode))
  assert.equal(await customers(), before)
})

test('a refusal is an answer too, and is repeated', async () => {
  const order = (headers: Record<string, string>) =>
    app.inject({
      method: 'POST',
      url: '/v1/agreement/accept',
      headers: { ...headers, 'idempotency-key': 'k' },
      payload: { hash: '0'.repeat(64), capacity: 'c', agree: true },
    })
  const first = await order(owner)
  assert.equal(first.statusCode, 409)
  const again = await order(owner)
  assert.deepEqual([again.statusCode, again.body, again.headers['idempotent-replayed']], [409, first.body, 'true'])
  const another = await order(second)
  assert.equal(another.headers['idempotent-replayed'], undefined, 'two people never meet under one key')
})

test('a key that is shown once is not shown to the repetition, and is made once', async () => {
  const order = () =>
    app.inject({ method: 'POST', url: '/v1/api-keys', headers: { ...owner, 'idempotency-key': 'once' }, payload: { label: 'a', days: 1 } })
  assert.equal((await order()).statusCode, 201)
  const again = await order()
  assert.deepEqual([again.statusCode, again.json().code], [409, 'answer_shown_once'])
  assert.equal((await app.inject({ url: '/v1/api-keys', headers: owner })).json().items.length, 1)
})

test('a malformed request takes no place, so that the same key serves the corrected one', async () => {
  const order = (days: number) =>
    app.inject({ method: 'POST', url: '/v1/api-keys', headers: { ...owner, 'idempotency-key': 'fixed' }, payload: { label: 'b', days } })
  const wrong = await order(0)
  assert.equal(wrong.statusCode, 400)
  assert.deepEqual(
    wrong.json().faults.map((fault: { at: string }) => fault.at),
    ['body.days'],
  )
  assert.equal((await order(1)).statusCode, 201)
})

test('answers lie sealed: what was answered and what was asked stand nowhere in plain text', async () => {
  const rows = await house.store.database.tenantTransaction(house.operator, async (sql) => [
    ...(await sql`select encode(envelope, 'escape') as text from vault`),
    ...(await sql`select route || actor || encode(key_digest, 'escape') || encode(body_digest, 'escape') as text from idempotent_answer`),
  ])
  const text = rows.map((row) => String(row.text)).join('\n')
  assert.ok(rows.length > 3)
  assert.equal(text.includes('planted-address'), false)
  assert.equal(text.includes('One ApS'), false)
})

test('after a day the answer is forgotten, and the key is free again', async () => {
  rig.clock.set(instant(house.now() + 86_400_001))
  assert.ok((await forgetAnswers(house, house.operator)) >= 3)
  const [row] = await house.store.database.tenantTransaction(
    house.operator,
    (sql) => sql`select count(*)::int as count from vault where kind = 'answer'`,
  )
  assert.equal(row?.count, 0)
  const key = browser(await personIn(rig, tenant, 'owner'))
  const order = () =>
    app.inject({ method: 'POST', url: '/v1/api-keys', headers: { ...key, 'idempotency-key': 'once' }, payload: { label: 'a', days: 1 } })
  assert.equal((await order()).statusCode, 201)
})
