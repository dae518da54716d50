/** Customers, by staff of the operator. */
import { choiceTerm } from '../domain/conclude.ts'
import { isUuid } from '../domain/ids.ts'
import { isRefusal } from '../domain/refusal.ts'
import { writeInstant } from '../domain/time.ts'
import { ask } from '../app/ask.ts'
import { inviteCustomer, listCustomers } from '../app/customers.ts'
import { Customer, Invite, Invited, Template } from '../wire/customers.ts'
import { PageQuery, pageOf } from '../wire/parts.ts'
import { cut, decodeCursor } from './paging.ts'
import { route, type Route } from './route.ts'

export const customerRoutes: readonly Route[] = [
  route({
    method: 'GET',
    url: '/v1/templates',
    act: 'templates.list',
    summary: 'The agreements that the operator offers, with the choices that each leaves to a customer',
    audience: 'staff',
    names: [],
    answers: pageOf(Template),
    handle: async ({ facts, request }) =>
      ask(facts.house, request, async () => ({
        next: null,
        items: [...facts.templates].map(([name, { title, version, language, clauses }]) => ({
          name,
          title,
          version,
          language,
          choices: clauses.flatMap(({ id, heading, terms }) => {
            const options = Object.hasOwn(terms, choiceTerm) ? terms[choiceTerm] : undefined
            return options === undefined || typeof options === 'string' ? [] : [{ clause: id, heading, options }]
          }),
        })),
      })),
  }),
  route({
    method: 'GET',
    url: '/v1/customers',
    act: 'customers.list',
    summary: 'The customers of the operator',
    audience: 'staff',
    names: [],
    query: PageQuery,
    answers: pageOf(Customer),
    handle: async ({ facts, request, query }) => {
      const cursor = decodeCursor(query.cursor, 1)
      if (isRefusal(cursor)) return ask(facts.house, request, async () => cursor)
      const found = await listCustomers(facts.house, request, cursor?.find(isUuid) ?? null, query.limit + 1)
      if (isRefusal(found)) return found
      const shown = found.map(({ since, ...customer }) => ({ ...customer, since: writeInstant(since) }))
      return cut(shown, query.limit, ({ id }) => [id])
    },
  }),
  route({
    method: 'POST',
    url: '/v1/customers',
    act: 'customers.invite',
    summary: 'Open a customer, offer it an agreement, and write to its first owner',
    audience: 'staff',
    mutates: true,
    names: [],
    body: Invite,
    answers: Invited,
    status: 201,
    handle: async ({ facts, request, body }) => inviteCustomer(facts.house, request, facts, body),
  }),
]
