/** The sealer: at most ten seconds after an act its entry has a number, a place in the tree and a signed head above it. */
import { sealNote, noteToSign, writeCheckpoint } from '../domain/checkpoint.ts'
import { caseId, type TenantId } from '../domain/ids.ts'
import { appendLeaves } from '../domain/trail/merkle.ts'
import { isRefusal } from '../domain/refusal.ts'
import { retentionCase } from '../domain/clauses/retention.ts'
import { termsFor } from '../app/decide.ts'
import type { RealHouse } from '../app/house.ts'
import { runIn } from '../app/run.ts'
import { logOrigin } from '../app/log-origin.ts'
import { digest } from '../store/postgres/trail-rows.ts'
import { keepBatch, lastBatch, settled, standingMark } from '../store/postgres/sealed.ts'
import { trailSigners } from '../vault/house-keys.ts'

export const sealAtOnce = 4_096

/** Seals one batch of a tenant; answers how many entries it held. */
export const sealTenant = async (house: RealHouse, tenant: TenantId): Promise<number> => {
  const { entries, mark } = await house.store.database.tenantTransaction(tenant, async (sql) => {
    const [last, governs] = await Promise.all([lastBatch(sql, tenant, true), standingMark(sql, tenant)])
    const found = await settled(sql, tenant, last, sealAtOnce)
    if (found.length === 0) return { entries: found, mark: governs }
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
    return { entries: found, mark: governs }
  })
  await openLogDays(house, tenant, entries, mark)
  return entries.length
}

/** Seals until nothing is settled any more. */
export const sealAll = async (house: RealHouse, tenants: Iterable<TenantId>): Promise<number> => {
  let sealed = 0
  for (const tenant of tenants) for (let count = sealAtOnce; count >= sealAtOnce; sealed += count) count = await sealTenant(house, tenant)
  return sealed
}

/** Tenants whose log day is open, each with what governed it and the quarter of an hour: within one no zone turns to another day. */
const opened = new WeakMap<object, Map<TenantId, string>>()
const quarterOfHour = 900_000
const mostOpened = 10_000

/** Who acted and from where goes at its time: each local day of entries has its retention case, opened with its first entry. */
const openLogDays = async (house: RealHouse, tenant: TenantId, entries: readonly unknown[], mark: string): Promise<void> => {
  if (entries.length === 0 || !house.running.has('retention')) return
  const known = opened.get(house.store) ?? new Map<TenantId, string>()
  const now = `${Math.floor(house.now() / quarterOfHour)} ${mark}`
  if (known.get(tenant) === now) return
  const open = await house.store.act(tenant, 'shared', async (transaction) => {
    const terms = await termsFor(house, transaction, transaction.standing, 'retention')
    const id = caseId(retentionCase('accessLogs', house.now(), terms))
    const [events = []] = await transaction.events([{ clause: 'retention', case: id }])
    if (events.length > 0) return true
    const request = {
      tenant,
      actor: { side: 'program', id: 'sealer' } as const,
      ip: null,
      act: 'retention.keep',
      ground: null,
      names: [id],
    }
    const kept = await runIn(house, transaction, request, [
      { clause: 'retention', case: id, command: { type: 'keep', class: 'accessLogs' } },
    ])
    return !isRefusal(kept)
  })
  if (!open) return
  if (known.size >= mostOpened) known.clear()
  opened.set(house.store, known.set(tenant, now))
}
