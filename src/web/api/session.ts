import { z } from 'zod'
import { queryOptions } from '@tanstack/react-query'
import { Done, Party } from '../../wire/parts.ts'
import { Asked, Session, type SetUp } from '../../wire/session.ts'
import { read, Refused, send } from './call.ts'

export type SignedIn = z.infer<typeof Session>

/** Null when nobody is signed in: that is an answer, not a fault. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  staleTime: Infinity,
  queryFn: async (): Promise<SignedIn | null> => {
    try {
      return await read('/v1/session', Session)
    } catch (error) {
      if (error instanceof Refused && error.problem.status === 401) return null
      throw error
    }
  },
})

const Health = z.object({ setUp: z.boolean(), simulated: z.boolean(), inbox: z.boolean().optional(), now: z.string().optional() })

export const healthQuery = queryOptions({ queryKey: ['health'], staleTime: Infinity, queryFn: () => read('/v1/health', Health) })

/** What your side is called in its agreements. */
export const profileQuery = queryOptions({ queryKey: ['profile'], staleTime: Infinity, queryFn: () => read('/v1/profile', Party) })

export const setUp = (body: z.input<typeof SetUp>) => send('/v1/setup', Done, { method: 'POST', body })
export const askForLink = (email: string) => send('/v1/sign-in', Asked, { method: 'POST', body: { email } })
export const switchTenant = (tenant: string) => send('/v1/session/switch', Done, { method: 'POST', body: { tenant } })
export const signOut = () => send('/v1/sign-out', Done, { method: 'POST' })
