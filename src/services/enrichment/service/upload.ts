/**
 * Handing in a file: it is looked at, sealed into the vault piece by piece, and counted in a dry run in the same pass. Nothing of it
 * touches the disk in plaintext, and nothing of it is a contact yet.
 */
import type { RealHouse, Request } from '../../../app/house.ts'
import { enterAct, runIn } from '../../../app/run.ts'
import { retentionCase } from '../../../domain/clauses/retention.ts'
import { caseId } from '../../../domain/ids.ts'
import { isRefusal, type Refusal } from '../../../domain/refusal.ts'
import { dryRun, type Report } from '../../../intake/dry-run.ts'
import { mapColumns, type ChosenColumns } from '../../../intake/mapping.ts'
import { sniff } from '../../../intake/sniff.ts'
import type { PostgresTransaction } from '../../../store/postgres.ts'
import { withPermit } from '../../../app/permit.ts'
import { enrichmentColumns } from '../columns.ts'
import { agreementColumns, orderedId } from '../rules.ts'
import { openDay } from '../store/days.ts'
import { addChunk, endImport, findImport, insertImport, setChecked } from '../store/imports.ts'
import { dropFiles, putFile } from '../store/sealed-files.ts'
import type { ImportOptions, ImportView } from '../wire.ts'
import { viewOf } from './import-view.ts'
import { enterRefusal, needOf, refuse, retentionTerms, step, Stopped, submittedDay } from './in-steps.ts'

export type Preview = { readonly import: ImportView; readonly report: Report }

/** Bytes of a piece of the upload: one vault record each. */
const pieceSize = 262_144

/** Takes a file and says what an import of it would do. Refuses what is no list of contacts before anything is kept. */
export const previewImport = async (
  house: RealHouse,
  request: Request,
  stream: AsyncIterable<Uint8Array>,
  options: ImportOptions,
): Promise<Preview | Refusal> => {
  const pieces = inPieces(stream)
  const head = await headOf(pieces)
  if (isRefusal(head)) return enterRefusal(house, request, head)
  const chosen = chosenOf(options.columns)
  const looked = look(head, chosen)
  const columns = isRefusal(looked) ? [] : looked.columns
  const id = orderedId(house.now(), 0, house.newId())
  const named = { ...request, names: [...request.names, id] }

  const opened = await withPermit(house, named, needOf('Collect', columns), async (transaction) => {
    if (isRefusal(looked)) return refuse(house, transaction, named, looked)
    return openUpload(house, transaction, named, { id, columns, options, head })
  })
  if (isRefusal(opened)) {
    await pieces.return(undefined)
    return opened
  }
  try {
    const source = stored(house, named, { id, day: opened.day, columns }, head, pieces)
    const report = await dryRun(source, { columns: enrichmentColumns, chosen })
    if (isRefusal(report)) throw new Stopped(report)
    return await finishUpload(house, named, { id, day: opened.day, columns }, report)
  } catch (error) {
    await discardUpload(house, request, id)
    if (error instanceof Stopped) return enterRefusal(house, named, error.refusal)
    throw error
  }
}

/** What a person decided, by index. */
export const chosenOf = (columns: Readonly<Record<string, string | null>>): ChosenColumns =>
  new Map(Object.entries(columns).map(([index, key]) => [Number(index), key]))

const look = (head: Uint8Array, chosen: ChosenColumns): { readonly columns: readonly string[] } | Refusal => {
  const sniffed = sniff(head)
  if (isRefusal(sniffed)) return sniffed
  const mapping = mapColumns(sniffed.header, enrichmentColumns, chosen)
  if (isRefusal(mapping)) return mapping
  return { columns: agreementColumns(mapping.columns.flatMap(({ column }) => (column === null ? [] : [column.key]))) }
}

type Begun = { readonly id: string; readonly columns: readonly string[]; readonly options: ImportOptions; readonly head: Uint8Array }

/** The first piece opens the retention of its day, so that even an upload that nobody imports is gone in time. */
const openUpload = async (
  house: RealHouse,
  transaction: PostgresTransaction,
  request: Request,
  { id, columns, options, head }: Begun,
): Promise<{ readonly day: string | null } | Refusal> => {
  const now = house.now()
  const terms = await retentionTerms(house, transaction)
  const day = submittedDay(now, terms)
  if (isRefusal(day)) return refuse(house, transaction, request, day)
  if (day === null || !house.running.has('retention')) await enterAct(house, transaction, request, {})
  else {
    const command = { type: 'keep', class: 'submitted' }
    const kept = await runIn(house, transaction, request, [
      { clause: 'retention', case: caseId(retentionCase('submitted', now, terms)), command },
    ])
    if (isRefusal(kept)) return kept
  }
  await openDay(transaction.sql, day)
  await insertImport(transaction, { id, expiresOn: day, duplicates: options.duplicates, chosen: options.columns, columns, createdAt: now })
  await keepPiece(house, transaction, id, day, head)
  return { day }
}

type Uploading = { readonly id: string; readonly day: string | null; readonly columns: readonly string[] }

/** Yields each piece after it was sealed and committed. */
async function* stored(
  house: RealHouse,
  request: Request,
  { id, day, columns }: Uploading,
  head: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield head
  for await (const piece of rest) {
    const refusal = await step(house, request, needOf('Collect', columns), async (transaction) =>
      keepPiece(house, transaction, id, day, piece),
    )
    if (isRefusal(refusal)) throw new Stopped(refusal)
    yield piece
  }
}

const keepPiece = async (
  house: RealHouse,
  transaction: PostgresTransaction,
  importId: string,
  day: string | null,
  bytes: Uint8Array,
): Promise<null> => {
  const id = house.newId()
  await putFile(transaction, { id, kind: 'upload', importId, day }, bytes, house.now())
  await addChunk(transaction, importId, id)
  return null
}

/** The report names columns of the file, which may be named after anyone: it is sealed like the file. */
const finishUpload = async (house: RealHouse, request: Request, { id, day, columns }: Uploading, report: Report): Promise<Preview> => {
  const view = await step(house, request, needOf('Collect', columns), async (transaction) => {
    const record = house.newId()
    await putFile(transaction, { id: record, kind: 'report', importId: id, day }, Buffer.from(JSON.stringify(report)), house.now())
    await setChecked(transaction, id, record)
    const found = await findImport(transaction, id)
    if (found === null) throw new Error('an import that was just checked is gone')
    return viewOf(found)
  })
  if (isRefusal(view)) throw new Stopped(view)
  return { import: view, report }
}

/** A broken upload leaves nothing half-written. */
const discardUpload = async (house: RealHouse, request: Request, id: string): Promise<void> =>
  house.store.act(request.tenant, 'shared', async (transaction) => {
    await dropFiles(transaction, id, ['upload', 'report'])
    await endImport(transaction, id, 'rolled back')
  })

const headOf = async (pieces: AsyncIterator<Uint8Array, void>): Promise<Uint8Array | Refusal> => {
  try {
    const first = await pieces.next()
    return first.done === true ? new Uint8Array(0) : first.value
  } catch (error) {
    if (error instanceof Stopped) return error.refusal
    throw error
  }
}

/** Whoever sends may hang up: that is no fault of ours, and half a file is none. */
async function* unbroken(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* stream
  } catch (error) {
    // What the door itself says of a file, that it is too large, stays its word.
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('FST_')) throw error
    throw new Stopped({ refused: 'upload_broken_off' })
  }
}

async function* inPieces(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let held: Uint8Array[] = []
  let length = 0
  for await (const chunk of unbroken(stream))
    // A piece of any size may come: one of a gigabyte is cut, and small ones are gathered.
    for (let at = 0; at < chunk.length;) {
      const part = chunk.subarray(at, at + pieceSize - length)
      held.push(part)
      length += part.length
      at += part.length
      if (length < pieceSize) continue
      yield Buffer.concat(held)
      held = []
      length = 0
    }
  if (length > 0) yield Buffer.concat(held)
}
