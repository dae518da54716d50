import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { LogLine } from './facts.ts'
import { routesOf } from './all.ts'
import { browser, customerOf, personIn, rigServer, setUpRig } from './http.rig.ts'

const folder = await mkdtemp(join(tmpdir(), 'mandate-console-'))
after(() => rm(folder, { recursive: true, force: true }))
await mkdir(join(folder, 'assets'))
await writeFile(
  join(folder, 'index.html'),
  '<!doctype html><title>Console</title><script type="module" src="/assets/main-1a2b.js"></script>',
)
await writeFile(join(folder, 'assets', 'main-1a2b.js'), 'export {}')
const lines: LogLine[] = []
const rig = await rigServer({ webFolder: folder, log: (line) => lines.push(line) })
const bare = await rigServer({ inbox: async () => [{ id: 'a', at: 0, to: 'a@b.example', subject: 's', text: 't' }] })

test('the description of the API names every route with its summary, its problems and who may call', async () => {
  const answer = await rig.app.inject({ url: '/openapi.json' })
  const api = answer.json()
  assert.equal(api.openapi, '3.1.0')
  const shown = routesOf(rig.facts, () => ({})).filter((route) => route.hidden !== true)
  for (const route of shown) {
    const operation = api.paths[route.url.replaceAll(/:(\w+)/g, '{$1}')]?.[route.method.toLowerCase()]
    assert.ok(operation, `${route.method} ${route.url} is not described`)
    assert.equal(operation.summary, route.summary)
    assert.ok(operation.responses['4XX']?.content['application/problem+json'], `${route.url} describes no refusal`)
    assert.deepEqual(operation.security?.length ?? 0, route.audience === 'public' ? 0 : route.roles.includes('key') ? 2 : 1, route.url)
    const declared = (operation.parameters ?? [])
      .filter((each: { in: string }) => each.in === 'path')
      .map((each: { name: string }) => each.name)
    const named = [...route.url.matchAll(/:(\w+)/g)].map((match) => match[1])
    assert.deepEqual(new Set(declared), new Set(named), route.url)
  }
  const ids = Object.values<Record<string, { operationId: string }>>(api.paths).flatMap((methods) =>
    Object.values(methods).map((each) => each.operationId),
  )
  assert.equal(new Set(ids).size, ids.length, 'operation ids are unique')
})

test('the reference page shows every operation without a script and without a file from elsewhere', async () => {
  const page = await rig.app.inject({ url: '/reference' })
  assert.equal(page.statusCode, 200)
  assert.ok(page.body.includes('/v1/agreement/accept'))
  assert.ok(page.body.includes('/v1/contacts'))
  assert.doesNotMatch(page.body, /<script|src=|@import|url\(/)
  assert.match(String(page.headers['content-security-policy']), /default-src 'none'.*script-src 'none'/)
})

test('the console answers under its own addresses, its files are cached by name, and nothing else is', async () => {
  for (const url of ['/', '/customers', '/agreement/anything']) {
    const page = await rig.app.inject({ url, headers: { accept: 'text/html' } })
    assert.deepEqual([page.statusCode, page.headers['content-type']], [200, 'text/html; charset=utf-8'])
    assert.match(String(page.headers['content-security-policy']), /script-src 'self'/)
    assert.doesNotMatch(String(page.headers['content-security-policy']), /unsafe/)
  }
  const file = await rig.app.inject({ url: '/assets/main-1a2b.js' })
  assert.deepEqual([file.statusCode, file.headers['content-type']], [200, 'text/javascript; charset=utf-8'])
  assert.match(String(file.headers['cache-control']), /immutable/)
  for (const url of ['/assets/other.js', '/v1/nothing', '/../package.json', '/..%2fpackage.json', '/%2e%2e/package.json']) {
    const answer = await rig.app.inject({ url })
    assert.deepEqual([url, answer.statusCode, answer.json().code], [url, 404, 'route_unknown'])
  }
})

test('where the console is not built a page says how to build it', async () => {
  const page = await bare.app.inject({ url: '/' })
  assert.equal(page.statusCode, 503)
  assert.match(page.body, /npm run build/)
})

test('the verifier runs under a policy that lets it reach nothing', async () => {
  const page = await rig.app.inject({ url: '/verify.html' })
  assert.match(String(page.headers['content-security-policy']), /default-src 'none'/)
})

test('a line of the log has an act, a status and a time, and neither address nor path nor query', async () => {
  await rig.app.inject({ url: '/v1/trail?name=someone-private', headers: { authorization: 'Bearer mk_x' } })
  const line = lines.at(-1)
  assert.deepEqual(
    [line?.act, line?.status, Object.keys(line ?? {}).toSorted()],
    ['trail.list', 401, ['act', 'at', 'milliseconds', 'status']],
  )
  assert.equal(JSON.stringify(lines).includes('private'), false)
})

test('the inbox is there only when it is on, for staff and for this machine', async () => {
  assert.equal((await rig.app.inject({ url: '/v1/dev/inbox' })).statusCode, 404)
  assert.equal((await bare.app.inject({ url: '/v1/dev/inbox' })).json().items.length, 1)
  const elsewhere = await bare.app.inject({ url: '/v1/dev/inbox', remoteAddress: '203.0.113.9' })
  assert.equal(elsewhere.statusCode, 401)
  assert.equal((await bare.app.inject({ url: '/v1/dev/inbox', headers: { host: 'rebound.example:8400' } })).statusCode, 401)
  const staff = browser(await setUpRig(bare))
  assert.equal((await bare.app.inject({ url: '/v1/dev/inbox', remoteAddress: '203.0.113.9', headers: staff })).statusCode, 200)
})

test('bodies that cannot be read are refused with a way out, and what they held is not repeated', async () => {
  await setUpRig(rig)
  const tenant = await customerOf(rig, 'owner@customer.example')
  const owner = browser(await personIn(rig, tenant, 'owner'))
  const send = (headers: Record<string, string>, payload: string) =>
    rig.app.inject({ method: 'POST', url: '/v1/api-keys', headers: { ...owner, ...headers }, payload })
  const broken = await send({ 'content-type': 'application/json' }, '{"label": "Ada Lovelace"')
  assert.deepEqual([broken.statusCode, broken.json().code], [400, 'request_unreadable'])
  const other = await send({ 'content-type': 'text/plain' }, 'Ada Lovelace')
  assert.deepEqual([other.statusCode, other.json().code], [400, 'request_unreadable'])
  const large = await send({ 'content-type': 'application/json' }, JSON.stringify({ label: 'x'.repeat(1_100_000) }))
  assert.deepEqual([large.statusCode, large.json().code], [413, 'request_too_large'])
  const wrong = await send({ 'content-type': 'application/json' }, JSON.stringify({ label: 'Ada Lovelace', days: 'Ada Lovelace' }))
  assert.equal(wrong.statusCode, 400)
  for (const answer of [broken, other, wrong]) assert.equal(answer.body.includes('Lovelace'), false)
})
