import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { isRefusal } from './refusal.ts'
import { readTerm, writeTerm, type Period, type PeriodUnit, type Term } from './term.ts'

const refusal = (text: string): string => {
  const term = readTerm(text)
  return isRefusal(term) ? term.refused : `read as ${writeTerm(term)}`
}

test('every form of the notation is read and written as it stands', () => {
  const notation: readonly (readonly [string, Term])[] = [
    ['72 hours', { type: 'period', amount: 72, unit: 'hours' }],
    ['15 days', { type: 'period', amount: 15, unit: 'days' }],
    ['30 business days', { type: 'period', amount: 30, unit: 'business days' }],
    ['1 month', { type: 'period', amount: 1, unit: 'months' }],
    ['12 months', { type: 'period', amount: 12, unit: 'months' }],
    ['10 years', { type: 'period', amount: 10, unit: 'years' }],
    ['30 days to month end', { type: 'period', amount: 30, unit: 'days to month end' }],
    ['continuous', { type: 'continuous' }],
    ['last local day', { type: 'last local day' }],
    ['without undue delay', { type: 'vague', word: 'without undue delay', target: null }],
    [
      'without undue delay (target 24 hours)',
      { type: 'vague', word: 'without undue delay', target: { type: 'period', amount: 24, unit: 'hours' } },
    ],
    ['every 12 months', { type: 'every', period: { type: 'period', amount: 12, unit: 'months' } }],
    ['at most 1 per calendar year', { type: 'at most', count: 1, per: 'calendar year' }],
    ['at most 1 per rolling 12 months', { type: 'at most', count: 1, per: { rolling: { type: 'period', amount: 12, unit: 'months' } } }],
    ['until noticeGiven', { type: 'until', event: 'noticeGiven' }],
    [
      'earliest of (72 hours, until noticeGiven)',
      {
        type: 'earliest of',
        terms: [
          { type: 'period', amount: 72, unit: 'hours' },
          { type: 'until', event: 'noticeGiven' },
        ],
      },
    ],
  ]
  for (const [text, term] of notation) {
    assert.deepEqual(readTerm(text), term)
    assert.equal(writeTerm(term), text)
  }
})

test('singular and plural, capitals and spaces are read alike and written canonically', () => {
  const written = (text: string) => {
    const term = readTerm(text)
    return isRefusal(term) ? term.refused : writeTerm(term)
  }
  assert.equal(written('1 months'), '1 month')
  assert.equal(written('2 month'), '2 months')
  assert.equal(written('  30   Business\tDay '), '30 business days')
  assert.equal(written('1 days to month end'), '1 day to month end')
  assert.equal(written('030 days'), '30 days')
  assert.equal(written('Earliest of(1 Hour ,Until noticeGiven)'), 'earliest of (1 hour, until noticeGiven)')
  assert.equal(written('Promptly (target 2 Days)'), 'promptly (target 2 days)')
})

test('what the notation does not know is refused', () => {
  for (const text of [
    '',
    'soon',
    'one month',
    '2 weeks',
    '1.5 hours',
    '-5 days',
    '5days',
    '5 days 3 hours',
    '9999999999 hours',
    '15 days (target 2 days)',
    'soon (target)',
    'soon (target 2 weeks)',
    'every',
    'every month',
    'at most 1 per year',
    'at most 1 per rolling 0 months',
    'at most 1 per rolling until x',
    'until ',
    'until (x)',
    'earliest of (1 hour, soon)',
    'earliest of (1 hour, last local day)',
    'continuous)',
    '١٥ days',
  ])
    assert.equal(refusal(text), 'not_a_term', text)
})

test('a term that is nearly right is refused for its reason', () => {
  assert.equal(refusal('0 business days'), 'zero_business_days')
  assert.equal(refusal('every 0 months'), 'every_without_period')
  assert.equal(refusal('every 30 days to month end'), 'every_without_period')
  assert.equal(refusal('every 0 business days'), 'zero_business_days')
  assert.equal(refusal('promptly (target continuous)'), 'target_without_figure')
  for (const text of [
    'earliest of',
    'earliest of ()',
    'earliest of (1 hour)',
    'earliest of (1 hour, 2 days',
    'earliest of (1 hour), 2 days)',
  ])
    assert.match(refusal(text), /earliest_of_too_few|not_a_term/, text)
  assert.equal(refusal('earliest of ('.repeat(200)), 'term_too_long')
})

const unit = fc.constantFrom<PeriodUnit>('hours', 'days', 'business days', 'months', 'years', 'days to month end')
const period: fc.Arbitrary<Period> = fc.record({ type: fc.constant('period'), amount: fc.integer({ min: 1, max: 999_999_999 }), unit })
const repeated = period.filter((period) => period.unit !== 'days to month end')
const term: fc.Arbitrary<Term> = fc
  .letrec<{ term: Term; leaf: Term; list: Term }>((tie) => ({
    leaf: fc.oneof(
      period,
      fc.constant<Term>({ type: 'continuous' }),
      fc.record({
        type: fc.constant('vague' as const),
        word: fc.constantFrom('without undue delay', 'at once'),
        target: fc.option(period),
      }),
      fc.record({ type: fc.constant('every' as const), period: repeated }),
      fc.record({
        type: fc.constant('at most' as const),
        count: fc.integer({ min: 0, max: 1000 }),
        per: fc.oneof(fc.constant('calendar year' as const), fc.record({ rolling: repeated })),
      }),
      fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9._:-]{0,20}$/).map((event): Term => ({ type: 'until', event })),
    ),
    list: fc.record({ type: fc.constant('earliest of' as const), terms: fc.array(tie('term'), { minLength: 2, maxLength: 3 }) }),
    term: fc.oneof({ maxDepth: 2, depthSize: 'small' }, tie('leaf'), tie('list')),
  }))
  .term.map((term) => structuredClone(term))

test('a term that is written is read back as the same term', () => {
  fc.assert(
    fc.property(
      term.filter((term) => writeTerm(term).length <= 500),
      (term) => {
        assert.deepEqual(readTerm(writeTerm(term)), term)
      },
    ),
    { numRuns: 500 },
  )
})

test('any text is read or refused, never thrown at, and what is read is written so that it reads the same', () => {
  const words = fc
    .array(
      fc.constantFrom('earliest of', '(', ')', ',', '3', 'days', 'every', 'until', 'x', 'target', 'at most', 'per', 'rolling', 'promptly'),
      {
        maxLength: 12,
      },
    )
    .map((words) => words.join(' '))
  fc.assert(
    fc.property(fc.oneof(fc.string(), words), (text) => {
      const read = readTerm(text)
      if (!isRefusal(read)) assert.deepEqual(readTerm(writeTerm(read)), read)
    }),
    { numRuns: 2000 },
  )
})
