/**
 * Importing a file that was handed in: batch by batch, each a transaction that asks the gate again and stores how far it got. Killed, it
 * goes on at the next batch. Its rows become visible all at once, when it closes.
 */
import type { RealHouse, Request } from '../../../app/house.ts'
import { withPermit } from '../../../app/permit.ts'
import { enterAct, runIn } from '../../../app/run.ts'
import { caseId, instant, type TenantId } from '../../../domain/ids.ts'
import { isRefusal, type Refusal } from '../../../domain/refusal.ts'
import { localDate } from '../../../domain/time.ts'
import { openFile, type OpenedFile, type TakenRow } from '../../../intake/dry-run.ts'
import type { Sentence } from '../../../intake/error-file.ts'
import type { PostgresTransaction } from '../../../store/postgres.ts'
import { enrichmentColumns } from '../columns.ts'
import { undoWindow } from '../rules.ts'
import { eraseContacts } from '../store/change.ts'
import { classOf } from '../store/contact.ts'
import { closeImport, findImport, lockImport, replacedForGood, setOpen, type StoredImport } from '../store/imports.ts'
import { dropFiles, getFile } from '../store/sealed-files.ts'
import { tokenMaker } from '../store/tokens.ts'
import type { ImportView } from '../wire.ts'
import { viewOf } from './import-view.ts'
import { enterRefusal, needOf, refuse, retentionTerms, step, Stopped } from './in-steps.ts'
import { batchMaker, type Batch } from './prepare.ts'
import { writeBatch } from './write-batch.ts'

export const importCase = (id: string): string => `import:${id}`

/** Orders the import of a checked file; the queue does it. Asking again changes nothing. */
export const startImport = async (house: RealHouse, request: Request, { id }: { readonly id: string }): Promise<ImportView | Refusal> => {
  const named = { ...request, names: [...request.names, id] }
  return withPermit(house, named, needOf('Store', []), async (transaction) => {
    const found = await lockImport(transaction, id)
    if (found === null) return refuse(house, transaction, named, { refused: 'not_found', id })
    if (found.state === 'checked') {
      await setOpen(transaction, id)
      const task = { kind: 'job', name: importJob, clause: 'scope', case: caseId(importCase(id)), facts: {} } as const
      await transaction.queue([{ ...task, id: house.newId(), dueAt: house.now() }])
    } else if (found.state !== 'open')
      return refuse(house, transaction, named, { refused: 'import_not_checked', import: id, state: found.state })
    await enterAct(house, transaction, named, {})
    return viewOf({ ...found, state: 'open' })
  })
}

/** The name under which the queue runs imports. */
export const importJob = 'enrichment-import'

/** The performer of the queue: goes on where an earlier try was stopped, and has nothing to do with an import that is over. */
export const performImport =
  (sentence: Sentence) =>
  async (house: RealHouse, tenant: TenantId, task: { readonly case: string }): Promise<Refusal | null> => {
    const id = task.case.slice(importCase('').length)
    const request: Request = {
      tenant,
      actor: { side: 'program', id: 'import' },
      ip: null,
      act: 'contacts.import.run',
      ground: null,
      names: [],
    }
    const done = await runImport(house, request, { id, sentence })
    return isRefusal(done) && done.refused !== 'import_not_open' ? done : null
  }

/** Runs an open import to its end. A refusal of the gate leaves it open, to be run again or rolled back. */
export const runImport = async (
  house: RealHouse,
  request: Request,
  { id, sentence }: { readonly id: string; readonly sentence: Sentence },
): Promise<ImportView | Refusal> => {
  const named = { ...request, names: [...request.names, id] }
  try {
    const found = await openImport(house, named, id)
    const opened = await openFile(pieces(house, named, found), { columns: enrichmentColumns, chosen: chosenOf(found) })
    if (isRefusal(opened)) throw new Stopped(opened)
    await writeAll(house, named, found, opened, sentence)
    return await finish(house, named, found)
  } catch (error) {
    if (error instanceof Stopped) return enterRefusal(house, named, error.refusal)
    throw error
  }
}

const chosenOf = (found: StoredImport) => new Map(Object.entries(found.chosen).map(([index, key]) => [Number(index), key]))

const openImport = async (house: RealHouse, request: Request, id: string): Promise<StoredImport> => {
  const found = await step(house, request, needOf('Store', []), async (transaction) => {
    const stored = await findImport(transaction, id)
    if (stored === null) return { refused: 'not_found', id }
    if (stored.state !== 'open') return { refused: 'import_not_open', import: id, state: stored.state }
    const terms = await retentionTerms(house, transaction)
    const today = localDate(house.now(), terms.rules.zone)
    if (stored.expiresOn !== null && stored.expiresOn <= today) return { refused: 'import_day_over', import: id, day: stored.expiresOn }
    return stored
  })
  if ('refused' in found) throw new Stopped(found)
  return found
}

async function* pieces(house: RealHouse, request: Request, found: StoredImport): AsyncGenerator<Uint8Array, void, undefined> {
  for (const chunk of found.chunks) {
    const bytes = await step(house, request, needOf('Retrieve', found.columns), async (transaction) => ({
      bytes: await getFile(transaction, chunk),
    }))
    if ('refused' in bytes) throw new Stopped(bytes)
    yield bytes.bytes
  }
}

/** Rows of a transaction, and characters of refused rows: those are kept whole for the error file, and may be a megabyte each. */
const batchRows = 2_000
const batchCharacters = 4_000_000

const writeAll = async (house: RealHouse, request: Request, found: StoredImport, opened: OpenedFile, sentence: Sentence): Promise<void> => {
  const tokensOf = tokenMaker(house.store.ring, request.tenant, classOf(found.expiresOn, false))
  // All rows are as old as their submission, however long the import takes.
  const make = batchMaker(house, request.tenant, { day: found.expiresOn, at: found.createdAt, sniffed: opened.sniffed }, tokensOf, sentence)
  let before = found.rowsDone
  let writing: Promise<Refusal | null> = Promise.resolve(null)
  const write = async (batch: Batch): Promise<void> => {
    const refusal = await writing
    if (refusal !== null) throw new Stopped(refusal)
    // Not awaited here: the next batch is sealed while this one is written.
    writing = writeBatch(house, request, { found, before }, batch)
    writing.catch(() => undefined)
    before += batch.rows
  }
  try {
    for await (const rows of inBatches(opened.rows, found.rowsDone)) await write(await make(rows, before))
  } finally {
    // Whatever stopped the reading, a write that is under way comes to its end first.
    await writing.catch(() => undefined)
  }
  const last = await writing
  if (last !== null) throw new Stopped(last)
}

async function* inBatches(rows: AsyncIterable<readonly TakenRow[]>, done: number): AsyncGenerator<readonly TakenRow[], void, undefined> {
  let skip = done
  let batch: TakenRow[] = []
  let characters = 0
  for await (const piece of rows)
    for (const row of piece) {
      if (skip > 0) {
        skip -= 1
        continue
      }
      batch.push(row)
      if (row.verdict === 'checked' && row.checked.verdict === 'refused')
        characters += row.row.cells.reduce((sum, cell) => sum + cell.length, 0)
      if (batch.length < batchRows && characters < batchCharacters) continue
      yield batch
      batch = []
      characters = 0
    }
  if (batch.length > 0) yield batch
}

/** One small transaction: the rows are visible, the upload is gone, the counts stand as proof of the scope check. */
const finish = async (house: RealHouse, request: Request, { id, columns }: StoredImport): Promise<ImportView> => {
  const closed = await step(house, request, needOf('Store', columns), async (transaction) => {
    const found = await lockImport(transaction, id)
    if (found === null || found.state !== 'open') return { refused: 'import_not_open', import: id, state: found?.state ?? 'gone' }
    await closeImport(transaction, id, house.now())
    await dropFiles(transaction, id, ['upload'])
    await eraseContacts(transaction, await replacedForGood(transaction, instant(house.now() - undoWindow)))
    await recordCheck(house, transaction, request, found)
    return viewOf({ ...found, state: 'closed', closedAt: house.now() })
  })
  if ('refused' in closed) throw new Stopped(closed)
  return closed
}

const recordCheck = async (
  house: RealHouse,
  transaction: PostgresTransaction,
  request: Request,
  { id, counts }: StoredImport,
): Promise<void> => {
  const { rows, accepted, refused, quarantined, byRule } = counts
  if (!house.running.has('scope')) {
    await enterAct(house, transaction, request, { counts: { rows, accepted, refused, quarantined } })
    return
  }
  const command = { type: 'recordCheck', rows, accepted, refused, quarantined, byRule }
  const recorded = await runIn(house, transaction, request, [{ clause: 'scope', case: caseId(importCase(id)), command }])
  if (isRefusal(recorded)) throw new Error(`the counts of an import were not taken: ${recorded.refused}`)
}
