import { useQuery } from '@tanstack/react-query'
import { useParam } from '../address.ts'
import { entryQuery, trailAddress, type TrailEntry } from '../api/trail.ts'
import { Facts } from '../parts/facts.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Mark } from '../parts/mark.tsx'
import { Moment } from '../parts/moment.tsx'
import { Page } from '../parts/page.tsx'
import { To } from '../parts/to.tsx'
import { usePlace } from '../place.tsx'
import { figure, say, sayCode } from '../say.ts'

/** One entry of the trail, with the proof that it stands in the signed log. */
export const TrailEntryPage = () => {
  const place = usePlace()
  const id = useParam('entry')
  const found = useQuery(entryQuery(place, id))
  return <Loaded query={found}>{({ entry }) => <Shown entry={entry} proof={`${trailAddress(place)}/${id}/proof`} />}</Loaded>
}

const Shown = ({ entry, proof }: { readonly entry: TrailEntry; readonly proof: string }) => (
  <Page
    title={entry.act}
    lead={<Moment at={entry.at} seconds />}
    actions={
      <a className="button" href={proof} download={`entry-${entry.id}.json`}>
        {say('take_proof')}
      </a>
    }
    reading
  >
    <p>
      <Outcome entry={entry} />
    </p>
    <Facts
      of={[
        [say('who'), <span key="who">{actorOf(entry)}</span>],
        [say('from_where'), entry.ip],
        [say('ground'), entry.ground],
        [say('deadline_clause'), entry.clause],
        [say('case'), entry.case],
        [say('about'), entry.names.length === 0 ? null : <Names key="names" names={entry.names} />],
        [
          say('counted'),
          Object.entries(entry.counts)
            .map(([name, count]) => `${sayCode('count', name)} ${figure(count)}`)
            .join(', '),
        ],
        [say('entry_id'), <code key="id">{entry.id}</code>],
      ]}
    />
    <p className="soft">{say('entry_proof')}</p>
  </Page>
)

const Names = ({ names }: { readonly names: readonly string[] }) => (
  <ul className="names">
    {names.map((name) => (
      <li key={name}>
        <To path="/trail" search={{ name }}>
          <code>{name}</code>
        </To>
      </li>
    ))}
  </ul>
)

export const Outcome = ({ entry }: { readonly entry: TrailEntry }) =>
  entry.outcome === 'done' ? (
    <Mark tone="good">{say('outcome_done')}</Mark>
  ) : (
    <Mark tone="bad">{entry.refused ?? say('outcome_refused')}</Mark>
  )

/** The side and the account, key or program; ids by their beginning. What was redacted stays visibly so. */
export const actorOf = ({ actor }: TrailEntry): string =>
  actor === null ? say('redacted') : actor.replaceAll(/([0-9a-f]{8})-[0-9a-f-]{27}/g, '$1').replaceAll(':', ' ')
