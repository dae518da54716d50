import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useGo, useParam } from '../address.ts'
import { contactQuery, editContact, eraseContacts, fieldKeys, holdContact, unholdContact, type Contact } from '../api/contacts.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Facts } from '../parts/facts.tsx'
import { Fault } from '../parts/fault.tsx'
import { TextField } from '../parts/field.tsx'
import { OrderForm, useOrder, type Filled } from '../parts/form.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Moment } from '../parts/moment.tsx'
import { Page } from '../parts/page.tsx'
import { To } from '../parts/to.tsx'
import { useIsOwner, useMayChange } from '../place.tsx'
import { say, sayCode } from '../say.ts'
import { DayOfDeletion, nameOf } from './contacts.tsx'

/** One contact: its fields, where it came from, when it goes, and who looked at it. */
export const ContactPage = () => {
  const contact = useQuery(contactQuery(useParam('id')))
  return <Loaded query={contact}>{(shown) => <Shown contact={shown} />}</Loaded>
}

const Shown = ({ contact }: { readonly contact: Contact }) => {
  const mayChange = useMayChange()
  const [open, setOpen] = useState<'edit' | 'erase' | null>(null)
  const close = () => setOpen(null)
  const actions = (
    <>
      <To path="/trail" search={{ name: contact.id }} className="button">
        {say('who_looked')}
      </To>
      {mayChange ? (
        <>
          <button type="button" onClick={() => setOpen('edit')}>
            {say('edit')}
          </button>
          <HoldButton contact={contact} />
          <button type="button" className="danger" onClick={() => setOpen('erase')}>
            {say('erase')}
          </button>
        </>
      ) : null}
    </>
  )
  const fields: Readonly<Record<string, string | undefined>> = contact.fields
  return (
    <Page
      title={nameOf(contact)}
      lead={
        <>
          {say('deleted_on_lead')}{' '}
          <strong>
            <DayOfDeletion contact={contact} />
          </strong>
        </>
      }
      actions={actions}
      reading
    >
      <Facts of={fieldKeys.map((key) => [sayCode('field', key), fields[key]])} />
      <Facts
        of={[
          [say('handed_in'), <Moment key="at" at={contact.createdAt} />],
          [say('source'), sayCode('source', contact.source)],
          [
            say('import'),
            contact.importId === null ? null : (
              <To key="import" path={`/imports/${contact.importId}`}>
                {contact.importId.slice(0, 8)}
              </To>
            ),
          ],
          [say('changed_at'), contact.updatedAt === contact.createdAt ? null : <Moment key="changed" at={contact.updatedAt} />],
          [say('record_id'), <code key="id">{contact.id}</code>],
        ]}
      />
      <Dialog title={say('edit_title', { name: nameOf(contact) })} open={open === 'edit'} close={close}>
        <OrderForm does={say('save')} order={(filled) => editContact(contact.id, changedIn(fields, filled))} done={close}>
          <div className="two">
            {fieldKeys.map((key) => (
              <TextField key={key} name={key} label={sayCode('field', key)} value={fields[key] ?? ''} required={false} longest={1_000} />
            ))}
          </div>
        </OrderForm>
      </Dialog>
      <EraseDialog contact={contact} open={open === 'erase'} close={close} />
    </Page>
  )
}

/** What is no longer as it was: a text sets, null takes away. */
const changedIn = (before: Readonly<Record<string, string | undefined>>, filled: Filled): Readonly<Record<string, string | null>> =>
  Object.fromEntries(
    fieldKeys.flatMap((key) => {
      const now = filled[key] ?? ''
      return now === (before[key] ?? '') ? [] : [[key, now === '' ? null : now]]
    }),
  )

const HoldButton = ({ contact }: { readonly contact: Contact }) => {
  const isOwner = useIsOwner()
  const held = useOrder(async () => {
    if (contact.held) await unholdContact(contact.id)
    else await holdContact(contact.id)
  })
  if (!isOwner) return null
  return (
    <>
      <button type="button" onClick={() => held.mutate(undefined)} title={say('hold_means')}>
        {say(contact.held ? 'unhold' : 'hold')}
      </button>
      {held.isError ? <Fault error={held.error} /> : null}
    </>
  )
}

type EraseDialogProps = { readonly contact: Contact; readonly open: boolean; readonly close: () => void }

const EraseDialog = ({ contact, open, close }: EraseDialogProps) => {
  const go = useGo()
  return (
    <Dialog title={say('erase_title', { name: nameOf(contact) })} open={open} close={close}>
      <p>{say('erase_record_lead')}</p>
      <p className="soft">{say('erase_record_person')}</p>
      <OrderForm
        does={say('erase_now')}
        tone="danger"
        changes={['contacts', 'certificates', 'cases']}
        order={() => eraseContacts([contact.id])}
        done={({ erasure }) => go(`/erasures/${erasure}`)}
      />
    </Dialog>
  )
}
