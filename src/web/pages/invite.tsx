import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useGo } from '../address.ts'
import { inviteCustomer, templatesQuery, type OfferedTemplate } from '../api/customers.ts'
import { ChoiceField, TextField } from '../parts/field.tsx'
import { OrderForm, type Filled } from '../parts/form.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Page } from '../parts/page.tsx'
import { partyIn, PartyFields } from '../parts/party-fields.tsx'
import { say } from '../say.ts'

/** A new customer: which agreement it is offered, who it is, who signs in first. */
export const InvitePage = () => {
  const templates = useQuery(templatesQuery)
  return (
    <Page title={say('nav_invite')} lead={say('invite_lead')} reading>
      <Loaded query={templates}>{({ items }) => <InviteForm templates={items} />}</Loaded>
    </Page>
  )
}

const InviteForm = ({ templates }: { readonly templates: readonly OfferedTemplate[] }) => {
  const go = useGo()
  const [chosen, choose] = useState(templates[0]?.name ?? '')
  const template = templates.find((each) => each.name === chosen)
  return (
    <OrderForm
      does={say('invite_do')}
      order={(filled) =>
        inviteCustomer({ party: partyIn(filled), email: filled['email'] ?? '', template: chosen, choices: choicesIn(template, filled) })
      }
      done={({ customer }) => go(`/customers/${customer}`)}
    >
      <ChoiceField
        name="template"
        label={say('invite_template')}
        hint={say('invite_template_hint')}
        options={templates.map(({ name, title, version }) => ({ value: name, label: say('invite_option', { title, version }) }))}
        onChoice={choose}
      />
      {template?.choices.map(({ clause, heading, options }) => (
        <ChoiceField
          key={`${template.name}/${clause}`}
          name={`choice:${clause}`}
          label={heading}
          hint={say('invite_choice_hint')}
          options={[{ value: '', label: say('invite_open') }, ...options.map((option) => ({ value: option, label: option }))]}
        />
      ))}
      <PartyFields legend={say('invite_party')} />
      <TextField name="email" type="email" label={say('invite_email')} hint={say('invite_email_hint')} longest={254} />
    </OrderForm>
  )
}

/** What the customer has already chosen; a choice that is left open stays in the text as the list of options. */
const choicesIn = (template: OfferedTemplate | undefined, filled: Filled) =>
  Object.fromEntries(
    (template?.choices ?? []).flatMap(({ clause }) => {
      const option = filled[`choice:${clause}`] ?? ''
      return option === '' ? [] : [[clause, { choice: option }]]
    }),
  )
