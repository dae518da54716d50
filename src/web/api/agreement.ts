import { z } from 'zod'
import { queryOptions } from '@tanstack/react-query'
import { Accepted, Agreement, Proposed, type Accept, type Propose } from '../../wire/agreement.ts'
import type { Place } from '../place.tsx'
import { read, readText, send } from './call.ts'

export type ShownAgreement = z.infer<typeof Agreement>
export type ShownClause = ShownAgreement['clauses'][number]

export const agreementQuery = ({ api }: Place) =>
  queryOptions({ queryKey: ['agreement', api], queryFn: () => read(`${api}/agreement`, Agreement) })

/** The very page that the hash stands for, as the server renders it. */
export const agreementTextQuery = ({ api }: Place, hash: string) =>
  queryOptions({ queryKey: ['agreement-text', api, hash], staleTime: Infinity, queryFn: () => readText(`${api}/agreement/text`) })

export const acceptAgreement = (body: z.input<typeof Accept>) => send('/v1/agreement/accept', Accepted, { method: 'POST', body })

export const acceptAmendment = (id: string, body: z.input<typeof Accept>) =>
  send(`/v1/amendments/${id}/accept`, Accepted, { method: 'POST', body })

export const proposeAmendment = ({ api }: Place, body: z.input<typeof Propose>) =>
  send(`${api}/amendments`, Proposed, { method: 'POST', body })

const Edits = z.array(z.object({ is: z.enum(['kept', 'added', 'removed']), text: z.string() }))
const Value = z.union([z.string(), z.array(z.string())]).nullable()

/** The comparison of `domain/diff.ts`, as far as it is shown. */
const Difference = z.object({
  before: z.string(),
  after: z.string(),
  diff: z.object({
    from: z.string(),
    to: z.string(),
    added: z.array(z.object({ id: z.string(), heading: z.string() })),
    removed: z.array(z.object({ id: z.string(), heading: z.string() })),
    changed: z.array(
      z.object({
        id: z.string(),
        heading: Edits,
        words: Edits,
        terms: z.array(z.object({ term: z.string(), before: Value, after: Value })),
        fields: z.array(z.string()),
      }),
    ),
    parts: z.array(z.string()),
    behaviour: z.array(
      z.object({
        module: z.string(),
        clause: z.string(),
        term: z.string(),
        before: Value,
        after: Value,
        running: z.enum(['pinned', 'follows']).nullable(),
      }),
    ),
  }),
})

export type Difference = z.infer<typeof Difference>['diff']

export const differenceQuery = ({ api }: Place, id: string) =>
  queryOptions({ queryKey: ['amendment-diff', api, id], queryFn: () => read(`${api}/amendments/${id}/diff`, Difference) })
