import assert from 'node:assert/strict'
import { test } from 'node:test'
import { when } from './clause.rig.ts'
import { scope } from './scope.ts'

const check = { type: 'recordCheck', rows: 10, accepted: 6, refused: 3, quarantined: 1, byRule: { 'special_category:health': 3 } } as const

test('a checked file is on record once, with counts that add up to its rows', () => {
  assert.deepEqual(when(scope, [check, check]).types, ['checked'])
  assert.deepEqual(when(scope, [{ ...check, accepted: 7 }]).refusal, {
    refused: 'counts_do_not_add_up',
    rows: 10,
    accepted: 7,
    rejected: 3,
    quarantined: 1,
  })
})

test('no more rows are decided on than were set aside', () => {
  const decide = { type: 'decideQuarantine', released: 1, discarded: 0 } as const
  assert.deepEqual(when(scope, [check, decide]).state, { checked: true, quarantined: 0 })
  assert.deepEqual(when(scope, [check, decide, decide]).refusal, { refused: 'more_than_set_aside', decided: 1, quarantined: 0 })
  assert.equal(when(scope, [decide]).answer, 'more_than_set_aside')
})
