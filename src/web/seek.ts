/** What somebody is looked up by travels with the history of the tab and stands in no address: it is a person's address, number or name. */
import { useLocation, useNavigate } from '@tanstack/react-router'
import type { Sought } from './api/contacts.ts'

declare module '@tanstack/react-router' {
  interface HistoryState {
    sought?: Sought
  }
}

export const useSeek = (): ((sought: Sought) => void) => {
  const navigate = useNavigate()
  return (sought) => void navigate({ to: '/contacts', state: { sought } })
}

export const useSought = (): Sought | null => useLocation({ select: ({ state }) => state.sought ?? null })
