/** Moments and days as people read them: in the zone of the agreement, never in that of the machine without saying so. */
import { locale } from './say.ts'

export const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

const formats = new Map<string, Intl.DateTimeFormat>()

const formatIn = (zone: string, seconds: boolean): Intl.DateTimeFormat => {
  const key = `${zone} ${String(seconds)}`
  const known = formats.get(key)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds ? { second: '2-digit' } : {}),
    hourCycle: 'h23',
    timeZoneName: 'short',
  })
  formats.set(key, made)
  return made
}

/** `24 Jun 2026, 11:00 CEST`. */
export const writeMoment = (at: string | number, zone: string, seconds = false): string => formatIn(zone, seconds).format(new Date(at))

const dayFormat = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })

const shortDayFormat = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' })

/** A local date (`2026-09-22`) has no zone to be moved by. `short`: without the day of the week, for lists. */
export const writeDay = (day: string, short = false): string => (short ? shortDayFormat : dayFormat).format(new Date(`${day}T00:00:00Z`))

/** The local date of a moment in a zone. */
export const dayOf = (at: string | number, zone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(at))

const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })

/** `in 12 days`, `3 hours ago`: for orientation, beside the moment itself. */
export const writeDistance = (at: string | number, now: number): string => {
  const minutes = (new Date(at).getTime() - now) / 60_000
  if (Math.abs(minutes) < 60) return relative.format(Math.round(minutes), 'minute')
  if (Math.abs(minutes) < 48 * 60) return relative.format(Math.round(minutes / 60), 'hour')
  return relative.format(Math.round(minutes / 1_440), 'day')
}
