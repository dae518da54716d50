/** OpenAPI 3.1, made from the route table. */
import swagger from '@fastify/swagger'
import type { FastifyInstance, FastifySchema } from 'fastify'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { OfCustomer } from '../wire/customers.ts'
import { Problem } from '../wire/problem.ts'
import { cookieNameOf } from './cookies.ts'
import type { ServerFacts } from './facts.ts'
import type { Route } from './route.ts'

export const describeApi = async (app: FastifyInstance, facts: ServerFacts): Promise<void> => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Mandate',
        version: '1',
        description:
          'A data processing agreement that runs. Every call leaves one entry on the trail of the customer that it is about. Times are ISO 8601 in UTC; lists are paged by cursor; refusals are RFC 9457 problems. A POST with an Idempotency-Key is carried out once: the same key with the same body gets the same answer for 24 hours.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: facts.origin }],
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: 'A key of a customer: mk_…' },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: cookieNameOf(facts, 'session'),
            description: 'A browser that signed in. What changes something needs the header x-mandate: 1 and comes from this origin.',
          },
        },
      },
    },
    transform: jsonSchemaTransform,
  })
}

declare module 'fastify' {
  interface FastifySchema {
    hide?: boolean
    summary?: string
    description?: string
    tags?: readonly string[]
    operationId?: string
    security?: readonly Record<string, readonly string[]>[]
    consumes?: readonly string[]
  }
}

const idempotencyHeader = z.object({
  'idempotency-key': z.string().max(255).optional().describe('1 to 255 visible characters; a UUID will do'),
})

/** What the description says of a route. */
export const schemaOf = (route: Route): FastifySchema => {
  if (route.hidden === true) return { hide: true }
  const { query, body, answers } = route.shapes
  const params = paramsOf(route)
  const secured = route.audience !== 'public'
  const good =
    route.type === undefined ? (answers ?? z.object({})) : { description: route.summary, content: { [route.type]: { schema: z.string() } } }
  return {
    summary: route.summary,
    description: `${openTo(route)} Act on the trail: ${route.act ?? 'none'}.`,
    tags: [route.url.split('/')[2] ?? 'pages'],
    operationId: `${route.method.toLowerCase()}${route.url.replaceAll(/[^A-Za-z0-9]+(\w?)/g, (_, next: string) => next.toUpperCase())}`,
    security: secured ? [{ key: [] }, { session: [] }].filter((each) => route.roles.includes('key') || 'session' in each) : [],
    ...(params && { params }),
    ...(query && { querystring: query }),
    ...(body && { body }),
    ...(route.upload === true ? { consumes: ['multipart/form-data', 'text/csv'] } : {}),
    ...(secured && route.method === 'POST' ? { headers: idempotencyHeader } : {}),
    response: { [String(route.status ?? 200)]: good, ...problemsOf(secured) },
  }
}

const paramsOf = ({ shapes: { params }, within }: Route): z.ZodType | undefined => {
  if (within === undefined) return params
  return params instanceof z.ZodObject ? params.extend(OfCustomer.shape) : OfCustomer
}

const openTo = (route: Route): string => (route.audience === 'public' ? 'Open to everyone.' : `Open to: ${route.roles.join(', ')}.`)

const problemsOf = (secured: boolean): Readonly<Record<string, unknown>> => {
  const content = { 'application/problem+json': { schema: Problem } }
  const all = {
    '4xx': { description: 'A refusal', content },
    '5xx': { description: 'A fault of the program; nothing was changed', content },
  }
  return secured ? { 401: { description: 'Neither a session nor a key', content }, ...all } : all
}
