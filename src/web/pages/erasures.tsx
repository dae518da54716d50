import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useGo, useTexts } from '../address.ts'
import { casesQuery, type ListedCase } from '../api/clauses.ts'
import { erasePerson, findPerson, type Found, type PersonSought } from '../api/erasures.ts'
import { Empty } from '../parts/empty.tsx'
import { CheckField, TextField } from '../parts/field.tsx'
import { OrderForm, type Filled } from '../parts/form.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Mark } from '../parts/mark.tsx'
import { Moment } from '../parts/moment.tsx'
import { Page, Part } from '../parts/page.tsx'
import { Pager } from '../parts/pager.tsx'
import { Table, type Column } from '../parts/table.tsx'
import { To } from '../parts/to.tsx'
import { useMayChange, usePlace } from '../place.tsx'
import { figure, say, sayCode } from '../say.ts'

/** Erasing a person over all services: first what would go, then the order, then its stages. */
export const ErasuresPage = () => {
  const place = usePlace()
  const mayChange = useMayChange()
  const { cursor } = useTexts()
  const cases = useQuery(casesQuery(place, 'erasure', cursor))
  return (
    <Page title={say('nav_erasures')} lead={say('erasures_lead')}>
      {mayChange ? <ErasePerson /> : null}
      <Part title={say('erasures_before')}>
        <Loaded query={cases}>
          {({ items, next }) =>
            items.length === 0 ? (
              <Empty title={say('erasures_none')}>{say('erasures_none_why')}</Empty>
            ) : (
              <>
                <Table caption={say('erasures_before')} columns={columns} rows={items} keyOf={(row) => row.case} />
                <Pager cursor={cursor} next={next} />
              </>
            )
          }
        </Loaded>
      </Part>
    </Page>
  )
}

const listed = (text: string | undefined): readonly string[] =>
  (text ?? '')
    .split(/[,;\n]+/)
    .map((each) => each.trim())
    .filter((each) => each !== '')

const personIn = (filled: Filled): PersonSought => ({
  emails: [...listed(filled['emails'])],
  phones: [...listed(filled['phones'])],
  names: [...listed(filled['names'])],
})

const ErasePerson = () => {
  const go = useGo()
  const [found, setFound] = useState<{ readonly sought: PersonSought; readonly what: Found } | null>(null)
  return (
    <div className="paper">
      <Part title={say('find_person')}>
        <p className="soft">{say('find_person_lead')}</p>
        <OrderForm
          does={say('find')}
          changes={[]}
          order={async (filled) => {
            setFound(null)
            const sought = personIn(filled)
            setFound({ sought, what: await findPerson(sought) })
          }}
        >
          <div className="three">
            <TextField name="emails" label={say('by_email')} required={false} />
            <TextField name="phones" label={say('by_phone')} required={false} />
            <TextField name="names" label={say('by_name')} hint={say('by_name_hint')} required={false} />
          </div>
        </OrderForm>
        {found === null ? null : found.what.records.length === 0 ? (
          <p role="status">{say('found_nothing')}</p>
        ) : (
          <div role="status" className="part">
            <Preview found={found.what} />
            <OrderForm
              does={say('erase_now')}
              tone="danger"
              order={() => erasePerson(found.sought)}
              done={({ erasure }) => go(`/erasures/${erasure}`)}
            >
              <CheckField name="sure">{say('erase_sure', { count: totalOf(found.what.counts) })}</CheckField>
            </OrderForm>
          </div>
        )}
      </Part>
    </div>
  )
}

const totalOf = (counts: Found['counts']): number => Object.values(counts).reduce((sum, count) => sum + count, 0)

const Preview = ({ found }: { readonly found: Found }) => (
  <>
    <h3>{say('would_go', { count: totalOf(found.counts) })}</h3>
    <ul className="tags">
      {Object.entries(found.counts).map(([table, count]) => (
        <li key={table}>
          {sayCode('count', table)} <strong className="figure">{figure(count)}</strong>
        </li>
      ))}
    </ul>
    <Table caption={say('would_go_caption')} columns={previewColumns} rows={found.records} keyOf={(row) => row.id} />
    {found.reached.emails.length + found.reached.phones.length === 0 ? null : (
      <p>{say('reached', { values: [...found.reached.emails, ...found.reached.phones].join(', ') })}</p>
    )}
  </>
)

const previewColumns: readonly Column<Found['records'][number]>[] = [
  { head: say('record_id'), size: 'id', cell: (row) => <To path={`/contacts/${row.id}`}>{row.id.slice(0, 8)}</To> },
  { head: say('by_name'), size: 'grow', cell: (row) => <code>{row.names.join(', ')}</code> },
  { head: say('by_email'), size: 'grow', cell: (row) => <code>{row.emails.join(', ')}</code> },
  { head: say('by_phone'), size: 'grow', cell: (row) => <code>{row.phones.join(', ')}</code> },
]

const columns: readonly Column<ListedCase>[] = [
  { head: say('erasure'), size: 'grow', cell: (row) => <To path={`/erasures/${row.case}`}>{row.case.slice(0, 8)}</To> },
  {
    head: say('stage'),
    size: 'state',
    cell: (row) => (
      <Mark tone={row.last === 'leftoverFound' ? 'bad' : row.last === 'requested' ? 'due' : 'good'}>{sayCode('erasure', row.last)}</Mark>
    ),
  },
  { head: say('ordered_at'), size: 'moment', cell: (row) => <Moment at={row.openedAt} /> },
  { head: say('changed_at'), size: 'moment', cell: (row) => <Moment at={row.changedAt} /> },
]
