import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { good, rigHouse, sealedWhole, soon } from '../../test/rig/house.ts'
import { closeContract, contractCase } from '../app/end-contract.ts'
import { destroyOldPeriods } from '../app/erase/periods.ts'
import { expiredId } from '../app/expire.ts'
import { openFileLedger } from '../app/file-ledger.ts'
import { amendmentBehaviour } from '../app/follow-amendment.ts'
import { onGround } from '../app/permit.ts'
import { run, runIn } from '../app/run.ts'
import { openTenant } from '../app/tenants.ts'
import { verify } from '../cli/node-crypto.ts'
import { isFaults, readAgreement } from '../domain/agreement.ts'
import type { Agreement } from '../domain/agreement-shape.ts'
import { moduleNames } from '../domain/clauses/names.ts'
import { verifyEvidence } from '../domain/evidence/verify.ts'
import { templateHash } from '../domain/hashes.ts'
import { caseId, type TenantId } from '../domain/ids.ts'
import { readInstant } from '../domain/time.ts'
import { controller, customer, imported } from '../services/enrichment/enrichment.rig.ts'
import { enrichment } from '../services/enrichment/wing.ts'
import { digest } from '../store/postgres/trail-rows.ts'
import { trailSigner } from '../vault/house-keys.ts'
import { issueCertificate, jobPerformers } from './jobs.ts'
import { advance } from './round.ts'

const wings = [enrichment]

const start = async () => {
  const { house, clock, folder } = await rigHouse()
  const ledger = good(openFileLedger(join(folder, 'ledger'), house.store.ring))
  const performers = { ...jobPerformers(house, wings, ledger), 'mail/*': async () => null, 'job/*': async () => null }
  const until = (at: string) => advance(house, performers, clock, good(readInstant(at)))
  return { house, ledger, until, erasers: { house, wings, ledger } }
}
type Started = Awaited<ReturnType<typeof start>>

/** Made here and not in the tests, so that they are cleared up when the file ends. */
const houses: Started[] = []
for (let nth = 0; nth < 7; nth += 1) houses.push(await start())

const csv = (count: number, from = 0) =>
  `full name,email\n${Array.from({ length: count }, (_, nth) => `Person Number${from + nth},person.${from + nth}@firm.example`).join('\n')}\n`
const counted = async ({ house }: Started, tenant: TenantId) =>
  house.store.database.tenantTransaction(tenant, async (sql) =>
    Number((await sql`select count(*)::int as rows from enrichment_contact where tenant_id = ${tenant}`)[0]?.['rows']),
  )
const statusOf = async ({ house }: Started, tenant: TenantId, clause: string, id: string) =>
  house.store.database.tenantTransaction(
    tenant,
    (sql) =>
      sql<
        { status: string; ends: number }[]
      >`select status, ends from deadline where tenant_id = ${tenant} and clause = ${clause} and case_id = ${id}`,
  )

const agreementOf = (name: string, change: (text: string) => string = (text) => text): Agreement => {
  const agreement = readAgreement(change(readFileSync(`agreements/${name}.yaml`, 'utf8')), Object.keys(moduleNames))
  if (isFaults(agreement)) throw new Error(JSON.stringify(agreement))
  return agreement
}

const accepted = async ({ house }: Started, name: string): Promise<TenantId> => {
  const tenant = await openTenant({ database: house.store.database, now: house.now, newId: house.newId }, 'controller')
  const agreement = agreementOf(name)
  const hash = templateHash(agreement, digest)
  const order = { clause: 'acceptance', case: caseId('agreement') }
  await house.store.act(tenant, 'alone', async (transaction) => {
    await transaction.keepAgreement(hash, hash, agreement, house.now())
    const processing = agreement.processing.map((each) => each.id)
    good(
      await runIn(house, transaction, { ...controller(tenant), actor: { side: 'processor', id: 'operator' } }, [
        { ...order, command: { type: 'offer', hash, template: hash, processing } },
      ]),
    )
  })
  good(await run(house, controller(tenant), { ...order, command: { type: 'accept', hash, proof: house.newId() } }))
  return tenant
}

test('submitted records are there on the day before their last and gone at its end, for every tenant, with one leaf and a certificate', async () => {
  const started = houses[0]
  assert.ok(started)
  const { house, until } = started
  const [one, two] = [await customer(house), await customer(house)]
  await imported(house, one, csv(30))
  await imported(house, two, csv(20, 100))
  const [key] = house.store.ring.periodIds('submitted', '2026-09-22')
  assert.ok(key)
  await until('2026-09-21T21:59:59Z')
  assert.equal(await counted(started, one), 30)
  await until('2026-09-22T22:00:00Z')
  assert.deepEqual([await counted(started, one), await counted(started, two)], [0, 0])
  assert.deepEqual(
    (await statusOf(started, one, 'retention', 'submitted:2026-06-24')).map(({ status }) => status),
    ['kept'],
  )
  for (const [tenant, records] of [
    [one, 30],
    [two, 20],
  ] as const) {
    const certificate = await soon(() => issueCertificate(house, tenant, expiredId('submitted', '2026-09-22')))
    assert.equal(certificate.statement.tables.find(({ table }) => table === 'records')?.rows, records)
    assert.deepEqual(certificate.statement.keysDestroyed, [key])
    assert.deepEqual(certificate.statement.remains, [])
    const held = { fingerprint: trailSigner(house.store.ring).fingerprint, concluded: null, earlierHead: null }
    assert.equal(verifyEvidence(certificate, held, { digest, verify }).ok, true)
    const leaves = await house.store.database.tenantTransaction(
      tenant,
      (sql) => sql`select 1 from trail_entry where tenant_id = ${tenant} and act = 'retention.expire'`,
    )
    assert.equal(leaves.count, 1)
  }
  assert.equal(house.store.ring.byId(key)?.state, 'destroyed')
})

test('the key of a day outlives it while another zone still has its day, and never longer than the last zone on Earth', async () => {
  const started = houses[1]
  assert.ok(started)
  const { house, until } = started
  const [paris, west] = [await customer(house), await customer(house, 'America/Sao_Paulo')]
  await imported(house, paris, csv(5))
  await imported(house, west, csv(5, 50))
  await until('2026-09-21T23:00:00Z')
  assert.equal(await counted(started, paris), 0)
  assert.equal(await counted(started, west), 5)
  const keys = house.store.ring.periodIds('submitted', '2026-09-22')
  assert.equal(keys.length, 1)
  assert.deepEqual(destroyOldPeriods(house), [])
  await until('2026-09-23T12:00:00Z')
  assert.equal(await counted(started, west), 0)
  good(destroyOldPeriods(house))
  assert.deepEqual(house.store.ring.periodIds('submitted', '2026-09-22'), [])
})

test('who acted is taken out of the log after twelve months; the entries stay', async () => {
  const started = houses[2]
  assert.ok(started)
  const { house, until } = started
  const tenant = await customer(house)
  await sealedWhole(house, tenant)
  const left = () =>
    house.store.database.tenantTransaction(
      tenant,
      (sql) => sql`select 1 from trail_entry where tenant_id = ${tenant} and private is not null and at < '2026-06-25'`,
    )
  await until('2026-06-24T10:00:00Z')
  const before = (await left()).count
  assert.ok(before > 0)
  await until('2027-06-23T20:00:00Z')
  assert.equal((await left()).count, before)
  await until('2027-06-25T00:00:00Z')
  assert.equal((await left()).count, 0)
})

test('thirty and thirty days: the export closes, the rest is erased on its last day, keys die, and the certificate follows on request', async () => {
  const started = houses[3]
  assert.ok(started)
  const { house, until, erasers } = started
  const tenant = await customer(house)
  await imported(house, tenant, csv(12))
  const early = await closeContract(erasers, tenant, 'test')
  assert.ok('refused' in early)
  assert.equal(early.refused, 'contract_not_ended')
  good(await run(house, controller(tenant), { clause: 'end-of-contract', case: contractCase, command: { type: 'giveNotice' } }))
  const exported = () => onGround(house, controller(tenant), 'export', 'export', async () => 'taken out')
  await until('2026-07-24T21:00:00Z')
  assert.equal(await exported(), 'taken out')
  await until('2026-07-25T00:00:00Z')
  const late = await exported()
  assert.ok(typeof late !== 'string')
  assert.equal(late.refused, 'export_window_over')
  await until('2026-08-22T21:00:00Z')
  assert.equal(await counted(started, tenant), 12)
  await until('2026-08-24T00:00:00Z')
  assert.equal(await counted(started, tenant), 0)
  assert.equal((await house.store.act(tenant, 'shared', async (transaction) => transaction.standing)).agreement.status, 'closed')
  assert.deepEqual(
    (await statusOf(started, tenant, 'retention', 'submitted:2026-06-24')).map(({ status }) => status),
    ['kept'],
    'the day of retention has nothing left to erase, and nobody is told that it is ahead',
  )
  assert.deepEqual(house.store.ring.tenantIds(tenant, ['submitted', 'account']), [])
  assert.ok(house.store.ring.tenantIds(tenant, ['evidence']).length > 0)
  good(await run(house, controller(tenant), { clause: 'end-of-contract', case: contractCase, command: { type: 'requestCertificate' } }))
  const certificate = await soon(() => issueCertificate(house, tenant, contractCase))
  assert.equal(certificate.statement.scope, 'everything')
  assert.ok(certificate.statement.keysDestroyed.length > 0)
  assert.ok(certificate.statement.remains.some(({ what }) => what.includes('billing') && what.includes('10 years')))
  assert.deepEqual(
    (await statusOf(started, tenant, 'end-of-contract', contractCase)).map(({ status }) => status),
    ['kept', 'kept'],
  )
})

for (const [name, by, nth] of [
  ['lead-management', '2026-06-24T22:00:00Z', 4],
  ['fundraising', '2026-06-25T22:00:00Z', 5],
] as const)
  test(`under ${name} everything is erased when the contract ends, and the certificate always follows`, async () => {
    const started = houses[nth]
    assert.ok(started)
    const { house, until } = started
    const tenant = await accepted(started, name)
    good(
      await run(
        house,
        { ...controller(tenant), actor: { side: 'processor', id: 'operator' } },
        { clause: 'end-of-contract', case: contractCase, command: { type: 'endNow' } },
      ),
    )
    await until(by)
    assert.equal((await house.store.act(tenant, 'shared', async (transaction) => transaction.standing)).agreement.status, 'closed')
    const mails = await house.store.database.tenantTransaction(
      tenant,
      (sql) => sql<{ name: string }[]>`select name from outbox where tenant_id = ${tenant} and kind = 'mail'`,
    )
    assert.ok(mails.some((mail) => mail.name === 'erasure-certificate'))
    assert.equal((await soon(() => issueCertificate(house, tenant, contractCase))).statement.scope, 'everything')
  })

test('retention follows an amendment from its original anchor; what would be over goes on the day of effect, and the pinned stays', async () => {
  const started = houses[6]
  assert.ok(started)
  const { house, until } = started
  const tenant = await customer(house)
  await imported(house, tenant, csv(7))
  await until('2026-07-28T09:00:00Z')
  const shorter = agreementOf('enrichment', (text) =>
    text.replace('{ submitted: 90 days }', '{ submitted: 60 days }').replace(/^version: .*$/m, 'version: "9.9"'),
  )
  const hash = templateHash(shorter, digest)
  const order = { clause: 'amendment', case: caseId(hash) }
  await house.store.act(tenant, 'alone', async (transaction) => {
    await transaction.keepAgreement(hash, hash, shorter, house.now())
    const processing = shorter.processing.map((each) => each.id)
    good(
      await runIn(house, transaction, { ...controller(tenant), actor: { side: 'processor', id: 'operator' } }, [
        { ...order, command: { type: 'propose', hash, template: hash, processing } },
      ]),
    )
  })
  const accept = { ...order, command: { type: 'accept', hash, proof: house.newId() } }
  good(await run(house, controller(tenant), accept))
  await until('2026-08-10T09:00:00Z')
  await imported(house, tenant, csv(3, 40))
  const effect = good(readInstant('2026-08-27T22:00:00Z'))
  const behaviour = good(await amendmentBehaviour(house, wings, tenant, shorter, effect))
  assert.deepEqual(
    behaviour.find((each) => each.class === 'submitted'),
    { class: 'submitted', from: '90 days', to: '60 days', moved: 10, dueOnEffect: 7 },
  )
  await until('2026-08-27T21:00:00Z')
  assert.equal(await counted(started, tenant), 10)
  await until('2026-08-28T22:00:00Z')
  const rows = await house.store.database.tenantTransaction(
    tenant,
    (sql) => sql<{ term: string; status: string }[]>`
    select term, status from deadline where tenant_id = ${tenant} and clause = 'retention' and case_id like 'submitted:%' order by case_id`,
  )
  assert.deepEqual(
    [...rows],
    [
      { term: '60 days', status: 'kept' },
      { term: '60 days', status: 'open' },
    ],
  )
  assert.equal(await counted(started, tenant), 3)
  await until('2026-10-09T22:00:00Z')
  assert.equal(await counted(started, tenant), 0)
})
