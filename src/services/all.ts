/** The services that this processor sells: one line each, and the jobs that they bring. */
import type { RealHouse } from '../app/house.ts'
import type { Wing } from '../app/wing.ts'
import type { PostgresTransaction } from '../store/postgres.ts'
import { sentenceOf } from '../words/catalogue.ts'
import type { Performers } from '../work/outbox.ts'
import { enrichment } from './enrichment/wing.ts'
import { importJob, performImport } from './enrichment/service/run-import.ts'

export const wings: readonly Wing[] = [enrichment]

/** Jobs of the wings by name; each runs in the house that it is made for. */
export const wingJobs = (house: RealHouse): Performers<PostgresTransaction> => {
  const runImport = performImport((code, values) => sentenceOf({ refused: code, ...values }))
  return { [`job/${importJob}`]: (_house, tenant, task) => runImport(house, tenant, task) }
}
