import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useParam } from '../address.ts'
import { caseQuery, instructionsQuery, orderClause, shapesQuery, type OfferedOrder } from '../api/clauses.ts'
import { Dialog } from '../parts/dialog.tsx'
import { OrderForm } from '../parts/form.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Mark } from '../parts/mark.tsx'
import { Page, Part } from '../parts/page.tsx'
import { useIsOwner, usePlace } from '../place.tsx'
import { say } from '../say.ts'
import { History } from './history.tsx'
import { bodyOf, OrderFields } from './order-fields.tsx'

/** Which orders make sense in which state; the clause itself has the last word. */
const sensible: Readonly<Record<string, readonly string[]>> = {
  'in force': ['holdUnlawful', 'withdraw'],
  suspended: ['confirm', 'amend', 'withdraw'],
  withdrawn: [],
}

/** One instruction: what it says, what happened to it, and what may be done with it now. */
export const InstructionPage = () => {
  const place = usePlace()
  const id = useParam('case')
  const isOwner = useIsOwner()
  const history = useQuery(caseQuery(place, 'instructions', id))
  const standing = useQuery(instructionsQuery(place))
  const shapes = useQuery(shapesQuery(place))
  const [giving, setGiving] = useState<OfferedOrder | null>(null)
  const status = standing.data?.items.find((each) => each.instruction === id)?.status ?? 'withdrawn'
  const orders = (shapes.data?.items.find(({ clause }) => clause === 'instructions')?.orders ?? []).filter(({ command }) =>
    (sensible[status] ?? []).includes(command),
  )
  const actions = isOwner || place.side === 'processor' ? orders : []
  return (
    <Page
      title={say('instruction_title', { name: id })}
      lead={
        <Mark tone={status === 'in force' ? 'good' : status === 'suspended' ? 'bad' : 'idle'}>
          {say(status === 'in force' ? 'in_force' : status)}
        </Mark>
      }
      actions={actions.map((order) => (
        <button key={order.command} type="button" onClick={() => setGiving(order)}>
          {order.label}
        </button>
      ))}
      reading
    >
      {status === 'suspended' ? <p className="note bad">{say('suspended_note')}</p> : null}
      <Part title={say('history')}>
        <Loaded query={history}>{({ events }) => <History events={events} />}</Loaded>
      </Part>
      <Dialog title={giving?.label ?? ''} open={giving !== null} close={() => setGiving(null)}>
        {giving === null ? null : (
          <OrderForm
            does={giving.label}
            tone={giving.command === 'confirm' || giving.command === 'amend' ? 'primary' : 'danger'}
            order={(filled) => orderClause(place, 'instructions', id, giving.command, bodyOf(giving, filled))}
            done={() => setGiving(null)}
          >
            <OrderFields order={giving} />
          </OrderForm>
        )}
      </Dialog>
    </Page>
  )
}
