import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { isFaults, readAgreement } from './agreement.ts'
import { termText } from './clause.ts'
import { moduleNames } from './clauses/names.ts'
import { noTerms, termsOf } from './terms.ts'

const read = (name: string) => {
  const found = readAgreement(readFileSync(`agreements/${name}.yaml`, 'utf8'), Object.keys(moduleNames))
  if (isFaults(found)) throw new Error(JSON.stringify(found))
  return found
}

test('a module reads its figures from every clause that names it, and knows on which each stands', () => {
  const terms = termsOf(read('enrichment'), 'retention')
  assert.deepEqual(terms.values, {
    submitted: '90 days',
    account: '30 days',
    accessLogs: '12 months',
    billing: '10 years',
    evidence: '5 years',
  })
  assert.equal(terms.clauseOf.submitted, 'retention-submitted')
  assert.equal(terms.clauseOf.billing, 'retention-billing')
  assert.equal(terms.clauseOf[''], 'retention-submitted')
  assert.deepEqual(terms.rules, { zone: 'Europe/Paris', calendar: 'FR' })
})

test('the three agreements end in three ways', () => {
  const ends = (name: string) => {
    const { values } = termsOf(read(name), 'end-of-contract')
    return [values.terminationNotice, values.exportWindow, values.eraseWithin, values.certificate]
  }
  assert.deepEqual(ends('enrichment'), [undefined, '30 days', '30 days', 'on request'])
  assert.deepEqual(ends('lead-management'), [undefined, undefined, '0 days', 'always'])
  assert.deepEqual(ends('fundraising'), ['30 days to month end', undefined, 'at once (target 1 day)', 'always'])
})

test('one agreement and module give one value, so that a thousand acts read the same', () => {
  const agreement = read('enrichment')
  assert.equal(termsOf(agreement, 'retention'), termsOf(agreement, 'retention'))
  assert.notEqual(termsOf(agreement, 'retention'), termsOf(agreement, 'instructions'))
})

test('a word that gives no figure, a list, and a term that is not there are silence', () => {
  const values = { a: 'none', b: 'not stated', c: ['x'], d: '1 day' }
  const terms = { ...noTerms({ zone: 'UTC', calendar: 'FR' }), values }
  assert.deepEqual(
    ['a', 'b', 'c', 'd', 'e'].map((name) => termText(terms, name)),
    [null, null, null, '1 day', null],
  )
})
