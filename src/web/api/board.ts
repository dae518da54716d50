import type { z } from 'zod'
import { queryOptions } from '@tanstack/react-query'
import { BoardRow, Deadline, Filed, Forecast, type FileEvidence, type RecordRemedy } from '../../wire/board.ts'
import { pageOf } from '../../wire/parts.ts'
import type { Place } from '../place.tsx'
import { queryText, read, send } from './call.ts'

export type BoardLine = z.infer<typeof BoardRow>
export type PromiseStanding = BoardLine['standing']
export type ShownDeadline = z.infer<typeof Deadline>
export type ForecastDay = z.infer<typeof Forecast>

export const boardQuery = ({ api }: Place) =>
  queryOptions({ queryKey: ['board', api], queryFn: () => read(`${api}/board`, pageOf(BoardRow)) })

export const deadlinesQuery = ({ api }: Place, status: ShownDeadline['status'] = 'open', cursor?: string) =>
  queryOptions({
    queryKey: ['deadlines', api, status, cursor ?? ''],
    queryFn: () => read(`${api}/deadlines${queryText({ status, cursor, limit: 200 })}`, pageOf(Deadline)),
  })

export const forecastQuery = ({ api }: Place) =>
  queryOptions({ queryKey: ['forecast', api], queryFn: () => read(`${api}/forecast`, pageOf(Forecast)) })

export const fileEvidence = ({ api }: Place, body: z.input<typeof FileEvidence>) => send(`${api}/evidence`, Filed, { method: 'POST', body })
export const recordRemedy = ({ api }: Place, body: z.input<typeof RecordRemedy>) => send(`${api}/remedies`, Filed, { method: 'POST', body })
