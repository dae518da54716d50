import { useQuery } from '@tanstack/react-query'
import { useParam } from '../address.ts'
import { caseQuery } from '../api/clauses.ts'
import { certificatesQuery } from '../api/erasures.ts'
import { Loaded } from '../parts/loaded.tsx'
import { Page, Part } from '../parts/page.tsx'
import { usePlace } from '../place.tsx'
import { say } from '../say.ts'
import { CertificateFiles, Stages } from './certificate-parts.tsx'
import { History } from './history.tsx'

/** One erasure: its three stages, each proved by other means, and its certificate. */
export const ErasurePage = () => {
  const place = usePlace()
  const id = useParam('case')
  const history = useQuery(caseQuery(place, 'erasure', id))
  const certificates = useQuery(certificatesQuery(place))
  const certificate = certificates.data?.items.find((each) => each.id === id)
  return (
    <Page
      title={say('erasure_title', { id: id.slice(0, 8) })}
      lead={say('erasure_lead')}
      actions={certificate === undefined ? null : <CertificateFiles id={id} />}
      reading
    >
      {certificate === undefined ? null : <Stages certificate={certificate} />}
      <Part title={say('history')}>
        <Loaded query={history}>{({ events }) => <History events={events} />}</Loaded>
      </Part>
      <p className="soft">
        {say('verify_how')} <a href="/verify.html">{say('verify_offline')}</a>
      </p>
    </Page>
  )
}
