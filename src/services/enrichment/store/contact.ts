/** One contact as it stands in its row: open columns, and all fields in one envelope bound to tenant, class, day and id. */
import type { Instant, TenantId } from '../../../domain/ids.ts'
import { isRefusal } from '../../../domain/refusal.ts'
import type { KeyClass } from '../../../vault/classes.ts'
import { open, seal, type Place } from '../../../vault/envelope.ts'
import type { Ring } from '../../../vault/ring.ts'
import { KeyGone } from '../../../store/postgres/sealing.ts'
import type { ContactFields } from '../rules.ts'

export const contactTable = 'enrichment_contact'

/** How PostgreSQL writes the day of a row that has none. */
export const noDay = 'infinity'

/** The columns that every reader of whole contacts asks for. */
export type ContactRow = {
  readonly id: string
  readonly expires_on: string
  readonly state: string
  readonly country: string | null
  readonly source: string
  readonly import_id: string | null
  readonly created_at: Instant
  readonly updated_at: Instant
  readonly held: boolean
  readonly original_day: string | null
  readonly envelope: Uint8Array
}

export type Contact = {
  readonly id: string
  /** Local day on which it is erased; null while it is held or the agreement gives no period. */
  readonly expiresOn: string | null
  readonly state: string
  readonly country: string | null
  readonly source: string
  readonly importId: string | null
  readonly createdAt: Instant
  readonly updatedAt: Instant
  readonly held: boolean
  readonly originalDay: string | null
  readonly fields: ContactFields
}

/** The classes that a contact may be sealed under. */
export const contactClasses = ['submitted', 'account', 'evidence'] as const

/** Held by law it outlives the contract, so it stands under the class for that; without a period it ends with the contract. */
export const classOf = (day: string | null, held: boolean): KeyClass => (held ? 'evidence' : day === null ? 'account' : 'submitted')

export const contactPlace = (tenant: TenantId, id: string, day: string | null, held: boolean): Place => {
  return { tenant, class: classOf(day, held), day: held ? null : day, table: contactTable, id }
}

export const dayOf = (column: string): string | null => (column === noDay ? null : column)
export const columnOf = (day: string | null): string => day ?? noDay

export const sealFields = (ring: Ring, place: Place, fields: ContactFields): Uint8Array => {
  const envelope = seal(ring, place, Buffer.from(JSON.stringify(fields)))
  if (isRefusal(envelope)) throw new KeyGone(envelope.refused, contactTable)
  return envelope
}

export const openFields = (
  ring: Ring,
  tenant: TenantId,
  row: Pick<ContactRow, 'id' | 'expires_on' | 'held' | 'envelope'>,
): ContactFields => {
  const plaintext = open(ring, contactPlace(tenant, row.id, dayOf(row.expires_on), row.held), row.envelope)
  if (isRefusal(plaintext)) throw new KeyGone(plaintext.refused, contactTable)
  const value: unknown = JSON.parse(Buffer.from(plaintext.buffer, plaintext.byteOffset, plaintext.byteLength).toString())
  return readFields(value)
}

/** What was sealed here is a record of texts; anything else is a bug of ours. */
const readFields = (value: unknown): ContactFields => {
  if (typeof value !== 'object' || value === null) throw new TypeError('a contact holds no fields')
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}

export const openContact = (ring: Ring, tenant: TenantId, row: ContactRow): Contact => ({
  id: row.id,
  expiresOn: dayOf(row.expires_on),
  state: row.state,
  country: row.country,
  source: row.source,
  importId: row.import_id,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  held: row.held,
  originalDay: row.original_day,
  fields: openFields(ring, tenant, row),
})
