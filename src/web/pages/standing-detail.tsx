import type { PromiseStanding } from '../api/board.ts'
import { Moment } from '../parts/moment.tsx'
import { To } from '../parts/to.tsx'
import { say } from '../say.ts'

/** What the standing of a promise rests on: its earliest end, its proof, its evidence. */
export const StandingDetail = ({ standing }: { readonly standing: PromiseStanding }) => {
  switch (standing.status) {
    case 'idle':
      return say('detail_idle')
    case 'due':
      return (
        <>
          {say('detail_due', { open: standing.open })}{' '}
          {standing.earliest === null ? say('detail_continuous') : <Moment at={standing.earliest} />}
        </>
      )
    case 'at risk':
      return (
        <>
          {say('detail_at_risk', { atRisk: standing.atRisk, open: standing.open })}{' '}
          {standing.earliest === null ? null : <Moment at={standing.earliest} />}
        </>
      )
    case 'broken':
      return say('detail_broken', { count: standing.broken.length })
    case 'kept':
      return (
        <>
          {say('detail_kept', { count: standing.times })} <Moment at={standing.keptAt} />
          {standing.entry === null ? null : (
            <>
              {' · '}
              <To path={`/trail/${standing.entry}`}>{say('proof')}</To>
            </>
          )}
        </>
      )
    case 'kept always':
      return say('detail_kept_always')
    case 'manual':
      return standing.filedAt === null ? (
        say('detail_manual_none', { evidence: standing.evidence })
      ) : (
        <>
          {say('detail_manual', { evidence: standing.evidence })} <Moment at={standing.filedAt} />
        </>
      )
    case 'theirs':
      return say('detail_theirs')
    case 'planned':
      return say('detail_planned', { module: standing.module })
  }
}
