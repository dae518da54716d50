import { z } from 'zod'
import { Id, Moment } from './parts.ts'

const values = z.array(z.string().trim().min(1).max(300)).max(20).default([])

/** What one person can be found by; at least one value. A name alone may be many people, and is looked at before it is erased. */
export const Person = z
  .object({ emails: values, phones: values, names: values, records: z.array(Id).max(500).default([]) })
  .refine(
    ({ emails, phones, names, records }) => emails.length + phones.length + names.length + records.length > 0,
    'at least one value to find the person by',
  )

const shapes = z.array(z.string()).readonly().describe('Masked')
const counts = z.record(z.string(), z.number().int())

/** What was found: counts by table, and the shapes of the values, so that a person can be told apart without being shown. */
export const FoundPerson = z.object({
  counts,
  records: z.array(z.object({ table: z.string(), id: z.string(), emails: shapes, phones: shapes, names: shapes })).readonly(),
  reached: z.object({ emails: shapes, phones: shapes }),
})

/** What an erasure came to; the certificate is asked for under `erasure`. */
export const Erased = z.object({ erasure: z.string(), counts })

/** Said in full, so that nobody erases everything by a slip. */
export const EraseEverything = z.object({ confirm: z.literal('erase everything') })

/** One erasure, and one certificate, for each batch of records. */
export const ErasedEverything = z.object({ erasures: z.array(z.string()).readonly(), records: z.number().int() })

export const Certificate = z.object({
  id: z.string(),
  scope: z.enum(['record', 'person', 'retention', 'everything']),
  stage: z.enum(['erased', 'complete', 'audited']),
  subjects: z.number().int(),
  erasedAt: Moment,
  completeAt: Moment.nullable(),
  auditedAt: Moment.nullable(),
  clock: z.enum(['real', 'simulated']),
})
