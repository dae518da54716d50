import { useQuery } from '@tanstack/react-query'
import { useTexts } from '../address.ts'
import { deadlinesQuery, forecastQuery, type ForecastDay, type ShownDeadline } from '../api/board.ts'
import { Empty } from '../parts/empty.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Moment, Day } from '../parts/moment.tsx'
import { Page, Part } from '../parts/page.tsx'
import { Pager } from '../parts/pager.tsx'
import { Table, type Column } from '../parts/table.tsx'
import { Timeline } from '../parts/timeline.tsx'
import { To } from '../parts/to.tsx'
import { usePlace } from '../place.tsx'
import { say, sayCode } from '../say.ts'
import { deadlineName } from '../deadline-name.ts'
import { useZone } from '../zone.tsx'

const states = ['open', 'kept', 'broken', 'remedied'] as const

/** What falls due, and when how many records go. */
export const DeadlinesPage = () => {
  const place = usePlace()
  const zone = useZone()
  const { status: asked, cursor } = useTexts()
  const status = states.find((known) => known === asked) ?? 'open'
  const deadlines = useQuery(deadlinesQuery(place, status, cursor))
  const forecast = useQuery(forecastQuery(place))
  return (
    <Page title={say('nav_deadlines')} lead={say('deadlines_lead', { zone })}>
      <nav className="tabs" aria-label={say('deadlines_states')}>
        {states.map((known) => (
          <To key={known} path="/deadlines" search={{ status: known }} className={known === status ? 'tab here' : 'tab'}>
            {sayCode('deadlines', known)}
          </To>
        ))}
      </nav>
      <Loaded query={deadlines}>
        {({ items, next }) =>
          items.length === 0 ? (
            <Empty title={sayCode('deadlines_none', status)}>{say('deadlines_none_why')}</Empty>
          ) : (
            <>
              {status === 'open' ? (
                <Timeline deadlines={items} />
              ) : (
                <Table caption={say('nav_deadlines')} columns={columns} rows={items} keyOf={keyOf} />
              )}
              <Pager cursor={cursor} next={next} />
            </>
          )
        }
      </Loaded>
      <Part title={say('forecast')}>
        <Loaded query={forecast}>{({ items }) => <Forecast days={items} />}</Loaded>
      </Part>
    </Page>
  )
}

const keyOf = (row: ShownDeadline): string => `${row.clause}/${row.case}/${row.name}`

const columns: readonly Column<ShownDeadline>[] = [
  {
    head: say('deadline'),
    size: 'grow',
    cell: (row) => <To path={`/board/${row.clauseOfAgreement}`}>{deadlineName(row)}</To>,
  },
  { head: say('case'), size: 'grow', cell: (row) => row.case },
  { head: say('ends'), size: 'moment', cell: (row) => (row.ends === null ? '–' : <Moment at={row.ends} />) },
  { head: say('closed_at'), size: 'moment', cell: (row) => (row.closedAt === null ? '–' : <Moment at={row.closedAt} />) },
]

/** A bar for each day, as long as the share of the fullest day; the figure stands beside it. */
const Forecast = ({ days }: { readonly days: readonly ForecastDay[] }) => {
  if (days.length === 0) return <p className="soft">{say('forecast_none')}</p>
  const most = Math.max(...days.map(({ records }) => records))
  return (
    <ol className="bars">
      {days.map(({ service, day, records }) => (
        <li key={`${service}/${day ?? ''}`}>
          <span>{day === null ? say('forecast_no_day') : <Day day={day} />}</span>
          <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
            <rect width={(100 * records) / most} height="8" />
          </svg>
          <strong className="figure">{say('records', { count: records })}</strong>
        </li>
      ))}
    </ol>
  )
}
