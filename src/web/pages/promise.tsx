import { useQuery } from '@tanstack/react-query'
import { useParam } from '../address.ts'
import { agreementQuery, type ShownClause } from '../api/agreement.ts'
import { boardQuery, deadlinesQuery, fileEvidence, recordRemedy, type BoardLine } from '../api/board.ts'
import { Empty } from '../parts/empty.tsx'
import { Facts } from '../parts/facts.tsx'
import { LongField } from '../parts/field.tsx'
import { OrderForm } from '../parts/form.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Mark } from '../parts/mark.tsx'
import { Moment } from '../parts/moment.tsx'
import { Page, Part } from '../parts/page.tsx'
import { Timeline } from '../parts/timeline.tsx'
import { usePlace } from '../place.tsx'
import { say, sayCode } from '../say.ts'
import { toneOf } from './standing-counts.tsx'
import { deadlineName } from '../deadline-name.ts'
import { StandingDetail } from './standing-detail.tsx'

/** One promise: its words, its figures, how it stands, what falls due under it, and what a person must add. */
export const PromisePage = () => {
  const place = usePlace()
  const id = useParam('clause')
  const board = useQuery(boardQuery(place))
  const agreement = useQuery(agreementQuery(place))
  return (
    <Loaded query={agreement}>
      {({ clauses }) => {
        const clause = clauses.find((each) => each.id === id)
        if (clause === undefined) return <Empty title={say('not_here')}>{say('promise_unknown', { id })}</Empty>
        return <Loaded query={board}>{({ items }) => <Shown clause={clause} line={items.find((each) => each.clause === id)} />}</Loaded>
      }}
    </Loaded>
  )
}

const Shown = ({ clause, line }: { readonly clause: ShownClause; readonly line: BoardLine | undefined }) => {
  const place = usePlace()
  const deadlines = useQuery(deadlinesQuery(place))
  const figures = Object.entries(clause.terms).map(([term, value]) => [term, typeof value === 'string' ? value : value.join(', ')] as const)
  return (
    <Page
      title={clause.heading}
      lead={line === undefined ? null : <Mark tone={toneOf[line.standing.status]}>{sayCode('standing', line.standing.status)}</Mark>}
      reading
    >
      {line === undefined ? null : (
        <p>
          <StandingDetail standing={line.standing} />
        </p>
      )}
      <article className="paper legal">
        {clause.text.split('\n\n').map((paragraph, index) => (
          <p key={index}>{paragraph}</p>
        ))}
      </article>
      {figures.length === 0 ? null : <Facts of={figures} />}
      {line?.standing.status === 'broken' ? <Remedies broken={line.standing.broken} /> : null}
      {line?.standing.status === 'manual' && place.side === 'processor' ? (
        <FileForm clause={clause.id} renewEvery={line.standing.renewEvery} />
      ) : null}
      <Part title={say('promise_deadlines')}>
        <Loaded query={deadlines}>
          {({ items }) => <Timeline deadlines={items.filter((each) => each.clauseOfAgreement === clause.id)} />}
        </Loaded>
      </Part>
    </Page>
  )
}

type Broken = Extract<BoardLine['standing'], { status: 'broken' }>['broken']

/** A broken promise stays broken on the board until a person has said why and what was done. */
const Remedies = ({ broken }: { readonly broken: Broken }) => {
  const place = usePlace()
  return broken.map((each) => (
    <div key={`${each.clause}/${each.case}/${each.deadline}`} className="paper answer">
      <Part title={say('broken_title', { deadline: deadlineName({ ...each, name: each.deadline }) })}>
        <p>
          {say('broken_case', { case: each.case })} {each.ended === null ? null : <Moment at={each.ended} />}
        </p>
        {place.side === 'processor' ? (
          <OrderForm
            does={say('record_remedy')}
            order={(filled) =>
              recordRemedy(place, {
                clause: each.clause,
                case: each.case,
                deadline: each.deadline,
                cause: filled['cause'] ?? '',
                remedy: filled['remedy'] ?? '',
              })
            }
          >
            <LongField name="cause" label={say('cause')} hint={say('cause_hint')} />
            <LongField name="remedy" label={say('remedy')} hint={say('remedy_hint')} />
          </OrderForm>
        ) : (
          <p className="soft">{say('broken_theirs')}</p>
        )}
      </Part>
    </div>
  ))
}

const FileForm = ({ clause, renewEvery }: { readonly clause: string; readonly renewEvery: string | null }) => {
  const place = usePlace()
  return (
    <Part title={say('file_evidence')}>
      {renewEvery === null ? null : <p className="soft">{say('evidence_renewed', { every: renewEvery })}</p>}
      <OrderForm does={say('file_evidence')} order={(filled) => fileEvidence(place, { clause, text: filled['text'] ?? '' })}>
        <LongField name="text" label={say('evidence_text')} hint={say('sealed_hint')} />
      </OrderForm>
    </Part>
  )
}
