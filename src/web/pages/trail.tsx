import { useQuery } from '@tanstack/react-query'
import { useGo, useTexts } from '../address.ts'
import { headQuery, trailAddress, trailQuery, type TrailEntry } from '../api/trail.ts'
import { Empty } from '../parts/empty.tsx'
import { Facts } from '../parts/facts.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Moment } from '../parts/moment.tsx'
import { Page, Part } from '../parts/page.tsx'
import { Pager } from '../parts/pager.tsx'
import { Table, type Column } from '../parts/table.tsx'
import { To } from '../parts/to.tsx'
import { usePlace } from '../place.tsx'
import { figure, say } from '../say.ts'
import { actorOf, Outcome } from './trail-entry.tsx'

/** Who did what, when, from where; by a record's id, who looked at it. */
export const TrailPage = () => {
  const place = usePlace()
  const { act, name, outcome, cursor } = useTexts()
  const entries = useQuery(trailQuery(place, { act, name, outcome, cursor }))
  const files = (
    <>
      <a className="button" href={`${trailAddress(place)}/file`} download>
        {say('take_trail')}
      </a>
      <a className="button" href="/verify.html">
        {say('verify_offline')}
      </a>
    </>
  )
  return (
    <Page title={say('nav_trail')} lead={name === undefined ? say('trail_lead') : say('trail_of_name', { name })} actions={files}>
      <Filter />
      <Loaded query={entries}>
        {({ items, next }) =>
          items.length === 0 ? (
            <Empty title={say('trail_none')}>{say('trail_none_why')}</Empty>
          ) : (
            <>
              <Table caption={say('nav_trail')} columns={columns} rows={items} keyOf={(row) => row.id} />
              <Pager cursor={cursor} next={next} />
            </>
          )
        }
      </Loaded>
      <Head />
    </Page>
  )
}

const Filter = () => {
  const go = useGo()
  const texts = useTexts()
  return (
    <form
      className="filter"
      key={JSON.stringify(texts)}
      onSubmit={(event) => {
        event.preventDefault()
        const filled = [...new FormData(event.currentTarget)].flatMap(([key, value]) =>
          typeof value === 'string' && value.trim() !== '' ? [[key, value.trim()] as const] : [],
        )
        go('/trail', Object.fromEntries(filled))
      }}
    >
      <label>
        {say('trail_act')}
        <input name="act" defaultValue={texts['act'] ?? ''} placeholder={say('trail_act_hint')} />
      </label>
      <label>
        {say('trail_name')}
        <input name="name" defaultValue={texts['name'] ?? ''} placeholder={say('trail_name_hint')} />
      </label>
      <label>
        {say('outcome')}
        <select name="outcome" defaultValue={texts['outcome'] ?? ''}>
          <option value="">{say('outcome_all')}</option>
          <option value="done">{say('outcome_done')}</option>
          <option value="refused">{say('outcome_refused')}</option>
        </select>
      </label>
      <button type="submit">{say('filter')}</button>
    </form>
  )
}

const columns: readonly Column<TrailEntry>[] = [
  {
    head: say('when'),
    size: 'moment',
    cell: (row) => (
      <To path={`/trail/${row.id}`}>
        <Moment at={row.at} seconds />
      </To>
    ),
  },
  {
    head: say('trail_act'),
    size: 'grow',
    cell: (row) => (
      <>
        <To path="/trail" search={{ act: row.act }}>
          {row.act}
        </To>
        {row.ground === null ? null : <span className="soft block small">{row.ground}</span>}
      </>
    ),
  },
  {
    head: say('outcome'),
    size: 'state',
    cell: (row) => <Outcome entry={row} />,
  },
  {
    head: say('who'),
    size: 'grow',
    cell: (row) => (
      <>
        <span title={row.actor ?? ''}>{actorOf(row)}</span>
        {row.ip === null ? null : <span className="soft block small figure">{row.ip}</span>}
      </>
    ),
  },
  {
    head: say('about'),
    size: 'grow',
    cell: (row) => (
      <ul className="names">
        {row.names.slice(0, 4).map((name) => (
          <li key={name}>
            <To path="/trail" search={{ name }}>
              <code>{name.length > 22 ? `${name.slice(0, 18)}…` : name}</code>
            </To>
          </li>
        ))}
        {row.names.length > 4 ? <li className="soft">{say('and_more', { count: row.names.length - 4 })}</li> : null}
      </ul>
    ),
  },
]

const Head = () => {
  const head = useQuery(headQuery(usePlace()))
  return (
    <Part title={say('head')}>
      <p className="soft">{say('head_lead')}</p>
      <Loaded query={head}>
        {({ size, at, checkpoint }) => (
          <>
            <Facts
              of={[
                [say('head_size'), figure(size)],
                [say('head_at'), <Moment key="at" at={at} seconds />],
              ]}
            />
            <pre className="paper">{checkpoint}</pre>
          </>
        )}
      </Loaded>
    </Part>
  )
}
