import assert from 'node:assert/strict'
import { test } from 'node:test'
import { start, when } from './clause.rig.ts'
import { erasure } from './erasure.ts'

const request = { type: 'request', scope: 'person', selectors: 'ref' } as const
const erased = { type: 'recordErased', counts: { contact: 2 } } as const
const complete = { type: 'recordComplete', tables: 20 } as const
const audited = { type: 'recordAudited', scanned: 500 } as const
const leftover = { type: 'recordLeftover', stage: 'sweep', counts: { contact: 1 } } as const

test('an erasure goes through its three stages, each once, and owes the next one', () => {
  assert.deepEqual(when(erasure, [request]).dueNames, ['sweep'])
  assert.deepEqual(when(erasure, [request, erased]).dueNames, ['sweep'])
  assert.deepEqual(when(erasure, [request, erased, complete]).dueNames, ['audit'])
  const all = when(erasure, [request, erased, erased, complete, complete, audited, audited])
  assert.deepEqual([all.types, all.dueNames], [['requested', 'erased', 'complete', 'audited'], []])
  assert.deepEqual(when(erasure, [request, erased]).due[0], {
    name: 'sweep',
    termName: null,
    term: '24 hours',
    from: start,
    side: 'ours',
    lead: null,
    onAmendment: 'pinned',
    reminders: [],
  })
})

test('no stage is skipped: nothing is complete that was not erased, or audited that is not complete', () => {
  assert.deepEqual(when(erasure, [complete, audited, erased]).types, [])
  assert.deepEqual(when(erasure, [request, complete]).types, ['requested'])
  assert.deepEqual(when(erasure, [request, erased, audited]).types, ['requested', 'erased'])
  assert.equal(when(erasure, [request, request]).answer, 'erasure_exists')
})

test('what is found again sends the erasure back, and it is erased and swept anew', () => {
  const again = when(erasure, [request, erased, complete, leftover])
  assert.deepEqual([again.state.status, again.dueNames], ['erased', ['sweep']])
  assert.deepEqual(when(erasure, [request, erased, complete, leftover, erased, complete]).types, [
    'requested',
    'erased',
    'complete',
    'leftoverFound',
    'erased',
    'complete',
  ])
  const sweeps = when(erasure, [request, erased, leftover, erased]).reactions()
  assert.equal(sweeps.length, 2)
})
