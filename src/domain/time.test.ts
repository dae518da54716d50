import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { instant } from './ids.ts'
import { isRefusal } from './refusal.ts'
import { readTerm, timesOf, type Term } from './term.ts'
import {
  addDays,
  beginsAt,
  checkZone,
  dueAt,
  isDate,
  localDate,
  readInstant,
  startOfDate,
  startOfLocalDay,
  writeInstant,
  type Side,
} from './time.ts'

type Example = {
  readonly id: string
  readonly from: string
  readonly zone: string
  readonly calendar: string
  readonly term: string
  readonly side: Side
  readonly ends: string
  readonly why: string
}

const at = (text: string) => {
  const read = readInstant(text)
  if (isRefusal(read)) throw new Error(`${text}: ${read.refused}`)
  return read
}
const termOf = (text: string): Term => {
  const term = readTerm(text)
  if (isRefusal(term)) throw new Error(`${text}: ${term.refused}`)
  return term
}
const due = (term: string, from: string, zone: string, calendar: string, side: Side) =>
  dueAt({ term: termOf(term), from: at(from), zone, calendar, side })
const endsOf = (term: string, from: string, zone: string, calendar: string, side: Side): string | null => {
  const end = due(term, from, zone, calendar, side)
  if (isRefusal(end)) return end.refused
  return end.ends === null ? null : writeInstant(end.ends)
}

const examples: readonly Example[] = JSON.parse(readFileSync(new URL('../../test/fixtures/legal-time.json', import.meta.url), 'utf8'))

test('the table of worked examples is there', () => assert.equal(examples.length, 25))

for (const example of examples) {
  test(`${example.id}: ${example.term} from ${example.from}, ${example.zone}, ${example.calendar}, ${example.side}`, () => {
    const end = due(example.term, example.from, example.zone, example.calendar, example.side)
    if (isRefusal(end)) throw new Error(end.refused)
    assert.equal(end.ends === null ? null : writeInstant(end.ends), example.ends)
    assert.ok(example.why.endsWith(`; ${end.why}`), `${end.why}\nis not how it was worked out:\n${example.why}`)
    assert.match(end.calendarVersion, /^[A-Z+-]+ 2024-2060 [0-9a-f]{12}$/)
  })
}

test('hours keep their milliseconds and consult neither the year nor the calendar', () => {
  assert.equal(endsOf('1 hour', '2027-06-02T12:20:00.123Z', 'Europe/Paris', 'FR', 'ours'), '2027-06-02T13:20:00.123Z')
  assert.equal(endsOf('48 hours', '1999-12-31T12:00:00Z', 'Europe/Paris', 'FR', 'theirs'), '2000-01-02T12:00:00Z')
  assert.equal(endsOf('0 hours', '2027-06-02T12:20:00Z', 'Europe/Paris', 'FR', 'ours'), '2027-06-02T12:20:00Z')
})

test('a period of 0 days ends with its first day', () =>
  assert.equal(endsOf('0 days', '2027-06-02T12:20:00Z', 'Europe/Paris', 'FR', 'ours'), '2027-06-02T22:00:00Z'))

test('1 month from 28 February 2027 is 28 March, because a month end does not stick', () =>
  assert.equal(endsOf('1 month', '2027-02-28T10:00:00Z', 'Europe/Paris', 'FR', 'ours'), '2027-03-28T22:00:00Z'))

test('years from 29 February end on 29 February of a leap year and on 28 February of another', () => {
  assert.equal(endsOf('4 years', '2024-02-29T10:00:00Z', 'Europe/Paris', 'FR', 'ours'), '2028-02-29T23:00:00Z')
  assert.equal(endsOf('1 year', '2024-02-29T10:00:00Z', 'Europe/Paris', 'FR', 'ours'), '2025-02-28T23:00:00Z')
  assert.equal(endsOf('76 years', '2024-02-29T10:00:00Z', 'Europe/Paris', 'FR', 'ours'), '2100-02-28T23:00:00Z')
})

test('days over a clock change end at local midnight: one day of 23 hours, one of 25', () => {
  assert.equal(endsOf('1 day', '2028-03-25T12:00:00Z', 'Europe/Copenhagen', 'DK', 'ours'), '2028-03-26T22:00:00Z')
  assert.equal(endsOf('1 day', '2028-10-28T12:00:00Z', 'Europe/Copenhagen', 'DK', 'ours'), '2028-10-29T23:00:00Z')
})

test('of two midnights the first one ends the day before', () => {
  // Havana puts the clock back from 01:00 to 00:00 on 7 November 2027.
  assert.equal(endsOf('1 day', '2027-11-05T12:00:00Z', 'America/Havana', 'ES', 'ours'), '2027-11-07T04:00:00Z')
  const end = due('1 day', '2027-11-05T12:00:00Z', 'America/Havana', 'ES', 'ours')
  assert.match(isRefusal(end) ? end.refused : end.why, /\(the first 00:00 of two\)$/)
})

test('a local day that its zone left out ends with the day before it', () => {
  // Samoa had no 30 December 2011.
  assert.equal(writeInstant(startOfDate('2011-12-30', 'Pacific/Apia')), '2011-12-30T10:00:00Z')
  assert.equal(endsOf('1 day', '2011-12-28T20:00:00Z', 'Pacific/Apia', 'DK', 'ours'), '2011-12-30T10:00:00Z')
})

test('a year that the holiday table lacks is refused by name, where a holiday matters and only there', () => {
  const late = due('1 business day', '2060-12-31T12:00:00Z', 'Europe/Oslo', 'NO', 'ours')
  assert.deepEqual(late, { refused: 'year_without_holidays', calendar: 'NO', year: 2061, firstYear: 2024, lastYear: 2060 })
  assert.equal(endsOf('1 day', '2023-06-01T12:00:00Z', 'Europe/Oslo', 'NO', 'theirs'), 'year_without_holidays')
  assert.equal(endsOf('1 day', '2023-06-01T12:00:00Z', 'Europe/Oslo', 'NO', 'ours'), '2023-06-02T22:00:00Z')
  assert.equal(endsOf('100 years', '2027-06-01T12:00:00Z', 'Europe/Oslo', 'NO', 'ours'), '2127-06-01T22:00:00Z')
  assert.equal(endsOf('100 years', '2027-06-01T12:00:00Z', 'Europe/Oslo', 'NO', 'theirs'), 'year_without_holidays')
  assert.equal(endsOf('999999999 business days', '2027-06-01T12:00:00Z', 'Europe/Oslo', 'NO', 'ours'), 'year_without_holidays')
})

test('results beyond the year 9999 are refused', () => {
  for (const term of ['999999999 hours', '999999999 days', '999999999 months', '999999999 years', '999999999 days to month end'])
    assert.equal(endsOf(term, '2027-06-01T12:00:00Z', 'Europe/Oslo', 'NO', 'ours'), 'beyond_years')
  assert.equal(endsOf('0 days', '9999-12-31T12:00:00Z', 'Europe/Oslo', 'NO', 'ours'), '9999-12-31T23:00:00Z')
  assert.equal(endsOf('0 days', '9999-12-31T12:00:00Z', 'America/Havana', 'NO', 'ours'), 'beyond_years')
  assert.equal(endsOf('1 year', '0001-06-01T12:00:00Z', 'UTC', 'NO', 'ours'), '0002-06-02T00:00:00Z')
})

test('unknown zones and calendars are refused by name, also by terms that need neither', () => {
  assert.deepEqual(due('1 hour', '2027-06-01T12:00:00Z', 'Europe/Nowhere', 'NO', 'ours'), {
    refused: 'unknown_zone',
    zone: 'Europe/Nowhere',
  })
  assert.deepEqual(due('continuous', '2027-06-01T12:00:00Z', 'Europe/Oslo', 'XX', 'ours'), {
    refused: 'unknown_calendar',
    calendar: 'XX',
    known: ['DK', 'DK+', 'FR', 'FR-ALSACE-MOSELLE', 'NO', 'SE', 'ES'],
  })
  for (const zone of ['', 'Z', '+02:00', '2027-01-01T00:00:00Z[Europe/Oslo]', 'Europe/Oslo ', '__proto__'])
    assert.deepEqual(checkZone(zone), { refused: 'unknown_zone', zone })
  assert.equal(checkZone('Europe/Oslo'), null)
})

test('a term without an end says so', () => {
  for (const term of [
    'continuous',
    'without undue delay',
    'at most 1 per calendar year',
    'at most 2 per rolling 12 months',
    'until noticeGiven',
  ]) {
    const end = due(term, '2027-06-01T12:00:00Z', 'Europe/Oslo', 'NO', 'ours')
    if (isRefusal(end)) throw new Error(end.refused)
    assert.equal(end.ends, null)
    assert.ok(end.why.includes(term))
  }
})

test('a vague word ends with its target, every with its next time', () => {
  assert.equal(endsOf('without undue delay (target 24 hours)', '2027-06-01T12:00:00Z', 'Europe/Oslo', 'NO', 'ours'), '2027-06-02T12:00:00Z')
  assert.equal(endsOf('every 12 months', '2027-06-01T12:00:00Z', 'Europe/Oslo', 'NO', 'ours'), '2028-06-01T22:00:00Z')
})

test('the times of every month are counted from the anchor: 31 January, 28 February, 31 March', () => {
  const dates = [1, 2, 3].map((n) => {
    const term = timesOf({ type: 'period', amount: 1, unit: 'months' }, n)
    const end = dueAt({ term, from: at('2027-01-31T10:00:00Z'), zone: 'Europe/Oslo', calendar: 'NO', side: 'ours' })
    return isRefusal(end) || end.ends === null ? null : localDate(instant(end.ends - 1), 'Europe/Oslo')
  })
  assert.deepEqual(dates, ['2027-02-28', '2027-03-31', '2027-04-30'])
})

test('of several terms the earliest that has an end decides', () => {
  const from = '2027-06-01T12:00:00Z'
  assert.equal(endsOf('earliest of (72 hours, 2 days)', from, 'Europe/Oslo', 'NO', 'ours'), '2027-06-03T22:00:00Z')
  assert.equal(endsOf('earliest of (until noticeGiven, 2 days, continuous)', from, 'Europe/Oslo', 'NO', 'ours'), '2027-06-03T22:00:00Z')
  assert.equal(endsOf('earliest of (until noticeGiven, continuous)', from, 'Europe/Oslo', 'NO', 'ours'), null)
  assert.equal(endsOf('earliest of (1 hour, 999999999 years)', from, 'Europe/Oslo', 'NO', 'ours'), 'beyond_years')
})

test('a lead that no period starts with is refused as a term of its own', () =>
  assert.equal(endsOf('last local day', '2027-06-01T12:00:00Z', 'Europe/Oslo', 'NO', 'ours'), 'lead_is_no_period'))

test('work begins a lead before the end', () => {
  const begins = (ends: string, lead: string, zone: string) => {
    const found = beginsAt(at(ends), termOf(lead), zone)
    return isRefusal(found) ? found.refused : writeInstant(found)
  }
  assert.equal(begins('2027-06-03T22:00:00Z', '24 hours', 'Europe/Oslo'), '2027-06-02T22:00:00Z')
  assert.equal(begins('2028-10-29T23:00:00Z', 'last local day', 'Europe/Paris'), '2028-10-28T22:00:00Z')
  assert.equal(begins('2028-10-29T23:00:00Z', '1 day', 'Europe/Paris'), '2028-10-28T22:00:00Z')
  assert.equal(begins('2027-06-03T12:00:00Z', 'last local day', 'Europe/Paris'), '2027-06-02T22:00:00Z')
  assert.equal(begins('2027-06-02T22:00:00.001Z', 'last local day', 'Europe/Paris'), '2027-06-02T22:00:00Z')
  assert.equal(begins('2027-09-05T04:00:00Z', 'last local day', 'America/Santiago'), '2027-09-04T04:00:00Z')
  assert.equal(begins('2027-03-30T22:00:00Z', '1 month', 'Europe/Paris'), '2027-02-27T23:00:00Z')
  assert.equal(begins('2027-03-30T22:00:00Z', '1 year', 'Europe/Paris'), '2026-03-30T22:00:00Z')
  assert.equal(begins('2027-03-30T22:00:00Z', '2 business days', 'Europe/Paris'), 'not_a_lead')
  assert.equal(begins('2027-03-30T22:00:00Z', 'continuous', 'Europe/Paris'), 'not_a_lead')
  assert.equal(begins('2027-03-30T22:00:00Z', '9000 years', 'Europe/Paris'), 'beyond_years')
})

test('local dates and days follow the zone', () => {
  assert.equal(localDate(at('2027-02-10T11:30:00Z'), 'Pacific/Auckland'), '2027-02-11')
  assert.equal(localDate(at('2027-02-10T10:59:59.999Z'), 'Pacific/Auckland'), '2027-02-10')
  assert.equal(writeInstant(startOfLocalDay(at('2027-02-10T11:30:00Z'), 'Pacific/Auckland')), '2027-02-10T11:00:00Z')
  assert.equal(writeInstant(startOfDate('2027-09-05', 'America/Santiago')), '2027-09-05T04:00:00Z')
  assert.throws(() => localDate(instant(0), 'Europe/Nowhere'), /before it was checked/)
  assert.throws(() => startOfDate('2027-02-29', 'UTC'), /before it was checked/)
})

test('days are added to dates over months, years and leap days', () => {
  assert.equal(addDays('2028-02-28', 1), '2028-02-29')
  assert.equal(addDays('2027-01-01', -1), '2026-12-31')
  assert.equal(addDays('2027-01-01', 365), '2028-01-01')
  assert.deepEqual(['2028-02-29', '2027-02-29', '2027-13-01', '2027-00-01', '0000-01-01', '27-01-01', ''].map(isDate), [
    true,
    false,
    false,
    false,
    false,
    false,
    false,
  ])
})

test('instants are read with Z or an offset and written in UTC', () => {
  assert.equal(writeInstant(at('2027-01-13T00:00:00+01:00')), '2027-01-12T23:00:00Z')
  assert.equal(writeInstant(at('2027-01-12T17:29:59.5-05:30')), '2027-01-12T22:59:59.500Z')
  assert.equal(writeInstant(at('2027-01-12t23:00:00.007000z')), '2027-01-12T23:00:00.007Z')
  assert.equal(writeInstant(instant(-1)), '1969-12-31T23:59:59.999Z')
})

test('what is no instant is refused', () => {
  for (const text of [
    '',
    '2027-01-12',
    '2027-01-12T23:00:00',
    '2027-01-12T23:00Z',
    '2027-01-12T24:00:00Z',
    '2027-01-12T23:00:60Z',
    '2027-02-29T00:00:00Z',
    '2027-01-12T23:00:00+24:00',
    '2027-01-12T23:00:00,5Z',
    ' 2027-01-12T23:00:00Z',
    '2027-01-12T23:00:00Z\n',
    '0000-12-31T23:00:00Z',
  ])
    assert.deepEqual(readInstant(text), { refused: 'not_an_instant', text })
  assert.deepEqual(readInstant('2027-01-12T23:00:00.0001Z'), { refused: 'finer_than_milliseconds', text: '2027-01-12T23:00:00.0001Z' })
  const outside = { refused: 'beyond_years', firstYear: 1, lastYear: 9999 }
  assert.deepEqual(readInstant('0001-01-01T00:00:00+01:00'), outside)
  assert.deepEqual(readInstant('9999-12-31T23:59:59-01:00'), outside)
})
