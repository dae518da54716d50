import assert from 'node:assert/strict'
import { test } from 'node:test'
import Fastify, { type InjectOptions } from 'fastify'
import { createKey } from '../app/api-keys.ts'
import { sentences } from '../words/catalogue.ts'
import { routesOf } from './all.ts'
import { browser, customerOf, leaves, personIn, rigServer, setUpRig } from './http.rig.ts'
import type { Role, Route } from './route.ts'
import { refuseStrangers } from './server.ts'

const rig = await rigServer({ inbox: async () => [] })
const { app, facts, house } = rig
const staff = await setUpRig(rig)
const [one, other] = [await customerOf(rig, 'one@customer.example'), await customerOf(rig, 'other@customer.example')]
await rig.work()
const people = {
  owner: await personIn(rig, one, 'owner'),
  member: await personIn(rig, one, 'member'),
  auditor: await personIn(rig, one, 'auditor'),
}
const made = await createKey(
  house,
  { tenant: one, actor: { side: 'controller', id: 'test' }, ip: null, act: 'keys.create', ground: null, names: [] },
  { label: 'test', days: 30 },
)
const key = 'key' in made && typeof made.key === 'string' ? made.key : ''

const headersOf = (role: Role): Record<string, string> => {
  if (role === 'key') return { authorization: `Bearer ${key}` }
  return browser(role === 'staff' ? staff : people[role])
}

const words = new Set(Object.keys(sentences))
const random = '00000000-0000-4000-8000-000000000000'
const urlOf = (route: Route, customer: string): string =>
  route.url.replace(':customer', customer).replaceAll(/:(\w+)/g, (_, name: string) => (name === 'clause' ? 'instructions' : random))
const call = (route: Route, customer: string, headers: Record<string, string>): InjectOptions => ({
  method: route.method,
  url: urlOf(route, customer),
  headers,
  ...(route.method === 'POST' ? { payload: {} } : {}),
})

const table = routesOf(facts, () => ({}))
const guarded = table.filter((route) => route.audience !== 'public')
const roles: readonly Role[] = ['staff', 'owner', 'member', 'auditor', 'key']

test('what is open to everyone is a closed list', () => {
  assert.deepEqual(
    table.filter((route) => route.audience === 'public').map((route) => `${route.method} ${route.url}`),
    [
      'POST /v1/setup',
      'POST /v1/sign-in',
      'GET /sign-in/:token',
      'POST /v1/sign-in/confirm',
      'GET /v1/dev/inbox',
      'GET /v1/health',
      'GET /openapi.json',
      'GET /reference',
      'GET /verify.html',
      'GET /*',
    ],
  )
  assert.deepEqual(
    table.filter((route) => route.act === null && route.audience !== 'public'),
    [],
  )
  assert.deepEqual(
    table.filter((route) => route.method !== 'GET' && !route.mutates),
    [],
    'what is no GET changes something',
  )
})

test('every route without a session is refused, and leaves one entry in the operator’s log and none elsewhere', async () => {
  for (const route of guarded) {
    for (const headers of [
      {},
      { authorization: 'Bearer mk_wrong' },
      { authorization: 'Basic eA==', cookie: `mandate_session=${people.owner}` },
    ]) {
      const { answer, left } = await leaves(rig, [house.operator, one], call(route, one, headers))
      assert.deepEqual([route.url, answer.statusCode, answer.json().code, ...left], [route.url, 401, 'not_signed_in', 1, 0])
      assert.match(String(answer.headers['content-type']), /^application\/problem\+json/)
    }
  }
})

test('every route in a role that it is not for is refused, and leaves one entry in the caller’s own log', async () => {
  for (const route of guarded)
    for (const role of roles.filter((each) => !route.roles.includes(each))) {
      const { answer, left } = await leaves(rig, [house.operator, one, other], call(route, one, headersOf(role)))
      assert.deepEqual([route.url, role, answer.statusCode, ...left], [route.url, role, 403, ...(role === 'staff' ? [1, 0, 0] : [0, 1, 0])])
    }
})

test('every call that is let in leaves exactly one entry, in the log of the tenant that it is about, whatever comes of it', async () => {
  for (const route of guarded)
    for (const role of route.roles) {
      if (route.url.startsWith('/v1/sign-out') || route.url.startsWith('/v1/session/switch')) continue
      const { answer, left } = await leaves(rig, [house.operator, one, other], call(route, one, headersOf(role)))
      const own = role === 'staff' && route.within === undefined ? [1, 0, 0] : [0, 1, 0]
      assert.deepEqual([route.method, route.url, role, ...left], [route.method, route.url, role, ...own])
      assert.notEqual(answer.statusCode, 500, `${route.url} ${answer.body}`)
      if (answer.statusCode >= 400) assert.ok(words.has(answer.json().code), `${route.url} has no sentence for ${answer.json().code}`)
    }
})

test('staff find no customer under the operator’s id, a random id or what is no id, and all three look the same', async () => {
  for (const route of guarded.filter((each) => each.within !== undefined))
    for (const customer of [house.operator, random, 'nobody']) {
      const { answer, left } = await leaves(rig, [house.operator, one], call(route, customer, headersOf('staff')))
      assert.deepEqual([route.url, answer.statusCode, ...left], [route.url, 404, 1, 0])
    }
})

test('a cookie alone changes nothing: another origin, no mark, another site', async () => {
  const { 'x-mandate': _mark, ...unmarked } = browser(people.owner)
  const forged: readonly Record<string, string>[] = [
    unmarked,
    { ...browser(people.owner), 'sec-fetch-site': 'cross-site', origin: 'https://elsewhere.example' },
    { ...browser(people.owner), 'sec-fetch-site': 'same-site' },
    { cookie: `mandate_session=${people.owner}`, 'x-mandate': '1', origin: 'https://elsewhere.example' },
  ]
  for (const route of guarded.filter((each) => each.mutates && each.roles.includes('owner')))
    for (const headers of forged) {
      const { answer, left } = await leaves(rig, [house.operator, one], call(route, one, headers))
      assert.deepEqual([route.url, answer.statusCode, answer.json().code, ...left], [route.url, 403, 'cross_site_request', 0, 1])
    }
})

test('a server with a route that was added around the table does not start', async () => {
  const server = Fastify()
  refuseStrangers(server)
  server.get('/v1/back-door', async () => 'open')
  await assert.rejects(async () => server.ready(), /routes without a declaration: GET \/v1\/back-door/)
})

test('answers carry the headers that keep a browser safe, and no name of the server', async () => {
  const answer = await app.inject({ url: '/v1/session', headers: headersOf('owner') })
  assert.match(String(answer.headers['content-security-policy']), /script-src 'self'/)
  assert.equal(answer.headers['x-frame-options'], 'DENY')
  assert.equal(answer.headers['referrer-policy'], 'no-referrer')
  assert.equal(answer.headers['x-content-type-options'], 'nosniff')
  assert.equal(answer.headers['cache-control'], 'no-store')
  assert.equal(answer.headers['x-powered-by'], undefined)
})
