/** Which days are off: looks up the holiday tables by day. The tables reach from 2024 to 2060 (`firstYear`, `lastYear`). */
import { civilOf, dayNumber, isWeekend } from '../civil-day.ts'
import type { Refusal } from '../refusal.ts'
import { denmarkPlus } from './dk-plus.ts'
import { denmark } from './dk.ts'
import { spain } from './es.ts'
import { alsaceMoselle } from './fr-alsace-moselle.ts'
import { france } from './fr.ts'
import type { HolidayTable } from './holiday-table.ts'
import { norway } from './no.ts'
import { sweden } from './se.ts'

export const firstYear = 2024
export const lastYear = 2060

/** A calendar ready for questions: day number (civil-day.ts) → the name of the holiday. */
export type OpenCalendar = {
  readonly name: string
  readonly version: string
  readonly holidays: ReadonlyMap<number, string>
}

const holidaysOf = (table: HolidayTable): ReadonlyMap<number, string> => {
  const holidays = new Map<number, string>()
  for (const [year, row] of Object.entries(table.years)) {
    for (const [column, date] of row.entries()) {
      const day = dayNumber(Number(year), Number(date.slice(0, 2)), Number(date.slice(3)))
      const name = table.days[column] ?? date
      const other = holidays.get(day)
      // Two holidays may meet on a day: Ascension Day and 1 May in 2035, Whit Monday and 17 May in 2027.
      holidays.set(day, other === undefined ? name : `${other}, ${name}`)
    }
  }
  return holidays
}

const open = new Map(
  [denmark, denmarkPlus, france, alsaceMoselle, norway, sweden, spain].map((table): [string, OpenCalendar] => [
    table.name,
    { name: table.name, version: table.version, holidays: holidaysOf(table) },
  ]),
)

/** The names that an agreement may write under `time.calendar`: DK, DK+, FR, FR-ALSACE-MOSELLE, NO, SE, ES. */
export const knownCalendars: readonly string[] = [...open.keys()]

/** The calendar of that name; refuses an unknown one by name (`unknown_calendar`). */
export const calendarNamed = (name: string): OpenCalendar | Refusal =>
  open.get(name) ?? { refused: 'unknown_calendar', calendar: name, known: knownCalendars }

/** Is the day a Saturday, a Sunday or a holiday? A weekday outside the tables' years is refused by name (`year_without_holidays`). */
export const isDayOff = (calendar: OpenCalendar, day: number): boolean | Refusal => {
  if (isWeekend(day)) return true
  if (calendar.holidays.has(day)) return true
  const { year } = civilOf(day)
  if (year < firstYear || year > lastYear) return { refused: 'year_without_holidays', calendar: calendar.name, year, firstYear, lastYear }
  return false
}
