import { useQuery } from '@tanstack/react-query'
import { agreementQuery, type ShownAgreement } from '../api/agreement.ts'
import { boardQuery, deadlinesQuery } from '../api/board.ts'
import { instructionsQuery } from '../api/clauses.ts'
import { Refused } from '../api/call.ts'
import { Empty } from '../parts/empty.tsx'
import { Fault } from '../parts/fault.tsx'
import { Loaded, Loading } from '../parts/loaded.tsx'
import { Moment } from '../parts/moment.tsx'
import { Page, Part } from '../parts/page.tsx'
import { Timeline } from '../parts/timeline.tsx'
import { To } from '../parts/to.tsx'
import { usePlace } from '../place.tsx'
import { say, type Key } from '../say.ts'
import { StandingCounts } from './standing-counts.tsx'

/** What needs a person, how the promises stand, what falls due next. */
export const Overview = () => {
  const place = usePlace()
  const agreement = useQuery(agreementQuery(place))
  if (agreement.isError && !(agreement.error instanceof Refused && agreement.error.problem.code === 'nothing_offered'))
    return (
      <Page title={say('overview')}>
        <Fault error={agreement.error} />
      </Page>
    )
  if (agreement.isError)
    return (
      <Page title={say('overview')}>
        <Empty title={say('overview_no_offer')}>{say('overview_no_offer_why')}</Empty>
      </Page>
    )
  if (agreement.data === undefined) return <Loading />
  return <Standing agreement={agreement.data} />
}

const Standing = ({ agreement }: { readonly agreement: ShownAgreement }) => {
  const place = usePlace()
  const board = useQuery(boardQuery(place))
  const deadlines = useQuery(deadlinesQuery(place))
  const { controller } = agreement.parties
  return (
    <Page
      title={place.base === '' ? say('overview') : (controller?.legalName ?? say('overview'))}
      lead={say('overview_lead', { title: agreement.title, version: agreement.version })}
    >
      <Needs agreement={agreement} />
      <Part title={say('nav_board')} aside={<To path="/board">{say('see_all')}</To>}>
        <Loaded query={board}>{({ items }) => <StandingCounts lines={items} />}</Loaded>
      </Part>
      <Part title={say('overview_next')} aside={<To path="/deadlines">{say('see_all')}</To>}>
        <Loaded query={deadlines}>{({ items }) => <Timeline deadlines={items} most={6} />}</Loaded>
      </Part>
    </Page>
  )
}

type Need = { readonly key: string; readonly says: string; readonly path: string; readonly does: Key }

/** What waits for a person, each with its way. */
const Needs = ({ agreement }: { readonly agreement: ShownAgreement }) => {
  const place = usePlace()
  const instructions = useQuery(instructionsQuery(place))
  const board = useQuery(boardQuery(place))
  const suspended = (instructions.data?.items ?? []).filter((each) => each.status === 'suspended')
  const broken = (board.data?.items ?? []).filter((each) => each.standing.status === 'broken')
  const needs: readonly Need[] = [
    ...(agreement.standing.status === 'offered' && place.side === 'controller'
      ? [{ key: 'offer', says: say('need_offer', { title: agreement.title }), path: '/agreement', does: 'need_offer_do' as const }]
      : []),
    ...suspended.map((each) => ({
      key: each.instruction,
      says: say('need_suspended', { processing: each.processing }),
      path: `/instructions/${each.instruction}`,
      does: 'need_suspended_do' as const,
    })),
    ...broken.map((each) => ({
      key: each.clause,
      says: say('need_broken', { heading: each.heading }),
      path: `/board/${each.clause}`,
      does: 'need_broken_do' as const,
    })),
  ]
  return (
    <Part title={say('needs')}>
      {needs.length === 0 ? (
        <p className="soft">{say(agreement.standing.status === 'offered' ? 'needs_waiting' : 'needs_none')}</p>
      ) : (
        <ul className="needs">
          {needs.map(({ key, says, path, does }) => (
            <li key={key}>
              <span>{says}</span>
              <To path={path} className="button primary">
                {say(does)}
              </To>
            </li>
          ))}
        </ul>
      )}
      {agreement.standing.since === null ? null : (
        <p className="soft">
          {say('in_force_since')} <Moment at={agreement.standing.since} />
        </p>
      )}
    </Part>
  )
}
