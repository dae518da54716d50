import type { ShownEvent } from '../api/clauses.ts'
import { Moment } from '../parts/moment.tsx'
import { figure, sayCode } from '../say.ts'

/** What happened in a case, in the clause's own words, with the texts that the parties wrote. */
export const History = ({ events }: { readonly events: readonly ShownEvent[] }) => (
  <ol className="history">
    {events.map((event, index) => (
      <li key={index}>
        <Moment at={event.at} seconds />
        <div>
          <strong>{event.says}</strong>
          {Object.entries(event.texts).map(([name, text]) => (
            <blockquote key={name}>{text}</blockquote>
          ))}
          <CountsOf fields={event.fields} />
        </div>
      </li>
    ))}
  </ol>
)

/** Rows by table, records by rule: whatever the event counts. */
const CountsOf = ({ fields }: { readonly fields: ShownEvent['fields'] }) => {
  const counts = Object.entries(fields).flatMap(([name, value]) => {
    if (typeof value === 'number' && name !== 'from') return [[name, value] as const]
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
    return Object.entries(value).flatMap(([inner, count]) => (typeof count === 'number' ? [[inner, count] as const] : []))
  })
  if (counts.length === 0) return null
  return (
    <ul className="tags">
      {counts.map(([name, count]) => (
        <li key={name}>
          {sayCode('count', name)} <strong className="figure">{figure(count)}</strong>
        </li>
      ))}
    </ul>
  )
}
