import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useGo, useTexts } from '../address.ts'
import { proposeAmendment } from '../api/agreement.ts'
import { casesQuery, type ListedCase } from '../api/clauses.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Empty } from '../parts/empty.tsx'
import { LongField } from '../parts/field.tsx'
import { OrderForm } from '../parts/form.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Moment } from '../parts/moment.tsx'
import { Page } from '../parts/page.tsx'
import { Pager } from '../parts/pager.tsx'
import { Table, type Column } from '../parts/table.tsx'
import { To } from '../parts/to.tsx'
import { usePlace } from '../place.tsx'
import { say, sayCode } from '../say.ts'

/** Further versions of the agreement: proposed, accepted, rejected, lapsed, in effect. */
export const AmendmentsPage = () => {
  const place = usePlace()
  const go = useGo()
  const { cursor } = useTexts()
  const [proposing, setProposing] = useState(false)
  const cases = useQuery(casesQuery(place, 'amendment', cursor))
  const propose = (
    <button type="button" className="primary" onClick={() => setProposing(true)}>
      {say('propose')}
    </button>
  )
  return (
    <Page title={say('nav_amendments')} lead={say('amendments_lead')} actions={place.side === 'processor' ? propose : null}>
      <Loaded query={cases}>
        {({ items, next }) =>
          items.length === 0 ? (
            <Empty title={say('amendments_none')}>{say('amendments_none_why')}</Empty>
          ) : (
            <>
              <Table caption={say('nav_amendments')} columns={columns} rows={items} keyOf={(row) => row.case} />
              <Pager cursor={cursor} next={next} />
            </>
          )
        }
      </Loaded>
      <Dialog title={say('propose')} open={proposing} close={() => setProposing(false)}>
        <OrderForm
          does={say('propose')}
          order={(filled) => proposeAmendment(place, { text: filled['text'] ?? '' })}
          done={(made) => go(`/amendments/${made.case}`)}
        >
          <LongField name="text" label={say('propose_text')} hint={say('propose_text_hint')} />
        </OrderForm>
      </Dialog>
    </Page>
  )
}

const columns: readonly Column<ListedCase>[] = [
  { head: say('amendment'), size: 'grow', cell: (row) => <To path={`/amendments/${row.case}`}>{row.case.slice(0, 8)}</To> },
  { head: say('state'), size: 'state', cell: (row) => sayCode('amendment', row.last) },
  { head: say('proposed_at'), size: 'moment', cell: (row) => <Moment at={row.openedAt} /> },
  { head: say('changed_at'), size: 'moment', cell: (row) => <Moment at={row.changedAt} /> },
]
