import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useGo } from '../address.ts'
import { agreementQuery } from '../api/agreement.ts'
import { instructionsQuery, orderClause, type ListedInstruction } from '../api/clauses.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Empty } from '../parts/empty.tsx'
import { ChoiceField, LongField, TextField } from '../parts/field.tsx'
import { OrderForm } from '../parts/form.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Mark } from '../parts/mark.tsx'
import { Moment } from '../parts/moment.tsx'
import { Page } from '../parts/page.tsx'
import { Table, type Column } from '../parts/table.tsx'
import { To } from '../parts/to.tsx'
import { useIsOwner, usePlace } from '../place.tsx'
import { say } from '../say.ts'

/** The documented instructions: nothing runs without one in force. */
export const InstructionsPage = () => {
  const place = usePlace()
  const isOwner = useIsOwner()
  const [giving, setGiving] = useState(false)
  const instructions = useQuery(instructionsQuery(place))
  const give = (
    <button type="button" className="primary" onClick={() => setGiving(true)}>
      {say('give_instruction')}
    </button>
  )
  return (
    <Page title={say('nav_instructions')} lead={say('instructions_lead')} actions={isOwner ? give : null}>
      <Loaded query={instructions}>
        {({ items }) => (
          <>
            {items.length === 0 ? (
              <Empty title={say('instructions_none')}>{say('instructions_none_why')}</Empty>
            ) : (
              <Table caption={say('nav_instructions')} columns={columns} rows={items} keyOf={(row) => row.instruction} />
            )}
            <GiveDialog open={giving} close={() => setGiving(false)} known={items} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

type GiveDialogProps = { readonly open: boolean; readonly close: () => void; readonly known: readonly ListedInstruction[] }

const GiveDialog = ({ open, close, known }: GiveDialogProps) => {
  const place = usePlace()
  const go = useGo()
  const agreement = useQuery(agreementQuery(place))
  const listed = [...new Set(known.map(({ processing }) => processing))]
  // The name of a case stands in logs, so it names nobody.
  const id = useMemo(() => `written:${crypto.randomUUID()}`, [open])
  return (
    <Dialog title={say('give_instruction')} open={open} close={close}>
      <p className="soft">{say('give_instruction_lead', { title: agreement.data?.title ?? '' })}</p>
      <OrderForm
        does={say('give_instruction')}
        order={(filled) =>
          orderClause(place, 'instructions', id, 'give', {
            processing: filled['processing'] ?? '',
            text: filled['text'] ?? '',
          })
        }
        done={(given) => go(`/instructions/${given.happened[0]?.case ?? ''}`)}
      >
        {listed.length === 0 ? (
          <TextField name="processing" label={say('processing')} hint={say('processing_hint')} longest={80} />
        ) : (
          <ChoiceField name="processing" label={say('processing')} options={listed.map((value) => ({ value, label: value }))} />
        )}
        <LongField name="text" label={say('instruction_text')} hint={say('sealed_hint')} />
      </OrderForm>
    </Dialog>
  )
}

const columns: readonly Column<ListedInstruction>[] = [
  { head: say('instruction'), size: 'grow', cell: (row) => <To path={`/instructions/${row.instruction}`}>{row.instruction}</To> },
  { head: say('processing'), size: 'grow', cell: (row) => row.processing },
  {
    head: say('state'),
    size: 'state',
    cell: (row) => (
      <Mark tone={row.status === 'suspended' ? 'bad' : 'good'}>{say(row.status === 'suspended' ? 'suspended' : 'in_force')}</Mark>
    ),
  },
  { head: say('suspended_since'), size: 'moment', cell: (row) => (row.since === null ? '–' : <Moment at={row.since} />) },
]
