/** Imports: a file is handed in and checked, then imported, and can be taken back. Rows that were set aside are decided on one by one. */
import { z } from 'zod'
import { ask } from '../../app/ask.ts'
import { isRefusal } from '../../domain/refusal.ts'
import { raw, route, type Route } from '../../http/route.ts'
import { Id } from '../../wire/parts.ts'
import { errorFileOf, listImports, viewImport } from './service/imports.ts'
import { discardQuarantine, listQuarantine, releaseQuarantine } from './service/quarantine.ts'
import { startImport } from './service/run-import.ts'
import { rollBackImport, undoImport } from './service/undo.ts'
import { previewImport } from './service/upload.ts'
import { importOptions, importView, quarantineChoice } from './wire.ts'

const OfImport = z.object({ import: Id })
const report = z.record(z.string(), z.unknown()).describe('The dry run: columns, counts that add up to the rows, a reason per refused cell')
const Taken = z.object({ erased: z.number().int(), restored: z.number().int() })

/** The columns that a person decided on, as JSON in the address: the body is the file. */
const Options = z.object({
  columns: z
    .string()
    .max(20_000)
    .default('{}')
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text)
      } catch {
        context.addIssue('JSON: the key of each column by its index from 0')
        return z.NEVER
      }
    })
    .pipe(importOptions.shape.columns),
  duplicates: importOptions.shape.duplicates,
})

export const importRoutes: readonly Route[] = [
  route({
    method: 'POST',
    url: '/v1/imports',
    act: 'imports.check',
    summary: 'Hand in a CSV file and learn what an import of it would do; nothing is imported yet',
    audience: 'controller',
    mutates: true,
    upload: true,
    names: [],
    query: Options,
    answers: z.object({ import: importView, report }),
    status: 201,
    handle: async ({ facts, request, query, upload }) => {
      const file = await upload()
      if (isRefusal(file)) return ask(facts.house, request, async () => file)
      const preview = await previewImport(facts.house, request, file.stream, query)
      return isRefusal(preview) ? preview : { import: preview.import, report: { ...preview.report } }
    },
  }),
  route({
    method: 'GET',
    url: '/v1/imports',
    act: 'imports.list',
    summary: 'Imports, newest first',
    audience: 'controller',
    names: [],
    query: z.object({ cursor: Id.nullable().default(null), limit: z.coerce.number().int().min(1).max(100).default(50) }),
    answers: z.object({ imports: z.array(importView).readonly(), next: z.string().nullable() }),
    handle: async ({ facts, request, query }) => listImports(facts.house, request, query),
  }),
  route({
    method: 'GET',
    url: '/v1/imports/:import',
    act: 'imports.view',
    summary: 'One import with the report of its dry run',
    audience: 'controller',
    names: [],
    params: OfImport,
    answers: z.object({ import: importView, report: z.unknown() }),
    handle: async ({ facts, request, params }) => viewImport(facts.house, request, { id: params.import }),
  }),
  route({
    method: 'GET',
    url: '/v1/imports/:import/errors',
    act: 'imports.errors',
    summary: 'The rows that were refused, with the reasons, as CSV',
    audience: 'controller',
    names: [],
    params: OfImport,
    type: 'text/csv',
    handle: async ({ facts, request, params }) => {
      const file = await errorFileOf(facts.house, request, { id: params.import })
      if (isRefusal(file)) return file
      return raw({ 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="errors.csv"' }, file.text)
    },
  }),
  route({
    method: 'POST',
    url: '/v1/imports/:import/start',
    act: 'imports.start',
    summary: 'Import a file that was checked',
    audience: 'controller',
    mutates: true,
    names: [],
    params: OfImport,
    answers: importView,
    status: 202,
    handle: async ({ facts, request, params }) => startImport(facts.house, request, { id: params.import }),
  }),
  route({
    method: 'POST',
    url: '/v1/imports/:import/roll-back',
    act: 'imports.roll-back',
    summary: 'Take back an import that is not closed',
    audience: 'controller',
    mutates: true,
    names: [],
    params: OfImport,
    answers: Taken,
    handle: async ({ facts, request, params }) => rollBackImport(facts.house, request, { id: params.import }),
  }),
  route({
    method: 'POST',
    url: '/v1/imports/:import/undo',
    act: 'imports.undo',
    summary: 'Take back a closed import within 24 hours',
    audience: 'controller',
    mutates: true,
    names: [],
    params: OfImport,
    answers: Taken,
    handle: async ({ facts, request, params }) => undoImport(facts.house, request, { id: params.import }),
  }),
  route({
    method: 'GET',
    url: '/v1/imports/:import/aside',
    act: 'imports.aside',
    summary: 'Rows that were set aside because a value may be of a special category',
    audience: 'controller',
    names: [],
    params: OfImport,
    answers: z.object({ rows: z.array(z.record(z.string(), z.unknown())).readonly() }),
    handle: async ({ facts, request, params }) => {
      const aside = await listQuarantine(facts.house, request, { id: params.import })
      return isRefusal(aside) ? aside : { rows: aside.rows.map((row) => ({ ...row })) }
    },
  }),
  route({
    method: 'POST',
    url: '/v1/imports/:import/release',
    act: 'imports.release',
    summary: 'Take rows after all that were set aside',
    audience: 'controller',
    mutates: true,
    names: [],
    params: OfImport,
    body: quarantineChoice,
    answers: z.object({ released: z.number().int() }),
    handle: async ({ facts, request, params, body }) => releaseQuarantine(facts.house, request, { id: params.import, ...body }),
  }),
  route({
    method: 'POST',
    url: '/v1/imports/:import/discard',
    act: 'imports.discard',
    summary: 'Throw rows away that were set aside',
    audience: 'controller',
    mutates: true,
    names: [],
    params: OfImport,
    body: quarantineChoice,
    answers: z.object({ discarded: z.number().int() }),
    handle: async ({ facts, request, params, body }) => discardQuarantine(facts.house, request, { id: params.import, ...body }),
  }),
]
