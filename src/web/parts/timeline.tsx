import type { ShownDeadline } from '../api/board.ts'
import { say } from '../say.ts'
import { writeDistance } from '../when.ts'
import { Mark } from './mark.tsx'
import { Moment } from './moment.tsx'
import { To } from './to.tsx'
import { deadlineName } from '../deadline-name.ts'
import { useNow } from '../now.ts'

type TimelineProps = { readonly deadlines: readonly ShownDeadline[]; readonly most?: number }

/** What falls due, earliest first, each with the share of its period that is gone. */
export const Timeline = ({ deadlines, most = Infinity }: TimelineProps) => {
  const now = useNow(deadlines)
  const ending = deadlines.filter((each) => each.ends !== null).toSorted((one, other) => (one.ends ?? '').localeCompare(other.ends ?? ''))
  if (ending.length === 0) return <p className="soft">{say('timeline_none')}</p>
  return (
    <ol className="timeline">
      {ending.slice(0, most).map((deadline) => (
        <li key={`${deadline.clause}/${deadline.case}/${deadline.name}`}>
          <div className="timeline-when">
            <Moment at={deadline.ends ?? deadline.started} />
            <span className="soft">{writeDistance(deadline.ends ?? deadline.started, now)}</span>
          </div>
          <div className="timeline-what">
            <To path={`/board/${deadline.clauseOfAgreement}`}>{deadlineName(deadline)}</To>
            <Mark tone={deadline.begunAt === null ? 'due' : 'warn'}>{say(deadline.side === 'ours' ? 'side_ours' : 'side_theirs')}</Mark>
            <progress max={1} value={gone(deadline, now)} aria-label={say('timeline_gone')} />
            <span className="soft small">{say('timeline_term', { term: deadline.term, case: deadline.case })}</span>
          </div>
        </li>
      ))}
    </ol>
  )
}

const gone = ({ started, ends }: ShownDeadline, now: number): number => {
  const [from, to] = [new Date(started).getTime(), new Date(ends ?? started).getTime()]
  return to <= from ? 1 : Math.min(1, Math.max(0, (now - from) / (to - from)))
}
