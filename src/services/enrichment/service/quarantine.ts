/** Rows that may hold special data: a person of the controller looks at them and takes or discards each. */
import type { RealHouse, Request } from '../../../app/house.ts'
import { onGround, withPermit } from '../../../app/permit.ts'
import { enterAct, runIn } from '../../../app/run.ts'
import { caseId } from '../../../domain/ids.ts'
import { isRefusal, type Refusal } from '../../../domain/refusal.ts'
import type { PostgresTransaction } from '../../../store/postgres.ts'
import { orderedId } from '../rules.ts'
import { classOf } from '../store/contact.ts'
import { openDay } from '../store/days.ts'
import { insertContacts, sealContact } from '../store/insert.ts'
import { findImport, lockImport, setQuarantine, type StoredImport } from '../store/imports.ts'
import { dropFile, getJson, putFile } from '../store/sealed-files.ts'
import { tokenMaker } from '../store/tokens.ts'
import type { QuarantineChoice } from '../wire.ts'
import { needOf, refuse } from './in-steps.ts'
import type { SetAside } from './prepare.ts'
import { importCase } from './run-import.ts'

export type Aside = { readonly rows: readonly SetAside[] }
export type Choice = QuarantineChoice & { readonly id: string }

/** What is set aside and not decided on, by line of the file. */
export const listQuarantine = async (house: RealHouse, request: Request, { id }: { readonly id: string }): Promise<Aside | Refusal> => {
  const named = { ...request, names: [...request.names, id] }
  return withPermit(house, named, needOf('Consult', []), async (transaction) => {
    const found = await findImport(transaction, id)
    if (found === null) return refuse(house, transaction, named, { refused: 'not_found', id })
    const rows = (await readAside(transaction, found)).flatMap((file) => file.rows)
    await enterAct(house, transaction, named, { counts: { rows: rows.length } })
    return { rows }
  })
}

/** Takes rows after all: they become contacts of their import, due on its day. */
export const releaseQuarantine = async (
  house: RealHouse,
  request: Request,
  choice: Choice,
): Promise<{ readonly released: number } | Refusal> => {
  const named = { ...request, names: [...request.names, choice.id] }
  return withPermit(house, named, needOf('Store', []), async (transaction) => {
    const taken = await takeOut(house, transaction, choice)
    if (isRefusal(taken)) return refuse(house, transaction, named, taken)
    const { found, rows } = taken
    const tokensOf = tokenMaker(transaction.ring, transaction.tenant, classOf(found.expiresOn, false))
    const contacts = rows.map(({ line, fields }) =>
      sealContact(
        transaction.ring,
        transaction.tenant,
        found.expiresOn,
        orderedId(found.createdAt, line, house.newId()),
        fields,
        tokensOf(fields),
      ),
    )
    await openDay(transaction.sql, found.expiresOn)
    await insertContacts(transaction, contacts, { day: found.expiresOn, source: 'file', importId: found.id, at: found.createdAt })
    await recordDecision(house, transaction, named, found.id, { released: rows.length, discarded: 0 })
    return { released: rows.length }
  })
}

/** Discards rows. Erasing needs no instruction. */
export const discardQuarantine = async (
  house: RealHouse,
  request: Request,
  choice: Choice,
): Promise<{ readonly discarded: number } | Refusal> => {
  const named = { ...request, names: [...request.names, choice.id] }
  return onGround(house, named, 'erasure', 'Erase', async (transaction, _permit, grounded) => {
    const taken = await takeOut(house, transaction, choice)
    if (isRefusal(taken)) return refuse(house, transaction, grounded, taken)
    await recordDecision(house, transaction, grounded, choice.id, { released: 0, discarded: taken.rows.length })
    return { discarded: taken.rows.length }
  })
}

type AsideFile = { readonly record: string; readonly rows: readonly SetAside[] }

const readAside = async (transaction: PostgresTransaction, found: StoredImport): Promise<readonly AsideFile[]> => {
  const files: AsideFile[] = []
  for (const record of found.quarantine) files.push({ record, rows: readRows(await getJson(transaction, record)) })
  return files
}

/** Takes the chosen rows out of the sealed files and seals again what is left. */
const takeOut = async (
  house: RealHouse,
  transaction: PostgresTransaction,
  { id, lines }: Choice,
): Promise<{ readonly found: StoredImport; readonly rows: readonly SetAside[] } | Refusal> => {
  const found = await lockImport(transaction, id)
  if (found === null) return { refused: 'not_found', id }
  if (found.state !== 'closed') return { refused: 'import_not_closed', import: id, state: found.state }
  const files = await readAside(transaction, found)
  const all = files.flatMap((file) => file.rows)
  const wanted = new Set(lines === 'all' ? all.map(({ line }) => line) : lines)
  const unknown = [...wanted].find((line) => !all.some((row) => row.line === line))
  if (unknown !== undefined) return { refused: 'line_not_set_aside', import: id, line: unknown }
  const left: string[] = []
  for (const { record, rows } of files) {
    const rest = rows.filter(({ line }) => !wanted.has(line))
    if (rest.length === rows.length) {
      left.push(record)
      continue
    }
    await dropFile(transaction, record)
    if (rest.length === 0) continue
    const fresh = house.newId()
    await putFile(
      transaction,
      { id: fresh, kind: 'quarantine', importId: id, day: found.expiresOn },
      Buffer.from(JSON.stringify(rest)),
      house.now(),
    )
    left.push(fresh)
  }
  await setQuarantine(transaction, id, left)
  return { found, rows: all.filter(({ line }) => wanted.has(line)) }
}

const recordDecision = async (
  house: RealHouse,
  transaction: PostgresTransaction,
  request: Request,
  id: string,
  decided: { readonly released: number; readonly discarded: number },
): Promise<void> => {
  if (!house.running.has('scope')) {
    await enterAct(house, transaction, request, { counts: decided })
    return
  }
  const recorded = await runIn(house, transaction, request, [
    { clause: 'scope', case: caseId(importCase(id)), command: { type: 'decideQuarantine', ...decided } },
  ])
  if (isRefusal(recorded)) throw new Error(`a decision on rows set aside was not taken: ${recorded.refused}`)
}

/** We sealed it ourselves: whatever has not this shape is a bug. */
const readRows = (value: unknown): readonly SetAside[] => {
  if (!Array.isArray(value) || !value.every(isSetAside)) throw new TypeError('the rows set aside are not readable')
  return value
}

const isSetAside = (row: unknown): row is SetAside =>
  typeof row === 'object' && row !== null && 'line' in row && 'fields' in row && 'findings' in row
