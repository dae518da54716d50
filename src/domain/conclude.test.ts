import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Agreement, Party } from './agreement-shape.ts'
import { isFaults, readAgreement } from './agreement.ts'
import { conclude, type Choices } from './conclude.ts'
import { concludedHash, templateHash, termsHash, textHash } from './hashes.ts'
import { moduleNames } from './clauses/names.ts'

const digest = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()
const text = readFileSync(new URL('../../test/contradictions/clean.yaml', import.meta.url), 'utf8')
const readText = (file: string): Agreement => {
  const agreement = readAgreement(file, Object.keys(moduleNames))
  if (isFaults(agreement)) assert.fail(JSON.stringify(agreement))
  return agreement
}
const template = readText(text.replace('certificate: always }', 'certificate: always, choice: [erase, return] }'))
const party = (legalName: string): Party => ({
  legalName,
  registerNumber: '12345678',
  address: '1 High Street',
  dataProtectionContact: 'privacy@example.org',
})
const parties = { controller: party('Charity'), processor: party('Provider') }
const key = 'ab'.repeat(32)

const concludeWith = (choices: Choices): Agreement => {
  const agreement = conclude(template, parties, choices, key)
  if (isFaults(agreement)) assert.fail(JSON.stringify(agreement))
  return agreement
}

test('a concluded agreement keeps the hash of its template and has one of its own', () => {
  const agreement = concludeWith({})
  assert.equal(templateHash(agreement, digest), templateHash(template, digest))
  assert.notEqual(concludedHash(agreement, digest), templateHash(template, digest))
})

test('another party, another key or another choice gives another hash of the whole', () => {
  const hashes = [
    concludeWith({}),
    concludeWith({ 'at-the-end': { choice: 'return' } }),
    { ...concludeWith({}), trailKey: 'cd'.repeat(32) },
    { ...concludeWith({}), parties: { ...parties, controller: party('Museum') } },
  ].map((agreement) => concludedHash(agreement, digest))
  assert.equal(new Set(hashes).size, hashes.length)
})

test('an option that was chosen stands in place of the list of options', () => {
  const chosen = concludeWith({ 'at-the-end': { choice: 'return' } })
  assert.equal(chosen.clauses.find(({ id }) => id === 'at-the-end')?.terms['choice'], 'return')
})

test('a choice that is not offered, and a choice where none is, are refused together', () => {
  const faults = conclude(template, parties, { 'at-the-end': { choice: 'sell', eraseWithin: '1 day' }, nowhere: { choice: 'erase' } }, key)
  assert.ok(isFaults(faults))
  assert.deepEqual(
    faults.map(({ refused, at }) => [refused, at]),
    [
      ['agreement_choice_not_offered', 'choices.at-the-end.choice'],
      ['agreement_no_choice_there', 'choices.at-the-end.eraseWithin'],
      ['agreement_no_choice_there', 'choices.nowhere.choice'],
    ],
  )
})

test('a party without a name, a key that is none, and a text that has parties already are refused', () => {
  const faults = conclude(concludeWith({}), { ...parties, processor: { ...party('Provider'), legalName: ' ' } }, {}, 'key')
  assert.ok(isFaults(faults))
  assert.deepEqual(
    faults.map(({ at }) => at),
    ['parties', 'parties.processor.legalName', 'trailKey'],
  )
})

test('the order of keys and the comments of the file do not change the hash, one figure does', () => {
  const turned = text.replace(/agreement: specimen\nversion: .*\n/, "# another comment\nversion: '1.0'\nagreement: specimen\n")
  assert.equal(templateHash(readText(turned), digest), templateHash(readText(text), digest))
  assert.notEqual(templateHash(readText(text.replace('48 hours', '49 hours')), digest), templateHash(readText(text), digest))
})

test('the hash of the terms follows figures, the hash of the text follows words and figures', () => {
  const otherWords = readText(text.replace('promised secrecy', 'sworn secrecy'))
  const otherFigure = readText(text.replace('48 hours', '49 hours'))
  const before = readText(text)
  assert.equal(termsHash(otherWords, digest), termsHash(before, digest))
  assert.notEqual(textHash(otherWords, digest), textHash(before, digest))
  assert.notEqual(termsHash(otherFigure, digest), termsHash(before, digest))
  assert.notEqual(textHash(otherFigure, digest), textHash(before, digest))
})
