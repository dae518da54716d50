import { useQuery } from '@tanstack/react-query'
import { agreementQuery, agreementTextQuery, type ShownAgreement } from '../api/agreement.ts'
import { Hash } from '../parts/hash.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Mark, type Tone } from '../parts/mark.tsx'
import { Moment } from '../parts/moment.tsx'
import { Page, Part } from '../parts/page.tsx'
import { Facts } from '../parts/facts.tsx'
import { useIsOwner, usePlace } from '../place.tsx'
import { say, sayCode } from '../say.ts'
import { AcceptForm } from './accept-form.tsx'
import { AgreementText } from './agreement-text.tsx'
import { FigureSheet, NotYetKept } from './figure-sheet.tsx'

/** The agreement on one page: its hash, its figures, what does not yet keep it, its text, and, while it is on offer, the answer. */
export const AgreementPage = () => {
  const place = usePlace()
  const agreement = useQuery(agreementQuery(place))
  return <Loaded query={agreement}>{(shown) => <Shown agreement={shown} />}</Loaded>
}

const Shown = ({ agreement }: { readonly agreement: ShownAgreement }) => {
  const place = usePlace()
  const isOwner = useIsOwner()
  const text = useQuery(agreementTextQuery(place, agreement.hashes.concluded))
  const offered = agreement.standing.status === 'offered'
  return (
    <Page
      title={agreement.title}
      lead={say('agreement_version', { version: agreement.version, effective: agreement.effective })}
      actions={
        <>
          <a className="button" href={`${place.api}/agreement/pdf`} download>
            {say('take_pdf')}
          </a>
          <a className="button" href={`${place.api}/agreement/file`} download>
            {say('take_file')}
          </a>
        </>
      }
    >
      <Identity agreement={agreement} />
      {offered && place.side === 'controller' ? (
        <p className="note">
          {say('agreement_to_answer')} <a href="#answer">{say('agreement_to_answer_link')}</a>
        </p>
      ) : null}
      <Part title={say('not_yet_kept')}>
        <NotYetKept clauses={agreement.clauses} />
      </Part>
      <Part title={say('figures')}>
        <p className="soft">{say('figures_lead')}</p>
        <FigureSheet clauses={agreement.clauses} />
      </Part>
      <Part title={say('agreement_text')}>
        <Loaded query={text}>{(html) => <AgreementText html={html} />}</Loaded>
      </Part>
      {offered && place.side === 'controller' ? (
        isOwner ? (
          <AcceptForm agreement={agreement} />
        ) : (
          <p className="note">{say('accept_owner_only')}</p>
        )
      ) : null}
    </Page>
  )
}

const tones: Readonly<Record<ShownAgreement['standing']['status'], Tone>> = {
  none: 'idle',
  offered: 'due',
  'in force': 'good',
  ended: 'warn',
  closed: 'idle',
}

const Identity = ({ agreement }: { readonly agreement: ShownAgreement }) => {
  const { standing, hashes, parties, trailKey, time } = agreement
  return (
    <div className="paper identity">
      <p>
        <Mark tone={tones[standing.status]}>{sayCode('agreement', standing.status)}</Mark>{' '}
        {standing.since === null ? null : <Moment at={standing.since} />}
      </p>
      <Facts
        of={[
          [say('controller'), parties.controller?.legalName],
          [say('processor'), parties.processor?.legalName],
          [say('time_counted'), say('time_counted_in', { zone: time.zone, calendar: time.calendar })],
          [say('hash_concluded'), <Hash key="concluded" value={hashes.concluded} label={say('hash_concluded')} whole />],
          [say('hash_template'), <Hash key="template" value={hashes.template} label={say('hash_template')} whole />],
          [say('trail_key'), trailKey === null ? null : <Hash key="key" value={trailKey} label={say('trail_key')} whole />],
        ]}
      />
    </div>
  )
}
