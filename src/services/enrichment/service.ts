/** Contacts one by one: list, search, view, edit, hold. Each act is under a Permit and leaves one trail entry that names the records. */
import { canonicalJson } from '../../domain/canonical.ts'
import { hasPrefix, normaliseName } from '../../domain/normalise.ts'
import { instant } from '../../domain/ids.ts'
import { isRefusal, type Refusal } from '../../domain/refusal.ts'
import type { RealHouse, Request } from '../../app/house.ts'
import { withPermit } from '../../app/permit.ts'
import { enterAct } from '../../app/run.ts'
import type { PostgresTransaction } from '../../store/postgres.ts'
import { agreementColumns, searchedText } from './rules.ts'
import { enrichmentColumns } from './columns.ts'
import { rewriteContact, rowsById } from './store/change.ts'
import type { Contact } from './store/contact.ts'
import { contactsById, contactsByToken, contactsByWord, listContacts } from './store/read.ts'
import { soughtByBeginning, soughtExactly } from './store/tokens.ts'
import { editedFields } from './service/edited-fields.ts'
import { needOf, refuse } from './service/in-steps.ts'
import type { ContactPage, ContactView, EditBody, ListQuery, SearchQuery } from './wire.ts'

const allColumns = agreementColumns(enrichmentColumns.map(({ key }) => key))

/** A page of contacts, newest first, by filters of open columns. */
export const listPage = async (house: RealHouse, request: Request, query: ListQuery): Promise<ContactPage | Refusal> =>
  withPermit(house, request, needOf('Consult', allColumns), async (transaction) => {
    const filter = { ...query, createdFrom: instantOf(query.createdFrom), createdBefore: instantOf(query.createdBefore) }
    const found = await listContacts(transaction, filter, query.cursor, query.limit)
    const { cursor, limit, ...filters } = query
    return enterPage(house, transaction, request, found, limit, canonicalJson({ list: defined(filters), cursor }))
  })

/** A page of those who match: a whole e-mail, telephone, name or company, or the beginning of a word of last name or company. */
export const searchPage = async (house: RealHouse, request: Request, query: SearchQuery): Promise<ContactPage | Refusal> =>
  withPermit(house, request, needOf('Retrieve', allColumns), async (transaction) => {
    const { ring, tenant } = transaction
    const { by, value, cursor, limit } = query
    const tokens = by === 'beginning' ? soughtByBeginning(ring, tenant, value) : soughtExactly(ring, tenant, by, value)
    // The entry commits to the keyed tokens: a plain digest of an address could be guessed.
    const detail = canonicalJson({ search: by, tokens: [...tokens] })
    if (by !== 'beginning') {
      const found = await contactsByToken(transaction, by, tokens, { before: cursor, limit })
      return enterPage(house, transaction, request, found, limit, detail)
    }
    const { contacts, next } = await beginning(transaction, tokens, value, cursor, limit)
    await enterNamed(house, transaction, request, contacts, detail)
    return { contacts: contacts.map(viewContact), next }
  })

/** One contact. */
export const viewOne = async (house: RealHouse, request: Request, { id }: { readonly id: string }): Promise<ContactView | Refusal> =>
  withPermit(house, request, needOf('Consult', allColumns), async (transaction) => {
    const named = { ...request, names: [...request.names, id] }
    const [found] = await contactsById(transaction, [id])
    if (found === undefined) return refuse(house, transaction, named, { refused: 'not_found', id })
    await enterAct(house, transaction, named, {})
    return viewContact(found)
  })

/** Changes fields of one contact: checked like the cells of a file, sealed and indexed anew. It stays due on its day. */
export const editOne = async (
  house: RealHouse,
  request: Request,
  { id, fields }: EditBody & { readonly id: string },
): Promise<ContactView | Refusal> =>
  withPermit(house, request, needOf('Alter', agreementColumns(Object.keys(fields))), async (transaction) => {
    const named = { ...request, names: [...request.names, id] }
    const [found] = await contactsById(transaction, [id])
    if (found === undefined) return refuse(house, transaction, named, { refused: 'not_found', id })
    const edited = editedFields(found.fields, fields)
    if (isRefusal(edited)) return refuse(house, transaction, named, edited)
    const [row] = await rowsById(transaction, [id])
    if (row !== undefined) await rewriteContact(transaction, row, edited.fields, house.now())
    await enterAct(house, transaction, named, { counts: { fields: Object.keys(fields).length } })
    return viewContact({
      ...found,
      fields: edited.fields,
      country: edited.fields['country'] ?? null,
      importId: null,
      updatedAt: house.now(),
    })
  })

export const viewContact = ({ fields, ...open }: Contact): ContactView => ({ ...open, fields: { ...fields } })

/**
 * Candidates of the index are read on until the page is full: typed letters beyond the indexed ones are compared in the opened record.
 * The look stops after a while, and the cursor goes on from there.
 */
const beginning = async (
  transaction: PostgresTransaction,
  tokens: readonly string[],
  typed: string,
  cursor: string | null,
  limit: number,
): Promise<{ readonly contacts: readonly Contact[]; readonly next: string | null }> => {
  const prefix = normaliseName(typed).split(' ')[0] ?? ''
  const contacts: Contact[] = []
  let before = cursor
  for (let look = 0; look < mostLooks; look += 1) {
    const { found, last, full } = await contactsByWord(transaction, tokens, { before, limit: candidates })
    for (const contact of found) {
      if (!hasPrefix(searchedText(contact.fields), prefix)) continue
      contacts.push(contact)
      if (contacts.length === limit) return { contacts, next: contact.id }
    }
    if (!full) return { contacts, next: null }
    before = last
  }
  return { contacts, next: before }
}

const candidates = 500
const mostLooks = 10

const enterPage = async (
  house: RealHouse,
  transaction: PostgresTransaction,
  request: Request,
  found: readonly Contact[],
  limit: number,
  detail: string,
): Promise<ContactPage> => {
  await enterNamed(house, transaction, request, found, detail)
  return { contacts: found.map(viewContact), next: found.length < limit ? null : (found.at(-1)?.id ?? null) }
}

/** Whoever saw a record is found by its id on the trail. */
const enterNamed = async (
  house: RealHouse,
  transaction: PostgresTransaction,
  request: Request,
  found: readonly Contact[],
  detail: string,
): Promise<void> => {
  const named = { ...request, names: [...request.names, ...found.map(({ id }) => id)] }
  await enterAct(house, transaction, named, { counts: { records: found.length }, detail })
}

const instantOf = (milliseconds: number | undefined) => (milliseconds === undefined ? undefined : instant(milliseconds))

const defined = (filters: Readonly<Record<string, string | number | boolean | undefined>>): Record<string, string | number | boolean> =>
  Object.fromEntries(Object.entries(filters).filter((entry): entry is [string, string | number | boolean] => entry[1] !== undefined))
