import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noStanding } from '../standing.ts'
import { contextOf, ended, termsWith, when } from './clause.rig.ts'
import { endOfContract } from './end-of-contract.ts'

const giveNotice = { type: 'giveNotice' } as const
const endNow = { type: 'endNow' } as const
const end = { type: 'end', deadline: 'x' } as const
const begin = { type: 'begin', deadline: 'erase' } as const
const closed = { type: 'recordClosed', erased: 4 } as const
const ask = { type: 'requestCertificate' } as const
const windows = termsWith({ exportWindow: '30 days', eraseWithin: '30 days', certificate: 'on request' })
const atOnce = termsWith({ eraseWithin: '0 days', certificate: 'always' })
const noticed = termsWith({ terminationNotice: '30 days to month end', eraseWithin: 'at once (target 1 day)', certificate: 'always' })

test('with an export window: end, window, erasure, closed, and each period is due in its turn', () => {
  assert.deepEqual(when(endOfContract, [giveNotice], { terms: windows }).dueNames, ['export'])
  assert.deepEqual(when(endOfContract, [giveNotice, end], { terms: windows }).dueNames, ['erase'])
  const all = when(endOfContract, [giveNotice, end, begin, closed], { terms: windows })
  assert.deepEqual(
    [all.types, all.dueNames, all.state],
    [['ended', 'exportClosed', 'erasureBegun', 'closed'], [], { status: 'closed', certificate: 'on request' }],
  )
})

test('without a window everything is due at once; with a notice the service runs to its end', () => {
  assert.deepEqual(when(endOfContract, [giveNotice], { terms: atOnce }).dueNames, ['erase'])
  assert.deepEqual(
    when(endOfContract, [giveNotice], { terms: noticed }).due.map((each) => [each.name, each.side]),
    [['notice', 'theirs']],
  )
  assert.deepEqual(when(endOfContract, [giveNotice, end], { terms: noticed }).types, ['noticeGiven', 'ended'])
  // Both may agree to end it sooner.
  assert.deepEqual(when(endOfContract, [giveNotice, endNow], { terms: noticed }).dueNames, ['erase'])
})

test('a contract ends once, and only one that is in force', () => {
  for (const order of [giveNotice, endNow]) {
    assert.equal(when(endOfContract, [giveNotice, order], { terms: windows }).answer, 'contract_already_ending')
    assert.equal(when(endOfContract, [order], { standing: noStanding }).answer, 'no_agreement_in_force')
  }
  assert.equal(when(endOfContract, [giveNotice, giveNotice], { terms: noticed }).answer, 'contract_already_ending')
})

test('it is closed only out of erasure, and begun only there', () => {
  assert.deepEqual(when(endOfContract, [closed], { terms: windows }).types, [])
  assert.deepEqual(when(endOfContract, [giveNotice, closed, begin], { terms: windows }).types, ['ended'])
  assert.deepEqual(when(endOfContract, [giveNotice, end, closed, closed, begin], { terms: windows }).types, [
    'ended',
    'exportClosed',
    'closed',
  ])
})

const whenEnding = (
  orders: readonly (typeof giveNotice | typeof end | typeof begin | typeof closed | typeof ask)[],
  terms: typeof windows,
) => when(endOfContract, orders, { terms })

test('the certificate follows as the agreement says: always, on request, or not', () => {
  const mails = (terms: typeof windows, orders: Parameters<typeof whenEnding>[0]) => {
    const types = whenEnding(orders, terms)
    return types.reactions().filter((each) => 'later' in each && each.later.name === 'erasure-certificate').length
  }
  assert.equal(mails(atOnce, [giveNotice, begin, closed]), 1)
  assert.equal(mails(windows, [giveNotice, end, begin, closed]), 0)
  assert.equal(mails(windows, [giveNotice, end, begin, closed, ask]), 1)
  assert.equal(when(endOfContract, [ask], { terms: windows }).answer, 'nothing_erased_yet')
  assert.equal(
    when(endOfContract, [giveNotice, closed, ask], { terms: termsWith({ eraseWithin: '1 day', certificate: 'none' }) }).answer,
    'certificate_not_promised',
  )
})

test('when everything is erased the account data gets its own end', () => {
  const done = when(endOfContract, [giveNotice, closed], { terms: atOnce })
  assert.deepEqual(
    done.reactions().find((each) => 'to' in each),
    { to: 'retention', case: 'account:closure', command: { type: 'keep', class: 'account' } },
  )
  assert.deepEqual(endOfContract.decide({ type: 'begin', deadline: 'erase' }, { status: 'running' }, contextOf({ standing: ended })), [])
})
