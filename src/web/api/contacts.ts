import { z } from 'zod'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { contactFields, contactPage, contactView, type SearchQuery } from '../../services/enrichment/wire.ts'
import { Erased } from '../../wire/erasures.ts'
import { queryText, read, send } from './call.ts'

export type Contact = z.infer<typeof contactView>
export type Sought = { readonly by: SearchQuery['by']; readonly value: string }
export type ContactFilter = {
  readonly country?: string | undefined
  readonly source?: string | undefined
  readonly importId?: string | undefined
  readonly held?: string | undefined
}

/** The fields of a contact, in the order in which they are shown. */
export const fieldKeys: readonly string[] = Object.keys(contactFields.shape)

/** What is looked for goes in a body, so that it stands in no address and no log of addresses. */
export const contactsQuery = (filter: ContactFilter, sought: Sought | null, cursor: string | undefined) =>
  queryOptions({
    queryKey: ['contacts', filter, sought, cursor ?? ''],
    placeholderData: keepPreviousData,
    queryFn: () =>
      sought === null
        ? read(`/v1/contacts${queryText({ ...filter, cursor })}`, contactPage)
        : send('/v1/contacts/search', contactPage, { method: 'POST', body: { ...sought, cursor: cursor ?? null } }),
  })

export const contactQuery = (id: string) =>
  queryOptions({ queryKey: ['contact', id], queryFn: () => read(`/v1/contacts/${id}`, contactView) })

export const editContact = (id: string, fields: Readonly<Record<string, string | null>>) =>
  send(`/v1/contacts/${id}`, contactView, { method: 'PUT', body: { fields } })

export const eraseContacts = (ids: readonly string[]) => send('/v1/contacts/erase', Erased, { method: 'POST', body: { ids } })

export const holdContact = (id: string) =>
  send('/v1/contacts/hold', z.object({ held: z.number() }), { method: 'POST', body: { ids: [id] } })
export const unholdContact = (id: string) =>
  send('/v1/contacts/unhold', z.object({ released: z.number(), erased: z.number() }), { method: 'POST', body: { ids: [id] } })
