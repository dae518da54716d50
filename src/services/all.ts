/** The services that this processor sells: one line each. */
import type { Wing } from '../app/wing.ts'
import { enrichment } from './enrichment/wing.ts'

export const wings: readonly Wing[] = [enrichment]
