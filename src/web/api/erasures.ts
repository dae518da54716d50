import type { z } from 'zod'
import { queryOptions } from '@tanstack/react-query'
import { Certificate, Erased, FoundPerson, type Person } from '../../wire/erasures.ts'
import { pageOf } from '../../wire/parts.ts'
import type { Place } from '../place.tsx'
import { read, send } from './call.ts'

export type ListedCertificate = z.infer<typeof Certificate>
export type Found = z.infer<typeof FoundPerson>
export type PersonSought = z.input<typeof Person>

export const findPerson = (body: PersonSought) => send('/v1/persons/find', FoundPerson, { method: 'POST', body })
export const erasePerson = (body: PersonSought) => send('/v1/persons/erase', Erased, { method: 'POST', body })

export const certificatesQuery = ({ api }: Place) =>
  queryOptions({ queryKey: ['certificates', api], staleTime: 0, queryFn: () => read(`${api}/certificates`, pageOf(Certificate)) })
