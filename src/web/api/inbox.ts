import { z } from 'zod'
import { queryOptions } from '@tanstack/react-query'
import { Moment, pageOf } from '../../wire/parts.ts'
import { read, Refused } from './call.ts'

const Letter = z.object({ id: z.string(), at: Moment, to: z.string(), subject: z.string(), text: z.string() })

/** Null where the inbox is off: a mail server is configured, and letters leave this machine. */
export const inboxQuery = queryOptions({
  queryKey: ['inbox'],
  staleTime: 0,
  queryFn: async () => {
    try {
      return await read('/v1/dev/inbox', pageOf(Letter))
    } catch (error) {
      if (error instanceof Refused && error.problem.status === 404) return null
      throw error
    }
  },
})

/** Is it on? Whoever may not read it is told so by another refusal than that it does not exist. */
export const inboxOnQuery = queryOptions({
  queryKey: ['inbox-on'],
  staleTime: Infinity,
  queryFn: async (): Promise<boolean> => {
    try {
      await read('/v1/dev/inbox', z.unknown())
      return true
    } catch (error) {
      return error instanceof Refused && error.problem.status !== 404
    }
  },
})
