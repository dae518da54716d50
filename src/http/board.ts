/** The promise board, its deadlines, what a person adds to it, and the forecast of erasure. */
import { z } from 'zod'
import { ask } from '../app/ask.ts'
import { readBoard, type BoardStatus } from '../app/board.ts'
import { fileEvidence, readEvidenceOf, recordRemedy } from '../app/board-records.ts'
import { deadlineStatuses, listDeadlines, readForecast, type ShownDeadline } from '../app/deadlines.ts'
import type { Instant } from '../domain/ids.ts'
import { isRefusal } from '../domain/refusal.ts'
import { writeInstant } from '../domain/time.ts'
import { BoardRow, Deadline, Evidence, Filed, FileEvidence, Forecast, RecordRemedy, type Standing } from '../wire/board.ts'
import { Id, PageQuery, pageOf } from '../wire/parts.ts'
import { cut, decodeCursor } from './paging.ts'
import { declaredFor, forBothSides, route, type Route } from './route.ts'

const text = (at: Instant | null): string | null => (at === null ? null : writeInstant(at))

export const boardRoutes: readonly Route[] = [
  ...forBothSides((side) => [
    route({
      ...declaredFor(side),
      method: 'GET',
      url: `${side.prefix}/board`,
      act: 'board.read',
      summary: 'The promise board: how every clause of the agreement stands',
      names: [],
      answers: pageOf(BoardRow),
      handle: async ({ facts, request }) => {
        const rows = await readBoard(facts.house, request)
        if (isRefusal(rows)) return rows
        const items = rows.map(({ clause: { id, heading, kind, debtor }, standing }) => ({
          clause: id,
          heading,
          kind,
          debtor,
          standing: shown(standing),
        }))
        return { items, next: null }
      },
    }),
    route({
      ...declaredFor(side),
      method: 'GET',
      url: `${side.prefix}/deadlines`,
      act: 'deadlines.list',
      summary: 'Deadlines by their state',
      names: [],
      query: PageQuery.extend({ status: z.enum(deadlineStatuses).default('open') }),
      answers: pageOf(Deadline),
      handle: async ({ facts, request, query }) => {
        const cursor = decodeCursor(query.cursor, 3)
        if (isRefusal(cursor)) return ask(facts.house, request, async () => cursor)
        const [clause = '', id = '', name = ''] = cursor ?? []
        const rows = await listDeadlines(facts.house, request, query.status, cursor && { clause, case: id, name }, query.limit + 1)
        return isRefusal(rows) ? rows : cut(rows.map(timed), query.limit, (row) => [row.clause, row.case, row.name])
      },
    }),
    route({
      ...declaredFor(side),
      method: 'GET',
      url: `${side.prefix}/evidence/:evidence`,
      act: 'evidence.read',
      summary: 'A piece of evidence, or a cause with its remedy, that a person filed',
      names: ['evidence'],
      params: z.object({ evidence: Id }),
      answers: Evidence,
      handle: async ({ facts, request, params }) => {
        const found = await readEvidenceOf(facts.house, request, params.evidence)
        return isRefusal(found) ? found : { ...found, filedAt: writeInstant(found.filedAt) }
      },
    }),
    route({
      ...declaredFor(side),
      method: 'GET',
      url: `${side.prefix}/forecast`,
      act: 'forecast.read',
      summary: 'How many records are erased on which day',
      names: [],
      answers: pageOf(Forecast),
      handle: async ({ facts, request }) => {
        const items = await readForecast(facts.house, request, facts.wings)
        return isRefusal(items) ? items : { items, next: null }
      },
    }),
  ]),
  route({
    method: 'POST',
    url: '/v1/customers/:customer/evidence',
    act: 'evidence.file',
    summary: 'File the evidence of a promise that no program keeps',
    audience: 'staff',
    within: 'customer',
    mutates: true,
    names: [],
    body: FileEvidence,
    answers: Filed,
    status: 201,
    handle: async ({ facts, request, body }) => fileEvidence(facts.house, request, body.clause, body.text),
  }),
  route({
    method: 'POST',
    url: '/v1/customers/:customer/remedies',
    act: 'board.remedy',
    summary: 'Record why a promise was broken and what was done about it',
    audience: 'staff',
    within: 'customer',
    mutates: true,
    names: [],
    body: RecordRemedy,
    answers: Filed,
    status: 201,
    handle: async ({ facts, request, body }) => recordRemedy(facts.house, request, body),
  }),
]

const timed = (row: ShownDeadline): z.output<typeof Deadline> => ({
  ...row,
  started: writeInstant(row.started),
  begins: text(row.begins),
  ends: text(row.ends),
  begunAt: text(row.begunAt),
  closedAt: text(row.closedAt),
})

const shown = (standing: BoardStatus): z.output<typeof Standing> => {
  switch (standing.status) {
    case 'due':
    case 'at risk':
      return { ...standing, earliest: text(standing.earliest) }
    case 'broken':
      return { status: 'broken', broken: standing.broken.map((each) => ({ ...each, ended: text(each.ended) })) }
    case 'kept':
      return { ...standing, keptAt: writeInstant(standing.keptAt) }
    case 'manual':
      return { ...standing, filedAt: text(standing.filedAt) }
    case 'idle':
    case 'kept always':
    case 'theirs':
    case 'planned':
      return standing
  }
}
