import { z } from 'zod'
import { queryOptions } from '@tanstack/react-query'
import { importView, type ImportOptions } from '../../services/enrichment/wire.ts'
import { queryText, read, send, upload } from './call.ts'

export type ShownImport = z.infer<typeof importView>

const counts = z.record(z.string(), z.number())

/** The dry run of `intake/dry-run.ts`. */
const Report = z.object({
  file: z.object({ encoding: z.string(), delimiter: z.string(), headerLine: z.number() }),
  mapping: z.array(z.object({ header: z.string(), key: z.string().nullable(), by: z.string(), confidence: z.number() })),
  unmapped: z.array(z.object({ index: z.number(), header: z.string(), why: z.string() })),
  ambiguous: z.array(z.object({ key: z.string(), headers: z.array(z.string()) })),
  rows: z.number(),
  rowsAccepted: z.number(),
  rowsRefused: z.number(),
  rowsQuarantined: z.number(),
  duplicates: z.number(),
  refusedBecause: counts,
  cellsLeftOut: counts,
  findings: counts,
  examples: z.array(
    z.object({ line: z.number(), code: z.string(), column: z.number(), header: z.string(), shape: z.string(), rule: z.string() }),
  ),
  limitsOfScreening: z.array(z.string()),
})
export type Report = z.infer<typeof Report>

const Checked = z.object({ import: importView, report: Report })

/** What a person decided for columns, by index: a key, or null to leave the column out. */
export type ChosenColumns = ImportOptions['columns']

export const checkFile = (file: File, columns: ChosenColumns, duplicates: string, progress: (share: number) => void) =>
  upload(`/v1/imports${queryText({ columns: JSON.stringify(columns), duplicates })}`, Checked, file, progress)

export const importsQuery = (cursor: string | undefined) =>
  queryOptions({
    queryKey: ['imports', cursor ?? ''],
    queryFn: () => read(`/v1/imports${queryText({ cursor })}`, z.object({ imports: z.array(importView), next: z.string().nullable() })),
  })

/** Asked again only while rows are being written, because every reading stands on the trail. */
export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['import', id],
    queryFn: () => read(`/v1/imports/${id}`, z.object({ import: importView, report: Report.nullish().catch(null) })),
    refetchInterval: ({ state }) => (state.data?.import.state === 'open' ? 1_500 : false),
  })

export const startImport = (id: string) => send(`/v1/imports/${id}/start`, importView, { method: 'POST' })
const Taken = z.object({ erased: z.number(), restored: z.number() })
export const rollBackImport = (id: string) => send(`/v1/imports/${id}/roll-back`, Taken, { method: 'POST' })
export const undoImport = (id: string) => send(`/v1/imports/${id}/undo`, Taken, { method: 'POST' })

const Aside = z.object({
  line: z.number(),
  fields: z.record(z.string(), z.string()),
  findings: z.array(z.object({ header: z.string(), category: z.string(), rule: z.string() })),
})
export type AsideRow = z.infer<typeof Aside>

export const asideQuery = (id: string) =>
  queryOptions({ queryKey: ['aside', id], queryFn: () => read(`/v1/imports/${id}/aside`, z.object({ rows: z.array(Aside) })) })

export const releaseRows = (id: string, lines: 'all' | readonly number[]) =>
  send(`/v1/imports/${id}/release`, z.object({ released: z.number() }), { method: 'POST', body: { lines } })
export const discardRows = (id: string, lines: 'all' | readonly number[]) =>
  send(`/v1/imports/${id}/discard`, z.object({ discarded: z.number() }), { method: 'POST', body: { lines } })
