import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acceptance } from './acceptance.ts'
import { when } from './clause.rig.ts'

const hash = 'a'.repeat(64)
const offer = { type: 'offer', hash, template: 't', processing: ['p'] } as const
const accept = { type: 'accept', hash, proof: 'proof' } as const

test('what was offered is accepted by its hash, and the acceptance carries its activities and its proof', () => {
  const done = when(acceptance, [offer, accept])
  assert.deepEqual([done.types, done.state], [['offered', 'accepted'], { status: 'accepted', hash }])
  const mails = done.reactions().flatMap((reaction) => ('later' in reaction ? [reaction.later.name] : []))
  assert.deepEqual(mails, ['agreement-offered', 'agreement-accepted'])
})

test('another text than the one on offer cannot be accepted: the refusal names both hashes', () => {
  assert.deepEqual(when(acceptance, [offer, { ...accept, hash: 'b' }]).refusal, {
    refused: 'accepted_text_differs',
    read: 'b',
    offered: hash,
  })
})

test('a newer offer takes the place of an older one, and a declined one may be followed by another', () => {
  assert.equal(when(acceptance, [offer, { ...offer, hash: 'b' }, accept]).answer, 'accepted_text_differs')
  assert.deepEqual(when(acceptance, [offer, { type: 'decline' }, offer, accept]).types, ['offered', 'declined', 'offered', 'accepted'])
})

test('without an offer nothing is accepted, declined or withdrawn; in force nothing is offered again', () => {
  for (const order of [accept, { type: 'decline' }, { type: 'withdrawOffer' }] as const)
    assert.equal(when(acceptance, [order]).answer, 'nothing_offered')
  assert.equal(when(acceptance, [offer, { type: 'withdrawOffer' }, accept]).answer, 'nothing_offered')
  assert.equal(when(acceptance, [offer, accept, offer]).answer, 'agreement_already_in_force')
  assert.equal(when(acceptance, [offer, accept, accept]).answer, 'agreement_already_in_force')
  for (const order of [{ type: 'decline' }, { type: 'withdrawOffer' }] as const)
    assert.equal(when(acceptance, [offer, accept, order]).answer, 'nothing_offered')
})
