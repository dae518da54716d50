import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noStanding } from '../standing.ts'
import { amendment } from './amendment.ts'
import { contextOf, ended, start, termsWith, when } from './clause.rig.ts'

const propose = { type: 'propose', hash: 'b'.repeat(64), template: 't', processing: ['p'] } as const
const accept = { type: 'accept', hash: propose.hash, proof: 'proof' } as const
const end = { type: 'end', deadline: 'notice' } as const
const terms = termsWith({ notice: '30 days', silence: 'refused' })

test('an amendment runs its notice first, accepted or not, on the side of the customer', () => {
  const proposed = when(amendment, [propose, accept], { terms })
  assert.deepEqual(proposed.due, [
    { name: 'notice', termName: 'notice', term: '30 days', from: start, side: 'theirs', lead: null, onAmendment: 'pinned', reminders: [] },
  ])
  assert.deepEqual(when(amendment, [propose, accept, end], { terms }).types, ['proposed', 'accepted', 'tookEffect'])
  assert.deepEqual(when(amendment, [propose, accept, end], { terms }).dueNames, [])
})

test('silence means what the agreement says: refused or accepted', () => {
  assert.deepEqual(when(amendment, [propose, end], { terms }).types, ['proposed', 'lapsed'])
  assert.deepEqual(when(amendment, [propose, end], { terms: termsWith({ notice: '30 days', silence: 'accepted' }) }).types, [
    'proposed',
    'tookEffect',
  ])
})

test('where the agreement gives no notice, an amendment takes effect when it is accepted', () => {
  const done = when(amendment, [propose, accept])
  assert.deepEqual([done.types, done.dueNames], [['proposed', 'accepted', 'tookEffect'], []])
})

test('what was rejected or accepted is not open any more, and its notice ends in nothing new', () => {
  assert.equal(when(amendment, [propose, { type: 'reject' }, accept], { terms }).answer, 'no_amendment_open')
  assert.equal(when(amendment, [propose, accept, { type: 'reject' }], { terms }).answer, 'no_amendment_open')
  assert.equal(when(amendment, [propose, accept, accept], { terms }).answer, 'no_amendment_open')
  assert.deepEqual(when(amendment, [propose, { type: 'reject' }, end], { terms }).answer, [])
  assert.deepEqual(when(amendment, [propose, end, end], { terms }).answer, [])
  assert.deepEqual(when(amendment, [{ type: 'begin', deadline: 'notice' }, end], { terms }).answer, [])
})

test('refused: no agreement in force, the same text, a second proposal in the case, another hash', () => {
  assert.equal(when(amendment, [propose], { standing: noStanding }).answer, 'no_agreement_in_force')
  assert.equal(when(amendment, [{ ...propose, hash: 'a'.repeat(64) }]).answer, 'amendment_changes_nothing')
  assert.equal(when(amendment, [propose, propose]).answer, 'amendment_exists')
  assert.deepEqual(when(amendment, [propose, { ...accept, hash: 'c' }], { terms }).refusal, {
    refused: 'accepted_text_differs',
    read: 'c',
    offered: propose.hash,
  })
})

test('a contract that ended while the notice ran is not opened again: the amendment lapses', () => {
  const { state } = when(amendment, [propose, accept], { terms })
  const answer = amendment.decide(end, state, contextOf({ terms, standing: ended }))
  assert.deepEqual(Array.isArray(answer) ? answer.map((event) => event.type) : answer, ['lapsed'])
  const open = when(amendment, [propose], { terms }).state
  assert.deepEqual(amendment.decide(accept, open, contextOf({ terms, standing: ended })), {
    refused: 'no_agreement_in_force',
    status: 'ended',
  })
})
