import { useQuery } from '@tanstack/react-query'
import { healthQuery } from './api/session.ts'

/**
 * The present moment as the house counts it. A simulated house is not at the time of this machine; its health says where it is, and
 * until it does, the newest moment that it has told stands in.
 */
export const useNow = (told: readonly { readonly started: string }[]): number => {
  const { data } = useQuery(healthQuery)
  if (data?.now !== undefined) return new Date(data.now).getTime()
  if (data?.simulated === true) return Math.max(0, ...told.map(({ started }) => new Date(started).getTime()))
  return Date.now()
}
