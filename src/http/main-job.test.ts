import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sealedWhole } from '../../test/rig/house.ts'
import { verifySignature } from '../app/verify-signature.ts'
import { readEvidence } from '../domain/evidence/read.ts'
import { verifyEvidence } from '../domain/evidence/verify.ts'
import { digest } from '../store/postgres/trail-rows.ts'
import { trailSigner } from '../vault/house-keys.ts'
import { browser, customerOf, leaves, personIn, rigServer, setUpRig } from './http.rig.ts'

const rig = await rigServer()
const { app, house } = rig
const staff = browser(await setUpRig(rig))
const tenant = await customerOf(rig, 'owner@customer.example')
const owner = browser(await personIn(rig, tenant, 'owner', 'owner@customer.example'))
const member = browser(await personIn(rig, tenant, 'member'))
const rival = await customerOf(rig, 'owner@rival.example')
const rivalOwner = browser(await personIn(rig, rival, 'owner', 'owner@rival.example'))
await rig.work()

const get = (url: string, headers = owner) => app.inject({ url, headers })
const post = (url: string, payload: object, headers: Record<string, string> = owner) =>
  app.inject({ method: 'POST', url, headers, payload })
const accept = async (headers: Record<string, string>) => {
  const { hashes } = (await get('/v1/agreement', headers)).json()
  return post('/v1/agreement/accept', { hash: hashes.concluded, capacity: 'managing director', agree: true }, headers)
}
const csv =
  'First name;Last name;E-mail;Company\nAda;Lovelace;ada@analytical.example;Analytical Engines\nCharles;Babbage;charles@analytical.example;Analytical Engines\n'
const handIn = async (headers: Record<string, string>) => {
  const checked = await app.inject({
    method: 'POST',
    url: '/v1/imports',
    headers: { ...headers, 'content-type': 'text/csv' },
    payload: csv,
  })
  assert.equal(checked.statusCode, 201, checked.body)
  const { id } = checked.json().import
  assert.equal((await post(`/v1/imports/${id}/start`, {}, headers)).statusCode, 202)
  await rig.work()
  return String(id)
}

test('before the agreement is accepted nothing is taken in', async () => {
  const answer = await app.inject({ method: 'POST', url: '/v1/imports', headers: { ...owner, 'content-type': 'text/csv' }, payload: csv })
  assert.equal(answer.statusCode, 403)
  assert.equal(answer.json().code, 'no_agreement_in_force')
})

test('an agreement is read as data, page, PDF and canonical file, all under one hash', async () => {
  const shown = (await get('/v1/agreement')).json()
  assert.equal(shown.standing.status, 'offered')
  assert.ok(shown.clauses.some((clause: { keptBy: string }) => clause.keptBy === 'running'))
  assert.ok(shown.clauses.some((clause: { keptBy: string }) => clause.keptBy === 'planned'))
  const page = await get('/v1/agreement/text')
  assert.ok(page.body.includes(shown.hashes.concluded))
  assert.match(String(page.headers['content-security-policy']), /style-src 'sha256-/)
  const file = await get('/v1/agreement/file')
  const { createHash } = await import('node:crypto')
  assert.equal(createHash('sha256').update(file.rawPayload).digest('hex'), shown.hashes.concluded)
  const pdf = await get('/v1/agreement/pdf')
  assert.equal(pdf.rawPayload.subarray(0, 5).toString(), '%PDF-')
  const ofStaff = await get(`/v1/customers/${tenant}/agreement`, staff)
  assert.equal(ofStaff.json().hashes.concluded, shown.hashes.concluded)
})

test('acceptance takes an owner, the right hash, a capacity and the tick; its proof is sealed and the trail commits to it', async () => {
  const { hashes } = (await get('/v1/agreement')).json()
  const good = { hash: hashes.concluded, capacity: 'managing director', agree: true }
  assert.equal((await post('/v1/agreement/accept', good, member)).statusCode, 403)
  assert.equal((await post('/v1/agreement/accept', { ...good, agree: false })).statusCode, 400)
  assert.equal((await post('/v1/agreement/accept', { ...good, capacity: ' ' })).statusCode, 400)
  const wrong = await post('/v1/agreement/accept', { ...good, hash: '0'.repeat(64) })
  assert.deepEqual([wrong.statusCode, wrong.json().code], [409, 'accepted_text_differs'])
  const done = await accept(owner)
  assert.equal(done.statusCode, 200, done.body)
  assert.equal((await get('/v1/agreement')).json().standing.status, 'in force')
  await rig.work()
  const { statement } = (await get(`/v1/agreement/proofs/${done.json().proof}`)).json()
  assert.equal(statement.concluded, hashes.concluded)
  assert.match(statement.evidence.open.value, /managing director/)
  const committed = (await get(`/v1/trail?act=agreement.accepted`)).json().items
  assert.deepEqual(committed[0].names, [done.json().proof, hashes.concluded])
  assert.equal((await get(`/v1/agreement/proofs/${done.json().proof}/file`)).json().code, 'nothing_sealed_yet')
  await sealedWhole(house, tenant)
  const file = readEvidence((await get(`/v1/agreement/proofs/${done.json().proof}/file`)).body)
  if ('length' in file) throw new Error(JSON.stringify(file))
  const held = { fingerprint: trailSigner(house.store.ring).fingerprint, concluded: hashes.concluded, earlierHead: null }
  const verdict = verifyEvidence(file, held, { digest, verify: verifySignature })
  assert.ok(verdict.ok, JSON.stringify(verdict))
  const instructions = (await get('/v1/instructions')).json().items
  assert.ok(instructions.length > 0 && instructions.every((each: { status: string }) => each.status === 'in force'))
})

test('a file is handed in, checked, imported; each record has its day, and the trail knows who looked', async () => {
  const id = await handIn(owner)
  const done = (await get(`/v1/imports/${id}`)).json().import
  assert.deepEqual([done.state, done.counts.rows, done.counts.imported, done.counts.refused], ['closed', 2, 2, 0])
  const contacts = (await get('/v1/contacts')).json().contacts
  assert.equal(contacts.length, 2)
  assert.match(contacts[0].expiresOn, /^2026-09-\d\d$/)
  const found = await post('/v1/contacts/search', { by: 'email', value: 'ADA@analytical.example' })
  const [ada] = found.json().contacts
  assert.equal(ada.fields.lastName, 'Lovelace')
  await get(`/v1/contacts/${ada.id}`, member)
  const looked = (await get(`/v1/trail?name=${ada.id}`)).json().items
  assert.deepEqual(
    looked
      .map((entry: { act: string }) => entry.act)
      .filter((act: string) => act.startsWith('contacts.'))
      .toSorted(),
    ['contacts.list', 'contacts.search', 'contacts.view'],
  )
  assert.ok(looked.every((entry: { actor: string | null }) => entry.actor?.startsWith('controller:account:')))
  const board = (await get('/v1/board')).json().items
  assert.ok(board.some((row: { standing: { status: string } }) => row.standing.status === 'due'))
  assert.ok(board.some((row: { standing: { status: string } }) => row.standing.status === 'planned'))
  const forecast = (await get('/v1/forecast')).json().items
  assert.deepEqual(
    forecast.map((each: { records: number }) => each.records),
    [2],
  )
  assert.ok((await get('/v1/deadlines')).json().items.length > 0)
})

test('a file is taken bare or as a form, is judged by its bytes whatever it calls itself, and belongs to files alone', async () => {
  const send = (type: string, payload: string | Buffer, url = '/v1/imports') =>
    app.inject({ method: 'POST', url, headers: { ...owner, 'content-type': type }, payload })
  const form = [
    '--x',
    'content-disposition: form-data; name="file"; filename="contacts.csv"',
    'content-type: text/csv',
    '',
    csv,
    '--x--',
    '',
  ].join('\r\n')
  const taken = await send('multipart/form-data; boundary=x', form)
  assert.deepEqual([taken.statusCode, taken.json().report?.rows], [201, 2], taken.body)
  assert.equal((await send('application/octet-stream', csv)).statusCode, 201)
  const zip = await send('application/zip', Buffer.from('504b0304140000000800', 'hex'))
  assert.equal(zip.statusCode, 422, zip.body)
  assert.match(zip.json().detail, /zip/i)
  assert.equal((await send('multipart/form-data; boundary=x', '--x--\r\n')).json().code, 'request_unreadable')
  for (const type of ['text/csv', 'application/zip', 'text/plain'])
    assert.equal((await send(type, csv, '/v1/persons/find')).json().code, 'request_unreadable')
})

test('an instruction that is held unlawful stops the work until the customer confirms it; the reason is sealed', async () => {
  const [{ instruction }] = (await get('/v1/instructions')).json().items
  const held = await post(
    `/v1/customers/${tenant}/clauses/instructions/${instruction}/holdUnlawful`,
    { reason: 'A very private reason.' },
    staff,
  )
  assert.equal(held.statusCode, 200, held.body)
  const stopped = await get('/v1/contacts')
  assert.deepEqual([stopped.statusCode, stopped.json().code], [403, 'instruction_suspended'])
  assert.equal((await post(`/v1/clauses/instructions/${instruction}/confirm`, { text: 'It is lawful.' }, member)).statusCode, 403)
  assert.equal((await post(`/v1/clauses/instructions/${instruction}/confirm`, {})).statusCode, 400)
  assert.equal((await post(`/v1/clauses/instructions/${instruction}/confirm`, { text: 'It is lawful.', more: 1 })).statusCode, 400)
  assert.equal((await post(`/v1/clauses/instructions/${instruction}/confirm`, { text: 'It is lawful.' })).statusCode, 200)
  assert.equal((await get('/v1/contacts')).statusCode, 200)
  const events = (await get(`/v1/clauses/instructions/${instruction}`)).json().events
  const suspended = events.find((event: { type: string }) => event.type === 'suspended')
  assert.equal(suspended.texts.reason, 'A very private reason.')
  const rows = await house.store.database.tenantTransaction(
    tenant,
    (sql) => sql`select body::text as body from event where tenant_id = ${tenant}`,
  )
  assert.equal(
    rows.some((row) => String(row.body).includes('private reason')),
    false,
  )
})

test('the id of another customer answers exactly as an id that nobody has', async () => {
  assert.equal((await accept(rivalOwner)).statusCode, 200)
  const theirs = await handIn(rivalOwner)
  const contact = (await get('/v1/contacts', rivalOwner)).json().contacts[0].id
  const entry = (await get('/v1/trail', rivalOwner)).json().items[0].id
  const proof = (await get('/v1/trail?act=agreement.accept&outcome=done', rivalOwner)).json().items[0].names[1]
  const made = (await post('/v1/api-keys', { label: 'theirs', days: 1 }, rivalOwner)).json().id
  const random = '00000000-0000-4000-8000-000000000000'
  const doors: readonly (readonly ['GET' | 'POST' | 'DELETE', string, string])[] = [
    ['GET', '/v1/contacts/', contact],
    ['DELETE', '/v1/contacts/', contact],
    ['GET', '/v1/imports/', theirs],
    ['GET', '/v1/trail/', entry],
    ['GET', '/v1/agreement/proofs/', proof],
    ['DELETE', '/v1/api-keys/', made],
    ['GET', '/v1/evidence/', proof],
  ]
  for (const [method, url, id] of doors) {
    const ask = (which: string) => leaves(rig, [tenant, rival], { method, url: `${url}${which}`, headers: owner })
    const [known, unknown] = [await ask(id), await ask(random)]
    assert.deepEqual([url, known.answer.statusCode], [url, 404])
    assert.equal(known.answer.body.replaceAll(id, '*'), unknown.answer.body.replaceAll(random, '*'))
    assert.deepEqual(
      [known.left, unknown.left],
      [
        [1, 0],
        [1, 0],
      ],
    )
  }
  assert.equal((await get(`/v1/contacts/${contact}`, rivalOwner)).statusCode, 200)
  assert.equal((await get(`/v1/customers/${rival}/trail`)).statusCode, 403)
})

test('a key does what a program needs, until it is revoked, and never what binds the customer', async () => {
  const made = (await post('/v1/api-keys', { label: 'Ada’s laptop', days: 30 })).json()
  const program = { authorization: `Bearer ${made.key}` }
  assert.equal((await get('/v1/contacts', program)).statusCode, 200)
  assert.equal((await post('/v1/agreement/accept', {}, program)).statusCode, 403)
  assert.equal((await post('/v1/api-keys', { label: 'x', days: 1 }, program)).statusCode, 403)
  const listed = await get('/v1/api-keys')
  assert.equal(listed.json().items.find((each: { id: string }) => each.id === made.id).label, 'Ada’s laptop')
  assert.equal(listed.body.includes(made.key), false)
  assert.equal((await app.inject({ method: 'DELETE', url: `/v1/api-keys/${made.id}`, headers: owner })).statusCode, 200)
  assert.equal((await get('/v1/contacts', program)).statusCode, 401)
})

test('a customer takes everything out by itself, and nothing of anybody else', async () => {
  const lines = (await get('/v1/export')).body
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const kinds = Map.groupBy(lines, (line) => line.is)
  assert.deepEqual([...kinds.keys()], ['agreement', 'record', 'event', 'entry'])
  assert.equal(kinds.get('record')?.length, 2)
  assert.equal(kinds.get('entry')?.filter((line) => line.act === 'export.all').length, 1)
  const table = await get('/v1/export/enrichment/records.csv')
  assert.equal(table.body.trimEnd().split('\r\n').length, 3)
  assert.equal((await get('/v1/export/nothing/records.csv')).statusCode, 404)
})

test('one contact is erased; after the sweep its certificate is a file that verifies, and a PDF', async () => {
  const contact = (await get('/v1/contacts')).json().contacts[0].id
  const erased = await app.inject({ method: 'DELETE', url: `/v1/contacts/${contact}`, headers: owner })
  assert.equal(erased.statusCode, 200, erased.body)
  assert.equal((await get(`/v1/contacts/${contact}`)).statusCode, 404)
  await rig.work()
  await sealedWhole(house, tenant)
  const certificates = (await get('/v1/certificates')).json().items
  assert.deepEqual(
    certificates.map((each: { scope: string; stage: string }) => [each.scope, each.stage]),
    [['record', 'complete']],
  )
  const url = `/v1/certificates/${erased.json().erasure}`
  const file = readEvidence((await get(`${url}/file`)).body)
  if ('length' in file) throw new Error(JSON.stringify(file))
  const { hashes } = (await get('/v1/agreement')).json()
  const held = { fingerprint: trailSigner(house.store.ring).fingerprint, concluded: hashes.concluded, earlierHead: null }
  assert.equal(verifyEvidence(file, held, { digest, verify: verifySignature }).ok, true)
  const pdf = await get(`${url}/pdf`)
  assert.equal(pdf.rawPayload.subarray(0, 5).toString(), '%PDF-')
  assert.equal((await get('/v1/certificates/nothing/pdf')).statusCode, 404)
})

test('a person is found in masked form and erased over all services', async () => {
  const found = await post('/v1/persons/find', { emails: ['charles@analytical.example'] })
  assert.equal(found.statusCode, 200, found.body)
  assert.equal(found.body.includes('charles@analytical.example'), false)
  const before = (await get('/v1/contacts')).json().contacts.length
  const gone = await post('/v1/persons/erase', { emails: ['charles@analytical.example', 'ada@analytical.example'] })
  assert.equal(gone.statusCode, 200, gone.body)
  assert.ok((await get('/v1/contacts')).json().contacts.length < before)
  assert.equal((await post('/v1/persons/erase', {})).statusCode, 400)
})

test('lists are paged by cursor without a gap or a repetition, and a cursor of our own making is refused', async () => {
  const whole = (await get('/v1/trail?limit=200')).json().items.map((entry: { id: string }) => entry.id)
  const paged: string[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: { items: { id: string; act: string }[]; next: string | null } = (
      await get(`/v1/trail?limit=7${cursor === '' ? '' : `&cursor=${cursor}`}`)
    ).json()
    paged.push(...page.items.map((entry) => entry.id))
    cursor = page.next
  }
  assert.equal(new Set(paged).size, paged.length)
  assert.deepEqual(
    paged.filter((id) => whole.includes(id)),
    whole,
  )
  for (const cursor of ['x', 'W10', Buffer.from('["a","b"]').toString('base64url')])
    assert.equal((await get(`/v1/trail?cursor=${cursor}`)).statusCode, 400)
})

test('an amendment is proposed by staff, compared, and accepted by the customer', async () => {
  const text = (await import('node:fs')).readFileSync('agreements/enrichment.yaml', 'utf8').replace(/^version: .*$/m, "version: '1.1'")
  const proposed = await post(`/v1/customers/${tenant}/amendments`, { text }, staff)
  assert.equal(proposed.statusCode, 201, proposed.body)
  const { case: id, hash } = proposed.json()
  const compared = (await get(`/v1/amendments/${id}/diff`)).json()
  assert.deepEqual([compared.diff.from, compared.diff.to, compared.after], ['1.0', '1.1', hash])
  const done = await post(`/v1/amendments/${id}/accept`, { hash, capacity: 'managing director', agree: true })
  assert.equal(done.statusCode, 200, done.body)
  assert.equal((await post(`/v1/customers/${tenant}/amendments`, { text: 'nonsense' }, staff)).statusCode, 422)
  assert.equal((await post(`/v1/customers/${tenant}/amendments`, {}, staff)).statusCode, 400)
})
