import type { ShownClause } from '../api/agreement.ts'
import { Mark } from '../parts/mark.tsx'
import { Table, type Column } from '../parts/table.tsx'
import { say } from '../say.ts'

type Figure = { readonly clause: ShownClause; readonly term: string; readonly value: string }

/** The parameters: every figure that the program obeys, and the clause on which it stands. */
export const FigureSheet = ({ clauses }: { readonly clauses: readonly ShownClause[] }) => {
  const rows = clauses.flatMap((clause) =>
    Object.entries(clause.terms).map(([term, value]) => ({ clause, term, value: typeof value === 'string' ? value : value.join(', ') })),
  )
  return <Table caption={say('figures')} columns={columns} rows={rows} keyOf={(row) => `${row.clause.id}/${row.term}`} />
}

/** `infringementNotice` is read as `infringement notice`. */
const spaced = (name: string): string => name.replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)

const columns: readonly Column<Figure>[] = [
  { head: say('figure_term'), size: 'grow', cell: (row) => spaced(row.term) },
  { head: say('figure_value'), size: 'grow', cell: (row) => <strong className="figure">{row.value}</strong> },
  { head: say('figure_clause'), size: 'grow', cell: (row) => <a href={`#clause-${row.clause.id}`}>{row.clause.heading}</a> },
]

/** Said before anyone signs: what this version of the program does not keep by itself. */
export const NotYetKept = ({ clauses }: { readonly clauses: readonly ShownClause[] }) => {
  const planned = clauses.filter(({ keptBy }) => keptBy === 'planned')
  const evidence = clauses.filter(({ keptBy }) => keptBy === 'evidence')
  return (
    <>
      <p>{planned.length === 0 ? say('not_yet_kept_none') : say('not_yet_kept_lead', { count: planned.length, all: clauses.length })}</p>
      <ClauseList clauses={planned} />
      {evidence.length === 0 ? null : (
        <>
          <p>{say('kept_by_evidence', { count: evidence.length })}</p>
          <ClauseList clauses={evidence} />
        </>
      )}
    </>
  )
}

const ClauseList = ({ clauses }: { readonly clauses: readonly ShownClause[] }) => (
  <ul className="plain">
    {clauses.map(({ id, heading, keptBy }) => (
      <li key={id}>
        <Mark tone={keptBy === 'planned' ? 'idle' : 'due'}>{say(keptBy === 'planned' ? 'kept_planned' : 'kept_evidence')}</Mark>{' '}
        <a href={`#clause-${id}`}>{heading}</a>
      </li>
    ))}
  </ul>
)
