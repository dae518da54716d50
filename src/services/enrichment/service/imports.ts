/** Looking at imports: where they stand, what the dry run found, which rows were refused. */
import type { RealHouse, Request } from '../../../app/house.ts'
import { onGround, withPermit } from '../../../app/permit.ts'
import { enterAct } from '../../../app/run.ts'
import type { Refusal } from '../../../domain/refusal.ts'
import { findImport, listImportRows } from '../store/imports.ts'
import { getJson } from '../store/sealed-files.ts'
import type { ImportView } from '../wire.ts'
import { viewOf } from './import-view.ts'
import { needOf, refuse } from './in-steps.ts'

export type ImportPage = { readonly imports: readonly ImportView[]; readonly next: string | null }

/** A page of imports, newest first. It names no person. */
export const listImports = async (
  house: RealHouse,
  request: Request,
  { cursor, limit }: { readonly cursor: string | null; readonly limit: number },
): Promise<ImportPage | Refusal> =>
  onGround(house, request, 'export', 'Consult', async (transaction, _permit, grounded) => {
    const found = await listImportRows(transaction, cursor, limit)
    await enterAct(house, transaction, grounded, { counts: { imports: found.length } })
    return { imports: found.map(viewOf), next: found.length < limit ? null : (found.at(-1)?.id ?? null) }
  })

/** One import with the report of its dry run (`unknown`: the shape of `Report` as it was sealed), null once it is gone. */
export const viewImport = async (
  house: RealHouse,
  request: Request,
  { id }: { readonly id: string },
): Promise<{ readonly import: ImportView; readonly report: unknown } | Refusal> => {
  const named = { ...request, names: [...request.names, id] }
  return withPermit(house, named, needOf('Consult', []), async (transaction) => {
    const found = await findImport(transaction, id)
    if (found === null) return refuse(house, transaction, named, { refused: 'not_found', id })
    const report = found.report === null ? null : await getJson(transaction, found.report)
    await enterAct(house, transaction, named, {})
    return { import: viewOf(found), report }
  })
}

/** The refused rows as CSV, with line, column and reason in front: to be mended and handed in again. */
export const errorFileOf = async (
  house: RealHouse,
  request: Request,
  { id }: { readonly id: string },
): Promise<{ readonly text: string } | Refusal> => {
  const named = { ...request, names: [...request.names, id] }
  return onGround(house, named, 'export', 'MakeAvailable', async (transaction, _permit, grounded) => {
    const found = await findImport(transaction, id)
    if (found === null || found.errorFiles.length === 0) return refuse(house, transaction, grounded, { refused: 'not_found', id })
    const parts: string[] = []
    for (const record of found.errorFiles) {
      const lines = readLines(await getJson(transaction, record))
      // Each part begins with the head of the table; the file needs it once.
      parts.push(...(parts.length === 0 ? lines : lines.slice(1)))
    }
    await enterAct(house, transaction, grounded, { counts: { rows: found.counts.refused } })
    return { text: parts.join('') }
  })
}

const readLines = (value: unknown): readonly string[] => {
  if (!Array.isArray(value) || !value.every((line) => typeof line === 'string')) throw new TypeError('the error file is not readable')
  return value
}
