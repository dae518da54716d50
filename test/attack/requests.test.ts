import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { request } from 'node:http'
import { test } from 'node:test'
import {
  acceptAs,
  browserAt,
  invite,
  keyOf,
  letterTo,
  party,
  runImport,
  setUpHouse,
  signIn,
  withKey,
  type Answer,
  type Preview,
  type Problem,
} from '../process/caller.rig.ts'
import { freshPlace, mandate, startServer } from '../process/process.rig.ts'

const { data } = freshPlace()
const served = await startServer(data, ['--clock', '2026-06-24T09:00:00Z'])
const { origin } = served
const staff = await setUpHouse(served)
const one = await invite(origin, staff, 'owner@one.example', 'One ApS')
const other = await invite(origin, staff, 'owner@other.example', 'Other ApS')
await acceptAs(one)
await acceptAs(other)
const [key, otherKey] = [await keyOf(origin, one.owner), await keyOf(origin, other.owner)]

const csv =
  'First name,Last name,E-mail,Company\nAda,Lovelace,ada@engines.example,Engines\nCharles,Babbage,charles@engines.example,Engines\n'
type Contacts = { readonly contacts: readonly { readonly id: string; readonly fields: Readonly<Record<string, string>> }[] }
const imported = (await otherKey.file<Preview>('/v1/imports', csv)).body.import.id
await runImport(otherKey, imported)
const [contact] = (await otherKey.get<Contacts>('/v1/contacts')).body.contacts
const health = async () => (await browserAt(origin).get('/v1/health')).status

test('a body that is too large, too deep or no JSON is a sentence', async () => {
  const send = (body: string) =>
    key.send<Problem>('/v1/contacts/search', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  const large = await send(JSON.stringify({ by: 'email', value: 'x'.repeat(1_100_000) }))
  assert.deepEqual([large.status, large.body.code], [413, 'request_too_large'])
  const deep = await send(`${'['.repeat(200_000)}${']'.repeat(200_000)}`)
  assert.ok(deep.status === 400, deep.text.slice(0, 300))
  const half = await send('{"by":"email",')
  assert.deepEqual([half.status, half.body.code], [400, 'request_unreadable'])
  assert.equal(await health(), 200)
})

test('keys that would reach into every object of the program are refused or fall away', async () => {
  const search = (body: string) =>
    key.send<Problem>('/v1/contacts/search', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  for (const body of [
    '{"__proto__":{"by":"email","value":"x@y.example","limit":1},"by":"email","value":"a@b.example"}',
    '{"by":"email","value":"a@b.example","constructor":{"prototype":{"polluted":true}}}',
    '{"by":"email","value":"a@b.example","__proto__":{"polluted":true}}',
  ]) {
    const answer = await search(body)
    assert.ok([200, 400].includes(answer.status), answer.text)
  }
  const edit = await otherKey.send<Problem>(`/v1/contacts/${contact?.id ?? ''}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: '{"fields":{"__proto__":"x","constructor":"y","toString":"z"}}',
  })
  assert.ok(edit.status >= 400 && edit.status < 500, edit.text)
  const choices = await staff.send<Problem>('/v1/customers', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ party: party('P ApS'), email: 'p@p.example', template: 'constructor', choices: {} }),
  })
  assert.ok(choices.status >= 400 && choices.status < 500, choices.text)
  assert.equal(JSON.stringify((await key.get<object>('/v1/session')).body).includes('polluted'), false)
})

test('a line break in an address or a name makes no header of a letter', async () => {
  const asked = (email: string) => browserAt(origin).post<Problem>('/v1/sign-in', { email })
  for (const email of [
    'a@b.example\r\nBcc: thief@elsewhere.example',
    'a@b.example\nSubject: x',
    '"a\r\nb"@c.example',
    'a@b.example, thief@elsewhere.example',
    'Name <a@b.example>',
  ])
    assert.deepEqual([email, (await asked(email)).status], [email, 400])
  const name = 'Evil ApS\r\nBcc: thief@elsewhere.example\r\n\r\n<script>alert(1)</script>'
  const invited = await staff.post<{ readonly customer: string }>('/v1/customers', {
    party: party(name),
    email: 'evil@customer.example',
    template: 'enrichment',
  })
  assert.ok([201, 400].includes(invited.status), invited.text)
  if (invited.status === 201) assert.ok(await letterTo(origin, 'evil@customer.example', /./))
  const { body } = await browserAt(origin).get<{ readonly items: readonly { readonly to: string; readonly subject: string }[] }>(
    '/v1/dev/inbox',
  )
  // What stands in a name stays within its line, as words.
  for (const { to, subject } of body.items) {
    assert.match(to, /^[a-z]+@[a-z]+\.example$/)
    assert.doesNotMatch(subject, /[\r\n]/)
  }
  if (invited.status === 201) {
    const page = await staff.get(`/v1/customers/${invited.body.customer}/agreement/text`)
    assert.equal(page.text.includes('<script>alert(1)'), false)
  }
})

/** A path as it stands, which `fetch` would tidy up. */
const rawGet = (path: string): Promise<{ readonly status: number; readonly text: string }> =>
  new Promise((resolve, reject) => {
    request({ port: served.port, path }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (part: string) => (text += part))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }))
    })
      .on('error', reject)
      .end()
  })

test('no address leads out of the folder of the console', async () => {
  const places = [
    '/../package.json',
    '/..%2f..%2fpackage.json',
    '/assets/..%5c..%5cpackage.json',
    '/%2e%2e/%2e%2e/etc/passwd',
    '//etc/passwd',
    '/assets/%00.js',
    '/....//package.json',
    '/%252e%252e/package.json',
    '/.built',
    '/../.mandate/keys/ring.json',
  ]
  for (const path of places) {
    const { status, text } = await rawGet(path)
    assert.ok([400, 404, 503].includes(status) || /<!doctype html>/i.test(text), `${path} ${status} ${text.slice(0, 80)}`)
    assert.doesNotMatch(text, /root:.*:0:0|"dependencies"|"wrapped"/)
  }
})

/** What an answer shows, without the time at which it was given. */
const shown = ({ status, headers, text }: Answer<unknown>, id: string): readonly unknown[] => [
  status,
  text.replaceAll(id, 'ID'),
  [...headers].filter(([name]) => name !== 'date'),
]
type Api = { readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>> }

test('an id of another customer looks on every route exactly like an id that nobody has', async () => {
  const { body: api } = await browserAt(origin).get<Api>('/openapi.json')
  const entry = (await otherKey.get<{ readonly items: readonly { readonly id: string }[] }>('/v1/trail?limit=1')).body.items[0]?.id ?? ''
  const proofs = (
    await other.owner.get<{ readonly items: readonly { readonly names: readonly string[] }[] }>('/v1/trail?act=agreement.accepted')
  ).body
  const ids: Readonly<Record<string, string>> = {
    contact: contact?.id ?? '',
    import: imported,
    entry,
    proof: proofs.items[0]?.names[0] ?? randomUUID(),
    customer: other.id,
  }
  let tried = 0
  for (const [path, methods] of Object.entries(api.paths)) {
    const name = /\{(contact|import|entry|proof|customer|key|evidence|erasure|case)\}/.exec(path)?.[1]
    if (name === undefined) continue
    for (const method of Object.keys(methods)) {
      const theirs: string = ids[name] ?? randomUUID()
      const at = (id: string): string =>
        path.replaceAll(/\{(\w+)\}/g, (_, field: string) => (field === name ? id : field === 'clause' ? 'instructions' : randomUUID()))
      const body =
        method === 'get' || method === 'delete'
          ? {}
          : { headers: { 'content-type': 'application/json' }, body: '{"fields":{"lastName":"Stolen"},"lines":"all"}' }
      for (const caller of [key, one.owner]) {
        const call = async (id: string): Promise<readonly unknown[]> =>
          shown(await caller.send<Problem>(at(id), { method: method.toUpperCase(), ...body }), id)
        const [theirsShown, nobodys] = [await call(theirs), await call('00000000-0000-4000-8000-000000000000')]
        assert.deepEqual([method, path, ...theirsShown], [method, path, ...nobodys])
        assert.notEqual(theirsShown[0], 500)
        tried += 1
      }
    }
  }
  assert.ok(tried > 60, `${tried} tried`)
  const still = await otherKey.get<Contacts>('/v1/contacts')
  assert.deepEqual(still.body.contacts.map(({ fields }) => fields['lastName']).toSorted(), ['Babbage', 'Lovelace'])
})

test('a search, a list and an export show one customer nothing of another', async () => {
  assert.deepEqual((await key.get<Contacts>('/v1/contacts')).body.contacts, [])
  assert.deepEqual((await key.post<Contacts>('/v1/contacts/search', { by: 'email', value: 'ada@engines.example' })).body.contacts, [])
  assert.equal((await key.get('/v1/export')).text.includes('ada@engines.example'), false)
  const page = (await otherKey.get<{ readonly next: string | null } & Contacts>('/v1/contacts?limit=1')).body
  assert.deepEqual((await key.get<Contacts>(`/v1/contacts?cursor=${page.next ?? ''}`)).body.contacts, [], 'a cursor of another customer')
  const erased = await key.post<Problem>('/v1/contacts/erase', { ids: [contact?.id] })
  assert.equal(erased.status, 404, erased.text)
  const hold = await one.owner.post<{ readonly held?: number }>('/v1/contacts/hold', { ids: [contact?.id] })
  assert.ok(hold.status >= 400 || hold.body.held === 0, hold.text)
})

test('a revoked key, a closed session, a used link and a link in another browser open nothing', async () => {
  const made = (await one.owner.post<{ readonly id: string; readonly key: string }>('/v1/api-keys', { label: 'short', days: 1 })).body
  const short = withKey(origin, made.key)
  assert.equal((await short.get('/v1/contacts')).status, 200)
  assert.equal((await one.owner.send(`/v1/api-keys/${made.id}`, { method: 'DELETE' })).status, 200)
  assert.equal((await short.get('/v1/contacts')).status, 401)

  const session = await signIn(origin, 'owner@other.example')
  const kept = session.headers()
  assert.equal((await session.post('/v1/sign-out', {})).status, 200)
  const ghost = await fetch(`${origin}/v1/session`, { headers: kept })
  assert.equal(ghost.status, 401)

  const browser = browserAt(origin)
  await browser.post('/v1/sign-in', { email: 'first@operator.example' })
  const [, token] = await letterTo(origin, 'first@operator.example', /\/sign-in\/([A-Za-z0-9_-]{43})/)
  const thief = browserAt(origin)
  assert.equal((await thief.post('/v1/sign-in/confirm', { token })).status, 401, 'without the cookie')
  await thief.post('/v1/sign-in', { email: 'nobody@elsewhere.example' })
  assert.equal((await thief.post('/v1/sign-in/confirm', { token })).status, 401, 'with a cookie of its own')
  assert.equal((await browser.post('/v1/sign-in/confirm', { token })).status, 303)
  assert.equal((await browser.post('/v1/sign-in/confirm', { token })).status, 401, 'used up')
})

test('fields that no shape names change nothing', async () => {
  const made = await one.owner.post<{ readonly id: string }>('/v1/api-keys', {
    label: 'x',
    days: 1,
    tenant: other.id,
    role: 'staff',
    expiresAt: '2099-01-01T00:00:00Z',
  })
  assert.ok([201, 400].includes(made.status))
  const keys = (await one.owner.get<{ readonly items: readonly { readonly id: string; readonly expiresAt: string }[] }>('/v1/api-keys'))
    .body.items
  assert.ok(keys.every(({ expiresAt }) => expiresAt < '2027'))
  const switched = await one.owner.post<Problem>('/v1/session/switch', { tenant: other.id })
  assert.ok(switched.status === 404 || switched.status === 403 || switched.status === 422, switched.text)
  const edited = await otherKey.send<Problem>(`/v1/contacts/${contact?.id ?? ''}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ fields: { lastName: 'Byron', expiresOn: '2099-01-01', held: 'true' } }),
  })
  assert.ok(edited.status >= 400, edited.text)
})

test('twenty who send one order under one key at once have it carried out once', async () => {
  const label = 'twenty at once'
  const post = () =>
    staff.post<{ readonly customer?: string; readonly code?: string }>(
      '/v1/customers',
      { party: party(label), email: 'twenty@customer.example', template: 'enrichment' },
      { 'idempotency-key': 'twenty' },
    )
  const answers = await Promise.all(Array.from({ length: 20 }, post))
  assert.ok(answers.every(({ status, body }) => status === 201 || body.code === 'order_in_progress'))
  assert.equal(new Set(answers.flatMap(({ body }) => body.customer ?? [])).size, 1)
  const { items } = (await staff.get<{ readonly items: readonly { readonly legalName: string }[] }>('/v1/customers?limit=200')).body
  assert.equal(items.filter(({ legalName }) => legalName === label).length, 1)
})

/** Sends text as it stands over a socket; answers what comes back until the server hangs up. */
const rawSend = (text: string): Promise<string> =>
  new Promise((resolve) => {
    let answer = ''
    const line = connect(served.port, '127.0.0.1', () => line.write(text))
    line.setEncoding('utf8').on('data', (part: string) => {
      answer += part
      if (answer.includes('\r\n\r\n')) line.end()
    })
    line.once('close', () => resolve(answer))
    // What was not read when the server hung up comes back as a reset.
    line.once('error', () => resolve(answer))
  })

test('requests that break HTTP itself are refused, and the server lives on', async () => {
  const bearer = key.headers()['authorization'] ?? ''
  for (const text of [
    'NONSENSE\r\n\r\n',
    `GET /v1/health HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`,
    `POST /v1/contacts/search HTTP/1.1\r\nhost: x\r\nauthorization: ${bearer}\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    'GET /v1/health HTTP/1.1\r\nhost: x\r\nbad header: \r\n\r\n',
  ])
    assert.match(await rawSend(text), /^(?:HTTP\/1\.1 4\d\d |$)/)
  const inbox = await rawSend('GET /v1/dev/inbox HTTP/1.1\r\nhost: elsewhere.example\r\nconnection: close\r\n\r\n')
  assert.match(inbox, /^HTTP\/1\.1 401 /, 'the inbox under a name that was pointed at this machine')
  assert.equal(await health(), 200)
  assert.equal(/trouble/.test(served.said()), false, served.said())
})

test('a line that somebody leaves open, with half a request on it, does not keep the server from stopping', async () => {
  const line = connect(served.port, '127.0.0.1')
  line.on('error', () => undefined)
  await new Promise<void>((resolve) => line.write('GET /v1/health HTTP/1.1\r\nhost: x\r\n', () => resolve()))
  assert.equal(await health(), 200)
  const began = performance.now()
  const stopped = await mandate(['stop', '--data', data])
  assert.deepEqual([stopped.status, await served.ended], [0, 0], stopped.err)
  assert.ok(performance.now() - began < 30_000)
  line.destroy()
})
