import { z } from 'zod'
import { queryOptions } from '@tanstack/react-query'
import { pageOf } from '../../wire/parts.ts'
import { Entry, Head } from '../../wire/trail.ts'
import type { Place } from '../place.tsx'
import { queryText, read } from './call.ts'

export type TrailEntry = z.infer<typeof Entry>
export type TrailFilter = {
  readonly act?: string | undefined
  readonly name?: string | undefined
  readonly outcome?: string | undefined
  readonly cursor?: string | undefined
}

/** Staff without a customer read the operator's own log. */
export const trailAddress = ({ api, base, role }: Place): string =>
  role === 'staff' && base === '' ? `${api}/operator/trail` : `${api}/trail`

export const trailQuery = (place: Place, { act, name, outcome, cursor }: TrailFilter) =>
  queryOptions({
    queryKey: ['trail', place.api, act ?? '', name ?? '', outcome ?? '', cursor ?? ''],
    staleTime: 0,
    queryFn: () => read(`${trailAddress(place)}${queryText({ act, name, outcome, cursor })}`, pageOf(Entry)),
  })

/** One entry; reading it is an act of its own. */
export const entryQuery = (place: Place, id: string) =>
  queryOptions({
    queryKey: ['trail-entry', place.api, id],
    queryFn: () => read(`${trailAddress(place)}/${id}`, z.object({ entry: Entry })),
  })

export const headQuery = (place: Place) =>
  queryOptions({ queryKey: ['trail-head', place.api], queryFn: () => read(`${trailAddress(place)}/head`, Head) })
