import type { Report } from '../api/imports.ts'
import { Part } from '../parts/page.tsx'
import { Table, type Column } from '../parts/table.tsx'
import { figure, say, sayCode } from '../say.ts'

/** What an import would do, before it is done: counts that add up to the rows, and a reason for whatever stays out. */
export const DryRun = ({ report }: { readonly report: Report }) => (
  <Part title={say('dry_run')}>
    <Sum report={report} />
    <p className="soft">
      {say('dry_run_file', {
        encoding: report.file.encoding,
        delimiter: delimiterOf(report.file.delimiter),
        duplicates: figure(report.duplicates),
      })}
    </p>
    <div className="beside">
      <Reasons title={say('refused_because')} group="reason" counts={report.refusedBecause} none={say('refused_none')} />
      <Reasons title={say('findings')} group="finding" counts={report.findings} none={say('findings_none')} />
      <Reasons title={say('cells_left_out')} group="reason" counts={report.cellsLeftOut} none={say('cells_none')} />
    </div>
    {report.examples.length === 0 ? null : (
      <details>
        <summary>{say('examples', { count: report.examples.length })}</summary>
        <Table
          caption={say('examples_caption')}
          columns={columns}
          rows={report.examples}
          keyOf={(row) => `${row.line}/${row.column}/${row.code}`}
        />
      </details>
    )}
    <details>
      <summary>{say('screening_limits')}</summary>
      <ul>
        {report.limitsOfScreening.map((limit) => (
          <li key={limit}>{limit}</li>
        ))}
      </ul>
    </details>
  </Part>
)

/** accepted + refused + set aside = rows, written as the sum that it is. */
const Sum = ({ report }: { readonly report: Report }) => (
  <dl className="addition">
    <Term count={report.rowsAccepted} of={say('rows_accepted')} tone="good" />
    <span aria-hidden="true">+</span>
    <Term count={report.rowsRefused} of={say('rows_refused')} tone="bad" />
    <span aria-hidden="true">+</span>
    <Term count={report.rowsQuarantined} of={say('rows_aside')} tone="warn" />
    <span aria-hidden="true">=</span>
    <Term count={report.rows} of={say('rows')} tone="idle" />
  </dl>
)

const Term = ({ count, of, tone }: { readonly count: number; readonly of: string; readonly tone: string }) => (
  <div className={`term ${tone}`}>
    <dt>{of}</dt>
    <dd className="figure">{figure(count)}</dd>
  </div>
)

type ReasonsProps = {
  readonly title: string
  readonly group: string
  readonly counts: Readonly<Record<string, number>>
  readonly none: string
}

const Reasons = ({ title, group, counts, none }: ReasonsProps) => (
  <div>
    <h3>{title}</h3>
    {Object.keys(counts).length === 0 ? (
      <p className="soft">{none}</p>
    ) : (
      <ul className="reasons">
        {Object.entries(counts)
          .toSorted(([, one], [, other]) => other - one)
          .map(([code, count]) => (
            <li key={code}>
              <span>{sayCode(group, code)}</span>
              <strong className="figure">{figure(count)}</strong>
            </li>
          ))}
      </ul>
    )}
  </div>
)

const delimiterOf = (delimiter: string): string => (delimiter === '\t' ? say('delimiter_tab') : delimiter)

const columns: readonly Column<Report['examples'][number]>[] = [
  { head: say('line'), size: 'figure', cell: (row) => figure(row.line) },
  { head: say('column'), size: 'grow', cell: (row) => row.header },
  { head: say('reason'), size: 'grow', cell: (row) => sayCode('reason', row.code) },
  { head: say('shape'), size: 'grow', cell: (row) => <code>{row.shape}</code> },
  { head: say('rule'), size: 'grow', cell: (row) => row.rule },
]
