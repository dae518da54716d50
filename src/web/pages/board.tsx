import { useQuery } from '@tanstack/react-query'
import { useTexts } from '../address.ts'
import { boardQuery, type BoardLine } from '../api/board.ts'
import { Loaded } from '../parts/loaded.tsx'
import { Mark } from '../parts/mark.tsx'
import { Page } from '../parts/page.tsx'
import { Table, type Column } from '../parts/table.tsx'
import { To } from '../parts/to.tsx'
import { usePlace } from '../place.tsx'
import { figure, say, sayCode } from '../say.ts'
import { StandingCounts, statuses, toneOf } from './standing-counts.tsx'
import { StandingDetail } from './standing-detail.tsx'

/** Every obligation and prohibition of the agreement and how it stands, grouped so that the worst comes first. */
export const BoardPage = () => {
  const place = usePlace()
  const board = useQuery(boardQuery(place))
  const { standing } = useTexts()
  return (
    <Page title={say('nav_board')} lead={say('board_lead')}>
      <Loaded query={board}>
        {({ items }) => (
          <>
            <StandingCounts lines={items} />
            <p className="soft">
              {say('board_sum', { count: items.length })} {standing === undefined ? null : <To path="/board">{say('board_show_all')}</To>}
            </p>
            {statuses
              .filter((status) => standing === undefined || standing === status)
              .map((status) => ({ status, lines: items.filter((line) => line.standing.status === status) }))
              .filter(({ lines }) => lines.length > 0)
              .map(({ status, lines }) => (
                <section key={status} className="part">
                  <div className="part-head">
                    <h2>
                      <Mark tone={toneOf[status]}>{sayCode('standing', status)}</Mark>{' '}
                      <span className="figure">{figure(lines.length)}</span>
                    </h2>
                    <p className="soft">{sayCode('standing_means', status)}</p>
                  </div>
                  <Table caption={sayCode('standing', status)} columns={columns} rows={lines} keyOf={(line) => line.clause} />
                </section>
              ))}
          </>
        )}
      </Loaded>
    </Page>
  )
}

const columns: readonly Column<BoardLine>[] = [
  { head: say('promise'), size: 'grow', cell: (line) => <To path={`/board/${line.clause}`}>{line.heading}</To> },
  { head: say('promise_kind'), size: 'state', cell: (line) => sayCode('kind', line.kind) },
  { head: say('promise_debtor'), size: 'state', cell: (line) => sayCode('debtor', line.debtor) },
  { head: say('standing'), size: 'grow', cell: (line) => <StandingDetail standing={line.standing} /> },
]
