/** Customers with the agreement of the wing in force. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { run, runIn } from '../src/app/run.ts'
import type { RealHouse, Request } from '../src/app/house.ts'
import { openTenant } from '../src/app/tenants.ts'
import { isFaults, readAgreement } from '../src/domain/agreement.ts'
import type { Agreement } from '../src/domain/agreement-shape.ts'
import type { Actor } from '../src/domain/clause.ts'
import { moduleNames } from '../src/domain/clauses/names.ts'
import { templateHash } from '../src/domain/hashes.ts'
import { caseId, type TenantId } from '../src/domain/ids.ts'
import { digest } from '../src/store/postgres/trail-rows.ts'
import { orThrow } from './ground.ts'

/** How many acceptances are under way at once. */
const atOnce = 8

export const readShipped = (name: string): Agreement => {
  const agreement = readAgreement(
    readFileSync(join(import.meta.dirname, '..', 'agreements', `${name}.yaml`), 'utf8'),
    Object.keys(moduleNames),
  )
  if (isFaults(agreement)) throw new Error(JSON.stringify(agreement))
  return agreement
}

export const requestOf = (tenant: TenantId, side: Actor['side'], act: string): Request => ({
  tenant,
  actor: { side, id: 'bench' },
  ip: side === 'program' ? null : '192.0.2.1',
  act,
  ground: null,
  names: [],
})

/** Opens so many customers and has each accept the agreement `enrichment`. Their keys are made in one write. */
export const openCustomers = async (house: RealHouse, count: number): Promise<readonly TenantId[]> => {
  const agreement = readShipped('enrichment')
  const hash = templateHash(agreement, digest)
  const tenants: TenantId[] = []
  for (let nth = 0; nth < count; nth += 1)
    tenants.push(await openTenant({ database: house.store.database, now: house.now, newId: house.newId }, 'controller'))
  const families = tenants.map((tenant) => ({ of: 'tenant', tenant, class: 'evidence', version: 1 }) as const)
  const others = tenants.map((tenant) => ({ of: 'tenant', tenant, class: 'accessLogs', version: 1 }) as const)
  const refused = house.store.ring.prepare([...families, ...others])
  if (refused !== null) throw new Error(JSON.stringify(refused))
  const waiting = tenants.values()
  const accept = async (): Promise<void> => {
    for (const tenant of waiting) await acceptAgreement(house, tenant, agreement, hash)
  }
  await Promise.all(Array.from({ length: atOnce }, accept))
  return tenants
}

const acceptAgreement = async (house: RealHouse, tenant: TenantId, agreement: Agreement, hash: string): Promise<void> => {
  const processing = agreement.processing.map((each) => each.id)
  await house.store.act(tenant, 'alone', async (transaction) => {
    await transaction.keepAgreement(hash, hash, agreement, house.now())
    const command = { type: 'offer', hash, template: hash, processing }
    orThrow(
      await runIn(house, transaction, requestOf(tenant, 'processor', 'agreement.offer'), [
        { clause: 'acceptance', case: caseId('agreement'), command },
      ]),
    )
  })
  const command = { type: 'accept', hash, proof: house.newId() }
  orThrow(
    await run(house, requestOf(tenant, 'controller', 'agreement.accept'), { clause: 'acceptance', case: caseId('agreement'), command }),
  )
}
