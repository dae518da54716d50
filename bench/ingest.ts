/** A file through the whole guard ÷ COPY of the same file into a table with plain indexes for the same searches. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { RealHouse } from '../src/app/house.ts'
import type { TenantId } from '../src/domain/ids.ts'
import { runImport, startImport } from '../src/services/enrichment/service/run-import.ts'
import { previewImport } from '../src/services/enrichment/service/upload.ts'
import type { Sql } from '../src/store/database/pool.ts'
import { contactFile } from './contacts.ts'
import { openCustomers, requestOf } from './customers.ts'
import { median, perSecond, shown, type Line, type Result, type Workload } from './figures.ts'
import { onGround, orThrow, settingsOf, settle, type Ground } from './ground.ts'
import { interleaved, timeOf } from './pairs.ts'

export const ingest: Workload = {
  name: 'ingest',
  measures: 'a file through the whole guard ÷ COPY of the same file into a table with plain indexes',
  run: ({ small }) => onGround((ground) => measure(ground, small ? 500 : 40_000)),
}

const columns = 'first_name, last_name, email, phone, company, title, country'
const plainTable = (
  name: string,
): string => `create table ${name} (tenant_id uuid not null default '00000000-0000-4000-8000-000000000000', id uuid not null default gen_random_uuid(),
  expires_on date not null default '2026-09-22', ${columns.replaceAll(',', ' text,')} text, primary key (tenant_id, id));`

// The beginnings of words are found by the pattern indexes, which answer whole values as well.
const plainIndexes = `create index on indexed_contact (tenant_id, lower(email));
create index on indexed_contact (tenant_id, phone);
create index on indexed_contact (tenant_id, lower(first_name || ' ' || last_name));
create index on indexed_contact (tenant_id, lower(last_name) text_pattern_ops);
create index on indexed_contact (tenant_id, lower(company) text_pattern_ops);`

const measure = async ({ house, superuser, version }: Ground, rows: number): Promise<Result> => {
  const [tenant] = await openCustomers(house, 1)
  if (tenant === undefined) throw new Error('no customer')
  await superuser.unsafe(`${plainTable('indexed_contact')}${plainIndexes}${plainTable('bare_contact')}`)
  const handedIn: number[] = []
  const bare: number[] = []
  const found = await interleaved(
    async (pair) => {
      const file = await made(contactFile(pair * rows, rows))
      await settle(superuser)
      let id = ''
      const before = await timeOf(async () => {
        id = await handIn(house, tenant, Readable.from(file))
      })
      const took = await timeOf(() => importAll(house, tenant, id, rows))
      if (pair > 0) handedIn.push(rows / ((before + took) / 1_000))
      return rows / (took / 1_000)
    },
    async (pair) => {
      const file = await made(contactFile(pair * rows, rows))
      await settle(superuser)
      const alone = await timeOf(() => copy(superuser, 'bare_contact', file))
      if (pair > 0) bare.push(rows / (alone / 1_000))
      await settle(superuser)
      return rows / ((await timeOf(() => copy(superuser, 'indexed_contact', file))) / 1_000)
    },
  )
  const lines: readonly Line[] = [
    {
      workload: 'ingest through the whole guard ÷ COPY, indexed',
      ours: perSecond(found.ours),
      peer: perSecond(found.peer),
      ratios: found.ratios,
      goal: { is: 'at least', value: 0.2 },
    },
    lineOf('ingest ÷ COPY into a bare table', found.ours, bare),
    lineOf('ingest with the upload and its dry run ÷ COPY, indexed', handedIn, found.peer),
    { workload: 'index tokens of a row', ours: shown(await tokensOfRow(superuser)), peer: '5 indexes', ratios: [], goal: null },
  ]
  return {
    lines,
    words: wordsOf(rows),
    peer: `${plainTable('indexed_contact')}\n${plainIndexes}\n${copyStatement('indexed_contact')}\n-- ${await settingsOf(superuser)}`,
    postgres: version,
  }
}

/** Made before the time runs, for both sides. */
const made = async (file: AsyncIterable<Uint8Array>): Promise<readonly Uint8Array[]> => {
  const pieces: Uint8Array[] = []
  for await (const piece of file) pieces.push(piece)
  return pieces
}

const lineOf = (workload: string, ours: readonly number[], peer: readonly number[]): Line => ({
  workload,
  ours: perSecond(ours),
  peer: perSecond(peer),
  ratios: ours.map((rate, pair) => rate / (peer[pair] ?? median(peer))),
  goal: null,
})

const handIn = async (house: RealHouse, tenant: TenantId, file: AsyncIterable<Uint8Array>): Promise<string> => {
  const request = requestOf(tenant, 'controller', 'contacts.upload')
  return orThrow(await previewImport(house, request, file, { columns: {}, duplicates: 'skip' })).import.id
}

const importAll = async (house: RealHouse, tenant: TenantId, id: string, rows: number): Promise<void> => {
  orThrow(await startImport(house, requestOf(tenant, 'controller', 'contacts.import'), { id }))
  const done = orThrow(await runImport(house, requestOf(tenant, 'program', 'contacts.import.run'), { id, sentence: (code) => code }))
  // Rows that were left out would make the guard look fast.
  if (done.counts.imported !== rows)
    throw new Error(`${rows} rows were handed in, ${done.counts.imported} were taken: ${JSON.stringify(done.counts)}`)
}

const copyStatement = (table: string): string => `copy ${table} (${columns}) from stdin (format csv, delimiter ';', header);`

const copy = async (superuser: Sql, table: string, file: readonly Uint8Array[]): Promise<void> =>
  pipeline(Readable.from(file), await superuser.unsafe(copyStatement(table)).writable())

const tokensOfRow = async (superuser: Sql): Promise<number> => {
  const [row] = await superuser<{ tokens: number }[]>`
    select avg(length(words) / 16 + num_nonnulls(email_token, phone_token, name_token, company_token))::float8 as tokens from enrichment_contact`
  return row?.tokens ?? 0
}

const wordsOf = (rows: number): readonly string[] => [
  `Ours: a file of ${rows.toLocaleString('en-US')} contacts of seven columns was handed in (its pieces sealed, its dry run done); then the import opens the pieces, parses, checks every cell and screens it for ` +
    'special data, seals one envelope a row, makes its index tokens, decides duplicates, inserts rows and tokens under forced row-level security in transactions of 2,000, closes, and leaves its trail entries.',
  'Peer: COPY of the same bytes, as superuser, in one statement, into one table with a primary key and an index for each search; its words are searched by their first word only, ours by every word.',
]
