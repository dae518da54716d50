import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lint, rules } from '../../src/domain/lint.ts'
import { cases } from './cases.ts'
import { cleanText, read, spoil, type Edit } from './spoil.ts'

const trippedBy = (edits: readonly Edit[]): readonly string[] => lint(read(spoil(...edits))).map(({ rule }) => rule)

test('the clean file has no finding at all', () => {
  assert.deepEqual(lint(read(cleanText)), [])
})

test('every rule has its two files that trip it and a near miss that does not', () => {
  const own = ['answer-to-no-rule', 'answer-to-no-question', 'answer-without-question']
  assert.deepEqual(cases.map(({ rule }) => rule).toSorted(), [...rules.map(({ id }) => id), ...own].toSorted())
})

for (const { rule, trips, passes } of cases) {
  trips.forEach((edits, index) => {
    test(`${rule} is found in ${index === 0 ? 'a first' : 'a second'} file`, () => {
      assert.ok(trippedBy(edits).includes(rule), `found only: ${trippedBy(edits).join(', ')}`)
    })
  })
  test(`${rule} is not found in a near miss`, () => {
    assert.ok(!trippedBy(passes).includes(rule))
  })
}
