/** Keys of programs, made by an owner in a session: a key cannot make keys. */
import { z } from 'zod'
import { ask } from '../app/ask.ts'
import { createKey, listKeys, revokeKey } from '../app/api-keys.ts'
import { isUuid } from '../domain/ids.ts'
import { isRefusal } from '../domain/refusal.ts'
import { writeInstant } from '../domain/time.ts'
import { Done, Id, PageQuery, pageOf } from '../wire/parts.ts'
import { ApiKey, CreateApiKey, CreatedApiKey } from '../wire/session.ts'
import { cut, decodeCursor } from './paging.ts'
import { route, type Route } from './route.ts'

export const apiKeyRoutes: readonly Route[] = [
  route({
    method: 'POST',
    url: '/v1/api-keys',
    act: 'keys.create',
    summary: 'Make a key for a program; the key is shown in this answer and never again',
    audience: 'controller',
    may: ['owner'],
    mutates: true,
    once: true,
    names: [],
    body: CreateApiKey,
    answers: CreatedApiKey,
    status: 201,
    handle: async ({ facts, request, body }) => {
      const made = await createKey(facts.house, request, body)
      return isRefusal(made) ? made : { ...made, expiresAt: writeInstant(made.expiresAt) }
    },
  }),
  route({
    method: 'GET',
    url: '/v1/api-keys',
    act: 'keys.list',
    summary: 'Your keys, without their secrets',
    audience: 'controller',
    may: ['owner', 'auditor'],
    names: [],
    query: PageQuery,
    answers: pageOf(ApiKey),
    handle: async ({ facts, request, query }) => {
      const cursor = decodeCursor(query.cursor, 1)
      if (isRefusal(cursor)) return ask(facts.house, request, async () => cursor)
      const found = await listKeys(facts.house, request, cursor?.find(isUuid) ?? null, query.limit + 1)
      if (isRefusal(found)) return found
      const shown = found.map(({ createdAt, expiresAt, revokedAt, ...key }) => ({
        ...key,
        createdAt: writeInstant(createdAt),
        expiresAt: writeInstant(expiresAt),
        revokedAt: revokedAt === null ? null : writeInstant(revokedAt),
      }))
      return cut(shown, query.limit, ({ id }) => [id])
    },
  }),
  route({
    method: 'DELETE',
    url: '/v1/api-keys/:key',
    act: 'keys.revoke',
    summary: 'Revoke a key at once',
    audience: 'controller',
    may: ['owner'],
    mutates: true,
    names: ['key'],
    params: z.object({ key: Id }),
    answers: Done,
    handle: async ({ facts, request, params }) => {
      const done = await revokeKey(facts.house, request, params.key)
      return isRefusal(done) ? done : { done: true as const }
    },
  }),
]
