import { setUp } from '../api/session.ts'
import { TextField } from '../parts/field.tsx'
import { OrderForm } from '../parts/form.tsx'
import { Page } from '../parts/page.tsx'
import { partyIn, PartyFields } from '../parts/party-fields.tsx'
import { say } from '../say.ts'
import { InboxBanner } from '../shell/inbox-banner.tsx'

/** The first start: who the processor is, and its first member of staff. */
export const SetUpPage = () => (
  <>
    <InboxBanner />
    <main className="gate broad" id="content">
      <Page title={say('set_up')} lead={say('set_up_lead')}>
        <OrderForm
          does={say('set_up_do')}
          order={(filled) => setUp({ code: filled['code'] ?? '', email: filled['email'] ?? '', party: partyIn(filled) })}
          done={() => window.location.assign('/')}
          changes={[]}
        >
          <TextField name="code" label={say('set_up_code')} hint={say('set_up_code_hint')} longest={200} />
          <TextField name="email" type="email" label={say('set_up_email')} hint={say('set_up_email_hint')} complete="email" longest={254} />
          <PartyFields legend={say('set_up_party')} />
        </OrderForm>
      </Page>
    </main>
  </>
)
