import { useQuery } from '@tanstack/react-query'
import { asideQuery, discardRows, releaseRows, type AsideRow } from '../api/imports.ts'
import { Fault } from '../parts/fault.tsx'
import { useOrder } from '../parts/form.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Part } from '../parts/page.tsx'
import { Table, type Column } from '../parts/table.tsx'
import { figure, say, sayCode } from '../say.ts'

/** Rows that may hold special data: a person of the controller looks at each and takes or discards it. */
export const Aside = ({ id }: { readonly id: string }) => {
  const aside = useQuery(asideQuery(id))
  return (
    <Part title={say('aside')}>
      <p className="soft">{say('aside_lead')}</p>
      <Loaded query={aside}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p>{say('aside_none')}</p>
          ) : (
            <>
              <Table caption={say('aside')} columns={columnsOf(id)} rows={rows} keyOf={(row) => String(row.line)} />
              <Decide id={id} lines="all" />
            </>
          )
        }
      </Loaded>
    </Part>
  )
}

const Decide = ({ id, lines }: { readonly id: string; readonly lines: 'all' | readonly number[] }) => {
  const released = useOrder(() => releaseRows(id, lines))
  const discarded = useOrder(() => discardRows(id, lines))
  const busy = released.isPending || discarded.isPending
  return (
    <div className="actions">
      <button type="button" disabled={busy} onClick={() => released.mutate(undefined)}>
        {say(lines === 'all' ? 'release_all' : 'release')}
      </button>
      <button type="button" className="danger" disabled={busy} onClick={() => discarded.mutate(undefined)}>
        {say(lines === 'all' ? 'discard_all' : 'discard')}
      </button>
      {released.isError ? <Fault error={released.error} /> : null}
      {discarded.isError ? <Fault error={discarded.error} /> : null}
    </div>
  )
}

const columnsOf = (id: string): readonly Column<AsideRow>[] => [
  { head: say('line'), size: 'figure', cell: (row) => figure(row.line) },
  { head: say('aside_row'), size: 'grow', cell: (row) => Object.values(row.fields).join(' · ') },
  {
    head: say('aside_why'),
    size: 'grow',
    cell: (row) => row.findings.map(({ header, category, rule }) => `${sayCode('category', category)}: ${header} (${rule})`).join('; '),
  },
  { head: say('decide'), size: 'grow', cell: (row) => <Decide id={id} lines={[row.line]} /> },
]
