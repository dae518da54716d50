import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acceptAgreement } from '../../src/app/acceptance.ts'
import { proposeAmendment } from '../../src/app/amendments.ts'
import type { Agreement } from '../../src/domain/agreement-shape.ts'
import { answer, at, by, deadlines, importFile, readable, standingOf, storyOf, templates, type StoryHouse } from './story.ts'

/** The version in force but for one figure. */
const shorter = (): ReadonlyMap<string, Agreement> => {
  const now = templates.get('enrichment')
  assert.ok(now)
  const clauses = now.clauses.map((clause) =>
    clause.id === 'retention-submitted' ? { ...clause, terms: { ...clause.terms, submitted: '60 days' } } : clause,
  )
  return new Map([['shorter', { ...now, version: '1.1', clauses }]])
}

const inForce = async (story: StoryHouse, tenant: Parameters<typeof standingOf>[1]) => {
  const { agreement } = await standingOf(story, tenant)
  return agreement.status === 'in force' ? agreement.hash : agreement.status
}

test('[LI-12.2] an amendment is notified thirty days before it takes effect, and not a second sooner', async () => {
  const story = await storyOf('enrichment')
  const { tenant, hash, account } = story.customer
  const proposed = await proposeAmendment(story.house, { ...by('processor', tenant), act: 'amendment.propose' }, shorter(), {
    template: 'shorter',
    text: null,
    choices: {},
  })
  assert.equal(answer(proposed), 'done')
  if ('refused' in proposed) return
  assert.equal(answer(await importFile(story, tenant, 'full name,email\nAnn Lee,ann@alpha.example\n')), 'done')
  await story.settle()
  const letters = story.mails.filter((each) => each.subject.startsWith('An amendment'))
  assert.deepEqual(
    letters.map((each) => [each.to, each.at]),
    [[[story.customer.email], at('2026-06-24T09:00:00Z')]],
  )
  assert.ok(letters[0]?.text.includes(proposed.hash))

  // Accepted at once; the notice runs all the same.
  const read = { account, capacity: 'managing director', hash: proposed.hash, userAgent: null }
  const accepted = await acceptAgreement(story.house, { ...by('controller', tenant), act: 'amendment.accept' }, read, {
    clause: 'amendment',
    case: proposed.case,
  })
  assert.equal(answer(accepted), 'done')
  const notice = (await deadlines(story, tenant)).find((each) => each.clause === 'amendment')
  assert.deepEqual([notice?.term, notice?.ends], ['30 days', at('2026-07-24T22:00:00Z')])
  await story.until('2026-07-24T21:59:59Z')
  assert.equal(await inForce(story, tenant), hash)
  await story.until('2026-07-24T22:00:00Z')
  assert.equal(await inForce(story, tenant), proposed.hash)

  // Retention follows the version in force, counted from the day on which the data was handed in: 60 days end with 23 August.
  const kept = (await deadlines(story, tenant)).find((each) => each.case.startsWith('submitted:'))
  assert.deepEqual([kept?.term, kept?.ends], ['60 days', at('2026-08-23T22:00:00Z')])
  await story.until('2026-08-23T22:00:00Z')
  assert.deepEqual(await readable(story, tenant), [])
})

test('[LI-12.2] an amendment that nobody accepted in the time of its notice does not take effect', async () => {
  const story = await storyOf('enrichment')
  const { tenant, hash } = story.customer
  const proposed = await proposeAmendment(story.house, { ...by('processor', tenant), act: 'amendment.propose' }, shorter(), {
    template: 'shorter',
    text: null,
    choices: {},
  })
  assert.equal(answer(proposed), 'done')
  await story.until('2026-09-30T00:00:00Z')
  assert.equal(await inForce(story, tenant), hash)
})
