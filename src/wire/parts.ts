import { z } from 'zod'

/** An id as it enters and leaves: a UUID in lower case. */
export const Id = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)
  .describe('A UUID in lower case')

/** A case of a clause, or a name: 1 to 80 of [A-Za-z0-9:._-]. */
export const CaseName = z
  .string()
  .regex(/^[A-Za-z0-9:._-]{1,80}$/)
  .describe('1 to 80 of A-Z a-z 0-9 : . _ -')

/** A clause, a module or a template by name. */
export const Name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,59}$/)
  .describe('A name in lower case')

/** SHA-256 in lower-case hexadecimal. */
export const Hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe('SHA-256, 64 hexadecimal digits in lower case')

/** A moment as text: ISO 8601 in UTC. */
export const Moment = z.string().describe('ISO 8601 in UTC, as in 2026-06-24T09:00:00Z')

/** A party of an agreement (Art. 28(3)): all four are needed. At most 500 characters each. */
export const Party = z.object({
  legalName: z.string().trim().min(1).max(500),
  registerNumber: z.string().trim().min(1).max(500),
  address: z.string().trim().min(1).max(500),
  dataProtectionContact: z.string().trim().min(1).max(500),
})

/** An e-mail address, at most 254 characters (RFC 5321). */
export const Email = z.email().max(254)

/** What one side chose among the options of a template: clause id → term → option. */
export const Choices = z.record(Name, z.record(z.string().max(60), z.string().max(200)))

/** How a list is asked for: at most 200 a page, and the cursor that the page before gave. */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(400).optional().describe('`next` of the page before'),
})

/** A page: the items, and the cursor of the next page, or null on the last one. */
export const pageOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item).readonly(), next: z.string().nullable() })

/** No parameters, no query, no body. */
export const Nothing = z.object({})

/** Done, and there is nothing more to say. */
export const Done = z.object({ done: z.literal(true) })
