/** The two cookies, each out of reach of scripts and of other sites. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ServerFacts } from './facts.ts'
import type { CookieName } from './route.ts'

/** `__Host-`: only over TLS, only for this host, only for the whole of it (RFC 6265bis). Without TLS a browser would refuse that name. */
export const cookieNameOf = ({ secureCookies }: Pick<ServerFacts, 'secureCookies'>, name: CookieName): string =>
  `${secureCookies ? '__Host-' : ''}mandate_${name}`

export const cookieValue = (facts: ServerFacts, request: FastifyRequest, name: CookieName): string | null =>
  request.cookies[cookieNameOf(facts, name)] ?? null

export const writeCookie = (facts: ServerFacts, reply: FastifyReply, name: CookieName, value: string | null, seconds: number): void => {
  // Lax for the session, so that a link from a letter arrives signed in; the other is wanted only by our own page.
  const sameSite = name === 'session' ? ('lax' as const) : ('strict' as const)
  const options = { path: '/', httpOnly: true, sameSite, secure: facts.secureCookies }
  if (value === null) reply.clearCookie(cookieNameOf(facts, name), options)
  else reply.setCookie(cookieNameOf(facts, name), value, { ...options, maxAge: seconds })
}
