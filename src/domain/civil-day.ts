/**
 * Dates as whole numbers: a day number counts days of the proleptic Gregorian calendar from 1970-01-01, which is 0, as in ISO 8601.
 * No clock and no zone here; `time.ts` says on which day an instant falls.
 */
export type CivilDate = { readonly year: number; readonly month: number; readonly day: number }

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const
const daysOf400Years = 146_097
// From 1 March of the year 0 to 1970-01-01. Years that begin in March have their leap day last, which makes the months regular.
const daysFromMarchOfYear0 = 719_468

/** The day number of a date; the month may be 1 to 12, the day is not checked. */
export const dayNumber = (year: number, month: number, day: number): number => {
  const marchYear = month <= 2 ? year - 1 : year
  const cycle = Math.floor(marchYear / 400)
  const yearOfCycle = marchYear - cycle * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  const dayOfCycle = yearOfCycle * 365 + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100) + dayOfYear
  return cycle * daysOf400Years + dayOfCycle - daysFromMarchOfYear0
}

/** The date of a day number. */
export const civilOf = (number: number): CivilDate => {
  const shifted = number + daysFromMarchOfYear0
  const cycle = Math.floor(shifted / daysOf400Years)
  const dayOfCycle = shifted - cycle * daysOf400Years
  const leaps = Math.floor(dayOfCycle / 1460) - Math.floor(dayOfCycle / 36_524) + Math.floor(dayOfCycle / 146_096)
  const yearOfCycle = Math.floor((dayOfCycle - leaps) / 365)
  const dayOfYear = dayOfCycle - (365 * yearOfCycle + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100))
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1
  return { year: cycle * 400 + yearOfCycle + (month <= 2 ? 1 : 0), month, day }
}

/** How many days that month has. */
export const daysInMonth = (year: number, month: number): number =>
  month === 12 ? 31 : dayNumber(year, month + 1, 1) - dayNumber(year, month, 1)

/** The same day number so many months on (or back), or the last day of that month where the number is missing (TIME rule 3). */
export const addMonths = (number: number, amount: number): number => {
  const { year, month, day } = civilOf(number)
  const total = year * 12 + month - 1 + amount
  const newYear = Math.floor(total / 12)
  const newMonth = total - newYear * 12 + 1
  return dayNumber(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)))
}

/** The last day of the month in which the day lies. */
export const monthEnd = (number: number): number => {
  const { year, month } = civilOf(number)
  return dayNumber(year, month, daysInMonth(year, month))
}

const weekdayIndex = (number: number): number => (((number + 4) % 7) + 7) % 7

/** `Sunday` to `Saturday`. */
export const weekdayName = (number: number): string => weekdays[weekdayIndex(number)] ?? ''

export const isWeekend = (number: number): boolean => weekdayIndex(number) % 6 === 0

/** `2027-04-17`; the year has four digits from 1 to 9999. */
export const dateText = (number: number): string => {
  const { year, month, day } = civilOf(number)
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`
}

/** The day number of `2027-04-17`, or null when that is no date of the years 1 to 9999. */
export const readDateText = (text: string): number | null => {
  const [, year, month, day] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? []).map(Number)
  if (year === undefined || month === undefined || day === undefined) return null
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null
  return dayNumber(year, month, day)
}

/** `17 Apr`. */
export const dayAndMonth = (number: number): string => {
  const { month, day } = civilOf(number)
  return `${day} ${months[month - 1]}`
}

/** `Sat 17 Apr 2027`. */
export const shortDate = (number: number): string => `${weekdayName(number).slice(0, 3)} ${dayAndMonth(number)} ${civilOf(number).year}`

const twoDigits = (number: number): string => (number < 10 ? `0${number}` : String(number))

/** A time of day given in milliseconds: `14:20`; seconds only where they are not 0 or asked for, milliseconds only where they are not 0. */
export const clockText = (ofDay: number, withSeconds: boolean): string => {
  const minutes = `${twoDigits(Math.floor(ofDay / 3_600_000))}:${twoDigits(Math.floor(ofDay / 60_000) % 60)}`
  const milliseconds = ofDay % 1000
  if (!withSeconds && ofDay % 60_000 === 0) return minutes
  const seconds = `${minutes}:${twoDigits(Math.floor(ofDay / 1000) % 60)}`
  return milliseconds === 0 ? seconds : `${seconds}.${String(milliseconds).padStart(3, '0')}`
}
