import { z } from 'zod'
import { queryOptions } from '@tanstack/react-query'
import { Case, CaseEvent, ClauseShape, Instruction, Ordered } from '../../wire/clauses.ts'
import { pageOf } from '../../wire/parts.ts'
import type { Place } from '../place.tsx'
import { queryText, read, send } from './call.ts'

export type ListedCase = z.infer<typeof Case>
export type ShownEvent = z.infer<typeof CaseEvent>
export type ListedInstruction = z.infer<typeof Instruction>
export type OfferedOrder = z.infer<typeof ClauseShape>['orders'][number]

export const shapesQuery = ({ api }: Place) =>
  queryOptions({ queryKey: ['shapes', api], staleTime: Infinity, queryFn: () => read(`${api}/clauses`, pageOf(ClauseShape)) })

export const casesQuery = ({ api }: Place, clause: string, cursor?: string) =>
  queryOptions({
    queryKey: ['cases', api, clause, cursor ?? ''],
    queryFn: () => read(`${api}/clauses/${clause}${queryText({ cursor })}`, pageOf(Case)),
  })

export const caseQuery = ({ api }: Place, clause: string, id: string) =>
  queryOptions({
    queryKey: ['case', api, clause, id],
    queryFn: () => read(`${api}/clauses/${clause}/${id}`, z.object({ events: z.array(CaseEvent) })),
  })

export const instructionsQuery = ({ api }: Place) =>
  queryOptions({ queryKey: ['instructions', api], queryFn: () => read(`${api}/instructions`, pageOf(Instruction)) })

/** Any order to any clause. */
export const orderClause = ({ api }: Place, clause: string, id: string, command: string, body: Readonly<Record<string, unknown>> = {}) =>
  send(`${api}/clauses/${clause}/${id}/${command}`, Ordered, { method: 'POST', body })
