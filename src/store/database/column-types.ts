import { instant, type Instant } from '../../domain/ids.ts'

/**
 * How PostgreSQL's types look in the program: an instant is whole milliseconds, a date is its text, a bigint is a number as long as a
 * number can hold it. No Date leaves or enters, because a Date carries the machine's zone into whatever prints it.
 */
export const columnTypes = {
  timestamptz: {
    to: 1184,
    from: [1184],
    serialize: (value: Instant): string => writeTimestamp(value),
    parse: (text: string): Instant => readTimestamp(text),
  },
  date: { to: 1082, from: [1082], serialize: (value: string): string => writeDate(value), parse: (text: string): string => text },
  timestamp: { to: 1114, from: [1114], serialize: (value: string): string => value, parse: (text: string): string => text },
  bigint: {
    to: 20,
    from: [20],
    serialize: (value: number | bigint): string => String(value),
    parse: (text: string): number | bigint => readBigint(text),
  },
}

const timestamp = /^(\d{4,6})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?\+00$/

/** Reads `2026-06-24 09:00:00.123+00`: every connection of the program sets its zone to UTC. Digits below a millisecond are cut off. */
export const readTimestamp = (text: string): Instant => {
  const parts = timestamp.exec(text)
  if (parts === null) throw new Error(`a timestamptz of the form 2026-06-24 09:00:00+00 was expected, ${text.length} other characters came`)
  const [, year, month, day, hour, minute, second, fraction] = parts
  const days = daysFrom1970(Number(year), Number(month), Number(day))
  const seconds = days * 86_400 + Number(hour) * 3_600 + Number(minute) * 60 + Number(second)
  return instant(seconds * 1_000 + Number((fraction ?? '').padEnd(3, '0').slice(0, 3)))
}

/** Writes whole milliseconds as the text that PostgreSQL reads exactly. */
export const writeTimestamp = (value: Instant): string => {
  if (!Number.isSafeInteger(value)) throw new TypeError('an instant is whole milliseconds since 1970')
  const days = Math.floor(value / 86_400_000)
  const rest = value - days * 86_400_000
  const [year, month, day] = dateOf(days)
  if (year < 1) throw new RangeError('an instant before the year 1 is not stored')
  const clock = [Math.floor(rest / 3_600_000), Math.floor(rest / 60_000) % 60, Math.floor(rest / 1_000) % 60]
    .map((part) => digits(part, 2))
    .join(':')
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)} ${clock}.${digits(rest % 1_000, 3)}+00`
}

const writeDate = (value: string): string => {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) throw new TypeError('a date is a text of the form 2026-06-24')
  return value
}

const readBigint = (text: string): number | bigint => {
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : BigInt(text)
}

const digits = (value: number, width: number): string => String(value).padStart(width, '0')

// Proleptic Gregorian calendar in eras of 400 years that begin on 1 March, so that the leap day is the last of its year.
const daysFrom1970 = (year: number, month: number, day: number): number => {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

const dateOf = (days: number): readonly [number, number, number] => {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  return [yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1]
}
