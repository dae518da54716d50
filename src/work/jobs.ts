/** The tasks behind the clauses: what the outbox carries out when a period is over, an erasure is recorded or an amendment takes effect. */
import type { CertificateEvidence } from '../domain/evidence.ts'
import type { TenantId } from '../domain/ids.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { certificateOf } from '../app/certificates.ts'
import { closeContract, settleDays } from '../app/end-contract.ts'
import { auditTenant, type Audited } from '../app/erase/audit.ts'
import { sweepErasure } from '../app/erase/complete.ts'
import { expireClass } from '../app/expire.ts'
import { followAmendment } from '../app/follow-amendment.ts'
import type { RealHouse } from '../app/house.ts'
import type { Ledger } from '../app/ledger.ts'
import { listTenants } from '../app/tenants.ts'
import type { Wing } from '../app/wing.ts'
import type { PostgresTransaction } from '../store/postgres.ts'
import type { House } from '../app/house.ts'
import type { Performers } from './outbox.ts'
import { sealTenant } from './sealer.ts'

/** By `job/<name>`, for the worker's list. Each can run twice. */
export const jobPerformers = (house: RealHouse, wings: readonly Wing[], ledger: Ledger): Performers<PostgresTransaction> => {
  const erasers = { house, wings, ledger }
  return {
    'job/expire': (_house: House<PostgresTransaction>, tenant, task) => expireClass(erasers, tenant, task.case),
    'job/sweep': (_house, tenant, task) => sweepErasure(house, wings, tenant, task.case),
    'job/audit': async (_house, tenant) => {
      const audited = await auditTenant(house, wings, tenant)
      return isRefusal(audited) ? audited : null
    },
    'job/erase-everything': async (_house, tenant, task) => {
      const closed = await closeContract(erasers, tenant, 'clock', task.case)
      if (isRefusal(closed)) return closed
      await settleDays(house, tenant)
      return null
    },
    'job/follow-amendment': (_house, tenant, task) => followAmendment(erasers, tenant, task.facts),
  }
}

/** Scans every tenant that has an erasure waiting for its audit. For the worker's daily round. */
export const auditDue = async (house: RealHouse, wings: readonly Wing[]): Promise<readonly Audited[] | Refusal> => {
  const audited: Audited[] = []
  for (const { id } of await listTenants(house.store.database)) {
    const found = await auditTenant(house, wings, id)
    if (isRefusal(found)) return found
    if (found !== null) audited.push(found)
  }
  return audited
}

/** The certificate, once its entries have their numbers: seals the tenant's log when they do not have them yet. */
export const issueCertificate = async (house: RealHouse, tenant: TenantId, erasure: string): Promise<CertificateEvidence | Refusal> => {
  const found = await certificateOf(house, tenant, erasure)
  if (!isRefusal(found) || found.refused !== 'nothing_sealed_yet') return found
  await sealTenant(house, tenant)
  return certificateOf(house, tenant, erasure)
}
