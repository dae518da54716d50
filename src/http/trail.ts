/** The trail: who did what, who looked at a record, and the files that prove it without us. */
import { z } from 'zod'
import { ask } from '../app/ask.ts'
import { listTrail, proveEntry, readEntry, readHead, takeTrail } from '../app/trail-acts.ts'
import { writeEvidence } from '../domain/evidence.ts'
import { instant, isUuid } from '../domain/ids.ts'
import { isRefusal } from '../domain/refusal.ts'
import { writeInstant } from '../domain/time.ts'
import type { TrailEntry } from '../domain/trail.ts'
import { Id, pageOf } from '../wire/parts.ts'
import { Entry, Head, TrailQuery } from '../wire/trail.ts'
import { cut, decodeCursor } from './paging.ts'
import { declaredFor, forBothSides, raw, route, type Route, type Side } from './route.ts'

/** Staff have two: their own log, and that of a customer whom they act for. */
export const trailRoutes: readonly Route[] = [
  ...forBothSides((side) => trailOf(side, '/trail')),
  ...trailOf({ audience: 'staff', prefix: '/v1' }, '/operator/trail'),
]

/** What a caller looks for may be anything, a person's name too: the entry repeats it only where it is an id or a hash. */
const isId = (name: string): boolean => isUuid(name) || /^[0-9a-f]{64}$/.test(name)

type Where = Side | { readonly audience: 'staff'; readonly prefix: '/v1'; readonly within?: never }

function trailOf(side: Where, path: string): readonly Route[] {
  const where = side.within === undefined ? { audience: side.audience } : declaredFor(side)
  const url = `${side.prefix}${path}`
  return [
    route({
      ...where,
      method: 'GET',
      url,
      act: 'trail.list',
      summary: 'The trail, newest first; by name of a record: who looked at it',
      names: [],
      query: TrailQuery,
      answers: pageOf(Entry),
      handle: async ({ facts, request, query }) => {
        const cursor = decodeCursor(query.cursor, 2)
        if (isRefusal(cursor)) return ask(facts.house, request, async () => cursor)
        const [at = '', id = ''] = cursor ?? []
        if (cursor !== null && (!/^\d{1,15}$/.test(at) || !Id.safeParse(id).success))
          return ask(facts.house, request, async () => ({ refused: 'cursor_unreadable' }))
        const filter = { act: query.act ?? null, name: query.name ?? null, outcome: query.outcome ?? null }
        const after = cursor === null ? null : { at: instant(Number(at)), id }
        const named = query.name !== undefined && isId(query.name) ? { ...request, names: [query.name] } : request
        const entries = await listTrail(facts.house, named, filter, after, query.limit + 1)
        if (isRefusal(entries)) return entries
        const { items, next } = cut(entries, query.limit, (entry) => [entry.at, entry.id])
        return { items: items.map(shown), next }
      },
    }),
    route({
      ...where,
      method: 'GET',
      url: `${url}/head`,
      act: 'trail.head',
      summary: 'The newest signed head of the log, to be kept by you',
      names: [],
      answers: Head,
      handle: async ({ facts, request }) => {
        const head = await readHead(facts.house, request)
        return isRefusal(head) ? head : { ...head, at: writeInstant(head.at) }
      },
    }),
    route({
      ...where,
      method: 'GET',
      url: `${url}/file`,
      act: 'trail.take',
      summary: 'The whole sealed log as a file for `mandate verify`',
      names: [],
      type: 'application/json',
      handle: async ({ facts, request }) => {
        const evidence = await takeTrail(facts.house, request)
        if (isRefusal(evidence)) return evidence
        return raw(
          { 'content-type': 'application/json', 'content-disposition': 'attachment; filename="trail.json"' },
          writeEvidence(evidence),
        )
      },
    }),
    route({
      ...where,
      method: 'GET',
      url: `${url}/:entry`,
      act: 'trail.read',
      summary: 'One entry',
      names: ['entry'],
      params: z.object({ entry: Id }),
      answers: z.object({ entry: Entry }),
      handle: async ({ facts, request, params }) => {
        const found = await readEntry(facts.house, request, params.entry)
        return isRefusal(found) ? found : { entry: shown(found.entry) }
      },
    }),
    route({
      ...where,
      method: 'GET',
      url: `${url}/:entry/proof`,
      act: 'trail.prove',
      summary: 'One entry with the proof that it stands in the signed log; sealed at most ten seconds after the act',
      names: ['entry'],
      params: z.object({ entry: Id }),
      answers: z.object({ proof: z.record(z.string(), z.unknown()) }),
      handle: async ({ facts, request, params }) => {
        const proof = await proveEntry(facts.house, request, params.entry)
        return isRefusal(proof) ? proof : { proof }
      },
    }),
  ]
}

const shown = ({ actor, ip, at, tenant: _tenant, detailDigest: _detail, ...entry }: TrailEntry): z.output<typeof Entry> => ({
  ...entry,
  at: writeInstant(at),
  actor: actor.open?.value ?? null,
  ip: ip.open === null || ip.open.value === '' ? null : ip.open.value,
})
