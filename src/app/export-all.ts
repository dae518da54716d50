/**
 * Everything of a customer, at any time, without the operator (Art. 28(3)(g), Art. 20): agreement, records of every service, cases,
 * the trail. Read a page at a time under the ground `export`; one entry, left by the first page.
 */
import type { Json } from '../domain/canonical.ts'
import type { Permit } from '../domain/gate.ts'
import type { CaseId, Instant } from '../domain/ids.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { csvLine } from '../intake/write-csv.ts'
import type { PostgresTransaction } from '../store/postgres.ts'
import type { RealHouse, Request } from './house.ts'
import { onGround } from './permit.ts'
import { enterAct } from './run.ts'
import { trailPage, type TrailCursor } from './trail.ts'
import type { ExportedRecord, Wing } from './wing.ts'

const pageSize = 500

/** Takes the leave and leaves the entry; a refusal (the window of export is over) comes before the first line. */
export const openExport = async (house: RealHouse, request: Request): Promise<{ readonly open: true } | Refusal> =>
  onGround(house, request, 'export', 'MakeAvailable', async (transaction, _permit, grounded) => {
    await enterAct(house, transaction, grounded, {})
    return { open: true as const }
  })

/** Lines of JSON, each with what it is: `agreement`, `record`, `event`, `entry`. */
export async function* exportLines(house: RealHouse, request: Request, wings: readonly Wing[]): AsyncGenerator<string> {
  for await (const line of agreementLines(house, request)) yield line
  for (const wing of wings)
    for await (const { table, id, record } of recordsOf(house, request, wing))
      yield lineOf({ is: 'record', service: wing.name, table, id, record })
  for await (const line of eventLines(house, request)) yield line
  for await (const line of trailLines(house, request)) yield line
}

/** The records of one table as CSV for spreadsheets, a head line first. */
export async function* exportCsv(house: RealHouse, request: Request, wing: Wing): AsyncGenerator<string> {
  let columns: readonly string[] | null = null
  for await (const { id, record } of recordsOf(house, request, wing)) {
    if (columns === null) {
      columns = Object.keys(record)
      yield csvLine(['id', ...columns], 'spreadsheet')
    }
    yield csvLine([id, ...columns.map((name) => cellOf(record[name]))], 'spreadsheet')
  }
}

async function* recordsOf(house: RealHouse, request: Request, wing: Wing): AsyncGenerator<ExportedRecord> {
  for (let after: string | null = null; ;) {
    const page: readonly ExportedRecord[] = await onPage(house, request, (transaction, permit) =>
      wing.export(transaction, permit, after, pageSize),
    )
    yield* page
    const last = page.at(-1)
    if (last === undefined || page.length < pageSize) return
    after = last.id
  }
}

async function* agreementLines(house: RealHouse, request: Request): AsyncGenerator<string> {
  const hashes = await onPage(
    house,
    request,
    ({ sql, tenant }) => sql<{ hash: string }[]>`select hash from agreement where tenant_id = ${tenant} order by created_at, hash`,
  )
  for (const { hash } of hashes) {
    const agreement = await onPage(house, request, (transaction) => transaction.agreement(hash))
    yield lineOf({ is: 'agreement', hash, agreement })
  }
}

type EventRow = {
  readonly clause: string
  readonly case: CaseId
  readonly seq: number
  readonly type: string
  readonly body: Json
  readonly at: Instant
}

async function* eventLines(house: RealHouse, request: Request): AsyncGenerator<string> {
  for (let after: EventRow | null = null; ;) {
    const from: { readonly clause: string; readonly case: string; readonly seq: number } = after ?? { clause: '', case: '', seq: 0 }
    const page: readonly EventRow[] = await onPage(
      house,
      request,
      ({ sql, tenant }) => sql<EventRow[]>`
        select clause, case_id as case, seq, type, body, at from event
        where tenant_id = ${tenant} and (clause, case_id, seq) > (${from.clause}, ${from.case}, ${from.seq}) order by clause, case_id, seq limit ${pageSize}`,
    )
    for (const event of page) yield lineOf({ is: 'event', ...event })
    after = page.at(-1) ?? null
    if (after === null || page.length < pageSize) return
  }
}

async function* trailLines(house: RealHouse, request: Request): AsyncGenerator<string> {
  for (let after: TrailCursor | null = null; ;) {
    const entries = await onPage(house, request, (transaction) =>
      trailPage(transaction, { act: null, name: null, outcome: null }, after, pageSize),
    )
    for (const entry of entries) yield lineOf({ is: 'entry', ...entry })
    const last = entries.at(-1)
    if (last === undefined || entries.length < pageSize) return
    after = { at: last.at, id: last.id }
  }
}

/** A further page of an export that has begun. When the leave ends meanwhile the file breaks off, and says so by not ending well. */
const onPage = async <Result>(
  house: RealHouse,
  request: Request,
  read: (transaction: PostgresTransaction, permit: Permit) => Promise<Result>,
): Promise<Result> => {
  const page = await onGround(house, request, 'export', 'MakeAvailable', async (transaction, permit) => ({
    result: await read(transaction, permit),
  }))
  if (isRefusal(page)) throw new Error(`the export was ended: ${page.refused}`)
  return page.result
}

const lineOf = (value: unknown): string => `${JSON.stringify(value)}\n`
/** A text as it is; everything else as JSON writes it. */
const cellOf = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
