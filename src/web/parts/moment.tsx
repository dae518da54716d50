import { useZone } from '../zone.tsx'
import { writeDay, writeMoment } from '../when.ts'

/** A moment in the agreement's zone, which is said with it. */
export const Moment = ({ at, seconds = false }: { readonly at: string | number; readonly seconds?: boolean }) => {
  const zone = useZone()
  return <time dateTime={new Date(at).toISOString()}>{writeMoment(at, zone, seconds)}</time>
}

/** A local day. */
export const Day = ({ day }: { readonly day: string }) => <time dateTime={day}>{writeDay(day)}</time>
