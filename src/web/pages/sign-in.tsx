import { useState } from 'react'
import { askForLink } from '../api/session.ts'
import { TextField } from '../parts/field.tsx'
import { OrderForm } from '../parts/form.tsx'
import { Page } from '../parts/page.tsx'
import { say } from '../say.ts'
import { InboxBanner } from '../shell/inbox-banner.tsx'
import { Brand } from '../shell/shell.tsx'

/** Signing in by a mailed link. What is answered is the same for every address. */
export const SignInPage = () => {
  const [asked, setAsked] = useState<string | null>(null)
  return (
    <>
      <InboxBanner />
      <main className="gate" id="content">
        <Brand />
        {asked === null ? (
          <Page title={say('sign_in')} lead={say('sign_in_lead')}>
            <OrderForm
              does={say('sign_in_do')}
              changes={[]}
              order={async (filled) => {
                await askForLink(filled['email'] ?? '')
                setAsked(filled['email'] ?? '')
              }}
            >
              <TextField name="email" type="email" label={say('sign_in_email')} complete="email" longest={254} />
            </OrderForm>
          </Page>
        ) : (
          <Page title={say('sign_in_sent')} lead={say('sign_in_sent_lead', { email: asked })}>
            <p className="actions">
              <button type="button" onClick={() => setAsked(null)}>
                {say('sign_in_again')}
              </button>
            </p>
          </Page>
        )}
      </main>
    </>
  )
}
