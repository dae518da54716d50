/** Reading one's own trail is an act like any other: it leaves its entry. */
import type { Extension, ProvenEntry, TrailEvidence } from '../domain/evidence.ts'
import type { Refusal } from '../domain/refusal.ts'
import type { TrailEntry } from '../domain/trail.ts'
import { ask } from './ask.ts'
import type { RealHouse, Request } from './house.ts'
import { newestHead, provenEntries, trailEntries, trailEvidence, trailPage, type TrailCursor, type TrailFilter } from './trail.ts'

export const listTrail = async (
  house: RealHouse,
  request: Request,
  filter: TrailFilter,
  after: TrailCursor | null,
  limit: number,
): Promise<readonly TrailEntry[] | Refusal> =>
  ask(
    house,
    request,
    (transaction) => trailPage(transaction, filter, after, limit),
    (entries) => ({ counts: { entries: entries.length } }),
  )

/** A box, because an entry has a field of the name by which refusals are known. */
export const readEntry = async (house: RealHouse, request: Request, id: string): Promise<{ readonly entry: TrailEntry } | Refusal> =>
  ask<{ readonly entry: TrailEntry }>(house, request, async (transaction) => {
    const [found] = await trailEntries(transaction, [id])
    return found === undefined ? { refused: 'not_found', id } : { entry: found.entry }
  })

/** An entry with the proof that it stands in the log, once it is sealed. */
export type Proven = {
  readonly entries: readonly ProvenEntry[]
  readonly extensions: readonly Extension[]
  readonly checkpoint: string
  readonly keys: readonly string[]
}

export const proveEntry = async (house: RealHouse, request: Request, id: string): Promise<Proven | Refusal> =>
  ask<Proven>(house, request, async (transaction) => {
    const [known] = await trailEntries(transaction, [id])
    if (known === undefined) return { refused: 'not_found', id }
    const proven = await provenEntries(transaction, [id])
    return 'refused' in proven ? proven : { entries: proven.entries, extensions: proven.extensions, ...proven.vouched }
  })

export const takeTrail = async (house: RealHouse, request: Request): Promise<TrailEvidence | Refusal> =>
  ask(house, request, (transaction) => trailEvidence(transaction))

export const readHead = async (house: RealHouse, request: Request) =>
  ask(house, request, async (transaction) => (await newestHead(transaction)) ?? { refused: 'nothing_sealed_yet' })
