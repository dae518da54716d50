import type { BoardLine, PromiseStanding } from '../api/board.ts'
import { Mark, type Tone } from '../parts/mark.tsx'
import { To } from '../parts/to.tsx'
import { figure, sayCode } from '../say.ts'

export type Status = PromiseStanding['status']

/** In the order in which they want to be looked at. */
export const statuses: readonly Status[] = ['broken', 'at risk', 'due', 'manual', 'kept', 'kept always', 'idle', 'theirs', 'planned']

export const toneOf: Readonly<Record<Status, Tone>> = {
  broken: 'bad',
  'at risk': 'warn',
  due: 'due',
  manual: 'due',
  kept: 'good',
  'kept always': 'good',
  idle: 'idle',
  theirs: 'idle',
  planned: 'idle',
}

/** How many promises stand how: the sum is the number of promises. */
export const StandingCounts = ({ lines }: { readonly lines: readonly BoardLine[] }) => (
  <ul className="counts">
    {statuses
      .map((status) => ({ status, count: lines.filter((line) => line.standing.status === status).length }))
      .filter(({ count, status }) => count > 0 || status === 'broken' || status === 'at risk')
      .map(({ status, count }) => (
        <li key={status}>
          <To path="/board" search={{ standing: status }} className={count === 0 ? 'count none' : 'count'}>
            <strong className="figure">{figure(count)}</strong>
            <Mark tone={count === 0 ? 'idle' : toneOf[status]}>{sayCode('standing', status)}</Mark>
          </To>
        </li>
      ))}
  </ul>
)
