import assert from 'node:assert/strict'
import { test } from 'node:test'
import { instant } from '../ids.ts'
import { later, start, termsWith, when } from './clause.rig.ts'
import { expiryDay, retention, retentionCase } from './retention.ts'

const terms = termsWith({ submitted: '90 days', account: '0 days', billing: 'not stated' })
const keep = { type: 'keep', class: 'submitted' } as const

test('a day of submitted data opens one deadline, however often something is handed in', () => {
  const kept = when(retention, [keep, keep], { terms })
  assert.deepEqual(kept.types, ['opened'])
  assert.deepEqual(kept.due, [
    {
      name: 'expire',
      termName: 'submitted',
      term: '90 days',
      from: start,
      side: 'ours',
      lead: 'last local day',
      onAmendment: 'follows',
      reminders: ['7 days', '1 day'],
    },
  ])
})

test('the clock reminds and begins; only the record that the data is gone closes the day', () => {
  const begin = { type: 'begin', deadline: 'expire' } as const
  const begun = when(
    retention,
    [keep, { type: 'remind', deadline: 'expire', before: '7 days' }, begin, { type: 'end', deadline: 'expire' }],
    { terms },
  )
  assert.deepEqual([begun.types, begun.dueNames], [['opened', 'reminded', 'begun'], ['expire']])
  assert.deepEqual(
    begun.reactions().map((each) => ('later' in each ? `${each.later.kind}/${each.later.name}` : each.to)),
    ['mail/erasure-ahead', 'job/expire'],
  )
  const gone = when(retention, [keep, begin, { type: 'recordExpired', erased: 3, held: 1 }, begin], { terms })
  assert.deepEqual([gone.types, gone.answer, gone.dueNames], [['opened', 'begun', 'expired'], [], []])
})

test('a log of who acted has an end where the agreement gives none; other classes without a figure have none', () => {
  const silent = termsWith({})
  assert.deepEqual(
    when(retention, [{ ...keep, class: 'accessLogs' }], { terms: silent }).due.map((each) => [each.term, each.termName]),
    [['12 months', null]],
  )
  assert.deepEqual(when(retention, [{ ...keep, class: 'billing' }], { terms }).dueNames, [])
  assert.equal(expiryDay('accessLogs', start, silent), '2027-06-24')
  assert.equal(expiryDay('billing', start, terms), null)
})

test('the day of erasure is the last local day of the period, and a case is one class and local day', () => {
  assert.equal(expiryDay('submitted', start, terms), '2026-09-22')
  // 22:30 UTC is half past midnight in Paris: the next day.
  assert.equal(expiryDay('submitted', later(13.5), terms), '2026-09-23')
  assert.equal(retentionCase('submitted', later(13.5), terms), 'submitted:2026-06-25')
  assert.equal(expiryDay('account', start, terms), '2026-06-24')
  const beyond = expiryDay('submitted', instant(Date.UTC(2300, 0, 1)), terms)
  assert.equal(beyond, '2300-04-01')
})
