/**
 * Legal time: when a term is over, and the instants, local days and zones that it needs. The only file that touches Temporal, which it
 * asks for the clock changes of a zone and nothing else; it keeps the answers, because deadlines are computed by the hundred thousand.
 */
import { Temporal } from 'temporal-polyfill'
import { calendarNamed, type OpenCalendar } from './calendars/calendar.ts'
import { addMonths, clockText, dateText, dayNumber, isWeekend, readDateText, shortDate, weekdayName } from './civil-day.ts'
import { instant, type Instant } from './ids.ts'
import { lastDayOf } from './last-day.ts'
import { isRefusal, type Refusal } from './refusal.ts'
import { writeTerm, type Period, type Term } from './term.ts'

/** The name of a holiday calendar, one of `knownCalendars` in calendars/calendar.ts. */
export type Calendar = string
/** `ours`: our duty, never moved. `theirs`: the other side's right, moved to the next working day (Regulation 1182/71, Art. 3(4)). */
export type Side = 'ours' | 'theirs'
/** What an agreement says about time: an IANA zone and a calendar. */
export type TimeRules = { readonly zone: string; readonly calendar: Calendar }
export type DueInput = {
  readonly term: Term
  readonly from: Instant
  readonly zone: string
  readonly calendar: Calendar
  readonly side: Side
}
/** `ends` is exclusive: at that instant the period is over; null when the term itself names no end. `why` says how, day by day. */
export type Due = { readonly ends: Instant | null; readonly why: string; readonly calendarVersion: string }

const hour = 3_600_000
const day = 86_400_000
const firstInstant = dayNumber(1, 1, 1) * day
const lastInstant = dayNumber(10_000, 1, 1) * day - 1

/**
 * When a term that starts at `from` is over (TIME rules 1 to 6, 10, 11). Refuses an unknown zone or calendar, a year without a holiday
 * table where holidays matter, a result outside the years 1 to 9999, and the lead `last local day`, which no period starts with.
 */
export const dueAt = ({ term, from, zone, calendar, side }: DueInput): Due | Refusal => {
  const clock = clockOf(zone)
  if (isRefusal(clock)) return clock
  const open = calendarNamed(calendar)
  if (isRefusal(open)) return open
  const end = endOf(term, { from, clock, calendar: open, side })
  return isRefusal(end) ? end : { ends: end.ends, why: end.why, calendarVersion: open.version }
}

type Start = { readonly from: Instant; readonly clock: Clock; readonly calendar: OpenCalendar; readonly side: Side }
type End = { readonly ends: Instant | null; readonly why: string }

const endOf = (term: Term, start: Start): End | Refusal => {
  switch (term.type) {
    case 'period':
      return endOfPeriod(term, start)
    case 'continuous':
      return { ends: null, why: 'continuous: it holds for as long as the agreement does and has no end of its own' }
    case 'vague':
      return endOfVague(term.word, term.target, start)
    case 'earliest of':
      return endOfEarliest(term.terms, start)
    case 'every':
      return because(`the next time of "${writeTerm(term)}"`, endOfPeriod(term.period, start))
    case 'at most':
      return { ends: null, why: `"${writeTerm(term)}" limits how often; it is no period and has no end` }
    case 'until':
      return { ends: null, why: `"${writeTerm(term)}" ends with that event, at no time known before` }
    case 'last local day':
      return { refused: 'lead_is_no_period', term: writeTerm(term) }
  }
}

const because = (reason: string, end: End | Refusal): End | Refusal =>
  isRefusal(end) ? end : { ends: end.ends, why: `${reason}; ${end.why}` }

const endOfPeriod = (period: Period, start: Start): End | Refusal => {
  if (!isWritable(start.from)) return beyondYears
  return period.unit === 'hours' ? endOfHours(period.amount, start) : endOfDays(period, start)
}

const endOfHours = (amount: number, { from, clock }: Start): End | Refusal => {
  const ends = instant(from + amount * hour)
  if (!isWritable(ends)) return beyondYears
  const steps = [`${localText(clock, from)} to ${localText(clock, ends)} local`]
  if (offsetAt(clock, from) !== offsetAt(clock, ends)) steps.push('offset changes in between, elapsed hours count')
  const lastDay = localDay(clock, ends)
  if (isWeekend(lastDay)) steps.push(`ends on ${weekdayName(lastDay)}, hours never roll`)
  return { ends, why: steps.join('; ') }
}

const endOfDays = (period: Period, { from, clock, calendar, side }: Start): End | Refusal => {
  const day0 = localDay(clock, from)
  const last = lastDayOf(period, day0, calendar, side === 'theirs')
  if (isRefusal(last)) return last
  const ends = startOfDay(clock, last.day + 1)
  if (!isWritable(ends)) return beyondYears
  return {
    ends,
    why: `day 0 is ${shortDate(day0)}; ${last.steps.join('; ')}; over at ${localText(clock, ends)}${oddMidnight(clock, ends)}`,
  }
}

const endOfVague = (word: string, target: Term | null, start: Start): End | Refusal =>
  target === null
    ? { ends: null, why: `"${word}" names no figure and no target stands beside it` }
    : because(`"${word}" names no figure; our own target of ${writeTerm(target)} stands in`, endOf(target, start))

const endOfEarliest = (terms: readonly Term[], start: Start): End | Refusal => {
  const reasons: string[] = []
  let first: End | null = null
  for (const term of terms) {
    const end = endOf(term, start)
    if (isRefusal(end)) return end
    reasons.push(end.why)
    if (end.ends === null || (first !== null && first.ends !== null && first.ends <= end.ends)) continue
    first = { ends: end.ends, why: `"${writeTerm(term)}" ends first of ${terms.length}; ${end.why}` }
  }
  return first ?? { ends: null, why: reasons.join('; ') }
}

/**
 * When work on a duty of ours starts: `ends` less a lead (TIME rule 8). Hours are elapsed hours; days, months and years go back to the first
 * instant of the local day so much earlier; `last local day` is the first instant of the last local day before `ends`. Refuses other terms.
 */
export const beginsAt = (ends: Instant, lead: Term, zone: string): Instant | Refusal => {
  const clock = clockOf(zone)
  if (isRefusal(clock)) return clock
  const begins = isWritable(ends) ? beginOf(ends, lead, clock) : null
  if (begins === null) return { refused: 'not_a_lead', lead: writeTerm(lead) }
  return isWritable(begins) ? begins : beyondYears
}

const beginOf = (ends: Instant, lead: Term, clock: Clock): Instant | null => {
  if (lead.type === 'last local day') return startOfDay(clock, localDay(clock, instant(ends - 1)))
  if (lead.type !== 'period') return null
  switch (lead.unit) {
    case 'hours':
      return instant(ends - lead.amount * hour)
    case 'days':
      return startOfDay(clock, localDay(clock, ends) - lead.amount)
    case 'months':
      return startOfDay(clock, addMonths(localDay(clock, ends), -lead.amount))
    case 'years':
      return startOfDay(clock, addMonths(localDay(clock, ends), -12 * lead.amount))
    case 'business days':
    case 'days to month end':
      return null
  }
}

/** Is it an IANA zone that this program knows? Refuses by name (`unknown_zone`); the functions below throw for a zone that was never asked about. */
export const checkZone = (zone: string): Refusal | null => {
  const clock = clockOf(zone)
  return isRefusal(clock) ? clock : null
}

/** The first instant of the local day in which the instant lies. */
export const startOfLocalDay = (at: Instant, zone: string): Instant => {
  const clock = knownClock(zone)
  return startOfDay(clock, localDay(clock, at))
}

/** The local date, `YYYY-MM-DD`. */
export const localDate = (at: Instant, zone: string): string => dateText(localDay(knownClock(zone), at))

/** The first instant of a local date: 00:00, the first instant after a gap over midnight, the first 00:00 where there are two. */
export const startOfDate = (date: string, zone: string): Instant => startOfDay(knownClock(zone), knownDate(date))

/** The date so many days later, or earlier where `count` is negative. */
export const addDays = (date: string, count: number): string => dateText(knownDate(date) + count)

/** Is it a date of the years 1 to 9999, `YYYY-MM-DD`? */
export const isDate = (text: string): boolean => readDateText(text) !== null

const knownClock = (zone: string): Clock => {
  const clock = clockOf(zone)
  if (isRefusal(clock)) throw new Error(`the zone "${zone}" was used before it was checked`)
  return clock
}

const knownDate = (date: string): number => {
  const number = readDateText(date)
  if (number === null) throw new Error(`the date "${date}" was used before it was checked`)
  return number
}

const timeOfRfc3339 = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d+))?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/i

/** Reads RFC 3339 with `Z` or an offset, down to whole milliseconds. Refuses everything else (`not_an_instant`), leap seconds included. */
export const readInstant = (text: string): Instant | Refusal => {
  const [, date = '', hours, minutes, seconds, fraction = '', sign, offsetHours, offsetMinutes] = timeOfRfc3339.exec(text) ?? []
  const number = readDateText(date)
  if (number === null) return { refused: 'not_an_instant', text: text.slice(0, 80) }
  if (/[^0]/.test(fraction.slice(3))) return { refused: 'finer_than_milliseconds', text: text.slice(0, 80) }
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, '0'))
  const offset = sign === undefined ? 0 : (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000
  const local = number * day + Number(hours) * hour + Number(minutes) * 60_000 + Number(seconds) * 1000 + milliseconds
  const read = instant(sign === '-' ? local + offset : local - offset)
  return isWritable(read) ? read : beyondYears
}

/** ISO 8601 in UTC: `2027-01-12T23:00:00Z`, or with `.sss` where there are milliseconds. */
export const writeInstant = (at: Instant): string => {
  const number = Math.floor(at / day)
  return `${dateText(number)}T${clockText(at - number * day, true)}Z`
}

const beyondYears: Refusal = { refused: 'beyond_years', firstYear: 1, lastYear: 9999 }
const isWritable = (at: Instant): boolean => at >= firstInstant && at <= lastInstant

/** `2027-06-02 14:20 +0200`. */
const localText = (clock: Clock, at: Instant): string => {
  const offset = offsetAt(clock, at)
  const number = Math.floor((at + offset) / day)
  const distance = clockText(Math.abs(offset), false).replaceAll(':', '')
  return `${dateText(number)} ${clockText(at + offset - number * day, false)} ${offset < 0 ? '-' : '+'}${distance}`
}

const oddMidnight = (clock: Clock, at: Instant): string => {
  const offset = offsetAt(clock, at)
  if ((at + offset) % day !== 0) return ' (no 00:00 that day)'
  const again = segmentsAround(clock, at).some(
    (segment) => segment.from > at && at + offset - segment.offset >= segment.from && at + offset - segment.offset < segment.until,
  )
  return again ? ' (the first 00:00 of two)' : ''
}

/** One stretch of time in which a zone keeps its offset: [from, until) in milliseconds, offset in milliseconds east of UTC. */
type Segment = { readonly from: number; readonly until: number; readonly offset: number }
/** A zone and what is already known of it: stretches of 400 days, with three days more at both ends, so that no question crosses a border. */
type Clock = { readonly zone: string; readonly stretches: Map<number, readonly Segment[]> }

const stretch = 400 * day
const margin = 3 * day
const mostStretches = 2000
const clocks = new Map<string, Clock>()

const clockOf = (zone: string): Clock | Refusal => {
  const known = clocks.get(zone)
  if (known !== undefined) return known
  // Temporal reads offsets and whole timestamps as zones too; an agreement names a place, whose law decides the offset.
  if (!/^[A-Z][A-Z0-9_+-]+(\/[A-Z0-9_+-]+)*$/i.test(zone)) return unknownZone(zone)
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone)
  } catch {
    return unknownZone(zone)
  }
  const clock = { zone, stretches: new Map<number, readonly Segment[]>() }
  if (clocks.size < mostStretches) clocks.set(zone, clock)
  return clock
}

const unknownZone = (zone: string): Refusal => ({ refused: 'unknown_zone', zone: zone.slice(0, 80) })

const segmentsAround = (clock: Clock, milliseconds: number): readonly Segment[] => {
  const number = Math.floor(milliseconds / stretch)
  const known = clock.stretches.get(number)
  if (known !== undefined) return known
  if (clock.stretches.size >= mostStretches) clock.stretches.clear()
  const found = findSegments(clock.zone, number * stretch - margin, (number + 1) * stretch + margin)
  clock.stretches.set(number, found)
  return found
}

const findSegments = (zone: string, from: number, until: number): readonly Segment[] => {
  const segments: Segment[] = []
  let here = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone)
  for (let start = from; start < until;) {
    const change = here.getTimeZoneTransition('next')
    const end = Math.min(change?.epochMilliseconds ?? until, until)
    segments.push({ from: start, until: end, offset: here.offsetNanoseconds / 1_000_000 })
    if (change === null) break
    here = change
    start = end
  }
  return segments
}

const offsetAt = (clock: Clock, at: number): number => {
  const segments = segmentsAround(clock, at)
  return (segments.find((segment) => at < segment.until) ?? segments[segments.length - 1])?.offset ?? 0
}

const localDay = (clock: Clock, at: Instant): number => Math.floor((at + offsetAt(clock, at)) / day)

/** The first instant that the local clock shows the day or a later one: a day that begins at 01:00 begins then, of two midnights the first. */
const startOfDay = (clock: Clock, number: number): Instant => {
  const midnight = number * day
  const reaches = segmentsAround(clock, midnight).find((segment) => segment.until + segment.offset > midnight)
  if (reaches === undefined) throw new Error(`the zone "${clock.zone}" has no day ${number}`)
  return instant(Math.max(reaches.from, midnight - reaches.offset))
}
