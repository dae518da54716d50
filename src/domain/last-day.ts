/** On which day a period in days, business days, months or years ends: TIME rules 3 to 6, in day numbers, without clock or zone. */
import { isDayOff, type OpenCalendar } from './calendars/calendar.ts'
import { addMonths, civilOf, dayAndMonth, dayNumber, isWeekend, monthEnd, shortDate, weekdayName } from './civil-day.ts'
import { isRefusal, type Refusal } from './refusal.ts'
import type { Period } from './term.ts'

/** The last day, included, and the steps to it in words. */
export type LastDay = { readonly day: number; readonly steps: readonly string[] }

const firstDay = dayNumber(1, 1, 1)
const finalDay = dayNumber(9999, 12, 31)
const mostNamed = 12

/**
 * The last day of the period when `day0` is the local date of its start. `rolls`: does a last day that is off move to the next working
 * day? Refuses days outside the years 1 to 9999 and, where holidays matter, outside the tables.
 */
export const lastDayOf = (period: Period, day0: number, calendar: OpenCalendar, rolls: boolean): LastDay | Refusal => {
  if (period.unit === 'business days') return countBusinessDays(period.amount, day0, calendar)
  const plain = plainLastDay(period, day0)
  if (isRefusal(plain)) return plain
  if (rolls) return rollOver(plain, calendar)
  // Art. 3(4) of Regulation 1182/71 helps who has a right, not who has a duty.
  return isWeekend(plain.day) ? also(plain, `${weekdayName(plain.day)}, but our own duty is not rolled`) : plain
}

const also = (last: LastDay, step: string): LastDay => ({ day: last.day, steps: [...last.steps, step] })

const plainLastDay = (period: Period, day0: number): LastDay | Refusal => {
  const months = period.unit === 'months' ? period.amount : period.unit === 'years' ? period.amount * 12 : null
  const reached = months === null ? day0 + period.amount : addMonths(day0, months)
  const day = period.unit === 'days to month end' ? monthEnd(reached) : reached
  if (reached < firstDay || day > finalDay) return { refused: 'beyond_years', firstYear: 1, lastYear: 9999 }
  return { day, steps: [stepTo(day, reached, day0, period, months !== null)] }
}

const stepTo = (day: number, reached: number, day0: number, period: Period, inMonths: boolean): string => {
  if (period.unit === 'days to month end') return `plus ${period.amount} days is ${shortDate(reached)}, month end ${shortDate(day)}`
  const wanted = civilOf(day0).day
  if (inMonths && civilOf(day).day !== wanted) return `day ${wanted} does not exist there, so last day ${shortDate(day)}`
  return `last day ${shortDate(day)}`
}

/** Regulation (EEC, Euratom) 1182/71, Art. 3(4): the period ends with the last hour of the following working day. */
const rollOver = (last: LastDay, calendar: OpenCalendar): LastDay | Refusal => {
  const passed: string[] = []
  for (let day = last.day; ; day += 1) {
    const off = isDayOff(calendar, day)
    if (isRefusal(off)) return off
    if (!off) {
      const step = passed.length === 0 ? 'a working day, no roll' : `rolls over ${passed.join(', ')} to ${shortDate(day)}`
      return { day, steps: [...last.steps, step] }
    }
    passed.push(`${shortDate(day)} (${whyOff(calendar, day)})`)
  }
}

const whyOff = (calendar: OpenCalendar, day: number): string =>
  [isWeekend(day) ? weekdayName(day) : null, calendar.holidays.get(day) ?? null].filter((word) => word !== null).join(', ')

/** Rule 4: day 0 is never counted, whether it is off or not. The tables end in 2060, and so does the loop. */
const countBusinessDays = (amount: number, day0: number, calendar: OpenCalendar): LastDay | Refusal => {
  const leftOut: string[] = []
  let day = day0
  for (let counted = 0; counted < amount;) {
    day += 1
    const off = isDayOff(calendar, day)
    if (isRefusal(off)) return off
    if (!off) counted += 1
    else if (!isWeekend(day)) leftOut.push(`${dayAndMonth(day)} (${calendar.holidays.get(day)})`)
  }
  const last = `last day ${shortDate(day)}`
  if (leftOut.length === 0) return { day, steps: [last] }
  const named = leftOut.slice(0, mostNamed).join(', ')
  const more = leftOut.length > mostNamed ? ` and ${leftOut.length - mostNamed} more` : ''
  return { day, steps: [`weekday holidays left out: ${named}${more}`, last] }
}
