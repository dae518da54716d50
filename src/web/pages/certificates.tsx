import { useQuery } from '@tanstack/react-query'
import { certificatesQuery } from '../api/erasures.ts'
import { Empty } from '../parts/empty.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Page } from '../parts/page.tsx'
import { To } from '../parts/to.tsx'
import { usePlace } from '../place.tsx'
import { say, sayCode } from '../say.ts'
import { CertificateFiles, Stages } from './certificate-parts.tsx'

/** Every certificate of erasure, with how far it is proved and how to check it without anyone. */
export const CertificatesPage = () => {
  const certificates = useQuery(certificatesQuery(usePlace()))
  const verify = (
    <a className="button" href="/verify.html">
      {say('verify_offline')}
    </a>
  )
  return (
    <Page title={say('nav_certificates')} lead={say('certificates_lead')} actions={verify}>
      <Loaded query={certificates}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={say('certificates_none')}>{say('certificates_none_why')}</Empty>
          ) : (
            <ul className="cards">
              {items.map((certificate) => (
                <li key={certificate.id} className="paper">
                  <div className="part-head">
                    <h2>
                      <To path={`/erasures/${certificate.id}`}>{sayCode('scope', certificate.scope)}</To>
                    </h2>
                    <span className="actions">
                      <CertificateFiles id={certificate.id} />
                    </span>
                  </div>
                  <p className="soft">
                    <code>{certificate.id}</code> · {say('shown_certificate_subjects', { count: certificate.subjects })}
                    {certificate.clock === 'simulated' ? ` · ${say('shown_certificate_simulated')}` : ''}
                  </p>
                  <Stages certificate={certificate} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <p className="soft">{say('verify_how')}</p>
    </Page>
  )
}
