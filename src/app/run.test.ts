import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { rigHouse, good } from '../../test/rig/house.ts'
import { isFaults, readAgreement } from '../domain/agreement.ts'
import { moduleNames } from '../domain/clauses/names.ts'
import { caseId, type TenantId } from '../domain/ids.ts'
import { templateHash } from '../domain/hashes.ts'
import { digest } from '../store/postgres/trail-rows.ts'
import { advance } from '../work/round.ts'
import type { RealHouse } from './house.ts'
import { run, runIn } from './run.ts'
import { openTenant } from './tenants.ts'
import { readInstant } from '../domain/time.ts'

const { house, clock } = await rigHouse()

const controller = (tenant: TenantId, act: string) => ({
  tenant,
  actor: { side: 'controller', id: 'test' } as const,
  ip: '127.0.0.1',
  act,
  ground: null,
  names: [],
})
const processor = (tenant: TenantId, act: string) => ({ ...controller(tenant, act), actor: { side: 'processor', id: 'test' } as const })

const acceptedTenant = async (house: RealHouse): Promise<TenantId> => {
  const tenant = await openTenant({ database: house.store.database, now: house.now, newId: house.newId }, 'controller')
  const agreement = readAgreement(readFileSync('agreements/enrichment.yaml', 'utf8'), Object.keys(moduleNames))
  if (isFaults(agreement)) throw new Error(JSON.stringify(agreement))
  const hash = templateHash(agreement, digest)
  await house.store.act(tenant, 'alone', async (transaction) => {
    await transaction.keepAgreement(hash, hash, agreement, house.now())
    const processing = agreement.processing.map((each) => each.id)
    good(
      await runIn(house, transaction, processor(tenant, 'agreement.offer'), [
        { clause: 'acceptance', case: caseId('agreement'), command: { type: 'offer', hash, template: hash, processing } },
      ]),
    )
  })
  good(
    await run(house, controller(tenant, 'agreement.accept'), {
      clause: 'acceptance',
      case: caseId('agreement'),
      command: { type: 'accept', hash, proof: house.newId() },
    }),
  )
  return tenant
}

test('an acceptance opens the instructions of the agreement, and a wrong hash is refused', async () => {
  const tenant = await acceptedTenant(house)
  const standing = await house.store.act(tenant, 'shared', async (transaction) => transaction.standing)
  assert.equal(standing.agreement.status, 'in force')
  assert.ok(Object.values(standing.instructions).length > 0)
  const again = await run(house, controller(tenant, 'agreement.accept'), {
    clause: 'acceptance',
    case: caseId('agreement'),
    command: { type: 'accept', hash: 'x', proof: 'y' },
  })
  assert.ok('refused' in again)
})

test('what is handed in on one day is begun on its last day and expires', async () => {
  const tenant = await acceptedTenant(house)
  good(
    await run(house, controller(tenant, 'data.import'), {
      clause: 'retention',
      case: caseId('submitted:2026-06-24'),
      command: { type: 'keep', class: 'submitted' },
    }),
  )
  const seen: string[] = []
  await advance(
    house,
    {
      'mail/*': async (_house, _tenant, task) => (
        seen.push(`${new Date(house.now()).toISOString()} mail ${task.name} ${String(task.facts.before ?? '')}`),
        null
      ),
      'job/expire': async (_house, at, task) => {
        seen.push(`${new Date(house.now()).toISOString()} expire`)
        good(
          await run(
            house,
            { ...controller(at, 'retention.expire'), actor: { side: 'program', id: 'test' } },
            { clause: 'retention', case: task.case, command: { type: 'recordExpired', erased: 3, held: 0 } },
          ),
        )
        return null
      },
    },
    clock,
    good(readInstant('2026-10-24T09:00:00Z')),
  )
  console.log(seen)
  const rows = await house.store.database.tenantTransaction(tenant, (sql) => sql`select clause, case_id, name, status, ends from deadline`)
  console.log(rows)
  const trail = await house.store.database.tenantTransaction(
    tenant,
    (sql) => sql`select act, outcome, refused, counts from trail_entry order by at, id`,
  )
  console.log(trail.map((each) => Object.values(each)))
})
