/** Setting up, signing in by a mailed link, signing out. A link opens a page with a button: whatever opens links by itself signs nobody in. */
import { z } from 'zod'
import { describeSession, endSession, sessionLength, switchSession } from '../app/sessions.ts'
import { askForLink, linkLength, useLink } from '../app/login-links.ts'
import { newSecret } from '../app/secret.ts'
import { setUp } from '../app/setup.ts'
import { ask } from '../app/ask.ts'
import { readProfile } from '../app/profile.ts'
import { isRefusal } from '../domain/refusal.ts'
import { writeInstant } from '../domain/time.ts'
import { Done, Party } from '../wire/parts.ts'
import { AskForLink, Asked, Session, SetUp, SwitchTenant, Token, UseLink } from '../wire/session.ts'
import { accountOf } from './caller.ts'
import { escaped, htmlPage, plainPage } from './page.ts'
import { raw, route, type Call, type Route } from './route.ts'

const sessionSeconds = sessionLength / 1_000
const signedOut = { refused: 'not_signed_in' } as const

export const signInRoutes: readonly Route[] = [
  route({
    method: 'POST',
    url: '/v1/setup',
    act: 'house.set-up',
    summary: 'Name the operator and its first member of staff, once, with the code that the first start printed',
    audience: 'public',
    mutates: true,
    once: true,
    names: [],
    body: SetUp,
    answers: Done,
    handle: async ({ facts, request, body, setCookie }) => {
      const done = await setUp(facts.house, request, facts.setupCode, body)
      if (isRefusal(done)) return done
      setCookie('session', done.secret, sessionSeconds)
      return { done: true as const }
    },
  }),
  route({
    method: 'POST',
    url: '/v1/sign-in',
    act: 'sign-in.ask',
    summary: 'Ask for a link to sign in; the answer is the same for every address',
    audience: 'public',
    mutates: true,
    names: [],
    body: AskForLink,
    answers: Asked,
    status: 202,
    handle: async ({ facts, request, body, cookie, setCookie }) => {
      const browser = cookie('browser') ?? newSecret()
      const done = await askForLink(facts.house, request, body.email, browser)
      if (isRefusal(done)) return done
      setCookie('browser', browser, linkLength / 1_000)
      return { sent: 'if the address is known' as const }
    },
  }),
  route({
    method: 'GET',
    url: '/sign-in/:token',
    act: null,
    summary: 'The page behind a link: a button, and nothing that acts by itself',
    audience: 'public',
    names: [],
    hidden: true,
    params: z.object({ token: Token }),
    handle: async ({ params }) => htmlPage(linkPage(params.token), { forms: true }),
  }),
  route({
    method: 'POST',
    url: '/v1/sign-in/confirm',
    act: 'sign-in.confirm',
    summary: 'Use a link up, in the browser that asked for it, and open a session',
    audience: 'public',
    mutates: true,
    names: [],
    body: UseLink,
    answers: Done,
    handle: async ({ facts, request, body, cookie, setCookie }) => {
      const done = await useLink(facts.house, request, body.token, cookie('browser'))
      if (isRefusal(done)) return done
      setCookie('session', done.secret, sessionSeconds)
      setCookie('browser', null, 0)
      return raw({ location: '/', 'content-type': 'application/json' }, JSON.stringify({ done: true }), 303)
    },
  }),
  route({
    method: 'GET',
    url: '/v1/session',
    act: 'session.read',
    summary: 'Who is signed in, for which customer, and where else it may go',
    audience: 'session or key',
    names: [],
    answers: Session,
    handle: readSession,
  }),
  route({
    method: 'POST',
    url: '/v1/session/switch',
    act: 'session.switch',
    summary: 'Go to another of your tenants',
    audience: 'session or key',
    may: ['staff', 'owner', 'member', 'auditor'],
    mutates: true,
    once: true,
    names: [],
    body: SwitchTenant,
    answers: Done,
    handle: async ({ facts, request, caller, body, setCookie }) => {
      if (caller?.kind !== 'session') return ask(facts.house, request, async () => signedOut)
      const next = await switchSession(facts.house, request, { account: caller.session.account, secret: caller.secret }, body.tenant)
      if (isRefusal(next)) return next
      setCookie('session', next.secret, sessionSeconds)
      return { done: true as const }
    },
  }),
  route({
    method: 'POST',
    url: '/v1/sign-out',
    act: 'session.end',
    summary: 'End this session',
    audience: 'session or key',
    may: ['staff', 'owner', 'member', 'auditor'],
    mutates: true,
    once: true,
    names: [],
    answers: Done,
    handle: async ({ facts, request, caller, setCookie }) => {
      const done = await endSession(facts.house, request, caller?.kind === 'session' ? caller.secret : '')
      if (isRefusal(done)) return done
      setCookie('session', null, 0)
      return { done: true as const }
    },
  }),
  route({
    method: 'GET',
    url: '/v1/profile',
    act: 'profile.read',
    summary: 'What your side is called in its agreements',
    audience: 'session or key',
    names: [],
    answers: Party,
    handle: async ({ facts, request }) => readProfile(facts.house, request),
  }),
]

async function readSession({ facts, request, caller }: Call<unknown, unknown, unknown>) {
  const account = accountOf(caller)
  if (caller === null) return signedOut
  const found =
    account === null
      ? await ask(facts.house, request, async () => ({ memberships: [] }))
      : await describeSession(facts.house, request, account)
  if (isRefusal(found)) return found
  const expiresAt = caller.kind === 'session' ? writeInstant(caller.session.expiresAt) : null
  return { kind: caller.kind, tenant: caller.tenant, role: caller.role, account, expiresAt, memberships: found.memberships }
}

const linkPage = (token: string): string =>
  plainPage(
    'Sign in',
    `<p>Press the button to sign in. The link works once, in the browser in which you asked for it.</p>
<form method="post" action="/v1/sign-in/confirm"><input type="hidden" name="token" value="${escaped(token)}"><button type="submit">Sign in</button></form>`,
  )
