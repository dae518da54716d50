/** For the tests of this wing: a customer that accepted the agreement, files as streams, and one import from end to end. */
import { readFileSync } from 'node:fs'
import { isFaults, readAgreement } from '../../domain/agreement.ts'
import { moduleNames } from '../../domain/clauses/names.ts'
import { templateHash } from '../../domain/hashes.ts'
import { caseId, type TenantId } from '../../domain/ids.ts'
import type { RealHouse, Request } from '../../app/house.ts'
import { run, runIn } from '../../app/run.ts'
import { openTenant } from '../../app/tenants.ts'
import { digest } from '../../store/postgres/trail-rows.ts'
import { good } from '../../../test/rig/house.ts'
import { previewImport } from './service/upload.ts'
import { runImport, startImport } from './service/run-import.ts'
import type { ImportOptions, ImportView } from './wire.ts'

export const controller = (tenant: TenantId, act = 'test'): Request => ({
  tenant,
  actor: { side: 'controller', id: 'someone' },
  ip: '192.0.2.1',
  act,
  ground: null,
  names: [],
})

export const customer = async (house: RealHouse, zone = 'Europe/Paris'): Promise<TenantId> => {
  const tenant = await openTenant({ database: house.store.database, now: house.now, newId: house.newId }, 'controller')
  const text = readFileSync('agreements/enrichment.yaml', 'utf8').replace('zone: Europe/Paris', `zone: ${zone}`)
  const agreement = readAgreement(text, Object.keys(moduleNames))
  if (isFaults(agreement)) throw new Error(JSON.stringify(agreement))
  const hash = templateHash(agreement, digest)
  const orders = { clause: 'acceptance', case: caseId('agreement') }
  await house.store.act(tenant, 'alone', async (transaction) => {
    await transaction.keepAgreement(hash, hash, agreement, house.now())
    const processing = agreement.processing.map((each) => each.id)
    const request: Request = { ...controller(tenant, 'agreement.offer'), actor: { side: 'processor', id: 'operator' } }
    good(await runIn(house, transaction, request, [{ ...orders, command: { type: 'offer', hash, template: hash, processing } }]))
  })
  good(await run(house, controller(tenant, 'agreement.accept'), { ...orders, command: { type: 'accept', hash, proof: house.newId() } }))
  return tenant
}

export async function* streamOf(text: string | Uint8Array, size = 65_536): AsyncGenerator<Uint8Array, void, undefined> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

export const sentence = (code: string): string => code

export const checked = async (
  house: RealHouse,
  tenant: TenantId,
  file: string | Uint8Array,
  options: Partial<ImportOptions> = {},
): Promise<string> => {
  const preview = good(
    await previewImport(house, controller(tenant, 'contacts.upload'), streamOf(file), { columns: {}, duplicates: 'skip', ...options }),
  )
  return preview.import.id
}

export const imported = async (
  house: RealHouse,
  tenant: TenantId,
  file: string | Uint8Array,
  options: Partial<ImportOptions> = {},
): Promise<ImportView> => {
  const id = await checked(house, tenant, file, options)
  good(await startImport(house, controller(tenant, 'contacts.import'), { id }))
  return good(await runImport(house, controller(tenant, 'contacts.import.run'), { id, sentence }))
}
