/** Shapes of requests and answers of this wing; the routes read and write nothing else. */
import { z } from 'zod'
import { duplicatePolicies } from './rules.ts'

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

/** The fields of a contact by key: what the wing's columns are. Absent means not given. */
export const contactFields = z
  .object({
    firstName: z.string(),
    lastName: z.string(),
    fullName: z.string(),
    email: z.string(),
    phone: z.string(),
    title: z.string(),
    company: z.string(),
    linkedin: z.string(),
    website: z.string(),
    industry: z.string(),
    companySize: z.string(),
    location: z.string(),
    country: z.string(),
  })
  .partial()
  .strict()

/** A contact as the controller sees it. `expiresOn` is the local day on which it is erased. Instants are milliseconds since 1970. */
export const contactView = z.object({
  id: z.uuid(),
  expiresOn: day.nullable(),
  state: z.string(),
  country: z.string().nullable(),
  source: z.string(),
  importId: z.uuid().nullable(),
  createdAt: z.number().int(),
  updatedAt: z.number().int(),
  held: z.boolean(),
  originalDay: day.nullable(),
  fields: contactFields,
})

/** A page of contacts, newest first. `next` is the cursor of the following page. */
export const contactPage = z.object({ contacts: z.array(contactView), next: z.string().nullable() })

const limit = z.coerce.number().int().min(1).max(100).default(50)
const cursor = z.uuid().nullable().default(null)

/** Which contacts: filters of open columns. */
export const listQuery = z.object({
  state: z.string().max(40).optional(),
  country: z.string().length(2).optional(),
  source: z.string().max(40).optional(),
  importId: z.uuid().optional(),
  held: z.boolean().optional(),
  createdFrom: z.number().int().optional(),
  createdBefore: z.number().int().optional(),
  cursor,
  limit,
})

/** One of five ways to look somebody up; `beginning` is the beginning of a word of last name or company, 3 letters or more (or a whole shorter word). */
export const searchQuery = z.object({
  by: z.enum(['email', 'phone', 'name', 'company', 'beginning']),
  value: z.string().min(1).max(300),
  cursor,
  limit,
})

/** A change of fields: a text sets, null takes away, absent leaves. */
export const editBody = z.object({ fields: z.record(z.string().max(40), z.string().max(1_000).nullable()) })

/** How a file is to be read. `columns`: what a person decided for columns, by index from 0: a key, `special:…`, or null to leave it out. */
export const importOptions = z.object({
  columns: z.record(z.string().regex(/^\d{1,3}$/), z.string().max(60).nullable()).default({}),
  duplicates: z.enum(duplicatePolicies).default('skip'),
})

/** Where an import stands. */
export const importView = z.object({
  id: z.uuid(),
  state: z.enum(['uploading', 'checked', 'open', 'closed', 'undone', 'rolled back']),
  expiresOn: day.nullable(),
  duplicates: z.enum(duplicatePolicies),
  rowsDone: z.number().int(),
  counts: z.object({
    rows: z.number().int(),
    accepted: z.number().int(),
    refused: z.number().int(),
    quarantined: z.number().int(),
    imported: z.number().int(),
    updated: z.number().int(),
    skipped: z.number().int(),
    duplicates: z.number().int(),
    byRule: z.record(z.string(), z.number().int()),
  }),
  /** Are there rows that were set aside and not decided on? */
  hasQuarantine: z.boolean(),
  hasErrorFile: z.boolean(),
  createdAt: z.number().int(),
  closedAt: z.number().int().nullable(),
  undoUntil: z.number().int().nullable(),
})

/** Which rows that were set aside: by line of the file, or all. */
export const quarantineChoice = z.object({ lines: z.union([z.literal('all'), z.array(z.number().int().min(1)).max(10_000)]) })

export type ContactView = z.infer<typeof contactView>
export type ContactPage = z.infer<typeof contactPage>
export type ListQuery = z.infer<typeof listQuery>
export type SearchQuery = z.infer<typeof searchQuery>
export type EditBody = z.infer<typeof editBody>
export type ImportOptions = z.infer<typeof importOptions>
export type ImportView = z.infer<typeof importView>
export type QuarantineChoice = z.infer<typeof quarantineChoice>
