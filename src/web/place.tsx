/**
 * For whom the screens act: the customer that one belongs to, or, for staff, the customer that they opened. The same screens stand at both
 * addresses; the API under both prefixes is the same.
 */
import { createContext, useContext } from 'react'

export type Place = {
  /** Where its API begins. */
  readonly api: string
  /** Where its addresses in the console begin. */
  readonly base: string
  readonly side: 'controller' | 'processor'
  /** May orders that bind be given here? Auditors read. */
  readonly role: 'staff' | 'owner' | 'member' | 'auditor' | 'key'
}

export const PlaceContext = createContext<Place>({ api: '/v1', base: '', side: 'controller', role: 'auditor' })

export const usePlace = (): Place => useContext(PlaceContext)

/** May this person give orders that bind the customer? */
export const useIsOwner = (): boolean => usePlace().role === 'owner'

/** May this person change the customer's data? */
export const useMayChange = (): boolean => {
  const { role } = usePlace()
  return role === 'owner' || role === 'member'
}
