/** Finding and erasing a person over all services, and the certificates that follow. */
import { z } from 'zod'
import { takeCertificate, listCertificatesFor, printCertificate } from '../app/certificate-acts.ts'
import { eraseEverything } from '../app/erase-everything.ts'
import { erasePerson } from '../app/erase.ts'
import { findPerson } from '../app/find-person.ts'
import { writeEvidence } from '../domain/evidence.ts'
import { isRefusal } from '../domain/refusal.ts'
import { writeInstant } from '../domain/time.ts'
import type { Instant } from '../domain/ids.ts'
import { Certificate, Erased, ErasedEverything, EraseEverything, FoundPerson, Person } from '../wire/erasures.ts'
import { CaseName, pageOf } from '../wire/parts.ts'
import { declaredFor, forBothSides, raw, route, type Route } from './route.ts'

const OfErasure = z.object({ erasure: CaseName })
const text = (at: Instant | null): string | null => (at === null ? null : writeInstant(at))

export const erasureRoutes: readonly Route[] = [
  route({
    method: 'POST',
    url: '/v1/persons/find',
    act: 'persons.find',
    summary: 'Everything about one person, over all services, by address, number, name or record',
    audience: 'controller',
    mutates: true,
    names: [],
    body: Person,
    answers: FoundPerson,
    handle: async ({ facts, request, body }) => findPerson(facts.house, facts.wings, request, body),
  }),
  route({
    method: 'POST',
    url: '/v1/persons/erase',
    act: 'persons.erase',
    summary: 'Erase one person over all services; the sweep, the scan and the certificate follow',
    audience: 'controller',
    mutates: true,
    names: [],
    body: Person,
    answers: Erased,
    handle: async ({ facts, request, body }) => erasePerson(facts, request, body),
  }),
  route({
    method: 'POST',
    url: '/v1/records/erase-everything',
    act: 'records.erase-everything',
    summary: 'Erase every record of every service while the contract goes on; sweeps, scans and certificates follow',
    audience: 'controller',
    may: ['owner'],
    mutates: true,
    names: [],
    body: EraseEverything,
    answers: ErasedEverything,
    handle: async ({ facts, request }) => eraseEverything(facts, request),
  }),
  ...forBothSides((side) => [
    route({
      ...declaredFor(side),
      method: 'GET',
      url: `${side.prefix}/certificates`,
      act: 'certificates.list',
      summary: 'Certificates of erasure, newest first',
      names: [],
      answers: pageOf(Certificate),
      handle: async ({ facts, request }) => {
        const found = await listCertificatesFor(facts.house, request)
        if (isRefusal(found)) return found
        const items = found.map(({ id, scope, stage, subjects, erasedAt, completeAt, auditedAt, clock }) => ({
          id,
          scope,
          stage,
          subjects: subjects.length,
          erasedAt: writeInstant(erasedAt),
          completeAt: text(completeAt),
          auditedAt: text(auditedAt),
          clock,
        }))
        return { items, next: null }
      },
    }),
    route({
      ...declaredFor(side),
      method: 'GET',
      url: `${side.prefix}/certificates/:erasure/file`,
      act: 'certificates.take',
      summary: 'A certificate as a file for `mandate verify`',
      names: ['erasure'],
      params: OfErasure,
      type: 'application/json',
      handle: async ({ facts, request, params }) => {
        const evidence = await takeCertificate(facts.house, request, params.erasure)
        if (isRefusal(evidence)) return evidence
        return raw(
          { 'content-type': 'application/json', 'content-disposition': 'attachment; filename="certificate.json"' },
          writeEvidence(evidence),
        )
      },
    }),
    route({
      ...declaredFor(side),
      method: 'GET',
      url: `${side.prefix}/certificates/:erasure/pdf`,
      act: 'certificates.print',
      summary: 'A certificate as a tagged PDF',
      names: ['erasure'],
      params: OfErasure,
      type: 'application/pdf',
      handle: async ({ facts, request, params }) => {
        const printed = await printCertificate(facts.house, request, params.erasure)
        if (isRefusal(printed)) return printed
        return raw({ 'content-type': 'application/pdf', 'content-disposition': 'attachment; filename="certificate.pdf"' }, printed.pdf)
      },
    }),
  ]),
]
