/**
 * Legal time against a naive oracle that shares no code with it: it steps day by day and minute by minute with the polyfill's own Temporal
 * and asks date-holidays itself.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import Holidays from 'date-holidays'
import * as fc from 'fast-check'
import { Temporal } from 'temporal-polyfill/implementation'
import { instant, type Instant } from './ids.ts'
import { isRefusal } from './refusal.ts'
import { writeTerm, type Period, type Term } from './term.ts'
import { addDays, beginsAt, dueAt, localDate, readInstant, startOfDate, startOfLocalDay, writeInstant, type Side } from './time.ts'

type PlainDate = Temporal.PlainDate

const zones = [
  'Europe/Copenhagen',
  'Europe/Paris',
  'Europe/Oslo',
  'Europe/Stockholm',
  'Europe/Madrid',
  'Europe/Lisbon',
  'Europe/Dublin',
  'Atlantic/Azores', // midnight twice in autumn
  'America/Havana', // no midnight in spring, midnight twice in autumn
  'America/Santiago', // no midnight in spring, 23:00 twice in autumn
  'America/Asuncion',
  'Asia/Beirut', // no midnight in spring
  'Africa/Cairo', // no midnight on the last Friday of April
  'America/Nuuk',
  'Asia/Kathmandu',
  'Australia/Lord_Howe', // changes by half an hour
  'Pacific/Auckland',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'UTC',
]
const almanacs: Readonly<Record<string, { readonly source: Holidays; readonly closing: readonly string[] }>> = {
  DK: { source: new Holidays('DK'), closing: [] },
  'DK+': { source: new Holidays('DK'), closing: ['06-05', '12-24', '12-31'] },
  FR: { source: new Holidays('FR'), closing: [] },
  'FR-ALSACE-MOSELLE': { source: new Holidays('FR', '67'), closing: [] },
  NO: { source: new Holidays('NO'), closing: [] },
  SE: { source: new Holidays('SE'), closing: [] },
  ES: { source: new Holidays('ES'), closing: [] },
}

const outside = Symbol('a year without a table')
const yearsOff = new Map<string, ReadonlySet<string>>()
const daysOff = (calendar: string, year: number): ReadonlySet<string> => {
  const key = `${calendar} ${year}`
  const known = yearsOff.get(key)
  if (known !== undefined) return known
  const almanac = almanacs[calendar]
  const legal = almanac?.source.getHolidays(year).filter((day) => day.type === 'public' && day.substitute !== true) ?? []
  const found = new Set([...legal.map((day) => day.date.slice(0, 10)), ...(almanac?.closing ?? []).map((date) => `${year}-${date}`)])
  yearsOff.set(key, found)
  return found
}
const isOff = (calendar: string, date: PlainDate): boolean => {
  if (date.dayOfWeek > 5) return true
  if (date.year < 2024 || date.year > 2060) throw outside
  return daysOff(calendar, date.year).has(date.toString())
}

const localOf = (milliseconds: number, zone: string) => Temporal.Instant.fromEpochMilliseconds(milliseconds).toZonedDateTimeISO(zone)

/** The first quarter of an hour in which the local date is the date or later. All these zones change at quarters. */
const firstMoment = (date: PlainDate, zone: string): number => {
  const quarter = 900_000
  let moment = Temporal.Instant.from(`${date.toString()}T00:00:00Z`).epochMilliseconds - 60 * quarter
  while (Temporal.PlainDate.compare(localOf(moment, zone).toPlainDate(), date) < 0) moment += quarter
  return moment
}

const sameDayOfLaterMonth = (date: PlainDate, months: number): PlainDate => {
  let { year, month } = date
  for (let step = 0; step < months; step += 1) {
    month += 1
    if (month === 13) {
      month = 1
      year += 1
    }
  }
  for (let day = date.day; ; day -= 1) {
    try {
      return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' })
    } catch {
      // That day is missing in the month; the one before it is tried.
    }
  }
}

const oracle = (period: Period, from: number, zone: string, calendar: string, side: Side): number | typeof outside => {
  if (period.unit === 'hours') return from + period.amount * 3_600_000
  try {
    let date = localOf(from, zone).toPlainDate()
    if (period.unit === 'months') date = sameDayOfLaterMonth(date, period.amount)
    else if (period.unit === 'years') date = sameDayOfLaterMonth(date, period.amount * 12)
    else
      for (let left = period.amount; left > 0;) {
        date = date.add({ days: 1 })
        if (period.unit !== 'business days' || !isOff(calendar, date)) left -= 1
      }
    if (period.unit === 'days to month end') while (date.add({ days: 1 }).month === date.month) date = date.add({ days: 1 })
    if (side === 'theirs' && period.unit !== 'business days') while (isOff(calendar, date)) date = date.add({ days: 1 })
    return firstMoment(date.add({ days: 1 }), zone)
  } catch (error) {
    if (error === outside) return outside
    throw error
  }
}

const between = (first: string, last: string) =>
  fc.integer({ min: Temporal.Instant.from(first).epochMilliseconds, max: Temporal.Instant.from(last).epochMilliseconds })
const zone = fc.constantFrom(...zones)
const calendar = fc.constantFrom(...Object.keys(almanacs))
const side = fc.constantFrom<Side>('ours', 'theirs')
const periodOf = (unit: Period['unit'], min: number, max: number): fc.Arbitrary<Period> =>
  fc.integer({ min, max }).map((amount): Period => ({ type: 'period', amount, unit }))
const period = fc.oneof(
  periodOf('hours', 0, 2000),
  periodOf('days', 0, 400),
  periodOf('business days', 1, 90),
  periodOf('months', 0, 40),
  periodOf('years', 0, 12),
  periodOf('days to month end', 0, 90),
)

/** Instants near clock changes, local midnights, month ends and holidays come up often: plain chance seldom meets them. */
const from = fc.oneof(
  between('2023-06-01T00:00:00Z', '2061-06-01T00:00:00Z'),
  fc
    .tuple(between('2024-01-01T00:00:00Z', '2058-01-01T00:00:00Z'), zone, fc.constantFrom(-1, 0, 1))
    .map(([moment, zone, shift]) => firstMoment(localOf(moment, zone).toPlainDate(), zone) + shift),
  fc
    .tuple(between('2024-01-01T00:00:00Z', '2058-01-01T00:00:00Z'), zone, fc.integer({ min: -3, max: 1 }))
    .map(([moment, zone, days]) => (localOf(moment, zone).getTimeZoneTransition('next')?.epochMilliseconds ?? moment) + days * 86_400_000),
  fc
    .tuple(fc.integer({ min: 2024, max: 2058 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: -3, max: 2 }))
    .map(
      ([year, month, days]) =>
        Temporal.PlainDate.from({ year, month, day: 1 }).add({ days }).toZonedDateTime('UTC').epochMilliseconds + 36_000_000,
    ),
)

const ends = (term: Term, from: number, zone: string, calendar: string, side: Side): Instant => {
  const due = dueAt({ term, from: instant(from), zone, calendar, side })
  if (isRefusal(due)) throw new Error(due.refused)
  if (due.ends === null) throw new Error(due.why)
  return due.ends
}
const inTables = between('2024-02-01T00:00:00Z', '2046-01-01T00:00:00Z')

test('every period ends when the oracle says so, in every zone and calendar, for both sides', () => {
  fc.assert(
    fc.property(period, from, zone, calendar, side, (period, from, zone, calendar, side) => {
      const expected = oracle(period, from, zone, calendar, side)
      const due = dueAt({ term: period, from: instant(from), zone, calendar, side })
      if (expected === outside) assert.equal(isRefusal(due) && due.refused, 'year_without_holidays')
      else
        assert.equal(isRefusal(due) || due.ends === null ? due : writeInstant(due.ends), writeInstant(instant(expected)), writeTerm(period))
    }),
    { numRuns: 3000 },
  )
})

test('the start of every local day of 2026 and 2027 is its first moment, in every zone', () => {
  for (const zone of zones)
    for (let date = '2026-01-01'; date < '2028-01-01'; date = addDays(date, zone === 'UTC' ? 30 : 1)) {
      const start = startOfDate(date, zone)
      // Cheaper than the oracle's search and as strict: at the start it is that day, a millisecond earlier it is not.
      assert.equal(localOf(start, zone).toPlainDate().toString(), date, zone)
      assert.ok(
        localOf(start - 1, zone)
          .toPlainDate()
          .toString() < date,
        `${zone} ${date}`,
      )
      assert.equal(localDate(start, zone), date)
      assert.equal(startOfLocalDay(start, zone), start)
    }
})

test('before clocks were regular, local dates and days agree with Temporal too', () => {
  fc.assert(
    fc.property(
      between('1850-01-01T00:00:00Z', '2300-01-01T00:00:00Z'),
      fc.constantFrom(...zones, 'America/St_Johns', 'Pacific/Apia', 'Africa/Casablanca', 'Europe/Amsterdam', 'America/Toronto'),
      (at, zone) => {
        const local = localOf(at, zone)
        assert.equal(localDate(instant(at), zone), local.toPlainDate().toString())
        assert.equal(startOfLocalDay(instant(at), zone), local.startOfDay().epochMilliseconds)
      },
    ),
    { numRuns: 2000 },
  )
})

test('hours are elapsed time for both sides', () => {
  fc.assert(
    fc.property(periodOf('hours', 0, 100_000), from, zone, side, (period, from, zone, side) => {
      assert.equal(ends(period, from, zone, 'DK', side), from + period.amount * 3_600_000)
    }),
  )
})

test('the right of the other side never ends before the same duty of ours', () => {
  fc.assert(
    fc.property(period, inTables, zone, calendar, (period, from, zone, calendar) => {
      assert.ok(ends(period, from, zone, calendar, 'theirs') >= ends(period, from, zone, calendar, 'ours'))
    }),
  )
})

test('a later start never gives an earlier end', () => {
  fc.assert(
    fc.property(
      period,
      inTables,
      fc.integer({ min: 0, max: 40 * 86_400_000 }),
      zone,
      calendar,
      side,
      (period, from, later, zone, calendar, side) => {
        assert.ok(ends(period, from, zone, calendar, side) <= ends(period, from + later, zone, calendar, side))
      },
    ),
  )
})

test('the earliest of several terms is the least of their ends', () => {
  fc.assert(
    fc.property(fc.array(period, { minLength: 2, maxLength: 4 }), inTables, zone, calendar, side, (terms, from, zone, calendar, side) => {
      const least = Math.min(...terms.map((term) => ends(term, from, zone, calendar, side)))
      const open: Term = { type: 'continuous' }
      assert.equal(ends({ type: 'earliest of', terms }, from, zone, calendar, side), least)
      assert.equal(ends({ type: 'earliest of', terms: [open, ...terms, open] }, from, zone, calendar, side), least)
    }),
  )
})

test('the other side never loses its right on a day off, and no business day is one', () => {
  fc.assert(
    fc.property(
      period.filter((period) => period.unit !== 'hours'),
      inTables,
      zone,
      calendar,
      (period, from, zone, calendar) => {
        const lastDay = Temporal.PlainDate.from(localDate(instant(ends(period, from, zone, calendar, 'theirs') - 1), zone))
        assert.ok(!isOff(calendar, lastDay), lastDay.toString())
      },
    ),
  )
})

test('the last local day begins before the end and holds every moment up to it', () => {
  fc.assert(
    fc.property(period, inTables, zone, (period, from, zone) => {
      const end = ends(period, from, zone, 'DK', 'ours')
      const begins = beginsAt(end, { type: 'last local day' }, zone)
      if (isRefusal(begins)) throw new Error(begins.refused)
      assert.ok(begins < end)
      assert.equal(localDate(begins, zone), localDate(instant(end - 1), zone))
      assert.equal(startOfLocalDay(instant(end - 1), zone), begins)
    }),
  )
})

test('an instant that is written is read back as the same instant', () => {
  fc.assert(
    fc.property(between('0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z'), (at) => {
      const text = writeInstant(instant(at))
      assert.equal(readInstant(text), at)
      assert.equal(Temporal.Instant.from(text).epochMilliseconds, at)
    }),
    { numRuns: 2000 },
  )
})

test('days added to a date agree with Temporal over 5,000 years', () => {
  fc.assert(
    fc.property(fc.integer({ min: -900_000, max: 900_000 }), (count) => {
      assert.equal(addDays('2500-03-01', count), Temporal.PlainDate.from('2500-03-01').add({ days: count }).toString())
    }),
    { numRuns: 2000 },
  )
})
