import { z } from 'zod'

/** A refusal or a fault as it is answered (RFC 9457). `code` and `values` are for programs; `faults` names each place of a request that is off. */
export const Problem = z
  .object({
    type: z.string().describe('urn:mandate:refusal:<code>'),
    title: z.string(),
    detail: z.string().describe('What was given, what was expected, and the way out'),
    status: z.number().int(),
    code: z.string(),
    values: z.record(z.string(), z.unknown()),
    faults: z
      .array(z.object({ at: z.string(), expected: z.string() }))
      .readonly()
      .optional(),
  })
  .describe('A refusal (RFC 9457)')

export type Problem = z.infer<typeof Problem>
