import assert from 'node:assert/strict'
import { test } from 'node:test'
import { array, assert as always, integer, property, stringMatching } from 'fast-check'
import type { Line, Measure, Run } from './lines.ts'
import { breakCode, breakLines, widestPiece, withFigures } from './lines.ts'

/** Every letter is one point wide. */
const letters: Measure = (run) => run.text.length
const plain = (text: string): readonly Run[] => [{ text, face: 'text' }]
const texts = (lines: readonly Line[]): readonly string[] => lines.map((line) => line.map((run) => run.text).join(''))
const prose = array(stringMatching(/^[a-zé-]{1,12}$/), { minLength: 1, maxLength: 40 }).map((words) => words.join(' '))

test('lines end at spaces and keep them, so that the words of the text stay apart', () => {
  assert.deepEqual(texts(breakLines(plain('one two three four'), 9, letters)), ['one two ', 'three ', 'four'])
})

test('a line may end after a hyphen between letters', () => {
  assert.deepEqual(texts(breakLines(plain('every sub-processor'), 12, letters)), ['every sub-', 'processor'])
})

test('a word wider than a line is broken inside and nothing of it is lost', () => {
  assert.deepEqual(texts(breakLines(plain('abcdefghij kl'), 4, letters)), ['abcd', 'efgh', 'ij ', 'kl'])
})

test('a figure stays on one line with its unit and with the full stop after it', () => {
  const runs = withFigures('told within 72 hours.', ['72 hours'])
  assert.deepEqual(texts(breakLines(runs, 15, letters)), ['told within ', '72 hours.'])
})

test('figures are found as whole words, the longest first', () => {
  const strong = withFigures('30 days, not 130 days, nor 30 days and nights', ['30 days', '30 days and nights']).filter(
    (run) => run.face === 'strong',
  )
  assert.deepEqual(strong, [
    { text: '30 days', face: 'strong' },
    { text: '30 days and nights', face: 'strong' },
  ])
})

test('a figure with a sign of regular expressions is taken letter by letter', () => {
  assert.deepEqual(
    withFigures('pay 1.5 (x) now', ['1.5 (x)']).map((run) => run.face),
    ['text', 'strong', 'text'],
  )
  assert.deepEqual(withFigures('pay 1a5 now', ['1.5']), plain('pay 1a5 now'))
})

test('code is broken only where the width is used up', () => {
  assert.deepEqual(texts(breakCode('abcdef\n\ngh i', 4, letters)), ['abcd', 'ef', '', 'gh i'])
})

test('the widest piece is what a column must hold', () => {
  assert.equal(widestPiece(plain('a sub-processor in Lyon'), letters), 'processor'.length)
})

test('whatever the text and the width, breaking loses no letter and no line is too wide', () => {
  always(
    property(prose, integer({ min: 1, max: 60 }), array(stringMatching(/^[a-z]{1,5}$/), { maxLength: 3 }), (text, width, figures) => {
      const lines = breakLines(withFigures(text, figures), width, letters)
      assert.equal(texts(lines).join(''), text)
      for (const line of texts(lines)) assert.ok(line.trimEnd().length <= width, `"${line}" is wider than ${width}`)
    }),
  )
})
