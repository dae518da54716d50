import { Link } from '@tanstack/react-router'
import { Page } from '../parts/page.tsx'
import { say } from '../say.ts'

export const NotHere = () => (
  <Page title={say('not_here')} lead={say('not_here_lead')}>
    <p>
      <Link to="/">{say('to_start')}</Link>
    </p>
  </Page>
)
