import { createContext, useContext } from 'react'
import { browserZone } from './when.ts'

/** The zone in which the console shows moments: the agreement's; before there is one, that of this browser. */
export const Zone = createContext<string | null>(null)

export const useZone = (): string => useContext(Zone) ?? browserZone()
