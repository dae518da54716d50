import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTexts } from '../address.ts'
import { createKey, keysQuery, revokeKey, type ListedKey } from '../api/api-keys.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Empty } from '../parts/empty.tsx'
import { TextField } from '../parts/field.tsx'
import { OrderForm, useOrder } from '../parts/form.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Mark } from '../parts/mark.tsx'
import { Day, Moment } from '../parts/moment.tsx'
import { Page } from '../parts/page.tsx'
import { Pager } from '../parts/pager.tsx'
import { Table, type Column } from '../parts/table.tsx'
import { useIsOwner } from '../place.tsx'
import { say } from '../say.ts'

/** Keys of programs: shown once, kept as a hash, expiring. */
export const KeysPage = () => {
  const { cursor } = useTexts()
  const isOwner = useIsOwner()
  const [making, setMaking] = useState(false)
  const [made, setMade] = useState<string | null>(null)
  const keys = useQuery(keysQuery(cursor))
  const make = (
    <button type="button" className="primary" onClick={() => setMaking(true)}>
      {say('make_key')}
    </button>
  )
  return (
    <Page title={say('nav_keys')} lead={say('keys_lead')} actions={isOwner ? make : null}>
      <Loaded query={keys}>
        {({ items, next }) =>
          items.length === 0 ? (
            <Empty title={say('keys_none')}>{say('keys_none_why')}</Empty>
          ) : (
            <>
              <Table caption={say('nav_keys')} columns={columns} rows={items} keyOf={(row) => row.id} />
              <Pager cursor={cursor} next={next} />
            </>
          )
        }
      </Loaded>
      <Dialog
        title={say('make_key')}
        open={making}
        close={() => {
          setMaking(false)
          setMade(null)
        }}
      >
        {made === null ? (
          <OrderForm
            does={say('make_key')}
            changes={['api-keys']}
            order={(filled) => createKey({ label: filled['label'] ?? '', days: Number(filled['days']) })}
            done={({ key }) => setMade(key)}
          >
            <TextField name="label" label={say('key_label')} hint={say('key_label_hint')} longest={200} />
            <TextField name="days" type="number" label={say('key_days')} hint={say('key_days_hint')} value="90" />
          </OrderForm>
        ) : (
          <>
            <p>{say('key_once')}</p>
            <pre className="paper">{made}</pre>
          </>
        )}
      </Dialog>
    </Page>
  )
}

const Revoke = ({ id }: { readonly id: string }) => {
  const revoked = useOrder(revokeKey, undefined, ['api-keys'])
  return (
    <button type="button" className="danger" onClick={() => revoked.mutate(id)}>
      {say('revoke')}
    </button>
  )
}

const columns: readonly Column<ListedKey>[] = [
  { head: say('key_label'), size: 'grow', cell: (row) => row.label ?? row.id.slice(0, 8) },
  {
    head: say('state'),
    size: 'state',
    cell: (row) => (row.revokedAt === null ? <Mark tone="good">{say('key_valid')}</Mark> : <Mark tone="idle">{say('key_revoked')}</Mark>),
  },
  { head: say('key_expires'), size: 'moment', cell: (row) => <Moment at={row.expiresAt} /> },
  { head: say('key_used'), size: 'day', cell: (row) => (row.lastUsedOn === null ? say('never') : <Day day={row.lastUsedOn} />) },
  { head: say('revoke'), size: 'button', cell: (row) => (row.revokedAt === null ? <Revoke id={row.id} /> : null) },
]
