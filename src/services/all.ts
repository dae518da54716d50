/** The services that this processor sells: one line each, and the jobs that they bring. */
import type { RealHouse } from '../app/house.ts'
import { listTenants } from '../app/tenants.ts'
import type { Wing } from '../app/wing.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import type { PostgresTransaction } from '../store/postgres.ts'
import { sentenceOf } from '../words/catalogue.ts'
import type { Performers } from '../work/outbox.ts'
import { enrichment } from './enrichment/wing.ts'
import { takeBackBrokenUploads } from './enrichment/service/broken-uploads.ts'
import { importJob, performImport } from './enrichment/service/run-import.ts'

export const wings: readonly Wing[] = [enrichment]

/** Jobs of the wings by name; each runs in the house that it is made for. */
export const wingJobs = (house: RealHouse): Performers<PostgresTransaction> => {
  const runImport = performImport((code, values) => sentenceOf({ refused: code, ...values }))
  return { [`job/${importJob}`]: (_house, tenant, task) => runImport(house, tenant, task) }
}

/** What a killed run left half taken in by the wings. To be called before anything is served. */
export const takeBackHalfTaken = async (house: RealHouse): Promise<Refusal | null> => {
  for (const { id, kind } of await listTenants(house.store.database)) {
    const taken = kind === 'controller' ? await takeBackBrokenUploads(house, id) : 0
    if (isRefusal(taken)) return taken
  }
  return null
}
