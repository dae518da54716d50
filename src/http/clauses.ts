/**
 * Cases of every clause, and the orders that people may give: one route for each command, made from the clause's own description,
 * so that a new clause has its routes and their documentation without a line here.
 */
import { z } from 'zod'
import { ask } from '../app/ask.ts'
import { clauseOf, listCases, readCase } from '../app/cases.ts'
import { offeredTo, orderClause } from '../app/clause-orders.ts'
import type { HouseClause } from '../domain/clause.ts'
import { clauses } from '../domain/clauses/all.ts'
import { isRefusal } from '../domain/refusal.ts'
import { writeInstant } from '../domain/time.ts'
import { Case, CaseEvent, ClauseShape, Instruction, OfCase, orderBody, Ordered } from '../wire/clauses.ts'
import { CaseName, Name, PageQuery, pageOf } from '../wire/parts.ts'
import { cut, decodeCursor } from './paging.ts'
import { declaredFor, forBothSides, route, type Route, type Side } from './route.ts'

const actingSide = ({ audience }: Side) => (audience === 'staff' ? ('processor' as const) : ('controller' as const))

const shapesRoute = (side: Side): Route =>
  route({
    ...declaredFor(side),
    method: 'GET',
    url: `${side.prefix}/clauses`,
    act: 'clauses.describe',
    summary: 'Every clause that runs, with the orders that your side may give',
    names: [],
    answers: pageOf(ClauseShape),
    handle: async ({ facts, request }) =>
      ask(facts.house, request, async () => ({
        next: null,
        items: facts.house.clauses.map((clause) => ({
          clause: clause.name,
          terms: clause.terms,
          events: clause.events,
          orders: offeredTo(clause, actingSide(side)).map(([command, { label, fields }]) => ({
            command,
            label,
            fields: Object.entries(fields).map(([name, field]) => ({
              name,
              kind: field.kind,
              label: field.label,
              optional: field.optional === true,
              choices: field.choices ?? [],
            })),
          })),
        })),
      })),
  })

const casesRoute = (side: Side): Route =>
  route({
    ...declaredFor(side),
    method: 'GET',
    url: `${side.prefix}/clauses/:clause`,
    act: 'clauses.list',
    summary: 'The cases of a clause',
    names: ['clause'],
    params: z.object({ clause: Name }),
    query: PageQuery,
    answers: pageOf(Case),
    handle: async ({ facts, request, params, query }) => {
      const cursor = decodeCursor(query.cursor, 1)
      if (isRefusal(cursor)) return ask(facts.house, request, async () => cursor)
      const found = await listCases(facts.house, request, params.clause, cursor?.[0] ?? null, query.limit + 1)
      if (isRefusal(found)) return found
      const shown = found.map(({ openedAt, changedAt, ...each }) => ({
        ...each,
        openedAt: writeInstant(openedAt),
        changedAt: writeInstant(changedAt),
      }))
      return cut(shown, query.limit, (each) => [each.case])
    },
  })

const caseRoute = (side: Side): Route =>
  route({
    ...declaredFor(side),
    method: 'GET',
    url: `${side.prefix}/clauses/:clause/:case`,
    act: 'clauses.read',
    summary: 'What happened in a case, with its texts',
    names: ['clause', 'case'],
    params: z.object({ clause: Name, case: CaseName }),
    answers: z.object({ events: z.array(CaseEvent).readonly() }),
    handle: async ({ facts, request, params }) => {
      const events = await readCase(facts.house, request, params.clause, params.case)
      return isRefusal(events) ? events : { events: events.map(({ at, ...event }) => ({ ...event, at: writeInstant(at) })) }
    },
  })

const instructionsRoute = (side: Side): Route =>
  route({
    ...declaredFor(side),
    method: 'GET',
    url: `${side.prefix}/instructions`,
    act: 'instructions.list',
    summary: 'The instructions in force and suspended, as the gate reads them',
    names: [],
    answers: pageOf(Instruction),
    handle: async ({ facts, request }) =>
      ask(facts.house, request, async ({ standing }) => ({
        next: null,
        items: Object.entries(standing.instructions).map(([instruction, each]) => ({
          instruction,
          status: each.status,
          processing: each.processing,
          since: each.status === 'suspended' ? writeInstant(each.since) : null,
        })),
      })),
  })

/** On the customer's side what a clause is told binds the customer, so an owner tells it. */
const orderRoutes = (side: Side, clause: HouseClause): readonly Route[] =>
  offeredTo(clause, actingSide(side)).map(([command, shape]) =>
    route({
      ...declaredFor(side),
      ...(side.audience === 'controller' ? { may: ['owner' as const] } : {}),
      method: 'POST',
      url: `${side.prefix}/clauses/${clause.name}/:case/${command}`,
      act: `${clause.name}.${command}`,
      summary: shape.label,
      mutates: true,
      names: ['case'],
      params: OfCase,
      body: orderBody(shape),
      answers: Ordered,
      handle: async ({ facts, request, params, body }) => {
        if (clauseOf(facts.house, clause.name) === null)
          return ask(facts.house, request, async () => ({ refused: 'module_not_running', module: clause.name }))
        return orderClause(facts.house, request, { clause: clause.name, case: params.case, command, fields: body })
      },
    }),
  )

export const clauseRoutes: readonly Route[] = forBothSides((side) => [
  shapesRoute(side),
  casesRoute(side),
  caseRoute(side),
  instructionsRoute(side),
  ...clauses.flatMap((clause) => orderRoutes(side, clause)),
])
