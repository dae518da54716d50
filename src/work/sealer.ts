/** The sealer: at most ten seconds after an act its entry has a number, a place in the tree and a signed head above it. */
import { sealNote, noteToSign, writeCheckpoint } from '../domain/checkpoint.ts'
import { caseId, type TenantId } from '../domain/ids.ts'
import { appendLeaves } from '../domain/trail/merkle.ts'
import { retentionCase } from '../domain/clauses/retention.ts'
import { termsFor } from '../app/decide.ts'
import type { RealHouse } from '../app/house.ts'
import { runIn } from '../app/run.ts'
import { logOrigin } from '../app/log-origin.ts'
import { digest } from '../store/postgres/trail-rows.ts'
import { keepBatch, lastBatch, settled } from '../store/postgres/sealed.ts'
import { trailSigners } from '../vault/house-keys.ts'

export const sealAtOnce = 4_096

/** Seals one batch of a tenant; answers how many entries it held. */
export const sealTenant = async (house: RealHouse, tenant: TenantId): Promise<number> => {
  const entries = await house.store.database.tenantTransaction(tenant, async (sql) => {
    const last = await lastBatch(sql, tenant, true)
    const found = await settled(sql, tenant, last, sealAtOnce)
    if (found.length === 0) return found
    const appended = appendLeaves(
      last.frontier,
      found.map((entry) => entry.leaf),
      digest,
    )
    const at = house.now()
    const origin = logOrigin(tenant)
    const text = writeCheckpoint({ origin, size: appended.frontier.size, root: appended.root, at })
    const signatures = trailSigners(house.store.ring).map((by) => ({
      name: origin,
      key: by.publicKey,
      signature: by.sign(noteToSign(text)),
    }))
    await keepBatch(sql, tenant, { start: last.size, entries: found, appended, checkpoint: sealNote(text, signatures, digest), at })
    return found
  })
  await openLogDays(house, tenant, entries)
  return entries.length
}

/** Seals until nothing is settled any more. */
export const sealAll = async (house: RealHouse, tenants: Iterable<TenantId>): Promise<number> => {
  let sealed = 0
  for (const tenant of tenants) for (let count = sealAtOnce; count >= sealAtOnce; sealed += count) count = await sealTenant(house, tenant)
  return sealed
}

/** Who acted and from where goes at its time: each local day of entries has its retention case, opened with its first entry. */
const openLogDays = async (house: RealHouse, tenant: TenantId, entries: readonly { readonly at: number }[]): Promise<void> => {
  const first = entries[0]
  if (!first || !house.running.has('retention')) return
  await house.store.act(tenant, 'shared', async (transaction) => {
    const terms = await termsFor(house, transaction, transaction.standing, 'retention')
    const id = caseId(retentionCase('accessLogs', house.now(), terms))
    const [events = []] = await transaction.events([{ clause: 'retention', case: id }])
    if (events.length > 0) return
    const request = {
      tenant,
      actor: { side: 'program', id: 'sealer' } as const,
      ip: null,
      act: 'retention.keep',
      ground: null,
      names: [id],
    }
    await runIn(house, transaction, request, [{ clause: 'retention', case: id, command: { type: 'keep', class: 'accessLogs' } }])
  })
}
