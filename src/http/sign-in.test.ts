import assert from 'node:assert/strict'
import { test } from 'node:test'
import { instant } from '../domain/ids.ts'
import { forgetSignIns } from '../app/forget-sign-ins.ts'
import { browser, cookieOf, customerOf, leaves, party, rigServer, setUpRig, setupCode } from './http.rig.ts'

const rig = await rigServer()
const { app, house } = rig
const staff = await setUpRig(rig)
const tenant = await customerOf(rig, 'owner@customer.example')
await rig.work()

const ask = async (email: string, cookie = '') =>
  app.inject({ method: 'POST', url: '/v1/sign-in', payload: { email }, headers: cookie === '' ? {} : { cookie } })
const confirm = async (token: string, nonce: string) =>
  app.inject({
    method: 'POST',
    url: '/v1/sign-in/confirm',
    payload: `token=${token}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: `mandate_browser=${nonce}` },
  })
const lastToken = (): string => /sign-in\/([A-Za-z0-9_-]{43})/.exec(rig.letters.at(-1)?.text ?? '')?.[1] ?? ''
const linkFor = async (email: string): Promise<{ readonly token: string; readonly nonce: string }> => {
  const nonce = cookieOf(await ask(email), 'mandate_browser')
  await rig.work()
  return { token: lastToken(), nonce }
}

test('the house is set up once, with the code that was printed', async () => {
  const again = await app.inject({
    method: 'POST',
    url: '/v1/setup',
    payload: { code: setupCode, email: 'second@operator.example', party },
  })
  assert.equal(again.statusCode, 409)
  assert.equal(again.json().code, 'already_set_up')
  const me = await app.inject({ url: '/v1/session', headers: browser(staff) })
  assert.equal(me.json().role, 'staff')
})

test('an invited owner signs in with the mailed link and arrives at its own tenant', async () => {
  assert.equal(
    rig.letters.some((letter) => letter.to[0] === 'owner@customer.example' && letter.subject.includes('Operator SAS')),
    true,
  )
  const { token, nonce } = await linkFor('Owner@Customer.example')
  const page = await app.inject({ url: `/sign-in/${token}` })
  assert.equal(page.statusCode, 200)
  assert.match(page.body, /<form method="post"/)
  assert.doesNotMatch(page.body, /<script/)
  assert.equal(page.cookies.length, 0, 'opening a link signs nobody in')
  const done = await confirm(token, nonce)
  assert.equal(done.statusCode, 303)
  const session = done.cookies.find((each) => each.name === 'mandate_session')
  assert.equal(session?.httpOnly, true)
  assert.equal(session?.sameSite, 'Lax')
  const me = await app.inject({ url: '/v1/session', headers: browser(session?.value ?? '') })
  assert.deepEqual([me.json().tenant, me.json().role], [tenant, 'owner'])
})

test('a link works once, also when it is used many times at once', async () => {
  const { token, nonce } = await linkFor('owner@customer.example')
  const answers = await Promise.all(Array.from({ length: 20 }, () => confirm(token, nonce)))
  assert.deepEqual(
    answers.map((answer) => answer.statusCode).toSorted((one, other) => one - other),
    [303, ...Array.from({ length: 19 }, () => 401)],
  )
  assert.equal((await confirm(token, nonce)).statusCode, 401)
})

test('a link is useless in another browser, and stays good in the one that asked', async () => {
  const { token, nonce } = await linkFor('owner@customer.example')
  assert.equal((await confirm(token, 'another')).statusCode, 401)
  assert.equal((await app.inject({ method: 'POST', url: '/v1/sign-in/confirm', payload: { token } })).statusCode, 401)
  assert.equal((await confirm(token, nonce)).statusCode, 303)
})

test('a newer link takes the older one away', async () => {
  const older = await linkFor('owner@customer.example')
  const newer = await linkFor('owner@customer.example')
  assert.equal((await confirm(older.token, older.nonce)).statusCode, 401)
  assert.equal((await confirm(newer.token, newer.nonce)).statusCode, 303)
})

test('asking answers the same and leaves the same rows for an address that nobody has', async () => {
  const rows = () =>
    house.store.database.tenantTransaction(house.operator, async (sql) => {
      const [row] =
        await sql`select (select count(*)::int from vault where tenant_id = ${house.operator}) as vault, (select count(*)::int from outbox where tenant_id = ${house.operator}) as outbox,
      (select count(*)::int from trail_entry where tenant_id = ${house.operator}) as trail`
      return row
    })
  const grown = async (email: string) => {
    const before = await rows()
    const answer = await ask(email)
    const now = await rows()
    return {
      status: answer.statusCode,
      body: answer.body,
      vault: now?.vault - before?.vault,
      outbox: now?.outbox - before?.outbox,
      trail: now?.trail - before?.trail,
    }
  }
  assert.deepEqual(await grown('nobody@nowhere.example'), await grown('owner@customer.example'))
  const letters = rig.letters.length
  await rig.work()
  assert.equal(rig.letters.length, letters + 1)
})

test('after ten minutes a link is over, and after twelve hours a session', async () => {
  const { token, nonce } = await linkFor('owner@customer.example')
  rig.clock.set(instant(house.now() + 600_001))
  assert.equal((await confirm(token, nonce)).statusCode, 401)
  const fresh = await linkFor('owner@customer.example')
  const secret = cookieOf(await confirm(fresh.token, fresh.nonce), 'mandate_session')
  assert.equal((await app.inject({ url: '/v1/session', headers: browser(secret) })).statusCode, 200)
  rig.clock.set(instant(house.now() + 12 * 3_600_000))
  assert.equal((await app.inject({ url: '/v1/session', headers: browser(secret) })).statusCode, 401)
})

test('signing out ends the session, and every step of signing in leaves one entry', async () => {
  const { token, nonce } = await linkFor('owner@customer.example')
  const wrong = await leaves(rig, [house.operator, tenant], {
    method: 'POST',
    url: '/v1/sign-in/confirm',
    payload: { token: 'x'.repeat(43) },
  })
  assert.deepEqual(wrong.left, [1, 0])
  const right = await leaves(rig, [house.operator, tenant], {
    method: 'POST',
    url: '/v1/sign-in/confirm',
    payload: { token },
    headers: { cookie: `mandate_browser=${nonce}` },
  })
  assert.deepEqual(right.left, [0, 1])
  const secret = cookieOf(right.answer, 'mandate_session')
  const out = await leaves(rig, [house.operator, tenant], { method: 'POST', url: '/v1/sign-out', headers: browser(secret) })
  assert.deepEqual([out.answer.statusCode, ...out.left], [200, 0, 1])
  assert.equal((await app.inject({ url: '/v1/session', headers: browser(secret) })).statusCode, 401)
})

test('what is stored of a link, a session and an account gives none of them away', async () => {
  const { token } = await linkFor('owner@customer.example')
  const stored = await house.store.database.houseTransaction(async (sql) => [
    ...(await sql`select encode(hash, 'escape') as text from login_link`),
    ...(await sql`select encode(hash, 'escape') as text from session`),
    ...(await sql`select encode(envelope, 'escape') || encode(address_token, 'escape') as text from account`),
  ])
  const texts = stored.map((row) => String(row.text)).join('\n')
  for (const secret of [token, staff, 'owner@customer.example', 'customer.example']) assert.equal(texts.includes(secret), false)
})

test('sessions and links that are over are forgotten, living ones stay', async () => {
  const { token, nonce } = await linkFor('owner@customer.example')
  const secret = cookieOf(await confirm(token, nonce), 'mandate_session')
  assert.ok((await forgetSignIns(house)) > 0)
  assert.equal(await forgetSignIns(house), 0)
  assert.equal((await app.inject({ url: '/v1/session', headers: browser(secret) })).statusCode, 200)
})

test('over TLS the cookies are bound to the host, and no cookie without that name is believed', async () => {
  const tls = await rigServer({ secureCookies: true, origin: 'https://agreements.example' })
  const answer = await tls.app.inject({
    method: 'POST',
    url: '/v1/setup',
    payload: { code: setupCode, email: 'first@operator.example', party },
  })
  const [session] = answer.cookies
  assert.deepEqual(
    [session?.name, session?.secure, session?.httpOnly, session?.path, session?.domain],
    ['__Host-mandate_session', true, true, '/', undefined],
  )
  assert.match(String(answer.headers['strict-transport-security']), /max-age=31536000/)
  const ask = (name: string) => tls.app.inject({ url: '/v1/session', headers: { cookie: `${name}=${session?.value}` } })
  assert.equal((await ask('__Host-mandate_session')).statusCode, 200)
  assert.equal((await ask('mandate_session')).statusCode, 401)
})

test('a person of two tenants goes from one to the other, and the old session is over', async () => {
  const second = await customerOf(rig, 'owner@customer.example')
  const { token, nonce } = await linkFor('owner@customer.example')
  const secret = cookieOf(await confirm(token, nonce), 'mandate_session')
  const go = (where: string) =>
    app.inject({ method: 'POST', url: '/v1/session/switch', headers: browser(secret), payload: { tenant: where } })
  assert.equal((await go(house.operator)).statusCode, 404)
  const next = cookieOf(await go(second), 'mandate_session')
  const me = (await app.inject({ url: '/v1/session', headers: browser(next) })).json()
  assert.deepEqual([me.tenant, me.memberships.length], [second, 2])
  assert.equal((await app.inject({ url: '/v1/session', headers: browser(secret) })).statusCode, 401)
})
