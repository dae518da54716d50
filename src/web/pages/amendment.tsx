import { useQuery } from '@tanstack/react-query'
import { useParam } from '../address.ts'
import { acceptAmendment, differenceQuery, type Difference } from '../api/agreement.ts'
import { caseQuery, orderClause, type ShownEvent } from '../api/clauses.ts'
import { CheckField, TextField } from '../parts/field.tsx'
import { OrderForm, useOrder } from '../parts/form.tsx'
import { Fault } from '../parts/fault.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Page, Part } from '../parts/page.tsx'
import { Table, type Column } from '../parts/table.tsx'
import { useIsOwner, usePlace } from '../place.tsx'
import { say, sayCode } from '../say.ts'
import { History } from './history.tsx'

/** One proposed version: what it changes in words and in behaviour, and the customer's answer. */
export const AmendmentPage = () => {
  const place = usePlace()
  const id = useParam('case')
  const difference = useQuery(differenceQuery(place, id))
  const history = useQuery(caseQuery(place, 'amendment', id))
  const isOwner = useIsOwner()
  return (
    <Loaded query={difference}>
      {({ after, diff }) => (
        <Page title={say('amendment_title', { from: diff.from, to: diff.to })} lead={say('amendment_lead')}>
          <Behaviour diff={diff} />
          <Words diff={diff} />
          <Loaded query={history}>
            {({ events }) => (
              <>
                {isOwner && isOpen(events) ? <Answer id={id} hash={after} /> : null}
                <Part title={say('history')}>
                  <History events={events} />
                </Part>
              </>
            )}
          </Loaded>
        </Page>
      )}
    </Loaded>
  )
}

const isOpen = (events: readonly ShownEvent[]): boolean => events.length === 1 && events[0]?.type === 'proposed'

type Change = Difference['behaviour'][number]
const written = (value: Change['before']): string =>
  value === null ? say('nothing') : typeof value === 'string' ? value : value.join(', ')

const columns: readonly Column<Change>[] = [
  { head: say('figure_term'), size: 'grow', cell: (row) => `${row.module} · ${row.term}` },
  { head: say('before'), size: 'grow', cell: (row) => <del>{written(row.before)}</del> },
  { head: say('after'), size: 'grow', cell: (row) => <ins>{written(row.after)}</ins> },
  { head: say('running_periods'), size: 'grow', cell: (row) => sayCode('running', row.running ?? 'unsaid') },
]

const Behaviour = ({ diff }: { readonly diff: Difference }) => (
  <Part title={say('changes_behaviour')}>
    {diff.behaviour.length === 0 ? (
      <p className="soft">{say('changes_behaviour_none')}</p>
    ) : (
      <Table caption={say('changes_behaviour')} columns={columns} rows={diff.behaviour} keyOf={(row) => `${row.module}.${row.term}`} />
    )}
  </Part>
)

const Words = ({ diff }: { readonly diff: Difference }) => (
  <Part title={say('changes_words')}>
    {diff.added.map((clause) => (
      <p key={clause.id}>
        <ins>{say('clause_added', { heading: clause.heading })}</ins>
      </p>
    ))}
    {diff.removed.map((clause) => (
      <p key={clause.id}>
        <del>{say('clause_removed', { heading: clause.heading })}</del>
      </p>
    ))}
    {diff.changed.map((clause) => (
      <article key={clause.id} className="paper legal">
        <h3>
          <Edits edits={clause.heading} />
        </h3>
        <p>
          <Edits edits={clause.words} />
        </p>
      </article>
    ))}
    {diff.parts.length === 0 ? null : <p>{say('changes_parts', { parts: diff.parts.join(', ') })}</p>}
  </Part>
)

const Edits = ({ edits }: { readonly edits: Difference['changed'][number]['words'] }) =>
  edits.map((edit, index) => {
    if (edit.is === 'added') return <ins key={index}>{edit.text}</ins>
    return edit.is === 'removed' ? <del key={index}>{edit.text}</del> : <span key={index}>{edit.text}</span>
  })

const Answer = ({ id, hash }: { readonly id: string; readonly hash: string }) => {
  const place = usePlace()
  const rejected = useOrder(() => orderClause(place, 'amendment', id, 'reject'))
  const reject = (
    <button type="button" className="danger" onClick={() => rejected.mutate(undefined)}>
      {say('reject')}
    </button>
  )
  return (
    <div className="paper answer">
      <Part title={say('amendment_answer')}>
        <OrderForm
          does={say('accept')}
          order={(filled) => acceptAmendment(id, { hash, capacity: filled['capacity'] ?? '', agree: true })}
          beside={reject}
        >
          <TextField name="capacity" label={say('accept_capacity_plain')} hint={say('accept_capacity_hint')} longest={500} />
          <CheckField name="agree">{say('amendment_agree')}</CheckField>
        </OrderForm>
        {rejected.isError ? <Fault error={rejected.error} /> : null}
      </Part>
    </div>
  )
}
