import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import * as fc from 'fast-check'
import type { Agreement } from './agreement-shape.ts'
import { isFaults, longestAgreement, readAgreement } from './agreement.ts'
import { canonicalJson } from './canonical.ts'
import type { Fault } from './refusal.ts'

const modules = [
  'breaches',
  'retention',
  'scope',
  'instructions',
  'security-measures',
  'subprocessors',
  'transfers',
  'locations',
  'rights-requests',
  'assistance',
  'end-of-contract',
  'audits',
  'liability',
  'amendment',
]
const clean = readFileSync(new URL('../../test/contradictions/clean.yaml', import.meta.url), 'utf8')

const accept = (text: string): Agreement => {
  const agreement = readAgreement(text, modules)
  if (isFaults(agreement)) assert.fail(JSON.stringify(agreement))
  return agreement
}

const refuse = (text: string): readonly Fault[] => {
  const faults = readAgreement(text, modules)
  if (!isFaults(faults)) assert.fail('nothing was refused')
  return faults
}

const small = (clause: string): string =>
  `agreement: sample\nversion: 1.0\neffective: 2024-02-29\nlanguage: no\ntitle: Sample\ntime: { zone: Europe/Oslo, calendar: NO }\nclauses:\n  - id: first\n    heading: First\n    kind: obligation\n${clause}    text: Words.\n`

test('every scalar is a text: a version stays 1.0, a date a date, and Norway is not false', () => {
  const { version, effective, language, time } = accept(small('    keeps: breaches\n'))
  assert.deepEqual([version, effective, language, time.calendar], ['1.0', '2024-02-29', 'no', 'NO'])
})

test('a clause is owed by the processor unless it is the other side’s', () => {
  assert.equal(accept(small('    keeps: breaches\n')).clauses[0]?.debtor, 'processor')
  const theirs = accept(small('    theirs: true\n')).clauses[0]
  assert.deepEqual([theirs?.debtor, theirs?.keeps], ['controller', { by: 'other party' }])
})

test('a clause kept by evidence names the evidence, why, and when it is renewed', () => {
  const clause = accept(small('    manual: { evidence: minutes, why: people meet }\n')).clauses[0]
  assert.deepEqual(clause?.keeps, { by: 'evidence', evidence: 'minutes', why: 'people meet', renewEvery: null })
})

test('missing lists are empty', () => {
  const { processing, measures, annexes, resolutions, precedence, clauses } = accept(small('    keeps: breaches\n'))
  assert.deepEqual(
    [processing, measures, annexes, resolutions, precedence],
    [[], [], { subprocessors: [], locations: [], contacts: [] }, [], []],
  )
  assert.deepEqual([clauses[0]?.terms, clauses[0]?.dpv, clauses[0]?.overrides], [{}, [], []])
})

test('lines of a paragraph are joined, paragraphs and items of a list stay apart', () => {
  const text = small('    keeps: breaches\n').replace(
    '    text: Words.\n',
    '    text: |\n      One\n      two.\n\n      Three:\n      - a\n      - b\n',
  )
  assert.equal(accept(text).clauses[0]?.text, 'One two.\n\nThree:\n- a\n- b')
})

test('all faults are told, each with its place', () => {
  const faults = refuse(
    small('    keeps: breeches\n    debtr: both\n    terms: { a: { b: c } }\n    onAmendment: { z: pinned }\n').replace(
      '2024-02-29',
      '2023-02-29',
    ),
  )
  assert.deepEqual(faults.map(({ refused, at }) => [refused, at]).toSorted(), [
    ['agreement_amends_no_term', 'clauses[0].onAmendment.z'],
    ['agreement_not_a_text', 'clauses[0].terms.a'],
    ['agreement_unknown_key', 'clauses[0].debtr'],
    ['agreement_unknown_module', 'clauses[0].keeps'],
    ['agreement_wrong_form', 'effective'],
  ])
  assert.equal(faults.find(({ refused }) => refused === 'agreement_unknown_module')?.['nearest'], 'breaches')
  assert.equal(faults.find(({ refused }) => refused === 'agreement_unknown_key')?.['nearest'], 'debtor')
})

test('anchors and aliases are refused, a bomb of them at once', () => {
  const levels = Array.from({ length: 30 }, (_, level) => `l${level}: &l${level} [${level === 0 ? 'x' : `*l${level - 1}, *l${level - 1}`}]`)
  const faults = refuse(levels.join('\n'))
  assert.ok(faults.every(({ refused }) => refused === 'agreement_alias'))
})

test('keys that stand twice, tags, several documents and keys that are no texts are refused', () => {
  const codes = (text: string): readonly string[] => refuse(text).map(({ refused }) => refused)
  assert.ok(codes('agreement: a\nagreement: b').includes('agreement_key_twice'))
  assert.ok(codes('agreement: !!binary aGk=').includes('agreement_tag'))
  assert.ok(codes('agreement: a\n---\nagreement: b').includes('agreement_not_yaml'))
  assert.ok(codes('? [a]\n: b').includes('agreement_key'))
  assert.ok(codes('').includes('agreement_missing'))
})

test('a term cannot bear a name that every object has', () => {
  for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
    assert.deepEqual(
      refuse(small(`    keeps: breaches\n    terms: { ${name}: 3 days }\n`)).map(({ refused }) => refused),
      ['agreement_term_name'],
    )
  }
})

test('invisible characters and those that turn the reading direction are refused', () => {
  for (const mark of ['\u202e', '\u200b', '\u2066', '\u00ad']) {
    assert.deepEqual(
      refuse(small('    keeps: breaches\n').replace('Words.', `Wor${mark}ds.`)).map(({ refused }) => refused),
      ['agreement_unprintable'],
    )
  }
})

test('two clauses of one id are refused', () => {
  const faults = refuse(`${small('    keeps: breaches\n')}  - { id: first, heading: Again, kind: fact, text: Words. }\n`)
  assert.deepEqual(
    faults.map(({ refused, at }) => [refused, at]),
    [['agreement_twice', 'clauses[1].id']],
  )
})

test('a clause kept in two ways is refused', () => {
  assert.ok(refuse(small('    keeps: breaches\n    theirs: true\n')).some(({ refused }) => refused === 'agreement_kept_in_several_ways'))
})

test('a file that is too long or too deep is refused without being read to its end', () => {
  assert.deepEqual(
    refuse('x'.repeat(longestAgreement + 1)).map(({ refused }) => refused),
    ['agreement_too_long'],
  )
  assert.ok(refuse(`agreement: ${'[a, '.repeat(12)}${']'.repeat(12)}`).some(({ refused }) => refused === 'agreement_too_deep'))
  assert.ok(refuse('['.repeat(longestAgreement)).length > 0)
})

test('the canonical JSON of an agreement is read again as the same agreement', () => {
  const agreement = accept(clean)
  assert.deepEqual(accept(canonicalJson(agreement)), agreement)
  const concluded = {
    ...agreement,
    trailKey: 'a'.repeat(64),
    parties: { controller: { legalName: 'One', registerNumber: '1', address: 'null', dataProtectionContact: 'true' }, processor: null },
  }
  assert.deepEqual(accept(canonicalJson(concluded)), concluded)
})

test('whatever is put into a file, the reader answers an agreement or faults with sentences, and never breaks', () => {
  fc.assert(
    fc.property(
      fc.nat(clean.length - 1),
      fc.nat(60),
      fc.oneof(
        fc.string({ maxLength: 20 }),
        fc.constantFrom('\n', ': ', '- ', '&a ', '*a', '{', '}', '[', ']', '"', '|', '!!x ', '? ', '<<: '),
      ),
      (at, cut, put) => {
        const result = readAgreement(clean.slice(0, at) + put + clean.slice(at + cut), modules)
        if (isFaults(result)) assert.ok(result.length > 0 && result.every(({ refused }) => refused.startsWith('agreement_')))
        else assert.deepEqual(readAgreement(canonicalJson(result), modules), result)
      },
    ),
    { numRuns: 150 },
  )
})
