import { useQuery } from '@tanstack/react-query'
import { useParam } from '../address.ts'
import { importQuery, rollBackImport, startImport, undoImport, type Report, type ShownImport } from '../api/imports.ts'
import { Fault } from '../parts/fault.tsx'
import { useOrder } from '../parts/form.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Mark } from '../parts/mark.tsx'
import { Day, Moment } from '../parts/moment.tsx'
import { Page } from '../parts/page.tsx'
import { To } from '../parts/to.tsx'
import { useMayChange } from '../place.tsx'
import { figure, say, sayCode, type Key } from '../say.ts'
import { Aside } from './aside.tsx'
import { DryRun } from './dry-run.tsx'
import { importTones } from './imports.tsx'
import { MappingTable } from './mapping-table.tsx'

/** One file: where its columns go, what an import would do, the import, and the way back. */
export const ImportPage = () => {
  const found = useQuery(importQuery(useParam('id')))
  return <Loaded query={found}>{({ import: shown, report }) => <Shown shown={shown} report={report ?? null} />}</Loaded>
}

const Shown = ({ shown, report }: { readonly shown: ShownImport; readonly report: Report | null }) => (
  <Page
    title={say('import_title')}
    lead={
      <>
        <Mark tone={importTones[shown.state]}>{sayCode('import', shown.state)}</Mark> <Moment at={shown.createdAt} />
        {shown.expiresOn === null ? null : (
          <>
            {' · '}
            {say('import_goes_on')} <Day day={shown.expiresOn} />
          </>
        )}
      </>
    }
    actions={<Acts shown={shown} />}
  >
    {shown.state === 'open' ? <Running shown={shown} of={report?.rows ?? 0} /> : null}
    {shown.state === 'closed' ? <Outcome shown={shown} /> : null}
    {shown.hasQuarantine && shown.state === 'closed' ? <Aside id={shown.id} /> : null}
    {report === null || shown.state === 'closed' ? null : <DryRun report={report} />}
    {report === null ? null : <MappingTable id={shown.id} report={report} fixed={shown.state !== 'checked'} />}
  </Page>
)

const Acts = ({ shown }: { readonly shown: ShownImport }) => {
  const mayChange = useMayChange()
  if (!mayChange) return null
  return (
    <>
      {shown.hasErrorFile ? (
        <a className="button" href={`/v1/imports/${shown.id}/errors`} download>
          {say('take_errors')}
        </a>
      ) : null}
      {shown.state === 'checked' || shown.state === 'open' ? (
        <Act label="import_cancel" does={() => rollBackImport(shown.id)} tone="danger" />
      ) : null}
      {shown.state === 'closed' && shown.undoUntil !== null ? (
        <Act label="import_undo" does={() => undoImport(shown.id)} tone="danger" />
      ) : null}
      {shown.state === 'checked' ? <Act label="import_start" does={() => startImport(shown.id)} tone="primary" /> : null}
    </>
  )
}

type ActProps = { readonly label: Key; readonly does: () => Promise<unknown>; readonly tone: 'primary' | 'danger' }

const Act = ({ label, does, tone }: ActProps) => {
  const done = useOrder(does)
  return (
    <>
      <button type="button" className={tone} disabled={done.isPending} onClick={() => done.mutate(undefined)}>
        {done.isPending ? say('working') : say(label)}
      </button>
      {done.isError ? <Fault error={done.error} /> : null}
    </>
  )
}

const Running = ({ shown, of }: { readonly shown: ShownImport; readonly of: number }) => (
  <div className="paper" role="status">
    <p>{say('importing', { done: figure(shown.rowsDone), of: figure(of) })}</p>
    <progress max={Math.max(of, 1)} value={shown.rowsDone} aria-label={say('importing_label')} />
  </div>
)

/** What came of it: the three kinds add up to the rows of the file. */
const Outcome = ({ shown: { counts, id, undoUntil } }: { readonly shown: ShownImport }) => (
  <div className="paper sum">
    <p>
      {say('import_sum', {
        rows: figure(counts.rows),
        accepted: figure(counts.accepted),
        refused: figure(counts.refused),
        quarantined: figure(counts.quarantined),
      })}
    </p>
    <p className="soft">
      {say('import_accepted_sum', { imported: figure(counts.imported), updated: figure(counts.updated), skipped: figure(counts.skipped) })}
    </p>
    <p>
      <To path="/contacts" search={{ importId: id }}>
        {say('import_see')}
      </To>
      {undoUntil === null ? null : (
        <span className="soft">
          {' · '}
          {say('import_undo_until')} <Moment at={undoUntil} />
        </span>
      )}
    </p>
  </div>
)
