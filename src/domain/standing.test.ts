import assert from 'node:assert/strict'
import { test } from 'node:test'
import { happened, standingAfter, start } from './clauses/clause.rig.ts'
import { foldStanding, governingHash, noStanding } from './standing.ts'

const offered = happened('acceptance', 'agreement', { type: 'offered', hash: 'one' })
const accepted = happened('acceptance', 'agreement', { type: 'accepted', hash: 'one' })
const given = happened('instructions', 'first', { type: 'given', processing: 'p' })
const suspended = happened('instructions', 'first', { type: 'suspended', processing: 'p' })
const ended = happened('end-of-contract', 'contract', { type: 'ended', exportOpen: true })
const closed = happened('end-of-contract', 'contract', { type: 'closed' })

test('an agreement goes from offer to force to end to closed, and governs until then', () => {
  assert.equal(governingHash(noStanding), null)
  assert.deepEqual(standingAfter(offered).agreement, { status: 'offered', hash: 'one' })
  assert.deepEqual(standingAfter(offered, accepted).agreement, { status: 'in force', hash: 'one', since: start })
  assert.deepEqual(standingAfter(offered, accepted, ended).agreement, { status: 'ended', hash: 'one', endedAt: start, exportOpen: true })
  const after = standingAfter(offered, accepted, given, ended, happened('end-of-contract', 'contract', { type: 'exportClosed' }), closed)
  assert.deepEqual(after, { agreement: { status: 'closed', hash: 'one', closedAt: start }, instructions: {} })
  assert.equal(governingHash(after), 'one')
})

test('an offer that is withdrawn leaves nothing; an offer beside an agreement in force changes nothing', () => {
  assert.deepEqual(standingAfter(offered, happened('acceptance', 'agreement', { type: 'offerWithdrawn', hash: 'one' })), noStanding)
  assert.deepEqual(
    standingAfter(offered, accepted, happened('acceptance', 'agreement', { type: 'offered', hash: 'two' })).agreement.status,
    'in force',
  )
})

test('an amendment replaces the hash, and never opens a contract that has ended', () => {
  const effect = happened('amendment', 'a', { type: 'tookEffect', hash: 'two' })
  assert.equal(governingHash(standingAfter(accepted, effect)), 'two')
  const over = standingAfter(accepted, ended)
  assert.equal(foldStanding(over, effect), over)
})

test('instructions stand by case: given, suspended, back, withdrawn', () => {
  assert.deepEqual(standingAfter(accepted, given, suspended).instructions, {
    first: { status: 'suspended', processing: 'p', since: start },
  })
  for (const type of ['confirmed', 'amended'])
    assert.deepEqual(standingAfter(accepted, given, suspended, happened('instructions', 'first', { type, processing: 'p' })).instructions, {
      first: { status: 'in force', processing: 'p' },
    })
  assert.deepEqual(standingAfter(accepted, given, happened('instructions', 'first', { type: 'withdrawn' })).instructions, {})
})

test('an event that the gate does not read gives back the very same standing', () => {
  const before = standingAfter(accepted, given)
  for (const [clause, type] of [
    ['retention', 'opened'],
    ['erasure', 'erased'],
    ['instructions', 'informed'],
    ['instructions', 'questioned'],
    ['amendment', 'proposed'],
  ] as const)
    assert.equal(foldStanding(before, happened(clause, 'x', { type })), before)
})
