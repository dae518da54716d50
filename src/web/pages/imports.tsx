import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useGo, useTexts } from '../address.ts'
import { checkFile, importsQuery, type ShownImport } from '../api/imports.ts'
import { Empty } from '../parts/empty.tsx'
import { Fault } from '../parts/fault.tsx'
import { useOrder } from '../parts/form.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Mark, type Tone } from '../parts/mark.tsx'
import { Day, Moment } from '../parts/moment.tsx'
import { Page, Part } from '../parts/page.tsx'
import { Pager } from '../parts/pager.tsx'
import { Table, type Column } from '../parts/table.tsx'
import { To } from '../parts/to.tsx'
import { useMayChange } from '../place.tsx'
import { figure, say, sayCode } from '../say.ts'
import { holdFile } from './held-files.ts'

/** Files that were handed in; a new one is dropped here and looked at before anything of it counts. */
export const ImportsPage = () => {
  const { cursor } = useTexts()
  const mayChange = useMayChange()
  const imports = useQuery(importsQuery(cursor))
  return (
    <Page title={say('nav_imports')} lead={say('imports_lead')}>
      {mayChange ? <DropPlace /> : null}
      <Part title={say('imports_before')}>
        <Loaded query={imports}>
          {({ imports: rows, next }) =>
            rows.length === 0 ? (
              <Empty title={say('imports_none')}>{say('imports_none_why')}</Empty>
            ) : (
              <>
                <Table caption={say('imports_before')} columns={columns} rows={rows} keyOf={(row) => row.id} />
                <Pager cursor={cursor} next={next} />
              </>
            )
          }
        </Loaded>
      </Part>
    </Page>
  )
}

const DropPlace = () => {
  const go = useGo()
  const [share, setShare] = useState(0)
  const [over, setOver] = useState(false)
  const checked = useOrder(
    async (file: File) => {
      const { import: made } = await checkFile(file, {}, 'skip', setShare)
      holdFile(made.id, file)
      return made
    },
    (made) => go(`/imports/${made.id}`),
    ['imports'],
  )
  const take = (files: FileList | null): void => {
    const file = files?.[0]
    if (file !== undefined && !checked.isPending) checked.mutate(file)
  }
  return (
    <div
      className={over ? 'drop over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer.files)
      }}
    >
      {checked.isPending ? (
        <div role="status">
          <p>{say(share < 1 ? 'uploading' : 'checking')}</p>
          <progress max={1} {...(share < 1 ? { value: share } : {})} aria-label={say('uploading')} />
        </div>
      ) : (
        <>
          <label htmlFor="file">{say('drop_file')}</label>
          <p className="soft">{say('drop_hint')}</p>
          <input id="file" type="file" accept=".csv,.tsv,.txt,text/csv" onChange={(event) => take(event.target.files)} />
        </>
      )}
      {checked.isError ? <Fault error={checked.error} /> : null}
    </div>
  )
}

export const importTones: Readonly<Record<ShownImport['state'], Tone>> = {
  uploading: 'due',
  checked: 'due',
  open: 'due',
  closed: 'good',
  undone: 'idle',
  'rolled back': 'idle',
}

const columns: readonly Column<ShownImport>[] = [
  {
    head: say('handed_in'),
    size: 'grow',
    cell: (row) => (
      <To path={`/imports/${row.id}`}>
        <Moment at={row.createdAt} />
      </To>
    ),
  },
  { head: say('state'), size: 'state', cell: (row) => <Mark tone={importTones[row.state]}>{sayCode('import', row.state)}</Mark> },
  { head: say('rows'), size: 'figure', cell: (row) => figure(row.counts.rows) },
  { head: say('rows_accepted'), size: 'figure', cell: (row) => figure(row.counts.accepted) },
  { head: say('rows_refused'), size: 'figure', cell: (row) => figure(row.counts.refused) },
  { head: say('deleted_on'), size: 'day', cell: (row) => (row.expiresOn === null ? say('no_day') : <Day day={row.expiresOn} short />) },
]
