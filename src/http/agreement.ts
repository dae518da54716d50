/** The agreement: read, accepted, amended. What stands on the page, in the PDF and behind the hash is the same. */
import { z } from 'zod'
import { acceptAgreement, type Answered } from '../app/acceptance.ts'
import { readProof, takeAcceptance } from '../app/acceptance-file.ts'
import { agreementHtml, agreementPdf, readAgreementOf, type ShownAgreement } from '../app/agreements.ts'
import { compareAmendment, proposeAmendment } from '../app/amendments.ts'
import { ask } from '../app/ask.ts'
import { canonicalJson } from '../domain/canonical.ts'
import { writeEvidence } from '../domain/evidence.ts'
import { isRefusal } from '../domain/refusal.ts'
import type { AgreementStanding } from '../domain/standing.ts'
import { writeInstant } from '../domain/time.ts'
import { Accept, Accepted, Agreement, Compared, Proof, Propose, Proposed } from '../wire/agreement.ts'
import { OfCase } from '../wire/clauses.ts'
import { Id } from '../wire/parts.ts'
import { accountOf } from './caller.ts'
import { htmlPage } from './page.ts'
import { declaredFor, forBothSides, raw, route, type Call, type Raw, type Route, type Side } from './route.ts'

export const agreementRoutes: readonly Route[] = [
  ...forBothSides((side) => [
    route({
      ...declaredFor(side),
      method: 'GET',
      url: `${side.prefix}/agreement`,
      act: 'agreement.read',
      summary: 'The agreement in force or on offer: clauses, figures, hashes, and what keeps each clause',
      names: [],
      answers: Agreement,
      handle: async ({ facts, request }) => {
        const found = await readAgreementOf(facts.house, request)
        return isRefusal(found) ? found : shown(found)
      },
    }),
    rendering(side, 'text', 'text/html', 'The agreement as a page', async (found) => htmlPage(agreementHtml(found))),
    rendering(side, 'pdf', 'application/pdf', 'The agreement as a tagged PDF', async (found) =>
      raw({ 'content-type': 'application/pdf', 'content-disposition': attachment(found, 'pdf') }, await agreementPdf(found)),
    ),
    rendering(side, 'file', 'application/json', 'The agreement in the canonical form whose SHA-256 is its hash', async (found) =>
      raw({ 'content-type': 'application/json', 'content-disposition': attachment(found, 'json') }, canonicalJson(found.agreement)),
    ),
    route({
      ...declaredFor(side),
      method: 'GET',
      url: `${side.prefix}/agreement/proofs/:proof`,
      act: 'agreement.proof',
      summary: 'The statement of an acceptance, with what opens its commitment',
      names: ['proof'],
      params: z.object({ proof: Id }),
      answers: Proof,
      handle: async ({ facts, request, params }) => {
        const statement = await readProof(facts.house, request, params.proof)
        return isRefusal(statement) ? statement : { statement }
      },
    }),
    route({
      ...declaredFor(side),
      method: 'GET',
      url: `${side.prefix}/agreement/proofs/:proof/file`,
      act: 'agreement.take-proof',
      summary: 'An acceptance as a file for `mandate verify`',
      names: ['proof'],
      params: z.object({ proof: Id }),
      type: 'application/json',
      handle: async ({ facts, request, params }) => {
        const evidence = await takeAcceptance(facts.house, request, params.proof)
        if (isRefusal(evidence)) return evidence
        return raw(
          { 'content-type': 'application/json', 'content-disposition': 'attachment; filename="acceptance.json"' },
          writeEvidence(evidence),
        )
      },
    }),
    route({
      ...declaredFor(side),
      method: 'GET',
      url: `${side.prefix}/amendments/:case/diff`,
      act: 'amendments.compare',
      summary: 'What an amendment changes, in words and in behaviour',
      names: ['case'],
      params: OfCase,
      answers: Compared,
      handle: async ({ facts, request, params }) => {
        const found = await compareAmendment(facts.house, request, params.case)
        return isRefusal(found) ? found : { ...found, diff: { ...found.diff } }
      },
    }),
  ]),
  route({
    method: 'POST',
    url: '/v1/agreement/accept',
    act: 'agreement.accept',
    summary: 'Accept the agreement that you have read, for the controller',
    audience: 'controller',
    may: ['owner'],
    mutates: true,
    names: [],
    body: Accept,
    answers: Accepted,
    handle: async (call) => accept(call, { clause: 'acceptance', case: 'agreement' }),
  }),
  route({
    method: 'POST',
    url: '/v1/amendments/:case/accept',
    act: 'amendments.accept',
    summary: 'Accept an amendment that you have read, for the controller',
    audience: 'controller',
    may: ['owner'],
    mutates: true,
    names: ['case'],
    params: OfCase,
    body: Accept,
    answers: Accepted,
    handle: async (call) => accept(call, { clause: 'amendment', case: call.params.case }),
  }),
  route({
    method: 'POST',
    url: '/v1/customers/:customer/amendments',
    act: 'amendments.propose',
    summary: 'Propose a further version of the agreement to a customer',
    audience: 'staff',
    within: 'customer',
    mutates: true,
    names: [],
    body: Propose,
    answers: Proposed,
    status: 201,
    handle: async ({ facts, request, body }) => proposeAmendment(facts.house, request, facts.templates, body),
  }),
]

// A declaration, because the table above is made before a constant below it exists.
function rendering(side: Side, name: string, type: string, summary: string, render: (found: ShownAgreement) => Promise<Raw>): Route {
  return route({
    ...declaredFor(side),
    method: 'GET',
    url: `${side.prefix}/agreement/${name}`,
    act: `agreement.${name}`,
    summary,
    names: [],
    type,
    handle: async ({ facts, request }) => {
      const found = await readAgreementOf(facts.house, request)
      return isRefusal(found) ? found : render(found)
    },
  })
}

const attachment = ({ agreement, hashes }: ShownAgreement, ending: string): string =>
  `attachment; filename="${agreement.agreement}-${agreement.version}-${hashes.concluded.slice(0, 12)}.${ending}"`

const accept = async ({ facts, request, caller, body, userAgent }: Call<unknown, unknown, z.output<typeof Accept>>, answered: Answered) => {
  const account = accountOf(caller)
  if (account === null) return ask(facts.house, request, async () => ({ refused: 'not_signed_in' }))
  return acceptAgreement(facts.house, request, { account, capacity: body.capacity, hash: body.hash, userAgent }, answered)
}

const shown = ({ agreement, hashes, standing, clauses }: ShownAgreement): z.output<typeof Agreement> => ({
  agreement: agreement.agreement,
  title: agreement.title,
  version: agreement.version,
  language: agreement.language,
  effective: agreement.effective,
  standing: {
    status: standing.status,
    since: sinceOf(standing),
    exportOpen: standing.status === 'ended' ? standing.exportOpen : null,
  },
  hashes,
  parties: agreement.parties,
  trailKey: agreement.trailKey,
  time: agreement.time,
  clauses,
})

const sinceOf = (standing: AgreementStanding): string | null => {
  switch (standing.status) {
    case 'none':
    case 'offered':
      return null
    case 'in force':
      return writeInstant(standing.since)
    case 'ended':
      return writeInstant(standing.endedAt)
    case 'closed':
      return writeInstant(standing.closedAt)
  }
}
