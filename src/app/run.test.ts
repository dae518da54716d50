import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answer, at, by, customerOf, deadlines, done, eventsOf, order, standingOf, storyHouse, trail } from '../../test/stories/story.ts'
import { caseId, type TenantId } from '../domain/ids.ts'
import { isRefusal } from '../domain/refusal.ts'
import { performTasks } from '../work/outbox.ts'
import type { Request } from './house.ts'
import { lockOf, run, runEach, runIn } from './run.ts'

const story = await storyHouse()
const { house } = story
let customers = 0
const someone = async () => customerOf(story, 'enrichment', `someone${(customers += 1)}@customer.example`)

const request = (tenant: TenantId, act: string): Request => ({ ...by('controller', tenant), act })
const keep = (day: string) => ({ clause: 'retention', case: caseId(`submitted:${day}`), command: { type: 'keep', class: 'submitted' } })

test('an acceptance brings the agreement into force and opens its instructions, in one transaction with one entry', async () => {
  const { tenant, hash } = await someone()
  const standing = await standingOf(story, tenant)
  assert.deepEqual(standing, {
    agreement: { status: 'in force', hash, since: house.now() },
    instructions: { 'agreement:enrich-contacts': { status: 'in force', processing: 'enrich-contacts' } },
  })
  const entries = await trail(story, tenant, 'agreement.accept')
  assert.deepEqual(
    entries.map((each) => [each.clause, each.outcome, each.counts.events]),
    [['acceptance', 'done', 2]],
  )
})

test('a wrong hash is refused, leaves its entry, and changes nothing', async () => {
  const { tenant } = await someone()
  const before = await standingOf(story, tenant)
  const accept = { clause: 'acceptance', case: caseId('agreement'), command: { type: 'accept', hash: 'other', proof: 'none' } }
  assert.equal(answer(await run(house, request(tenant, 'try.accept'), accept)), 'agreement_already_in_force')
  assert.deepEqual(
    (await trail(story, tenant, 'try.accept')).map((each) => [each.outcome, each.refused, each.detailDigest]),
    [['refused', 'agreement_already_in_force', null]],
  )
  assert.deepEqual(await standingOf(story, tenant), before)
  assert.equal((await eventsOf(story, tenant, 'acceptance', 'agreement')).length, 2)
})

test('of two acts on one case at once the second sees what the first did', async () => {
  const { tenant } = await someone()
  const id = caseId('written:twice')
  const give = { clause: 'instructions', case: id, command: { type: 'give', processing: 'enrich-contacts', text: 'One.' } }
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => run(house, request(tenant, 'race.give'), give)))
  assert.deepEqual(outcomes.map(answer).toSorted(), ['done', ...Array.from({ length: 7 }, () => 'instruction_exists')])
  assert.equal((await eventsOf(story, tenant, 'instructions', id)).length, 1)

  // Orders that do not change the gate run side by side; the loser is run again on what the winner wrote, and finds nothing to do.
  const kept = await Promise.all(Array.from({ length: 8 }, () => run(house, request(tenant, 'race.keep'), keep('2026-06-24'))))
  assert.deepEqual(kept.map((each) => (isRefusal(each) ? -1 : each.happened.length)).toSorted(), [0, 0, 0, 0, 0, 0, 0, 1])
  assert.equal((await eventsOf(story, tenant, 'retention', 'submitted:2026-06-24')).length, 1)
  assert.equal((await trail(story, tenant, 'race.keep')).length, 8)
})

test('the standing cannot be changed under a shared lock, and whatever the act wrote before is gone', async () => {
  const { tenant } = await someone()
  const before = await standingOf(story, tenant)
  const withdraw = { clause: 'instructions', case: caseId('agreement:enrich-contacts'), command: { type: 'withdraw' } }
  assert.equal(lockOf(house, withdraw), 'alone')
  assert.equal(lockOf(house, keep('2026-06-24')), 'shared')
  await assert.rejects(
    house.store.act(tenant, 'shared', (transaction) =>
      runIn(house, transaction, request(tenant, 'shared.withdraw'), [keep('2026-06-25'), withdraw]),
    ),
    /declare the command exclusive/,
  )
  assert.deepEqual(await standingOf(story, tenant), before)
  assert.deepEqual(await trail(story, tenant, 'shared.withdraw'), [])
  assert.deepEqual(await eventsOf(story, tenant, 'retention', 'submitted:2026-06-25'), [])
})

test('orders of one act stand or fall together; acts of one batch each on their own', async () => {
  const { tenant } = await someone()
  const lost = { clause: 'erasure', case: caseId('one'), command: { type: 'request', scope: 'record', selectors: null } }
  const both = await house.store.act(tenant, 'shared', (transaction) =>
    runIn(house, transaction, request(tenant, 'both'), [keep('2026-07-01'), lost, lost]),
  )
  assert.equal(answer(both), 'erasure_exists')
  assert.deepEqual(await eventsOf(story, tenant, 'retention', 'submitted:2026-07-01'), [])
  const acts = [
    { request: request(tenant, 'batch'), orders: [keep('2026-07-02')] },
    { request: request(tenant, 'batch'), orders: [lost] },
    { request: request(tenant, 'batch'), orders: [lost] },
    { request: request(tenant, 'batch'), orders: [keep('2026-07-03')] },
  ]
  const outcomes = await house.store.act(tenant, 'shared', (transaction) => runEach(house, transaction, acts))
  assert.deepEqual(outcomes.map(answer), ['done', 'done', 'erasure_exists', 'done'])
  assert.equal((await trail(story, tenant, 'batch')).length, 4)
  assert.deepEqual((await deadlines(story, tenant)).map((each) => each.case).toSorted(), [
    'one',
    'submitted:2026-07-02',
    'submitted:2026-07-03',
  ])
})

test('a deadline stands in the table with everything that its instants were counted from', async () => {
  const { tenant, hash } = await someone()
  done(await run(house, request(tenant, 'data.keep'), keep('2026-06-24')))
  const [row] = await house.store.database.tenantTransaction(
    tenant,
    (sql) => sql`
    select term, term_name, started, zone, calendar, calendar_version, side, begins, ends, lead, on_amendment, agreement, clause_of_agreement, status, next_at
    from deadline where tenant_id = ${tenant}`,
  )
  const { calendar_version: version, ...rest } = row ?? {}
  assert.ok(String(version).length > 0)
  assert.deepEqual(rest, {
    term: '90 days',
    term_name: 'submitted',
    started: house.now(),
    zone: 'Europe/Paris',
    calendar: 'FR',
    side: 'ours',
    begins: at('2026-09-21T22:00:00Z'),
    ends: at('2026-09-22T22:00:00Z'),
    lead: 'last local day',
    on_amendment: 'follows',
    agreement: hash,
    clause_of_agreement: 'retention-submitted',
    status: 'open',
    next_at: at('2026-09-14T22:00:00Z'),
  })
})

test('a module that does not run is refused by name; a case beside the only one is unknown', async () => {
  const { tenant } = await someone()
  const without = { ...house, clauses: house.clauses.filter((each) => each.name !== 'erasure') }
  const erase = { clause: 'erasure', case: caseId('one'), command: { type: 'request', scope: 'record', selectors: null } }
  assert.deepEqual(await run(without, request(tenant, 'try.erase'), erase), { refused: 'module_not_running', module: 'erasure' })
  assert.equal(answer(await order(story, 'controller', tenant, ['end-of-contract', 'another', 'giveNotice'])), 'case_unknown')
  assert.equal((await trail(story, tenant, 'try.erase'))[0]?.refused, 'module_not_running')
})

test('a deadline that an act opens while the queue settles its agenda is not forgotten', async () => {
  const { tenant } = await someone()
  await story.settle()
  const held = Promise.withResolvers<void>()
  const wrote = Promise.withResolvers<void>()
  const act = house.store.act(tenant, 'shared', async (transaction) => {
    await runIn(house, transaction, request(tenant, 'data.keep'), [keep('2026-06-24')])
    wrote.resolve()
    await held.promise
  })
  await wrote.promise
  const settling = performTasks(house, story.performers, tenant)
  // Until the settling waits for the act, there is nothing to be lost.
  const waits = async () =>
    (
      await house.store.database
        .owner`select 1 from pg_locks where not granted and database = (select oid from pg_database where datname = current_database())`
    ).length > 0
  while (!(await waits())) await new Promise((resolve) => setImmediate(resolve))
  held.resolve()
  await Promise.all([act, settling])
  const [agenda] = await house.store.database.worker`select next_due_at as at from agenda where tenant_id = ${tenant}`
  assert.equal(agenda?.at, at('2026-09-14T22:00:00Z'))
})
