import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { inboxOnQuery } from '../api/inbox.ts'
import { healthQuery } from '../api/session.ts'
import { say } from '../say.ts'

/** Loud while letters stay on this machine: nobody may take such a deployment for one that writes to people. */
export const InboxBanner = () => {
  const { data: health } = useQuery(healthQuery)
  const asked = useQuery({ ...inboxOnQuery, enabled: health !== undefined && health.inbox === undefined })
  if (!(health?.inbox ?? asked.data ?? false)) return null
  return (
    <section className="loud" aria-label={say('inbox')}>
      {say('inbox_banner')} <Link to="/inbox">{say('inbox_open')}</Link>
    </section>
  )
}
