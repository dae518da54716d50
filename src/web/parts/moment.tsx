import { useZone } from '../zone.tsx'
import { dayOf, writeDay, writeMoment } from '../when.ts'

/** A moment in the agreement's zone, which is said with it. */
export const Moment = ({ at, seconds = false }: { readonly at: string | number; readonly seconds?: boolean }) => {
  const zone = useZone()
  return <time dateTime={new Date(at).toISOString()}>{writeMoment(at, zone, seconds)}</time>
}

/** A local day. */
export const Day = ({ day, short = false }: { readonly day: string; readonly short?: boolean }) => (
  <time dateTime={day}>{writeDay(day, short)}</time>
)

/** The local day of a moment in the agreement's zone. */
export const DayOf = ({ at }: { readonly at: string | number }) => <Day day={dayOf(at, useZone())} short />
