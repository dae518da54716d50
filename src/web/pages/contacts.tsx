import { useQuery } from '@tanstack/react-query'
import { useTexts } from '../address.ts'
import { contactsQuery, type Contact, type ContactFilter, type Sought } from '../api/contacts.ts'
import { Empty } from '../parts/empty.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Mark } from '../parts/mark.tsx'
import { Day, DayOf } from '../parts/moment.tsx'
import { Page } from '../parts/page.tsx'
import { Pager } from '../parts/pager.tsx'
import { Table, type Column } from '../parts/table.tsx'
import { To } from '../parts/to.tsx'
import { useMayChange } from '../place.tsx'
import { say, sayCode } from '../say.ts'
import { useSeek, useSought } from '../seek.ts'
import { useZone } from '../zone.tsx'

/** The contacts that the customer handed in, each with its day of deletion. */
export const ContactsPage = () => {
  const texts = useTexts()
  const sought = useSought()
  const zone = useZone()
  const mayChange = useMayChange()
  const filter: ContactFilter = { country: texts['country'], source: texts['source'], importId: texts['importId'], held: texts['held'] }
  const contacts = useQuery(contactsQuery(filter, sought, texts['cursor']))
  const bring = (
    <To path="/imports" className="button primary">
      {say('import_file')}
    </To>
  )
  return (
    <Page title={say('nav_contacts')} lead={say('contacts_lead', { zone })} actions={mayChange ? bring : null}>
      <SearchForm sought={sought} />
      <Loaded query={contacts}>
        {({ contacts: rows, next }) =>
          rows.length === 0 ? (
            <Nothing sought={sought} bring={mayChange ? bring : null} />
          ) : (
            <>
              <Table caption={say('nav_contacts')} columns={columns} rows={rows} keyOf={(row) => row.id} />
              <Pager cursor={texts['cursor']} next={next} />
            </>
          )
        }
      </Loaded>
    </Page>
  )
}

const Nothing = ({ sought, bring }: { readonly sought: Sought | null; readonly bring: React.ReactNode }) =>
  sought === null ? (
    <Empty title={say('contacts_none')} action={bring}>
      {say('contacts_none_why')}
    </Empty>
  ) : (
    <Empty title={say('contacts_not_found')} action={<To path="/contacts">{say('contacts_all')}</To>}>
      {say('contacts_not_found_why')}
    </Empty>
  )

const ways = ['beginning', 'name', 'email', 'phone', 'company'] as const

const SearchForm = ({ sought }: { readonly sought: Sought | null }) => {
  const seek = useSeek()
  return (
    <form
      className="filter"
      key={JSON.stringify(sought)}
      onSubmit={(event) => {
        event.preventDefault()
        const data = new FormData(event.currentTarget)
        const [value, by] = [data.get('value'), ways.find((way) => way === data.get('by'))]
        if (typeof value === 'string' && value.trim() !== '' && by !== undefined) seek({ by, value: value.trim() })
      }}
    >
      <label>
        {say('sought_by')}
        <select name="by" defaultValue={sought?.by ?? 'beginning'}>
          {ways.map((way) => (
            <option key={way} value={way}>
              {sayCode('sought', way)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {say('sought_value')}
        <input name="value" type="search" defaultValue={sought?.value ?? ''} />
      </label>
      <button type="submit">{say('search')}</button>
      {sought === null ? null : (
        <To path="/contacts" className="button">
          {say('contacts_all')}
        </To>
      )}
    </form>
  )
}

/** The name under which a contact is listed: as far as it was given. */
export const nameOf = ({ fields, id }: Pick<Contact, 'fields' | 'id'>): string => {
  const whole = fields.fullName ?? [fields.firstName, fields.lastName].filter((part) => part !== undefined).join(' ')
  return whole === '' ? (fields.email ?? fields.company ?? id.slice(0, 8)) : whole
}

type DayOfDeletionProps = { readonly contact: Contact; readonly short?: boolean }

export const DayOfDeletion = ({ contact, short = false }: DayOfDeletionProps) => {
  if (contact.held) return <Mark tone="warn">{say('held')}</Mark>
  return contact.expiresOn === null ? <span className="soft">{say('no_day')}</span> : <Day day={contact.expiresOn} short={short} />
}

const columns: readonly Column<Contact>[] = [
  { head: say('name'), size: 'grow', cell: (row) => <To path={`/contacts/${row.id}`}>{nameOf(row)}</To> },
  { head: say('field_company'), size: 'grow', cell: (row) => row.fields.company ?? '' },
  { head: say('field_email'), size: 'wide', cell: (row) => row.fields.email ?? '' },
  { head: say('field_country'), size: 'figure', cell: (row) => row.country ?? '' },
  { head: say('handed_in'), size: 'day', cell: (row) => <DayOf at={row.createdAt} /> },
  { head: say('deleted_on'), size: 'day', cell: (row) => <DayOfDeletion contact={row} short /> },
]
