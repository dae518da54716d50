/** One request through its route: the order is taken once, the outcome becomes an answer. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { enterRefused } from '../app/ask.ts'
import { giveUpPlace, keepAnswer, takePlace, type OrderKey } from '../app/idempotency.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { actorId } from './caller.ts'
import { cookieValue, writeCookie } from './cookies.ts'
import type { ServerFacts } from './facts.ts'
import { problem, statusOf } from './problem.ts'
import type { Incoming, Outcome, Replay, Route } from './route.ts'
import { uploadOf } from './upload.ts'

export const answerCall = async (facts: ServerFacts, route: Route, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
  const incoming = incomingOf(facts, route, request, reply)
  const key = orderKey(route, request, incoming)
  if (isRefusal(key)) return refuse(facts, route, incoming, reply, key)
  let placed = false
  const before = async (): Promise<Refusal | Replay | null> => {
    const place = key === null ? null : await takePlace(facts.house, key, incoming.request)
    if (place === null || isRefusal(place)) return place
    placed = place.place === 'first'
    return place.place === 'first' ? null : replayOf(place.answer)
  }
  const outcome = await route
    .answer({ params: request.params, query: request.query, body: route.upload ? null : request.body }, incoming, before)
    .catch(async (error: unknown) => {
      if (placed && key !== null) await giveUpPlace(facts.house, key)
      throw error
    })
  if (outcome.kind === 'malformed') await enterIfActed(facts, route, incoming, outcome.refusal)
  const answered = writeAnswer(route, reply, outcome)
  if (placed && key !== null)
    await keepAnswer(facts.house, key, { status: reply.statusCode, body: route.once && reply.statusCode < 400 ? null : answered })
  return reply.send(outcome.kind === 'raw' ? outcome.raw.body : answered)
}

const replayOf = ({ status, body }: { readonly status: number; readonly body: string | null }): Refusal | Replay =>
  body === null ? { refused: 'answer_shown_once' } : { replay: { status, body } }

/** Sets status and headers; answers the JSON text, or null where the answer is something else. */
const writeAnswer = (route: Route, reply: FastifyReply, outcome: Outcome): string | null => {
  switch (outcome.kind) {
    case 'malformed':
      reply.code(statusOf(outcome.refusal)).type('application/problem+json')
      return JSON.stringify(problem(outcome.refusal, outcome.faults))
    case 'kept out':
    case 'refused':
      if (outcome.refusal.refused === 'order_in_progress') reply.header('retry-after', '1')
      reply.code(statusOf(outcome.refusal)).type('application/problem+json')
      return JSON.stringify(problem(outcome.refusal))
    case 'replayed':
      reply.code(outcome.replay.status).type(outcome.replay.status < 400 ? 'application/json' : 'application/problem+json')
      reply.header('idempotent-replayed', 'true')
      return outcome.replay.body
    case 'json':
      reply.code(route.status ?? 200).type('application/json')
      return outcome.body
    case 'raw':
      reply.code(outcome.raw.status).headers(outcome.raw.headers)
      return null
  }
}

const refuse = async (
  facts: ServerFacts,
  route: Route,
  incoming: Incoming,
  reply: FastifyReply,
  refusal: Refusal,
): Promise<FastifyReply> => {
  await enterIfActed(facts, route, incoming, refusal)
  return reply.send(writeAnswer(route, reply, { kind: 'refused', refusal }))
}

const enterIfActed = async (facts: ServerFacts, route: Route, { request }: Incoming, refusal: Refusal): Promise<void> => {
  if (route.act !== null) await enterRefused(facts.house, request, refusal)
}

const incomingOf = (facts: ServerFacts, route: Route, request: FastifyRequest, reply: FastifyReply): Incoming => {
  const { admission } = request
  const nobody = {
    tenant: facts.house.operator,
    actor: { side: 'controller', id: 'anonymous' } as const,
    ip: null,
    act: 'none',
    ground: null,
    names: [],
  }
  if (admission === null && route.act !== null) throw new Error(`${route.url} was reached by a request that nobody admitted`)
  return {
    facts,
    caller: admission?.caller ?? null,
    request: admission?.request ?? nobody,
    userAgent: request.headers['user-agent']?.slice(0, 300) ?? null,
    calledAs: request.hostname,
    cookie: (name) => cookieValue(facts, request, name),
    setCookie: (name, value, seconds) => writeCookie(facts, reply, name, value, seconds),
    upload: () => uploadOf(request),
  }
}

/** The header is wanted on every POST by a known caller. What has no caller is harmless to repeat by itself: each link and code works once. */
const orderKey = (route: Route, request: FastifyRequest, { caller, request: asked }: Incoming): OrderKey | null | Refusal => {
  const key = request.headers['idempotency-key']
  if (key === undefined || route.method !== 'POST' || caller === null || route.act === null) return null
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) return { refused: 'idempotency_key_unreadable' }
  return { tenant: asked.tenant, actor: actorId(caller), route: `${route.method} ${route.url}`, key, body: digestedBody(route, request) }
}

/**
 * What makes an order the same. A file is a stream that is read once, by its service: for it the type and the length stand for the bytes, so
 * one key must not be used for two files of one length. Parameters and query always count.
 */
const digestedBody = (route: Route, request: FastifyRequest): Uint8Array => {
  const { params, query, headers } = request
  const body = route.upload ? [headers['content-type']?.split(';')[0] ?? '', headers['content-length'] ?? ''] : (request.body ?? null)
  return Buffer.from(JSON.stringify([params, query, body]))
}
