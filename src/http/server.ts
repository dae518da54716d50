/** The server: who calls, may they, is it well formed, was it asked before; then the route's own few lines. */
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { enterRefused } from '../app/ask.ts'
import type { Request } from '../app/house.ts'
import type { Refusal } from '../domain/refusal.ts'
import { routesOf } from './all.ts'
import { admitCaller, findCaller, type Caller } from './caller.ts'
import { cookieValue } from './cookies.ts'
import { isFromHere, markHeader } from './csrf.ts'
import { describeApi, schemaOf } from './openapi.ts'
import type { ServerFacts } from './facts.ts'
import { problem, statusOf } from './problem.ts'
import type { Route } from './route.ts'
import { answerCall } from './serve.ts'
import { uploadLimit } from './upload.ts'

/** What the first hook has found out about a request. */
export type Admission = { readonly caller: Caller | null; readonly request: Request; readonly refused: boolean }

declare module 'fastify' {
  interface FastifyContextConfig {
    declared?: Route
  }
  interface FastifyRequest {
    admission: Admission | null
  }
}

const bodyLimit = 1_000_000

export const buildServer = async (facts: ServerFacts): Promise<FastifyInstance> => {
  const app = Fastify({
    logger: false,
    bodyLimit,
    requestTimeout: 600_000,
    exposeHeadRoutes: false,
    return503OnClosing: true,
    routerOptions: { maxParamLength: 200 },
  })
  app.decorateRequest('admission', null)
  refuseStrangers(app)
  await app.register(helmet, headersFor(facts))
  await app.register(cookie)
  await app.register(multipart, { limits: { files: 1, fileSize: uploadLimit + 1, fields: 20 } })
  takeForms(app)
  await describeApi(app, facts)
  // Shapes are judged by the route itself, after the caller is known; here they only describe.
  app.setValidatorCompiler(() => () => true)
  app.setSerializerCompiler(() => (data) => JSON.stringify(data))
  app.setErrorHandler((error, request, reply) => failed(facts, request, reply, error))
  app.setNotFoundHandler((_request, reply) => sendRefusal(reply, { refused: 'route_unknown' }))
  app.addHook('onRequest', (request, reply) => admit(facts, request, reply))
  app.addHook('onResponse', async (request, reply) => {
    const act = request.routeOptions.config.declared?.act ?? 'none'
    facts.log({ act, status: reply.statusCode, milliseconds: Math.round(reply.elapsedTime), at: facts.house.now() })
  })
  for (const route of routesOf(facts, () => app.swagger())) declare(app, facts, route)
  await app.ready()
  return app
}

const declare = (app: FastifyInstance, facts: ServerFacts, route: Route): void => {
  app.route({
    method: route.method,
    url: route.url,
    schema: schemaOf(route),
    config: { declared: route },
    ...(route.upload === true ? { bodyLimit: uploadLimit } : {}),
    handler: (request, reply) => answerCall(facts, route, request, reply),
  })
}

/** A route that was added around `route()` has no act, no audience and no entry: the server does not start with it. */
export const refuseStrangers = (app: FastifyInstance): void => {
  const strangers: string[] = []
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.declared === undefined) strangers.push(`${String(method)} ${url}`)
  })
  app.addHook('onReady', async () => {
    if (strangers.length > 0) throw new Error(`routes without a declaration: ${strangers.join(', ')}; declare them with route()`)
  })
}

const admit = async (facts: ServerFacts, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
  const route = request.routeOptions.config.declared
  if (route === undefined || route.act === null) return
  reply.header('cache-control', 'no-store')
  const bearer =
    /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? (request.headers.authorization === undefined ? null : '')
  const caller = await findCaller(facts.house, { bearer, session: cookieValue(facts, request, 'session') })
  const { request: asked, refusal } = await admitCaller(facts.house, route, caller, request.ip, request.params)
  const refused = refusal ?? (isForged(facts, route, caller, request) ? { refused: 'cross_site_request' } : null)
  request.admission = { caller, request: asked, refused: refused !== null }
  if (refused === null) return
  await enterRefused(facts.house, asked, refused)
  sendRefusal(reply, refused)
}

const isForged = (facts: ServerFacts, route: Route, caller: Caller | null, { headers }: FastifyRequest): boolean => {
  if (!route.mutates || caller?.kind !== 'session' || route.audience === 'public') return false
  const [fetchSite, mark] = [headers['sec-fetch-site'], headers[markHeader]]
  const one = (value: string | readonly string[] | undefined) => (typeof value === 'string' ? value : undefined)
  return !isFromHere({ fetchSite: one(fetchSite), origin: headers.origin, mark: one(mark) }, facts.origin)
}

/** A body that cannot be read, or a fault of ours. What the error says stays here: it may quote a value. */
const failed = async (facts: ServerFacts, request: FastifyRequest, reply: FastifyReply, error: unknown): Promise<void> => {
  const refusal = refusalOf(error, request)
  const { admission } = request
  if (admission !== null && !admission.refused) await enterRefused(facts.house, admission.request, refusal).catch(() => undefined)
  sendRefusal(reply, refusal)
}

const refusalOf = (error: unknown, request: FastifyRequest): Refusal => {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return { refused: 'request_too_large', limit: request.routeOptions.bodyLimit ?? bodyLimit }
  if (code.startsWith('FST_ERR_CTP')) return { refused: 'request_unreadable', expected: 'application/json' }
  return { refused: 'program_fault' }
}

export const sendRefusal = (reply: FastifyReply, refusal: Refusal): void => {
  const status = statusOf(refusal)
  reply.code(status).type('application/problem+json')
  if (status === 401) reply.header('www-authenticate', 'Bearer')
  if (refusal.refused === 'order_in_progress') reply.header('retry-after', '1')
  reply.send(JSON.stringify(problem(refusal)))
}

/** The one form without JavaScript is the button of a sign-in link; files that are sent bare pass as streams. */
const takeForms = (app: FastifyInstance): void => {
  // A form of another site can send this type without asking; nothing here wants it.
  app.removeContentTypeParser('text/plain')
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: 10_000 }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  )
  // Whatever is handed in as a file is judged by its bytes, where the answer can be clear; elsewhere nothing but JSON is read.
  app.addContentTypeParser('*', (request, payload, done) => {
    if (request.routeOptions.config.declared?.upload === true) done(null, payload)
    else done(Object.assign(new Error('a body of a type that is not read'), { code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE' }))
  })
}

const headersFor = (facts: ServerFacts) => ({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: [`'self'`],
      scriptSrc: [`'self'`],
      styleSrc: [`'self'`],
      imgSrc: [`'self'`, 'data:'],
      connectSrc: [`'self'`],
      objectSrc: [`'none'`],
      baseUri: [`'none'`],
      formAction: [`'self'`],
      frameAncestors: [`'none'`],
    },
  },
  frameguard: { action: 'deny' as const },
  referrerPolicy: { policy: 'no-referrer' as const },
  strictTransportSecurity: facts.secureCookies ? { maxAge: 31_536_000, includeSubDomains: true } : false,
})
