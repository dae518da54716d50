/** The doors of this wing: contacts and imports. Every use case leaves its own entry and names the records that it touched. */
import { Readable } from 'node:stream'
import { z } from 'zod'
import { eraseRecords } from '../../app/erase.ts'
import { isRefusal } from '../../domain/refusal.ts'
import { raw, route, type Route } from '../../http/route.ts'
import { Id } from '../../wire/parts.ts'
import { editOne, listPage, searchPage, viewOne } from './service.ts'
import { exportContacts } from './service/exports.ts'
import { holdContacts, unholdContacts } from './service/hold.ts'
import { importRoutes } from './import-routes.ts'
import { contactPage, contactView, editBody, listQuery, searchQuery } from './wire.ts'

const OfContact = z.object({ contact: Id })
const Ids = z.object({ ids: z.array(Id).min(1).max(500) })
/** Filters as an address carries them: every value is a text. */
const listAddress = listQuery.extend({
  held: z.stringbool().optional(),
  createdFrom: z.coerce.number().int().optional(),
  createdBefore: z.coerce.number().int().optional(),
})
/** What an erasure came to; the certificate is asked for under `erasure`. */
const Erased = z.object({ erasure: z.string(), counts: z.record(z.string(), z.number()) })

export const enrichmentRoutes: readonly Route[] = [
  route({
    method: 'GET',
    url: '/v1/contacts',
    act: 'contacts.list',
    summary: 'Contacts, newest first, each with its day of deletion',
    audience: 'controller',
    names: [],
    query: listAddress,
    answers: contactPage,
    handle: async ({ facts, request, query }) => listPage(facts.house, request, query),
  }),
  route({
    method: 'POST',
    url: '/v1/contacts/search',
    act: 'contacts.search',
    summary: 'Look somebody up; a POST, so that what is looked for stands in no address',
    audience: 'controller',
    may: ['owner', 'member', 'auditor', 'key'],
    mutates: true,
    names: [],
    body: searchQuery,
    answers: contactPage,
    handle: async ({ facts, request, body }) => searchPage(facts.house, request, body),
  }),
  route({
    method: 'GET',
    url: '/v1/contacts/export',
    act: 'contacts.export',
    summary: 'All contacts as CSV for spreadsheets, as CSV for programs, or as JSON',
    audience: 'controller',
    names: [],
    query: z.object({ format: z.enum(['csv', 'json']).default('csv'), reader: z.enum(['spreadsheet', 'machine']).default('spreadsheet') }),
    type: 'text/csv',
    handle: async ({ facts, request, query }) => {
      const found = await exportContacts(facts.house, request, query)
      if (isRefusal(found)) return found
      const type = query.format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json'
      return raw(
        { 'content-type': type, 'content-disposition': `attachment; filename="contacts.${query.format}"` },
        Readable.from(found.text),
      )
    },
  }),
  route({
    method: 'POST',
    url: '/v1/contacts/hold',
    act: 'contacts.hold',
    summary: 'Keep contacts beyond their day, because a law demands it',
    audience: 'controller',
    may: ['owner'],
    mutates: true,
    names: [],
    body: Ids,
    answers: z.object({ held: z.number().int() }),
    handle: async ({ facts, request, body }) => holdContacts(facts.house, request, body),
  }),
  route({
    method: 'POST',
    url: '/v1/contacts/unhold',
    act: 'contacts.unhold',
    summary: 'Let held contacts go: back to their day, or erased where it has passed',
    audience: 'controller',
    may: ['owner'],
    mutates: true,
    names: [],
    body: Ids,
    answers: z.object({ released: z.number().int(), erased: z.number().int() }),
    handle: async ({ facts, request, body }) => unholdContacts(facts.house, request, body),
  }),
  route({
    method: 'POST',
    url: '/v1/contacts/erase',
    act: 'contacts.erase',
    summary: 'Erase contacts; the sweep, the scan and the certificate follow',
    audience: 'controller',
    mutates: true,
    names: [],
    body: Ids,
    answers: Erased,
    handle: async ({ facts, request, body }) => eraseRecords(facts, request, body.ids),
  }),
  route({
    method: 'GET',
    url: '/v1/contacts/:contact',
    act: 'contacts.view',
    summary: 'One contact',
    audience: 'controller',
    names: [],
    params: OfContact,
    answers: contactView,
    handle: async ({ facts, request, params }) => viewOne(facts.house, request, { id: params.contact }),
  }),
  route({
    method: 'PUT',
    url: '/v1/contacts/:contact',
    act: 'contacts.edit',
    summary: 'Change fields of a contact: a text sets, null takes away, absent leaves',
    audience: 'controller',
    mutates: true,
    names: [],
    params: OfContact,
    body: editBody,
    answers: contactView,
    handle: async ({ facts, request, params, body }) => editOne(facts.house, request, { id: params.contact, ...body }),
  }),
  route({
    method: 'DELETE',
    url: '/v1/contacts/:contact',
    act: 'contacts.erase-one',
    summary: 'Erase one contact; the sweep, the scan and the certificate follow',
    audience: 'controller',
    mutates: true,
    names: [],
    params: OfContact,
    answers: Erased,
    handle: async ({ facts, request, params }) => eraseRecords(facts, request, [params.contact]),
  }),
  ...importRoutes,
]
