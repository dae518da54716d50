/** Taking everything out: the customer's own right, without the operator. */
import { Readable } from 'node:stream'
import { z } from 'zod'
import { ask } from '../app/ask.ts'
import { exportCsv, exportLines, openExport } from '../app/export-all.ts'
import { isRefusal } from '../domain/refusal.ts'
import { Name } from '../wire/parts.ts'
import { raw, route, type Route } from './route.ts'

export const exportRoutes: readonly Route[] = [
  route({
    method: 'GET',
    url: '/v1/export',
    act: 'export.all',
    summary: 'Everything as lines of JSON: agreements, records, events, the trail',
    audience: 'controller',
    names: [],
    type: 'application/jsonl',
    handle: async ({ facts, request }) => {
      const opened = await openExport(facts.house, request)
      if (isRefusal(opened)) return opened
      const headers = { 'content-type': 'application/jsonl', 'content-disposition': 'attachment; filename="everything.jsonl"' }
      return raw(headers, Readable.from(exportLines(facts.house, request, facts.wings)))
    },
  }),
  route({
    method: 'GET',
    url: '/v1/export/:service/records.csv',
    act: 'export.records',
    summary: 'The records of one service as CSV, safe to open in a spreadsheet',
    audience: 'controller',
    names: ['service'],
    params: z.object({ service: Name }),
    type: 'text/csv',
    handle: async ({ facts, request, params }) => {
      const wing = facts.wings.find((each) => each.name === params.service)
      if (!wing)
        return ask(facts.house, request, async () => ({
          refused: 'service_unknown',
          table: params.service,
          known: facts.wings.map((each) => each.name),
        }))
      const opened = await openExport(facts.house, request)
      if (isRefusal(opened)) return opened
      const headers = { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${wing.name}.csv"` }
      return raw(headers, Readable.from(exportCsv(facts.house, request, wing)))
    },
  }),
]
