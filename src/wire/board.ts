import { z } from 'zod'
import { CaseName, Id, Moment, Name } from './parts.ts'

const Broken = z.object({ clause: z.string(), case: z.string(), deadline: z.string(), ended: Moment.nullable() })

/** How one promise stands. */
export const Standing = z.discriminatedUnion('status', [
  z.object({ status: z.literal('idle') }),
  z.object({ status: z.literal('due'), open: z.number().int(), earliest: Moment.nullable() }),
  z.object({ status: z.literal('at risk'), open: z.number().int(), atRisk: z.number().int(), earliest: Moment.nullable() }),
  z.object({ status: z.literal('broken'), broken: z.array(Broken).readonly() }),
  z.object({
    status: z.literal('kept'),
    times: z.number().int(),
    keptAt: Moment,
    entry: z.string().nullable().describe('The trail entry that proves it'),
  }),
  z.object({ status: z.literal('kept always'), where: z.string() }),
  z.object({ status: z.literal('manual'), evidence: z.string(), filedAt: Moment.nullable(), renewEvery: z.string().nullable() }),
  z.object({ status: z.literal('theirs') }),
  z.object({ status: z.literal('planned'), module: z.string() }),
])

export const BoardRow = z.object({ clause: z.string(), heading: z.string(), kind: z.string(), debtor: z.string(), standing: Standing })

export const FileEvidence = z.object({ clause: Name, text: z.string().trim().min(1).max(20_000) })
export const Filed = z.object({ id: Id })
export const Evidence = z.object({ id: Id, filedAt: Moment, text: z.string() })

const words = z.string().trim().min(1).max(20_000)
export const RecordRemedy = z.object({ clause: Name, case: CaseName, deadline: CaseName, cause: words, remedy: words })

export const Deadline = z.object({
  clause: z.string(),
  case: z.string(),
  name: z.string(),
  status: z.enum(['open', 'kept', 'broken', 'remedied']),
  side: z.enum(['ours', 'theirs']),
  term: z.string(),
  started: Moment,
  begins: Moment.nullable(),
  ends: Moment.nullable(),
  zone: z.string(),
  calendar: z.string(),
  clauseOfAgreement: z.string(),
  begunAt: Moment.nullable(),
  closedAt: Moment.nullable(),
})

export const Forecast = z.object({ service: z.string(), day: z.string().nullable(), records: z.number().int() })
