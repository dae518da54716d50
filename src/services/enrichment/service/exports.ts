/** Everything of the controller's on its way out, page by page in constant memory. The one entry is left before the first page. */
import type { RealHouse, Request } from '../../../app/house.ts'
import { onGround } from '../../../app/permit.ts'
import { enterAct } from '../../../app/run.ts'
import { admitOnGround } from '../../../domain/gate.ts'
import { isRefusal, type Refusal } from '../../../domain/refusal.ts'
import { writeInstant } from '../../../domain/time.ts'
import { csvLine, type CsvReader } from '../../../intake/write-csv.ts'
import { enrichmentColumns } from '../columns.ts'
import type { Contact } from '../store/contact.ts'
import { countVisible, pageContacts } from '../store/read.ts'
import { Stopped } from './in-steps.ts'

export type Export = { readonly records: number; readonly text: AsyncIterable<string> }
export type ExportOptions = { readonly format: 'csv' | 'json'; readonly reader?: CsvReader }

const pageSize = 500

/** As CSV (cells that a spreadsheet would run are made harmless, unless it is for a machine) or as a JSON array. */
export const exportContacts = async (
  house: RealHouse,
  request: Request,
  { format, reader = 'spreadsheet' }: ExportOptions,
): Promise<Export | Refusal> => {
  const records = await onGround(house, request, 'export', 'MakeAvailable', async (transaction, _permit, grounded) => {
    const count = await countVisible(transaction)
    await enterAct(house, transaction, grounded, { counts: { records: count } })
    return count
  })
  if (isRefusal(records)) return records
  return { records, text: format === 'csv' ? csv(house, request, reader) : json(house, request) }
}

async function* csv(house: RealHouse, request: Request, reader: CsvReader): AsyncGenerator<string, void, undefined> {
  const keys = enrichmentColumns.map(({ key }) => key)
  yield csvLine(['id', 'createdAt', 'expiresOn', ...keys], reader)
  for await (const contacts of pages(house, request)) {
    const lines = contacts.map(({ id, createdAt, expiresOn, fields }) =>
      csvLine([id, writeInstant(createdAt), expiresOn ?? '', ...keys.map((key) => fields[key] ?? '')], reader),
    )
    yield lines.join('')
  }
}

async function* json(house: RealHouse, request: Request): AsyncGenerator<string, void, undefined> {
  let before = '[\n'
  for await (const contacts of pages(house, request)) {
    yield before + contacts.map((contact) => JSON.stringify(exported(contact))).join(',\n')
    before = ',\n'
  }
  yield before === '[\n' ? '[]\n' : '\n]\n'
}

/** A contact as it leaves: its fields, with what the house knows about it. */
export const exported = ({
  id,
  createdAt,
  updatedAt,
  expiresOn,
  state,
  source,
  held,
  fields,
}: Contact): Readonly<Record<string, unknown>> => ({
  id,
  createdAt: writeInstant(createdAt),
  updatedAt: writeInstant(updatedAt),
  expiresOn,
  state,
  source,
  held,
  ...fields,
})

async function* pages(house: RealHouse, request: Request): AsyncGenerator<readonly Contact[], void, undefined> {
  let after: string | null = null
  for (;;) {
    const contacts: readonly Contact[] = await onePage(house, request, after)
    if (contacts.length > 0) yield contacts
    if (contacts.length < pageSize) return
    after = contacts.at(-1)?.id ?? null
  }
}

const onePage = async (house: RealHouse, request: Request, after: string | null): Promise<readonly Contact[]> =>
  house.store.act(request.tenant, 'shared', async (transaction) => {
    const permit = admitOnGround('export', 'MakeAvailable', request.tenant, transaction.standing, house.now())
    if (isRefusal(permit)) throw new Stopped(permit)
    return pageContacts(transaction, after, pageSize)
  })
