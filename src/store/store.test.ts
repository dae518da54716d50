import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { rigHouse } from '../../test/rig/house.ts'
import { openTenant } from '../app/tenants.ts'
import type { ClauseEvent } from '../domain/clause.ts'
import type { TimedDeadline } from '../domain/deadline.ts'
import { caseId, instant, tenantId, type TenantId } from '../domain/ids.ts'
import { noStanding } from '../domain/standing.ts'
import { memoryStore } from './memory.ts'
import type { CaseChange, CaseKey, QueuedTask, Store } from './store.ts'

const { house } = await rigHouse()
const memory = memoryStore()

const stores: readonly { readonly name: string; readonly store: Store; readonly open: () => Promise<TenantId> }[] = [
  {
    name: 'PostgreSQL',
    store: house.store,
    open: () => openTenant({ database: house.store.database, now: house.now, newId: house.newId }, 'controller'),
  },
  {
    name: 'memory',
    store: memory,
    open: async () => {
      const tenant = tenantId(randomUUID())
      memory.openTenant(tenant)
      return tenant
    },
  },
]

const key: CaseKey = { clause: 'retention', case: caseId('submitted:2026-06-24') }
const event = (type: string, at: number): ClauseEvent => ({ type, version: 1, at: instant(at), class: 'submitted' })

const deadline = (ends: number): TimedDeadline => ({
  name: 'expire',
  termName: 'submitted',
  term: '90 days',
  from: instant(1_000),
  side: 'ours',
  lead: 'last local day',
  onAmendment: 'follows',
  reminders: [],
  zone: 'Europe/Paris',
  calendar: 'FR',
  calendarVersion: 'FR',
  begins: instant(ends - 10_000),
  ends: instant(ends),
  steps: [
    { at: instant(ends - 10_000), does: 'begin' },
    { at: instant(ends), does: 'end' },
  ],
})

const opened = (ends: number): CaseChange => ({
  ...key,
  change: { change: 'open', deadline: deadline(ends) },
  clauseOfAgreement: 'retention',
  agreement: null,
  entry: null,
})
const task = (dueAt: number): QueuedTask => ({
  ...key,
  id: randomUUID(),
  kind: 'job',
  name: 'expire',
  facts: { class: 'submitted' },
  dueAt: instant(dueAt),
})

for (const { name, store, open } of stores) {
  test(`${name}: events come back in their order, one list for each case that was asked for`, async () => {
    const tenant = await open()
    await store.act(tenant, 'shared', (transaction) =>
      transaction.append([
        { ...key, seq: 0, event: event('opened', 1) },
        { ...key, seq: 1, event: event('begun', 2) },
      ]),
    )
    const other = { clause: 'retention', case: caseId('nobody') }
    const found = await store.act(tenant, 'shared', (transaction) => transaction.events([other, key]))
    assert.deepEqual(found, [[], [event('opened', 1), event('begun', 2)]])
  })

  test(`${name}: an act that throws leaves nothing behind`, async () => {
    const tenant = await open()
    const failing = store.act(tenant, 'shared', async (transaction) => {
      await transaction.append([{ ...key, seq: 0, event: event('opened', 1) }])
      throw new Error('no')
    })
    await assert.rejects(failing, /no/)
    assert.deepEqual(await store.act(tenant, 'shared', (transaction) => transaction.events([key])), [[]])
  })

  test(`${name}: the standing that was saved is the standing of the next act`, async () => {
    const tenant = await open()
    const changed = { ...noStanding, agreement: { status: 'offered', hash: 'abc' } } as const
    await store.act(tenant, 'alone', (transaction) => transaction.saveStanding(changed))
    assert.deepEqual(await store.act(tenant, 'shared', async (transaction) => transaction.standing), changed)
  })

  test(`${name}: a deadline is claimed at its steps, once each, and is broken only while it is open`, async () => {
    const tenant = await open()
    await store.act(tenant, 'shared', (transaction) => transaction.changeDeadlines([opened(100_000)], instant(1_000)))
    const claim = (now: number) => store.act(tenant, 'shared', (transaction) => transaction.claimDue(instant(now), 10))
    assert.deepEqual(await claim(80_000), [])
    assert.deepEqual(
      (await claim(95_000)).map((due) => due.step.does),
      ['begin'],
    )
    assert.deepEqual(await claim(95_000), [])
    const ended = await claim(100_000)
    assert.deepEqual(
      ended.map((due) => due.step.does),
      ['end'],
    )
    assert.equal((await store.act(tenant, 'shared', (transaction) => transaction.markBroken(ended))).length, 1)
    assert.equal((await store.act(tenant, 'shared', (transaction) => transaction.markBroken(ended))).length, 0)
  })

  test(`${name}: a deadline that was closed has no further step and is not broken`, async () => {
    const tenant = await open()
    await store.act(tenant, 'shared', async (transaction) => {
      await transaction.changeDeadlines([opened(100_000)], instant(1_000))
      await transaction.changeDeadlines([{ ...opened(0), change: { change: 'close', name: 'expire' } }], instant(2_000))
    })
    assert.deepEqual(await store.act(tenant, 'shared', (transaction) => transaction.claimDue(instant(200_000), 10)), [])
  })

  test(`${name}: a claimed task is leased, comes back when it is not finished, and is gone when it is`, async () => {
    const tenant = await open()
    const queued = task(1_000)
    await store.act(tenant, 'shared', (transaction) => transaction.queue([queued]))
    const claim = (now: number) => store.act(tenant, 'shared', (transaction) => transaction.claimTasks(instant(now), 10))
    assert.deepEqual(
      (await claim(2_000)).map(({ id, attempts, facts }) => ({ id, attempts, facts })),
      [{ id: queued.id, attempts: 1, facts: { class: 'submitted' } }],
    )
    assert.deepEqual(await claim(3_000), [])
    assert.deepEqual(
      (await claim(400_000)).map(({ attempts }) => attempts),
      [2],
    )
    await store.act(tenant, 'shared', (transaction) => transaction.finishTask(queued.id, instant(400_001)))
    assert.deepEqual(await claim(9_000_000), [])
  })

  test(`${name}: a tenant is due when a step or a task is, and not before`, async () => {
    const tenant = await open()
    await store.act(tenant, 'shared', async (transaction) => {
      await transaction.queue([task(5_000)])
      await transaction.settleAgenda()
    })
    assert.equal((await store.tenantsDue(instant(4_999), 1_000)).includes(tenant), false)
    assert.equal((await store.tenantsDue(instant(5_000), 1_000)).includes(tenant), true)
  })
}
