/** What the house asks of this wing: find, erase, export, expire, move, scan, forecast. */
import type { FoundRecord, Selectors, Wing } from '../../app/wing.ts'
import type { Permit } from '../../domain/gate.ts'
import { normaliseEmail, normaliseName, normalisePhone } from '../../domain/normalise.ts'
import type { TenantId } from '../../domain/ids.ts'
import type { PostgresTransaction } from '../../store/postgres.ts'
import { enrichmentMaps } from './data.ts'
import { expireDay } from './expiry.ts'
import { fullNameOf, isSharedMailbox } from './rules.ts'
import { exported } from './service/exports.ts'
import { countOlderRows, eraseContacts, eraseDay, moveOriginalDay, olderRows, rewriteRows, rowsOfDay } from './store/change.ts'
import { contactTable, dayOf, type Contact } from './store/contact.ts'
import { endImportsOfDay, moveImports } from './store/imports.ts'
import { allById, contactsById, contactsByToken, forecastDays, pageContacts, scanContacts, type tokenColumns } from './store/read.ts'
import { dropFilesOfAll } from './store/sealed-files.ts'
import { soughtExactly } from './store/tokens.ts'

export const enrichment: Wing = {
  name: 'enrichment',
  maps: enrichmentMaps,
  find: async (transaction, permit, selectors) =>
    (await findAll(transaction, permit, selectors)).map((contact) => foundRecord(transaction, contact)),
  erase: async (transaction, permit, records) => {
    ownTenant(transaction, permit)
    const ids = records.filter(({ table }) => table === contactTable).map(({ id }) => id)
    return countsOf(await eraseContacts(transaction, ids))
  },
  eraseAll: async (transaction, permit) => {
    ownTenant(transaction, permit)
    const erased = await eraseDay(transaction, 'all')
    await dropFilesOfAll(transaction)
    await endImportsOfDay(transaction, 'all')
    return countsOf(erased)
  },
  export: async (transaction, permit, after, limit) => {
    ownTenant(transaction, permit)
    const page = await pageContacts(transaction, after, limit)
    return page.map((contact) => ({ table: contactTable, id: contact.id, record: exported(contact) }))
  },
  expire: expireDay,
  moveExpiry: async (transaction, permit, fromDay, toDay) => {
    ownTenant(transaction, permit)
    if (fromDay === toDay) return 0
    let moved = 0
    for (;;) {
      const rows = await rowsOfDay(transaction, fromDay, moveSize)
      moved += await rewriteRows(transaction, rows, { day: toDay, held: false, originalDay: () => null })
      if (rows.length < moveSize) break
    }
    await moveOriginalDay(transaction, fromDay, toDay)
    await moveImports(transaction, fromDay, toDay)
    return moved
  },
  scan: async (transaction, permit, after, limit) => {
    ownTenant(transaction, permit)
    const page = await scanContacts(transaction, after, limit)
    return page.map(({ id, fields }) => ({ table: contactTable, id, text: JSON.stringify(fields) }))
  },
  reseal: async (transaction, keyClass, newest, limit) => {
    let resealed = 0
    const rows = await olderRows(transaction, keyClass, newest, limit)
    for (const [day, group] of Map.groupBy(rows, (row) => row.expires_on))
      resealed += await rewriteRows(transaction, group, {
        day: dayOf(day),
        held: keyClass === 'evidence',
        originalDay: (row) => row.original_day,
      })
    return resealed
  },
  countOlder: (transaction, keyClass, newest) => countOlderRows(transaction, keyClass, newest),
  forecast: (transaction, day) => forecastDays(transaction, day),
}

const moveSize = 1_000
const findSize = 1_000

const countsOf = ({ contacts, words }: { readonly contacts: number; readonly words: number }) => ({
  enrichment_contact: contacts,
  enrichment_word: words,
})

/** A Permit is for one tenant; one that strayed into another's transaction is a bug that must not pass. */
const ownTenant = (transaction: PostgresTransaction, permit: Permit): void => {
  if (permit.tenant !== transaction.tenant) throw new Error('a permit of another tenant')
}

/** Erasure reaches what readers do not see: rows of an import that has not closed, and rows whose place another took. */
const findAll = async (transaction: PostgresTransaction, permit: Permit, selectors: Selectors): Promise<readonly Contact[]> => {
  ownTenant(transaction, permit)
  const hidden = 'ground' in permit.under && permit.under.ground === 'erasure'
  const found = new Map<string, Contact>()
  const add = (contacts: readonly Contact[]): void => {
    for (const contact of contacts) found.set(contact.id, contact)
  }
  add(await (hidden ? allById : contactsById)(transaction, selectors.records))
  const exact: readonly (readonly [keyof typeof tokenColumns, readonly string[]])[] = [
    ['email', selectors.emails],
    ['phone', selectors.phones],
    ['name', selectors.names],
  ]
  for (const [field, values] of exact) {
    const tokens = values.flatMap((value) => soughtExactly(transaction.ring, transaction.tenant, field, value))
    for (let before: string | null = null; ;) {
      const page: readonly Contact[] = await contactsByToken(transaction, field, tokens, { before, limit: findSize, hidden })
      add(page)
      if (page.length < findSize) break
      before = page.at(-1)?.id ?? null
    }
  }
  return [...found.values()]
}

const foundRecord = ({ ring, tenant }: PostgresTransaction, { id, createdAt, fields }: Contact): FoundRecord => ({
  table: contactTable,
  id,
  createdAt,
  tokens: identifying(ring, tenant, fields).map((hex) => Buffer.from(hex, 'hex')),
  selectors: {
    emails: present(normaliseEmail(fields['email'] ?? '')),
    phones: present(normalisePhone(fields['phone'] ?? '')),
    names: present(normaliseName(fullNameOf(fields))),
    records: [id],
  },
})

/** Tokens that mean this person and nobody else: not those of a name, a company or a mailbox that others share. */
const identifying = (ring: PostgresTransaction['ring'], tenant: TenantId, fields: Contact['fields']): readonly string[] => {
  const { email, phone } = fields
  if (email !== undefined && !isSharedMailbox(email)) return soughtExactly(ring, tenant, 'email', email)
  return phone === undefined ? [] : soughtExactly(ring, tenant, 'phone', phone)
}

const present = (value: string): readonly string[] => (value === '' ? [] : [value])
