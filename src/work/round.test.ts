import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, by, customerOf, done, importFile, order, storyHouse, type Customer, type StoryHouse } from '../../test/stories/story.ts'
import { erasePerson } from '../app/erase.ts'
import { instant } from '../domain/ids.ts'
import { writeInstant } from '../domain/time.ts'
import { advance, runRound, simulatedClock } from './round.ts'

const day = 86_400_000

type Move = (story: StoryHouse, days: number) => Promise<void>

const inOneJump: Move = (story, days) => story.until(writeInstant(instant(story.house.now() + days * day)))

const dayByDay: Move = async (story, days) => {
  for (let nth = 0; nth < days; nth += 1) await story.until(writeInstant(instant(story.house.now() + day)))
}

/** Three customers, one per agreement, who do between them what opens every kind of deadline; twice ninety days go by. */
const halfAYear = async (story: StoryHouse, move: Move): Promise<readonly Customer[]> => {
  const [enrichment, leads, donations] = [
    await customerOf(story, 'enrichment', 'e@customer.example'),
    await customerOf(story, 'lead-management', 'l@customer.example'),
    await customerOf(story, 'fundraising', 'f@customer.example'),
  ]
  await story.settle()
  const people = 'full name,email\nAnn Lee,ann@alpha.example\nBo Ek,bo@beta.example\n'
  for (const { tenant } of [enrichment, leads, donations]) done(await importFile(story, tenant, people))
  await order(story, 'processor', leads.tenant, ['instructions', 'agreement:manage-leads', 'holdUnlawful'], { reason: 'Article 6.' })
  await order(story, 'controller', donations.tenant, ['end-of-contract', 'contract', 'giveNotice'])
  await move(story, 90)
  // Where the tenant already is, and what the clock has made of it, decides what these do.
  done(await importFile(story, enrichment.tenant, people))
  done(await erasePerson(story.erasers, { ...by('controller', enrichment.tenant), act: 'person.erase' }, { emails: ['bo@beta.example'] }))
  await order(story, 'controller', leads.tenant, ['instructions', 'agreement:manage-leads', 'confirm'], { text: 'Consent.' })
  await order(story, 'controller', enrichment.tenant, ['end-of-contract', 'contract', 'giveNotice'])
  await order(story, 'controller', leads.tenant, ['end-of-contract', 'contract', 'giveNotice'])
  await move(story, 90)
  return [enrichment, leads, donations]
}

/** Everything that a tenant holds of the loop, as lines; ids and hashes differ from house to house and are left out. */
const written = async ({ house }: StoryHouse, customers: readonly Customer[]): Promise<readonly string[]> => {
  const lines: string[] = []
  for (const [nth, { tenant }] of customers.entries())
    await house.store.database.tenantTransaction(tenant, async (sql) => {
      const rows = await sql<{ line: string }[]>`
        select concat_ws(' | ', 'event', at, clause, case_id, seq, type, body) as line from event where tenant_id = ${tenant}
        union all select concat_ws(' | ', 'deadline', clause, case_id, name, status, side, term, started, begins, ends, closed_at) from deadline where tenant_id = ${tenant}
        union all select concat_ws(' | ', 'entry', at, act, clause, case_id, outcome, refused, counts) from trail_entry where tenant_id = ${tenant}
        union all select concat_ws(' | ', 'task', kind, name, clause, case_id, queued_at, done_at) from outbox where tenant_id = ${tenant}`
      lines.push(...rows.map(({ line }) => `${nth} ${line.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}/g, '…')}`))
    })
  return lines.toSorted()
}

test('one jump of ninety days does what ninety single days do: events, deadlines, entries and tasks are the same', async () => {
  const [jumping, walking] = [await storyHouse(), await storyHouse()]
  const [one, ninety] = [
    await written(jumping, await halfAYear(jumping, inOneJump)),
    await written(walking, await halfAYear(walking, dayByDay)),
  ]
  assert.deepEqual(one, ninety)
  assert.ok(one.length > 150, `${one.length}`)
  for (const kind of ['erasureBegun', 'exportClosed', 'reminded', 'expired', 'informed', 'closed'])
    assert.ok(
      one.some((line) => line.includes(kind)),
      kind,
    )
  // The same letters left at the same moments.
  const left = ({ mails }: StoryHouse) => mails.map((mail) => `${mail.at} ${mail.to[0]} ${mail.subject}`).toSorted()
  assert.deepEqual(left(jumping), left(walking))
})

test('a simulated clock stops at every instant at which something is due, and never goes back', async () => {
  const story = await storyHouse()
  const { tenant } = await customerOf(story, 'enrichment')
  await story.settle()
  done(await importFile(story, tenant, 'full name,email\nAnn Lee,ann@alpha.example\n'))
  const stops: string[] = []
  await advance(story.house, story.performers, story.clock, at('2026-10-01T00:00:00Z'), (now, { fired }) => {
    if (fired > 0) stops.push(writeInstant(now))
  })
  assert.deepEqual(stops, ['2026-09-14T22:00:00Z', '2026-09-20T22:00:00Z', '2026-09-21T22:00:00Z'])
  assert.equal(story.house.now(), at('2026-10-01T00:00:00Z'))
  assert.deepEqual(await runRound(story.house, story.performers), { fired: 0, performed: 0 })
  assert.throws(() => story.clock.set(at('2026-09-30T00:00:00Z')), /does not go backwards/)
  assert.equal(simulatedClock(at('2026-10-01T00:00:00Z')).now(), at('2026-10-01T00:00:00Z'))
})

test('a letter owed to somebody leaves before a job of the same moment erases the account that it goes to', async () => {
  for (const nth of [1, 2, 3]) {
    const story = await storyHouse()
    const email = `owner${nth}@customer.example`
    const { tenant } = await customerOf(story, 'fundraising', email)
    await order(story, 'processor', tenant, ['end-of-contract', 'contract', 'endNow'])
    await story.settle()
    assert.deepEqual(
      story.mails.filter((mail) => mail.subject === 'Certificate of erasure').map((mail) => mail.to),
      [[email]],
    )
  }
})
