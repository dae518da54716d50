import type { ListedCertificate } from '../api/erasures.ts'
import { Moment } from '../parts/moment.tsx'
import { usePlace } from '../place.tsx'
import { say } from '../say.ts'

/** The certificate to be kept, and to be read. */
export const CertificateFiles = ({ id }: { readonly id: string }) => {
  const { api } = usePlace()
  return (
    <>
      <a className="button" href={`${api}/certificates/${id}/file`} download>
        {say('certificate_json')}
      </a>
      <a className="button" href={`${api}/certificates/${id}/pdf`} download>
        {say('certificate_pdf')}
      </a>
    </>
  )
}

/** erased → complete → audited: what each means, and when it was reached. */
export const Stages = ({ certificate }: { readonly certificate: ListedCertificate }) => {
  const stages = [
    { key: 'erased', at: certificate.erasedAt, name: say('stage_erased'), means: say('stage_erased_means') },
    { key: 'complete', at: certificate.completeAt, name: say('stage_complete'), means: say('stage_complete_means') },
    { key: 'audited', at: certificate.auditedAt, name: say('stage_audited'), means: say('stage_audited_means') },
  ]
  return (
    <ol className="stages">
      {stages.map(({ key, at, name, means }) => (
        <li key={key} className={at === null ? 'ahead' : 'reached'}>
          <strong>{name}</strong>
          <span>{at === null ? say('stage_ahead') : <Moment at={at} />}</span>
          <span className="soft small">{means}</span>
        </li>
      ))}
    </ol>
  )
}
