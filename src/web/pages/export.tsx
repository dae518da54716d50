import { Page } from '../parts/page.tsx'
import { usePlace } from '../place.tsx'
import { say, type Key } from '../say.ts'

type Take = { readonly href: string; readonly title: Key; readonly what: Key }

/** Everything the customer has, to be taken out by itself at any time. */
export const ExportPage = () => {
  const { api } = usePlace()
  const takes: readonly Take[] = [
    { href: `${api}/export`, title: 'export_all', what: 'export_all_what' },
    { href: `${api}/contacts/export?format=csv&reader=spreadsheet`, title: 'export_contacts', what: 'export_contacts_what' },
    { href: `${api}/contacts/export?format=json&reader=machine`, title: 'export_contacts_json', what: 'export_contacts_json_what' },
    { href: `${api}/agreement/pdf`, title: 'export_agreement', what: 'export_agreement_what' },
    { href: `${api}/trail/file`, title: 'export_trail', what: 'export_trail_what' },
  ]
  return (
    <Page title={say('nav_export')} lead={say('export_lead')} reading>
      <ul className="takes">
        {takes.map(({ href, title, what }) => (
          <li key={href} className="paper">
            <div>
              <h2>{say(title)}</h2>
              <p className="soft">{say(what)}</p>
            </div>
            <a className="button" href={href} download>
              {say('download')} <span className="for-readers">{say(title)}</span>
            </a>
          </li>
        ))}
      </ul>
    </Page>
  )
}
