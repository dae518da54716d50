import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caseId } from '../ids.ts'
import { ended, happened, inForce, later, start, termsWith, when } from './clause.rig.ts'
import { instructions } from './instructions.ts'

const initial = { type: 'giveInitial', processing: 'p' } as const
const give = { type: 'give', processing: 'p', text: 'ref' } as const
const hold = { type: 'holdUnlawful', reason: 'why' } as const
const confirm = { type: 'confirm', text: 'ref' } as const
const amend = { type: 'amend', text: 'ref' } as const
const withdraw = { type: 'withdraw' } as const
const terms = termsWith({ infringementNotice: 'immediately (target 1 hour)', suspendOnFlag: 'yes', form: 'in writing' })

test('an instruction is given once, in writing, while an agreement is in force', () => {
  assert.equal(when(instructions, [give]).state.status, 'in force')
  assert.equal(when(instructions, [give, give]).answer, 'instruction_exists')
  assert.equal(when(instructions, [give], { standing: ended }).answer, 'no_agreement_in_force')
  const wordless = when(instructions, [{ ...give, text: '' }], { terms })
  assert.deepEqual(wordless.refusal, { refused: 'instruction_not_written', instruction: 'one', form: 'in writing' })
})

test('an instruction that is held unlawful is suspended, and the customer is due to be told from that moment', () => {
  const held = when(instructions, [initial, hold], { terms, now: later(5) })
  assert.equal(held.state.status, 'suspended')
  assert.deepEqual(held.due, [
    {
      name: 'inform',
      termName: 'infringementNotice',
      term: 'immediately (target 1 hour)',
      from: later(5),
      side: 'ours',
      lead: null,
      onAmendment: 'pinned',
      reminders: [],
    },
  ])
  const mails = held.reactions().flatMap((reaction) => ('later' in reaction ? [reaction.later.name] : []))
  assert.deepEqual(mails, ['instruction-suspended'])
})

test('an agreement that says so leaves the instruction in force, and the customer is told all the same', () => {
  const held = when(instructions, [initial, hold], { terms: termsWith({ infringementNotice: '1 day', suspendOnFlag: 'no' }) })
  assert.deepEqual([held.answer, held.state.status, held.dueNames], [['questioned'], 'in force', ['inform']])
})

test('a suspended instruction comes back by confirmation or amendment, and the duty to tell is not lost with it', () => {
  for (const order of [confirm, amend]) {
    const back = when(instructions, [initial, hold, order], { terms })
    assert.deepEqual([back.state.status, back.dueNames], ['in force', ['inform']])
    assert.deepEqual(when(instructions, [initial, hold, order, { type: 'recordInformed' }], { terms }).dueNames, [])
    assert.equal(when(instructions, [initial, order]).answer, 'instruction_not_suspended')
    assert.equal(when(instructions, [initial, hold, { ...order, text: '' }]).answer, 'instruction_not_written')
  }
})

test('nothing is confirmed once the contract has ended', () => {
  const state = when(instructions, [initial, hold]).state
  const answer = instructions.decide(confirm, state, {
    now: start,
    terms,
    standing: ended,
    case: caseId('one'),
    actor: { side: 'controller', id: 'x' },
  })
  assert.deepEqual(answer, { refused: 'no_agreement_in_force', status: 'ended' })
})

test('what is withdrawn stays withdrawn, owes nothing, and can be neither held, confirmed nor withdrawn again', () => {
  const gone = when(instructions, [initial, hold, withdraw], { terms })
  assert.deepEqual([gone.state.status, gone.dueNames], ['withdrawn', []])
  for (const [order, code] of [
    [hold, 'instruction_not_in_force'],
    [confirm, 'instruction_not_suspended'],
    [withdraw, 'instruction_not_in_force'],
    [give, 'instruction_exists'],
  ] as const)
    assert.equal(when(instructions, [initial, withdraw, order]).answer, code)
  assert.deepEqual(when(instructions, [initial, withdraw, { type: 'recordInformed' }]).answer, [])
})

test('to be told twice is to be told once', () => {
  assert.deepEqual(when(instructions, [initial, hold, { type: 'recordInformed' }, { type: 'recordInformed' }], { terms }).types, [
    'given',
    'suspended',
    'informed',
  ])
})

test('an acceptance opens one instruction for each activity of the agreement', () => {
  const reactions = instructions.reacts(happened('acceptance', 'agreement', { type: 'accepted', processing: ['a', 'b'] }), inForce)
  assert.deepEqual(
    reactions,
    ['a', 'b'].map((each) => ({ to: 'instructions', case: `agreement:${each}`, command: { type: 'giveInitial', processing: each } })),
  )
  assert.deepEqual(instructions.reacts(happened('acceptance', 'agreement', { type: 'declined' }), inForce), [])
})
