/** One batch of an import as one transaction: duplicates decided, contacts, refused rows and rows set aside written, progress stored. */
import type { RealHouse, Request } from '../../../app/house.ts'
import type { Refusal } from '../../../domain/refusal.ts'
import type { PostgresTransaction } from '../../../store/postgres.ts'
import type { KeyClass } from '../../../vault/classes.ts'
import { addCounts, isSharedMailbox, type ImportCounts } from '../rules.ts'
import { classOf, contactClasses } from '../store/contact.ts'
import { insertContacts, type SealedContact } from '../store/insert.ts'
import { lockImport, saveProgress, type StoredImport } from '../store/imports.ts'
import { anyWithoutDay, knownByEmail } from '../store/known.ts'
import { putFile, type FileKind } from '../store/sealed-files.ts'
import { hasOneKey, soughtExactly } from '../store/tokens.ts'
import { needOf, step } from './in-steps.ts'
import type { Batch, Ready } from './prepare.ts'

export type Writing = {
  readonly found: StoredImport
  /** Rows of the file that stand before this batch. */
  readonly before: number
}

/** Answers null when it is written, or the refusal that stops the import. */
export const writeBatch = async (house: RealHouse, request: Request, writing: Writing, batch: Batch): Promise<Refusal | null> => {
  const { found, before } = writing
  return step(house, request, needOf('Store', found.columns), async (transaction) => {
    const locked = await lockImport(transaction, found.id)
    if (locked === null || locked.state !== 'open') return { refused: 'import_not_open', import: found.id, state: locked?.state ?? 'gone' }
    // Another worker took the import over after this one was held up for long.
    if (locked.rowsDone !== before) return { refused: 'import_runs_elsewhere', import: found.id, row: locked.rowsDone }
    const decided = await decideDuplicates(transaction, found, batch.ready)
    await insertContacts(transaction, decided.contacts, { day: found.expiresOn, source: 'file', importId: found.id, at: found.createdAt })
    const keep = async (kind: FileKind, empty: boolean, value: unknown): Promise<string | null> => {
      if (empty) return null
      const id = house.newId()
      await putFile(transaction, { id, kind, importId: found.id, day: found.expiresOn }, Buffer.from(JSON.stringify(value)), house.now())
      return id
    }
    await saveProgress(transaction, found.id, {
      rowsDone: before + batch.rows,
      counts: addCounts(locked.counts, { ...batch.counts, ...decided.counts }),
      errorFile: await keep('errors', batch.errors.length === 0, batch.errors),
      quarantine: await keep('quarantine', batch.aside.length === 0, batch.aside),
    })
    return null
  })
}

type Decided = {
  readonly contacts: readonly SealedContact[]
  readonly counts: Pick<ImportCounts, 'imported' | 'updated' | 'skipped' | 'duplicates'>
}

/** The same address twice in one file: the first row counts. Mailboxes that many people share tell nobody from another. */
const decideDuplicates = async (transaction: PostgresTransaction, found: StoredImport, ready: readonly Ready[]): Promise<Decided> => {
  const policy = found.duplicates
  const told = ready.filter(({ fields }) => fields['email'] !== undefined && !isSharedMailbox(fields['email']))
  const sought = await soughtAddresses(transaction, classOf(found.expiresOn, false), told)
  const rows = await knownByEmail(transaction, [...sought.values()].flat(), found.id)
  const counted = new Set(told)
  const seen = new Set<string>()
  const contacts: SealedContact[] = []
  const counts = { imported: 0, updated: 0, skipped: 0, duplicates: 0 }
  for (const row of ready) {
    const { email } = row.sealed.tokens
    const before = counted.has(row)
      ? sought
          .get(email)
          ?.map((token) => rows.get(token))
          .find((each) => each !== undefined)
      : undefined
    const twice = counted.has(row) && seen.has(email)
    if (counted.has(row)) seen.add(email)
    if (before !== undefined || twice) counts.duplicates += 1
    if ((before === undefined && !twice) || policy === 'keep') {
      contacts.push(row.sealed)
      counts.imported += 1
    } else if (policy === 'update' && before !== undefined && !before.ownImport && !twice) {
      contacts.push({ ...row.sealed, replaces: before.id })
      counts.updated += 1
    } else counts.skipped += 1
  }
  return { contacts, counts }
}

// By every living key: while keys are renewed, or a contact is held, the known row has another token than the new one. Where neither can
// be, the token that was made for the row is all there is to look for.
const soughtAddresses = async (
  transaction: PostgresTransaction,
  keyClass: KeyClass,
  told: readonly Ready[],
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const { ring, tenant } = transaction
  const alone = keyClass === 'submitted' && !(await anyWithoutDay(transaction))
  if (alone && hasOneKey(ring, tenant, keyClass)) return new Map(told.map(({ sealed }) => [sealed.tokens.email, [sealed.tokens.email]]))
  const classes = alone ? [keyClass] : contactClasses
  return new Map(
    told.map(({ fields, sealed }) => [sealed.tokens.email, soughtExactly(ring, tenant, 'email', fields['email'] ?? '', classes)]),
  )
}
