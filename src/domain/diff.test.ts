import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import * as fc from 'fast-check'
import type { Agreement } from './agreement-shape.ts'
import { isFaults, readAgreement } from './agreement.ts'
import { diffAgreements } from './diff.ts'
import { compareWords } from './diff/words.ts'
import { moduleNames } from './clauses/names.ts'

const text = readFileSync(new URL('../../test/contradictions/clean.yaml', import.meta.url), 'utf8')
const read = (file: string): Agreement => {
  const agreement = readAgreement(file, Object.keys(moduleNames))
  if (isFaults(agreement)) assert.fail(JSON.stringify(agreement))
  return agreement
}
const before = read(text)

test('a version differs in nothing from itself', () => {
  const { added, removed, changed, parts, behaviour } = diffAgreements(before, before)
  assert.deepEqual([added, removed, changed, parts, behaviour], [[], [], [], [], []])
})

test('a figure that changes is shown in the words of its clause and as behaviour', () => {
  const { changed, behaviour } = diffAgreements(before, read(text.replace('accessLogs: 30 days', 'accessLogs: 20 days')))
  assert.deepEqual(changed, [
    {
      id: 'kept-logs',
      heading: [{ is: 'kept', text: 'Logs' }],
      words: [
        { is: 'kept', text: 'Logs are kept for ' },
        { is: 'removed', text: '30 ' },
        { is: 'added', text: '20 ' },
        { is: 'kept', text: 'days.' },
      ],
      terms: [{ term: 'accessLogs', before: '30 days', after: '20 days' }],
      fields: [],
    },
  ])
  assert.deepEqual(behaviour, [
    {
      module: 'retention',
      clause: 'kept-logs',
      term: 'accessLogs',
      before: '30 days',
      after: '20 days',
      running: 'follows',
      direction: 'shorter',
      says: { refused: 'diff_follows_shorter', module: 'retention', term: 'accessLogs', before: '30 days', after: '20 days' },
    },
  ])
})

test('a pinned period stays with what is running, whatever the new one is', () => {
  const [change] = diffAgreements(before, read(text.replace('notifyController: 48 hours', 'notifyController: 3 days'))).behaviour
  assert.deepEqual([change?.running, change?.direction, change?.says.refused], ['pinned', 'longer', 'diff_pinned'])
})

test('a term that goes and a term that comes are changes of behaviour', () => {
  const after = read(text.replace('certificate: always }', 'copies: all }').replace(' A certificate is given {{certificate}}.', ''))
  assert.deepEqual(
    diffAgreements(before, after).behaviour.map(({ term, before: was, after: is }) => [term, was, is]),
    [
      ['certificate', 'always', null],
      ['copies', null, 'all'],
    ],
  )
})

test('a term that moves to another clause of its module changes no behaviour', () => {
  const moved = read(
    text
      .replace('{ noticePeriod: 30 days }', '{}')
      .replace('onAmendment: { noticePeriod: pinned }', 'onAmendment: {}')
      .replace('{{noticePeriod}} ahead', 'ahead')
      .replace('terms: { objectionWindow: 15 days', 'terms: { noticePeriod: 30 days, objectionWindow: 15 days'),
  )
  const { behaviour, changed } = diffAgreements(before, moved)
  assert.deepEqual(behaviour, [])
  assert.deepEqual(
    changed.map(({ id }) => id),
    ['change-notice', 'objection'],
  )
})

test('clauses that come and go are named, and other parts that differ too', () => {
  const after = read(text.replace('  - id: beneficiary', '  - id: heir').replace('calendar: FR', 'calendar: DK'))
  const { added, removed, parts } = diffAgreements(before, after)
  assert.deepEqual([added.map(({ id }) => id), removed.map(({ id }) => id), parts], [['heir'], ['beneficiary'], ['time']])
})

test('kept and removed words give the earlier text, kept and added words the later one', () => {
  const words = fc.array(fc.constantFrom('the ', 'processor ', 'tells ', 'controller\n', '72 ', 'hours')).map((list) => list.join(''))
  fc.assert(
    fc.property(words, words, (one, other) => {
      const edits = compareWords(one, other)
      assert.equal(
        edits
          .filter(({ is }) => is !== 'added')
          .map((edit) => edit.text)
          .join(''),
        one,
      )
      assert.equal(
        edits
          .filter(({ is }) => is !== 'removed')
          .map((edit) => edit.text)
          .join(''),
        other,
      )
      assert.ok(edits.every((edit, index) => edit.is !== edits[index + 1]?.is))
    }),
  )
})

test('two long texts without a common word are shown as replaced', () => {
  const [one, other] = ['a ', 'b '].map((word) => word.repeat(3000))
  assert.deepEqual(
    compareWords(one ?? '', other ?? '').map(({ is }) => is),
    ['removed', 'added'],
  )
})
