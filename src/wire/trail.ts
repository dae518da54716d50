import { z } from 'zod'
import { Id, Moment, PageQuery } from './parts.ts'

/** One act. Who acted and from where are null once they were redacted. */
export const Entry = z.object({
  id: Id,
  at: Moment,
  act: z.string(),
  ground: z.string().nullable(),
  clause: z.string().nullable(),
  case: z.string().nullable(),
  names: z.array(z.string()).readonly(),
  outcome: z.enum(['done', 'refused']),
  refused: z.string().nullable(),
  counts: z.record(z.string(), z.number()),
  actor: z.string().nullable(),
  ip: z.string().nullable(),
})

export const TrailQuery = PageQuery.extend({
  act: z.string().max(80).optional(),
  outcome: z.enum(['done', 'refused']).optional(),
  name: z
    .string()
    .regex(/^[A-Za-z0-9:._-]{1,80}$/)
    .optional()
    .describe('An id: of a record, to see who looked at it'),
})

/** The newest signed head of a log (C2SP checkpoint). */
export const Head = z.object({ checkpoint: z.string(), size: z.number().int(), at: Moment })
