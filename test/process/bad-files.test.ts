import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { test } from 'node:test'
import { openDatabase } from '../../src/store/database.ts'
import { fileKinds } from '../../src/services/enrichment/store/sealed-files.ts'
import { orThrow } from '../rig/server.ts'
import { type Answer, acceptAs, invite, keyOf, runImport, setUpHouse, type Import, type Preview, type Problem } from './caller.rig.ts'
import { freshPlace, startServer, until } from './process.rig.ts'

const { data } = freshPlace()
const served = await startServer(data)
const customer = await invite(served.origin, await setUpHouse(served), 'owner@nordlys.example', 'Nordlys ApS')
await acceptAs(customer)
const key = await keyOf(served.origin, customer.owner)

/** What lies in the tables of uploads and imports, read beside the server through its own socket. */
const socket = `${data}/postgres/socket`
const embedded = { url: (role = 'postgres', name = 'mandate') => `postgres://${role}@localhost/${name}?host=${encodeURIComponent(socket)}` }
const counted = async () => {
  const database = orThrow(await openDatabase({ embedded }))
  const administrator = database.administrator()
  try {
    const [row] = await administrator<{ files: number; halves: number; contacts: number }[]>`
      select (select count(*)::int from vault where kind = any(${Object.values(fileKinds)}::text[])) as files,
        (select count(*)::int from enrichment_import where state = 'uploading') as halves,
        (select count(*)::int from enrichment_contact) as contacts`
    return row ?? { files: -1, halves: -1, contacts: -1 }
  } finally {
    await administrator.end({ timeout: 1 })
    await database.close()
  }
}

const upload = (bytes: string | Uint8Array, type = 'text/csv') => key.file<Preview & Problem>('/v1/imports', bytes, type)
const isRefused = (answer: Answer<Problem>, code: string): void => {
  assert.equal(answer.body.code, code, answer.text.slice(0, 500))
  assert.ok(answer.status >= 400 && answer.status < 500)
  assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/)
  assert.match(answer.body.detail, /^[A-Z"].{30,}[.?]$/s)
  assert.equal(answer.body.status, answer.status)
}
const head = 'First name,Last name,E-mail,Company'
const row = (n: number) => `Ada${n},Lovelace,ada-${n}@engines.example,Engines`
const good = [head, row(1), row(2)].join('\n')
const png = Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010806000000', 'hex')
const zip = Buffer.concat([Buffer.from('504b030414000000080000000000', 'hex'), Buffer.alloc(200, 7)])

const refused: readonly (readonly [string, string | Uint8Array, string])[] = [
  ['a packed file', zip, 'file_is_packed'],
  ['a workbook', readFileSync('test/fixtures/contacts/csv-detective/file.xlsx'), 'file_is_spreadsheet'],
  ['an image', png, 'file_is_picture'],
  ['nothing at all', '', 'file_empty'],
  ['a header without rows', `${head}\n`, 'only_a_header'],
  ['text with NUL bytes at its beginning', `${head.slice(0, 5)}\0${head}\n${row(1)}`, 'nul_bytes'],
  ['a cell of ten megabytes among the names of the columns', `${'x'.repeat(10_000_000)},b\n1,2`, 'header_unreadable'],
  ['ten thousand columns', Array.from({ length: 10_000 }, (_, n) => `c${n}`).join(',') + '\n1', 'too_many_columns'],
]

for (const [what, bytes, code] of refused)
  test(`${what} is refused with a sentence`, async () => {
    isRefused(await upload(bytes), code)
  })

type Report = {
  readonly file: { readonly encoding: string; readonly bom: boolean }
  readonly rows: number
  readonly rowsAccepted: number
  readonly rowsRefused: number
  readonly refusedBecause: Readonly<Record<string, number>>
}
const reportOf = async (bytes: string | Uint8Array, type = 'text/csv'): Promise<Report> => {
  const taken = await key.file<{ readonly import: Import; readonly report: Report }>('/v1/imports', bytes, type)
  assert.equal(taken.status, 201, taken.text.slice(0, 500))
  const { rows, rowsAccepted, rowsRefused } = taken.body.report
  assert.equal(rowsAccepted + rowsRefused, rows, 'every row is accounted for')
  const back = await key.post(`/v1/imports/${taken.body.import.id}/roll-back`, {})
  assert.equal(back.status, 200, back.text)
  return taken.body.report
}

test('UTF-16, windows-1252 and a BOM are read, whatever the file calls itself', async () => {
  const danish = `First name;Last name;E-mail\nÆrø;Ølgård;aero@engines.example`
  const found = [
    await reportOf(Buffer.from(`\uFEFF${danish}`, 'utf16le'), 'application/vnd.ms-excel'),
    await reportOf(Buffer.from(danish, 'latin1'), 'application/octet-stream'),
    await reportOf(`\uFEFF${danish}`),
  ]
  assert.deepEqual(
    found.map(({ file, rowsAccepted }) => [file.encoding, file.bom, rowsAccepted]),
    [
      ['utf-16le', true, 1],
      ['windows-1252', false, 1],
      ['utf-8', true, 1],
    ],
  )
})

const broken: readonly (readonly [string, string, string])[] = [
  ['a cell of ten megabytes', `Ada,${'x'.repeat(10_000_000)},a@engines.example,E`, 'cell_too_long'],
  ['a row that is too short', 'Ada,Lovelace', 'row_short'],
  ['a row that is too long', 'Ada,Lovelace,a@engines.example,E,F,G', 'row_long'],
  ['a quote that closes in the middle of a cell', '"Ada"x,Lovelace,a@engines.example,E', 'quote_broken'],
]
for (const [what, line, code] of broken)
  test(`${what} refuses its row, by name, and no other`, async () => {
    const report = await reportOf([head, ...Array.from({ length: 50 }, (_, n) => row(n)), line, row(98), row(99)].join('\n'))
    assert.deepEqual([report.rowsAccepted, report.refusedBecause[code]], [52, 1], JSON.stringify(report.refusedBecause))
  })

test('a NUL byte far down in a file refuses its row', async () => {
  const report = await reportOf(
    [head, ...Array.from({ length: 5_000 }, (_, n) => row(n)), 'A\0da,Lovelace,a@engines.example,E', row(9)].join('\n'),
  )
  assert.deepEqual([report.rowsAccepted, report.refusedBecause['nul_byte']], [5_001, 1], JSON.stringify(report.refusedBecause))
})

test('a quote that is never closed costs the rows after it, which are counted', async () => {
  const report = await reportOf([head, row(1), '"Ada,Lovelace,a@engines.example,E', row(2)].join('\n'))
  assert.equal(report.rowsRefused >= 1 && report.rowsAccepted >= 1, true, JSON.stringify(report))
})

test('a form without a file, a JSON body and a file that is sent elsewhere are refused', async () => {
  isRefused(await key.file<Problem>('/v1/imports', '--x--\r\n', 'multipart/form-data; boundary=x'), 'request_unreadable')
  isRefused(await key.post<Problem>('/v1/imports', { file: good }), 'request_unreadable')
  isRefused(await key.file<Problem>('/v1/contacts/search', good, 'text/csv'), 'request_unreadable')
})

/** Sends the beginning of an upload over a bare socket and hangs up. */
const hangUp = (heads: readonly string[], body: string, announced: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const line = connect(served.port, '127.0.0.1', () => {
      const bearer = key.headers()['authorization'] ?? ''
      line.write(`POST /v1/imports HTTP/1.1\r\nhost: localhost\r\nauthorization: ${bearer}\r\ncontent-length: ${announced}\r\n`)
      line.write(`${heads.join('\r\n')}\r\n\r\n${body}`, () => line.destroy())
    })
    line.once('close', () => resolve())
    line.once('error', reject)
  })

test('an upload whose sender hangs up leaves nothing behind, bare or as a form, early or late', async () => {
  const before = await counted()
  const late = [head, ...Array.from({ length: 20_000 }, (_, n) => row(n))].join('\n')
  const form = (text: string) =>
    `--x\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\ncontent-type: text/csv\r\n\r\n${text}`
  for (const text of [good, late]) {
    await hangUp(['content-type: text/csv'], text, text.length + 1_000)
    await hangUp(['content-type: multipart/form-data; boundary=x'], form(text), form(text).length + 1_000)
  }
  const trail = () =>
    key.get<{ readonly items: readonly { readonly refused: string | null }[] }>('/v1/trail?act=imports.check&outcome=refused')
  await until('the entries of four broken uploads', 20, async () => {
    const { body } = await trail()
    return body.items.filter(({ refused: code }) => code === 'upload_broken_off').length === 4 ? true : null
  })
  assert.deepEqual(await counted(), before)
})

test('after all of that the server takes and imports a good file, and nothing half written lies anywhere', async () => {
  const taken = await upload(good)
  assert.equal(taken.status, 201, taken.text)
  const { counts } = await runImport(key, taken.body.import.id)
  assert.deepEqual([counts.rows, counts.imported], [2, 2])
  const rows = await counted()
  // What stays of a closed import is the report of its dry run.
  assert.deepEqual(rows, { files: 1, halves: 0, contacts: 2 })
  assert.equal(served.said().includes('trouble'), false, served.said())
})
