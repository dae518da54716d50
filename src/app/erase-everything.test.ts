import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { good, rigHouse, soon } from '../../test/rig/house.ts'
import { controller, customer, imported } from '../services/enrichment/enrichment.rig.ts'
import { enrichment } from '../services/enrichment/wing.ts'
import { issueCertificate, jobPerformers } from '../work/jobs.ts'
import { runRound } from '../work/round.ts'
import { auditTenant } from './erase/audit.ts'
import { eraseEverything } from './erase-everything.ts'
import { openFileLedger } from './file-ledger.ts'

const { house, folder } = await rigHouse()
const wings = [enrichment]
const ledger = good(openFileLedger(join(folder, 'ledger'), house.store.ring))
const erasers = { house, wings, ledger }
const everybody = Array.from({ length: 1_050 }, (_, nth) => `Person${nth} Name${nth},person.${nth}@firm.example`).join('\n')

test('everything of a customer is erased in batches, swept and audited, and the contract goes on', async () => {
  const [tenant, other] = [await customer(house), await customer(house)]
  await imported(house, tenant, `full name,email\n${everybody}\n`)
  await imported(house, other, 'full name,email\nOda Other,oda@other.example\n')
  const erased = good(await eraseEverything(erasers, controller(tenant, 'records.erase-everything')))
  assert.deepEqual({ records: erased.records, erasures: erased.erasures.length }, { records: 1_050, erasures: 2 })
  await runRound(house, { ...jobPerformers(house, wings, ledger), 'mail/*': async () => null, 'job/*': async () => null })
  const audited = good(await auditTenant(house, wings, tenant))
  assert.deepEqual(audited?.found, [])
  for (const id of erased.erasures) assert.equal((await soon(() => issueCertificate(house, tenant, id))).statement.stage, 'audited')

  const left = await house.store.database.tenantTransaction(
    other,
    (sql) => sql`select id from enrichment_contact where tenant_id = ${other}`,
  )
  assert.equal(left.length, 1)
  await imported(house, tenant, 'full name,email\nNina New,nina@new.example\n')
  assert.equal(good(await eraseEverything(erasers, controller(tenant, 'records.erase-everything'))).records, 1)
  assert.deepEqual(good(await eraseEverything(erasers, controller(tenant, 'records.erase-everything'))), { erasures: [], records: 0 })
})
