import { z } from 'zod'
import type { CommandShape, Field } from '../domain/clause.ts'
import { CaseName, Hash, Moment, Name } from './parts.ts'

const longestText = 20_000
const listed = z
  .array(z.string().regex(/^[A-Za-z0-9:._ -]{1,80}$/))
  .max(1_000)
  .readonly()

/** The body of an order, from the descriptors of its command: nothing missing, nothing else. */
export const orderBody = (shape: CommandShape) =>
  z.strictObject(Object.fromEntries(Object.entries(shape.fields).map(([name, field]) => [name, fieldOf(field)])))

const fieldOf = (field: Field): z.ZodType => {
  const described = kindOf(field).describe(field.label)
  return field.optional === true ? described.optional() : described
}

const kindOf = (field: Field): z.ZodType => {
  switch (field.kind) {
    case 'sealed text':
      return z.string().trim().min(1).max(longestText)
    case 'choice':
      return z.enum([...(field.choices ?? [])])
    case 'local date':
      return z.iso.date()
    case 'count':
      return z.number().int().min(0)
    case 'id':
      return CaseName
    case 'hash':
      return Hash
    case 'flag':
      return z.boolean()
    case 'ids':
    case 'list':
      return listed
    case 'counts':
      return z.record(z.string().max(80), z.number().int().min(0))
  }
}

/** What came of an order: the events, and the id of the trail entry. */
export const Ordered = z.object({
  happened: z.array(z.object({ clause: Name, case: CaseName, type: z.string() })).readonly(),
  entry: z.string(),
})

export const OfCase = z.object({ case: CaseName })
export const Case = z.object({ case: z.string(), events: z.number().int(), last: z.string(), openedAt: Moment, changedAt: Moment })
/** One event of a case: what it means, its fields, and the sealed texts that it refers to, opened. */
export const CaseEvent = z.object({
  type: z.string(),
  says: z.string(),
  at: Moment,
  fields: z.record(z.string(), z.unknown()),
  texts: z.record(z.string(), z.string()),
})

/** A clause as a default form wants it: the orders that the caller's side may give. */
export const ClauseShape = z.object({
  clause: z.string(),
  terms: z.record(z.string(), z.string()),
  events: z.record(z.string(), z.string()),
  orders: z
    .array(
      z.object({
        command: z.string(),
        label: z.string(),
        fields: z
          .array(
            z.object({
              name: z.string(),
              kind: z.string(),
              label: z.string(),
              optional: z.boolean(),
              choices: z.array(z.string()).readonly(),
            }),
          )
          .readonly(),
      }),
    )
    .readonly(),
})

/** An instruction as the gate sees it. */
export const Instruction = z.object({
  instruction: z.string(),
  status: z.enum(['in force', 'suspended']),
  processing: z.string(),
  since: Moment.nullable(),
})
