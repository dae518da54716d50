import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { instant } from '../../domain/ids.ts'
import { readTimestamp, writeTimestamp } from './column-types.ts'

const lastInstant = Date.UTC(9_999, 11, 31, 23, 59, 59, 999)
const firstInstant = -62_135_596_800_000 // 0001-01-01T00:00:00Z

test('an instant is written as the text that the calendar of the machine would write', () => {
  fc.assert(
    fc.property(fc.integer({ min: firstInstant, max: lastInstant }), (milliseconds) => {
      const expected = new Date(milliseconds).toISOString().replace('T', ' ').replace('Z', '+00')
      assert.equal(writeTimestamp(instant(milliseconds)), expected)
      assert.equal(readTimestamp(expected), milliseconds)
    }),
  )
})

test('digits below a millisecond are cut off, not rounded', () => {
  assert.equal(readTimestamp('2026-06-24 09:00:00.123999+00'), Date.UTC(2026, 5, 24, 9, 0, 0, 123))
  assert.equal(readTimestamp('2026-06-24 09:00:00.1+00'), Date.UTC(2026, 5, 24, 9, 0, 0, 100))
})

test('a timestamp of another zone, an infinity and a fraction of a millisecond are bugs', () => {
  assert.throws(() => readTimestamp('2026-06-24 09:00:00+02'))
  assert.throws(() => readTimestamp('infinity'))
  assert.throws(() => readTimestamp('0044-03-15 12:00:00+00 BC'))
  assert.throws(() => writeTimestamp(instant(1.5)))
  assert.throws(() => writeTimestamp(instant(Number.NaN)))
})
