import { useState } from 'react'
import { useGo } from '../address.ts'
import { fieldKeys } from '../api/contacts.ts'
import { checkFile, rollBackImport, type ChosenColumns, type Report } from '../api/imports.ts'
import { OrderForm, type Filled } from '../parts/form.tsx'
import { Part } from '../parts/page.tsx'
import { Table } from '../parts/table.tsx'
import { figure, say, sayCode } from '../say.ts'
import { heldFile, holdFile } from './held-files.ts'

type MappingTableProps = { readonly id: string; readonly report: Report; readonly fixed: boolean }

/** Where each column of the file goes. What the program proposed can be changed; the file is then checked again from its first row. */
export const MappingTable = ({ id, report, fixed }: MappingTableProps) => {
  const go = useGo()
  const file = heldFile(id)
  const [share, setShare] = useState(0)
  const table = (
    <Table
      caption={say('mapping')}
      columns={columnsOf(fixed || file === null, report)}
      rows={rowsOf(report)}
      keyOf={(row) => String(row.index)}
    />
  )
  if (fixed || file === null)
    return (
      <Part title={say('mapping')}>
        {fixed ? null : <p className="soft">{say('mapping_needs_file')}</p>}
        {table}
      </Part>
    )
  return (
    <Part title={say('mapping')}>
      <p className="soft">{say('mapping_lead')}</p>
      <OrderForm
        does={say('check_again')}
        changes={['imports']}
        order={async (filled) => {
          const { import: made } = await checkFile(file, chosenIn(report, filled), filled['duplicates'] ?? 'skip', setShare)
          holdFile(made.id, file)
          // Only once the new one stands: a refusal of the choice must not cost the file.
          await rollBackImport(id)
          return made
        }}
        done={(made) => go(`/imports/${made.id}`)}
      >
        {table}
        <label className="inline">
          {say('duplicates')}
          <select name="duplicates" defaultValue="skip">
            {['skip', 'update', 'keep'].map((policy) => (
              <option key={policy} value={policy}>
                {sayCode('duplicates', policy)}
              </option>
            ))}
          </select>
        </label>
        {share > 0 && share < 1 ? <progress max={1} value={share} aria-label={say('uploading')} /> : null}
      </OrderForm>
    </Part>
  )
}

type MappedColumn = Report['mapping'][number] & { readonly index: number }

const rowsOf = (report: Report): readonly MappedColumn[] => report.mapping.map((column, index) => ({ ...column, index }))

/** Only what a person changed is sent: the rest is proposed anew. */
const chosenIn = (report: Report, filled: Filled): ChosenColumns =>
  Object.fromEntries(
    report.mapping.flatMap(({ key, by }, index) => {
      const chosen = filled[`column:${String(index)}`] ?? ''
      if (chosen === (key ?? '') && by !== 'chosen') return []
      return [[String(index), chosen === '' ? null : chosen]]
    }),
  )

const columnsOf = (fixed: boolean, report: Report) => [
  { head: say('column'), size: 'grow' as const, cell: (row: MappedColumn) => row.header },
  {
    head: say('goes_to'),
    size: 'grow' as const,
    cell: (row: MappedColumn) =>
      fixed ? (
        row.key === null ? (
          <span className="soft">{say('left_out')}</span>
        ) : (
          sayCode('field', row.key)
        )
      ) : (
        <select name={`column:${String(row.index)}`} defaultValue={row.key ?? ''} aria-label={say('goes_to_of', { column: row.header })}>
          <option value="">{say('left_out')}</option>
          {fieldKeys.map((key) => (
            <option key={key} value={key}>
              {sayCode('field', key)}
            </option>
          ))}
        </select>
      ),
  },
  {
    head: say('how_known'),
    size: 'grow' as const,
    cell: (row: MappedColumn) => {
      const why = report.unmapped.find(({ index }) => index === row.index)?.why
      return why === undefined ? `${sayCode('mapped', row.by)} · ${figure(Math.round(row.confidence * 100))} %` : sayCode('unmapped', why)
    },
  },
]
