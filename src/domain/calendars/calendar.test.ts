import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { civilOf, dateText, dayNumber, weekdayName } from '../civil-day.ts'
import { isRefusal } from '../refusal.ts'
import { calendarNamed, firstYear, isDayOff, knownCalendars, lastYear, type OpenCalendar } from './calendar.ts'
import { denmarkPlus } from './dk-plus.ts'
import { denmark } from './dk.ts'
import { spain } from './es.ts'
import { alsaceMoselle } from './fr-alsace-moselle.ts'
import { france } from './fr.ts'
import { norway } from './no.ts'
import { sweden } from './se.ts'

const open = (name: string): OpenCalendar => {
  const calendar = calendarNamed(name)
  if (isRefusal(calendar)) throw new Error(name)
  return calendar
}
const years = Array.from({ length: lastYear - firstYear + 1 }, (_, index) => firstYear + index)
const on = (name: string, date: string): string | undefined => {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  return open(name).holidays.get(dayNumber(year, month, day))
}

/** Easter Sunday by the method of Meeus, Jones and Butcher: independent of the source of the tables. */
const easter = (year: number): number => {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114
  return dayNumber(year, Math.floor(f / 31), (f % 31) + 1)
}

test('every table covers 2024 to 2060, a whole row a year', () => {
  for (const table of [denmark, denmarkPlus, france, alsaceMoselle, norway, sweden, spain]) {
    assert.deepEqual(Object.keys(table.years).map(Number), years)
    for (const row of Object.values(table.years)) assert.equal(row.length, table.days.length, table.name)
  }
})

test('a version is made from the content of its table, so that none changes unseen', () => {
  for (const table of [denmark, denmarkPlus, france, alsaceMoselle, norway, sweden, spain]) {
    const digest = createHash('sha256')
      .update(JSON.stringify([table.name, table.days, table.years]))
      .digest('hex')
    assert.equal(table.version, `${table.name} ${firstYear}-${lastYear} ${digest.slice(0, 12)}`)
  }
})

const movable: Readonly<Record<string, number>> = {
  'Maundy Thursday': -3,
  'Good Friday': -2,
  'Easter Sunday': 0,
  'Easter Monday': 1,
  'Ascension Day': 39,
  'Whit Sunday': 49,
  'Whit Monday': 50,
}

test('the days of Easter stand where the computus puts them, in every country and year', () => {
  for (const table of [denmark, denmarkPlus, france, alsaceMoselle, norway, sweden, spain])
    for (const [year, row] of Object.entries(table.years))
      for (const [column, date] of row.entries()) {
        const distance = movable[table.days[column] ?? '']
        if (distance !== undefined) assert.equal(`${year}-${date}`, dateText(easter(Number(year)) + distance), table.name)
      }
})

test('Denmark has ten holidays: no Great Prayer Day, 1 May, 5 June, 24 December or 31 December', () => {
  assert.equal(denmark.days.length, 10)
  for (const year of years) {
    assert.equal(open('DK').holidays.get(easter(year) + 26), undefined)
    for (const date of ['06-05', '12-24', '12-31']) {
      const other = on('DK', `${year}-${date}`)
      assert.ok(other === undefined || other.startsWith('Whit'), `${year}-${date} ${other}`)
      assert.match(on('DK+', `${year}-${date}`) ?? '', /closing day/)
    }
  }
  assert.equal(on('DK', '2027-05-01'), undefined)
})

test('DK+ is Denmark and three closing days', () => {
  for (const [day, name] of open('DK').holidays) assert.ok(open('DK+').holidays.get(day)?.startsWith(name), dateText(day))
  const added = [...open('DK+').holidays].filter(([day, name]) => name.includes('closing day') && !open('DK').holidays.has(day))
  assert.deepEqual([...new Set(added.map(([day]) => dateText(day).slice(5)))].toSorted(), ['06-05', '12-24', '12-31'])
})

test('France has eleven holidays, Good Friday and 26 December only in Alsace and Moselle', () => {
  assert.equal(france.days.length, 11)
  assert.equal(on('FR', '2027-03-26'), undefined)
  assert.equal(on('FR-ALSACE-MOSELLE', '2027-03-26'), 'Good Friday')
  assert.equal(on('FR', '2028-12-26'), undefined)
  assert.equal(on('FR-ALSACE-MOSELLE', '2028-12-26'), 'Second Christmas Day')
  const added = alsaceMoselle.days.filter((day) => !france.days.includes(day))
  assert.deepEqual(added, ['Good Friday', 'Second Christmas Day'])
  for (const day of open('FR').holidays.keys()) assert.ok(open('FR-ALSACE-MOSELLE').holidays.has(day))
})

test('Norway has 1 and 17 May, and no eve is a holiday', () => {
  for (const year of years) {
    assert.match(on('NO', `${year}-05-01`) ?? '', /Labour Day/)
    assert.match(on('NO', `${year}-05-17`) ?? '', /Constitution Day/)
    for (const eve of ['12-24', '12-31']) assert.equal(on('NO', `${year}-${eve}`), undefined)
  }
  assert.equal(norway.days.length, 12)
})

test('in Sweden Midsummer and All Saints are Saturdays, there is no Whit Monday, and no eve is a holiday', () => {
  const column = (name: string) => sweden.days.indexOf(name)
  for (const [year, row] of Object.entries(sweden.years)) {
    const midsummer = `${row[column('Midsummer Day')]}`
    const saints = `${row[column("All Saints' Day")]}`
    assert.ok(midsummer >= '06-20' && midsummer <= '06-26', midsummer)
    assert.ok(saints >= '10-31' || saints <= '11-06', saints)
    for (const date of [midsummer, saints])
      assert.equal(weekdayName(dayNumber(Number(year), Number(date.slice(0, 2)), Number(date.slice(3)))), 'Saturday')
    for (const eve of ['12-24', '12-31']) assert.equal(on('SE', `${year}-${eve}`), undefined)
    const whitMonday = easter(Number(year)) + 50
    const name = open('SE').holidays.get(whitMonday)
    assert.ok(name === undefined || name === 'National Day', year)
  }
  assert.equal(sweden.days.length, 13)
})

test('Spain has its ten national days, no day of a region and no substitute for a Sunday', () => {
  assert.equal(spain.days.length, 10)
  assert.equal(on('ES', '2027-03-25'), undefined, 'Maundy Thursday')
  assert.equal(on('ES', '2027-03-29'), undefined, 'Easter Monday')
  assert.equal(on('ES', '2027-03-19'), undefined, 'San José')
  assert.equal(on('ES', '2032-08-16'), undefined, 'the Monday after a Sunday holiday')
})

test('two holidays on one day are both named', () => {
  assert.equal(on('NO', '2027-05-17'), 'Constitution Day, Whit Monday')
})

test('a Saturday needs no table, a weekday outside the tables is refused', () => {
  const denmark = open('DK')
  assert.equal(isDayOff(denmark, dayNumber(2061, 1, 1)), true)
  assert.deepEqual(isDayOff(denmark, dayNumber(2061, 1, 3)), {
    refused: 'year_without_holidays',
    calendar: 'DK',
    year: 2061,
    firstYear: 2024,
    lastYear: 2060,
  })
  assert.equal(isDayOff(denmark, dayNumber(2060, 12, 31)), false)
  assert.equal(isDayOff(denmark, dayNumber(2024, 1, 1)), true)
})

test('the names of the calendars are those that an agreement may write', () => {
  assert.deepEqual(knownCalendars, ['DK', 'DK+', 'FR', 'FR-ALSACE-MOSELLE', 'NO', 'SE', 'ES'])
  for (const name of ['dk', 'DE', '', 'constructor']) assert.ok(isRefusal(calendarNamed(name)))
  for (const name of knownCalendars) for (const day of open(name).holidays.keys()) assert.ok(civilOf(day).year >= firstYear)
})
