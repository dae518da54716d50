import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { agreementQuery, type ShownAgreement } from '../api/agreement.ts'
import { deadlinesQuery } from '../api/board.ts'
import { caseQuery, casesQuery, orderClause, shapesQuery, type OfferedOrder } from '../api/clauses.ts'
import { Dialog } from '../parts/dialog.tsx'
import { CheckField } from '../parts/field.tsx'
import { Facts } from '../parts/facts.tsx'
import { OrderForm } from '../parts/form.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Page, Part } from '../parts/page.tsx'
import { Timeline } from '../parts/timeline.tsx'
import { To } from '../parts/to.tsx'
import { useIsOwner, usePlace } from '../place.tsx'
import { say, sayCode } from '../say.ts'
import { History } from './history.tsx'
import { bodyOf, OrderFields } from './order-fields.tsx'

const endCase = 'contract'

/** How the contract ends: its figures first, then the order, then where it stands. */
export const EndPage = () => {
  const place = usePlace()
  const agreement = useQuery(agreementQuery(place))
  return (
    <Page title={say('nav_end')} lead={say('end_lead')} reading>
      <Loaded query={agreement}>{(shown) => <Ending agreement={shown} />}</Loaded>
    </Page>
  )
}

const Ending = ({ agreement }: { readonly agreement: ShownAgreement }) => {
  const place = usePlace()
  const isOwner = useIsOwner()
  const shapes = useQuery(shapesQuery(place))
  const cases = useQuery(casesQuery(place, 'end-of-contract'))
  const begun = cases.data !== undefined && cases.data.items.length > 0
  const history = useQuery({ ...caseQuery(place, 'end-of-contract', endCase), enabled: begun })
  const deadlines = useQuery(deadlinesQuery(place))
  const [giving, setGiving] = useState<OfferedOrder | null>(null)
  const figures = agreement.clauses.filter(({ module }) => module === 'end-of-contract').flatMap(({ terms }) => Object.entries(terms))
  const orders = shapes.data?.items.find(({ clause }) => clause === 'end-of-contract')?.orders ?? []
  return (
    <>
      <Part title={say('end_figures')}>
        <Facts of={figures.map(([term, value]) => [sayCode('end', term), typeof value === 'string' ? value : value.join(', ')])} />
        <p>
          {say('end_take_out')} <To path="/export">{say('nav_export')}</To>
        </p>
      </Part>
      <Part title={say('end_standing')}>
        <Loaded query={cases}>
          {() => (begun ? <Loaded query={history}>{({ events }) => <History events={events} />}</Loaded> : <p>{say('end_not_begun')}</p>)}
        </Loaded>
        <Loaded query={deadlines}>
          {({ items }) => <Timeline deadlines={items.filter(({ clause }) => clause === 'end-of-contract')} />}
        </Loaded>
      </Part>
      {isOwner || place.side === 'processor' ? (
        <div className="actions">
          {orders.map((order) => (
            <button
              key={order.command}
              type="button"
              className={order.command === 'requestCertificate' ? '' : 'danger'}
              onClick={() => setGiving(order)}
            >
              {order.label}
            </button>
          ))}
        </div>
      ) : null}
      <Dialog title={giving?.label ?? ''} open={giving !== null} close={() => setGiving(null)}>
        {giving === null ? null : (
          <OrderForm
            does={giving.label}
            tone={giving.command === 'requestCertificate' ? 'primary' : 'danger'}
            order={(filled) => orderClause(place, 'end-of-contract', endCase, giving.command, bodyOf(giving, filled))}
            done={() => setGiving(null)}
          >
            <OrderFields order={giving} />
            {giving.command === 'requestCertificate' ? null : <CheckField name="sure">{say('end_sure')}</CheckField>}
          </OrderForm>
        )}
      </Dialog>
    </>
  )
}
