import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Deadline } from './clause.ts'
import { start, termsWith } from './clauses/clause.rig.ts'
import { deadlineChanges, timed } from './deadline.ts'
import { instant } from './ids.ts'
import { isRefusal } from './refusal.ts'
import { writeInstant } from './time.ts'

const terms = termsWith({})
const expire: Deadline = {
  name: 'expire',
  termName: 'submitted',
  term: '90 days',
  from: start,
  side: 'ours',
  lead: 'last local day',
  onAmendment: 'follows',
  reminders: ['7 days', '1 day'],
}

const steps = (deadline: Deadline) => {
  const found = timed(deadline, terms)
  if (isRefusal(found)) assert.fail(found.refused)
  return found.steps.map((step) => `${writeInstant(step.at)} ${step.does}`)
}

test('a duty of ours begins with its last local day, is told of before that, and ends with it', () => {
  assert.deepEqual(steps(expire), [
    '2026-09-14T22:00:00Z remind 7 days',
    '2026-09-20T22:00:00Z remind 1 day',
    '2026-09-21T22:00:00Z begin',
    '2026-09-22T22:00:00Z end',
  ])
})

test('a right of the other side has no beginning, and its end moves to a working day', () => {
  // 25 July 2026 is a Saturday.
  assert.deepEqual(steps({ ...expire, name: 'export', term: '31 days', side: 'theirs', lead: null, reminders: [] }), [
    '2026-07-27T22:00:00Z end',
  ])
})

test('a vague word begins at once and ends at its target; what has no end never fires', () => {
  assert.deepEqual(steps({ ...expire, term: 'immediately (target 1 hour)', lead: null, reminders: [] }), [
    '2026-06-24T09:00:00Z begin',
    '2026-06-24T10:00:00Z end',
  ])
  assert.deepEqual(steps({ ...expire, term: 'continuous', reminders: [] }), [])
})

test('a reminder that would lie before the beginning is left out, and nothing begins before it is owed', () => {
  assert.deepEqual(steps({ ...expire, term: '0 days' }), ['2026-06-24T09:00:00Z begin', '2026-06-24T22:00:00Z end'])
  assert.deepEqual(steps({ ...expire, term: '3 days' }), [
    '2026-06-25T22:00:00Z remind 1 day',
    '2026-06-26T22:00:00Z begin',
    '2026-06-27T22:00:00Z end',
  ])
})

test('the difference of two lists: what opens, moves and closes, and nothing where nothing changed', () => {
  const changes = (before: readonly Deadline[], after: readonly Deadline[]) => {
    const found = deadlineChanges(before, after, terms)
    if (isRefusal(found)) assert.fail(found.refused)
    return found.map((each) => `${each.change} ${each.change === 'close' ? each.name : each.deadline.term}`)
  }
  assert.deepEqual(changes([], [expire]), ['open 90 days'])
  assert.deepEqual(changes([expire], [expire]), [])
  assert.deepEqual(changes([expire], [{ ...expire, term: '60 days' }]), ['move 60 days'])
  assert.deepEqual(changes([expire], []), ['close expire'])
  assert.deepEqual(changes([expire], [{ ...expire, name: 'erase' }]), ['close expire', 'open 90 days'])
})

test('a period that cannot be read or counted refuses, and names what it was', () => {
  assert.ok(isRefusal(deadlineChanges([], [{ ...expire, term: 'soon' }], terms)))
  assert.ok(isRefusal(deadlineChanges([], [{ ...expire, term: '1 business day', from: instant(9_000_000_000_000) }], terms)))
})
