import assert from 'node:assert/strict'
import { createReadStream, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { isRefusal } from '../../domain/refusal.ts'
import { type OpenedFile, type Report, dryRun, openFile } from '../../intake/dry-run.ts'
import { enrichmentColumns } from './columns.ts'

const fixture = (name: string): URL => new URL(`../../../test/fixtures/contacts/${name}`, import.meta.url)
const run = async (name: string): Promise<Report> => {
  const report = await dryRun(createReadStream(fixture(name)), { columns: enrichmentColumns })
  assert.ok(!isRefusal(report), JSON.stringify(report))
  return report
}
const counts = (report: Report): readonly number[] => [report.rows, report.rowsAccepted, report.rowsRefused, report.rowsQuarantined]
const keys = ({ mapping }: Report): Readonly<Record<string, string>> =>
  Object.fromEntries(mapping.flatMap(({ header, key }) => (key === null ? [] : [[header, key]])))

test('the Danish contacts: 20 notes about illness are refused, 180 rows are taken', async () => {
  const report = await run('synthetic/da-kontakter.csv')
  assert.deepEqual(report.file, { encoding: 'utf-8', bom: true, delimiter: ';', lineEnd: 'crlf', quote: '"', headerLine: 1 })
  assert.deepEqual(counts(report), [200, 180, 20, 0])
  assert.deepEqual(report.findings, { 'health:certain': 20 })
  assert.deepEqual(report.cellsLeftOut, { email_malformed: 21, phone_lost_to_spreadsheet: 17, phone_malformed: 6 })
  assert.deepEqual(keys(report), {
    Fornavn: 'firstName',
    Efternavn: 'lastName',
    Virksomhed: 'company',
    Stilling: 'title',
    'E-mail': 'email',
    Telefon: 'phone',
    Hjemmeside: 'website',
    Adresse: 'location',
  })
})

test('the French contacts in windows-1252: 14 notes about a union are refused, 186 rows are taken', async () => {
  const report = await run('synthetic/fr-contacts.csv')
  assert.equal(report.file.encoding, 'windows-1252')
  assert.deepEqual(counts(report), [200, 186, 14, 0])
  assert.deepEqual(report.findings, { 'union:certain': 14 })
  assert.deepEqual(report.cellsLeftOut, { email_malformed: 12, phone_lost_to_spreadsheet: 17, phone_malformed: 19 })
})

type Truth = { readonly row: number; readonly entity: string; readonly email_ok: boolean; readonly defects: readonly string[] }

const openWithTruth = async (name: string): Promise<{ readonly opened: OpenedFile; readonly truth: readonly Truth[] }> => {
  const truth: readonly Truth[] = JSON.parse(readFileSync(fixture(`synthetic/${name}.truth.json`), 'utf8'))
  const opened = await openFile(createReadStream(fixture(`synthetic/${name}.csv`)), { columns: enrichmentColumns })
  assert.ok(!isRefusal(opened))
  return { opened, truth }
}

for (const name of ['da-kontakter', 'fr-contacts']) {
  test(`row by row the addresses of ${name} are good exactly where the truth file says so`, async () => {
    const { opened, truth } = await openWithTruth(name)
    let at = 0
    for await (const batch of opened.rows) {
      for (const taken of batch) {
        const row = truth[at]
        at += 1
        assert.ok(taken.verdict === 'checked' && row !== undefined)
        const special = opened.mapping.columns.some(
          ({ header, index }) => /Bem|Rem/.test(header) && /syg|syndiqu/.test(taken.row.cells[index] ?? ''),
        )
        assert.equal(taken.checked.verdict, special ? 'refused' : 'accepted', `row ${at}`)
        if (taken.checked.verdict === 'accepted') assert.equal(taken.checked.fields.email !== undefined, row.email_ok, `row ${at}`)
      }
    }
    assert.equal(at, 200)
  })

  test(`the copies in ${name} are found by address or by name and company; none with a new spelling of both is invented`, async () => {
    const { opened, truth } = await openWithTruth(name)
    const rowAtLine = new Map<number, Truth>()
    const emailAtLine = new Map<number, string | undefined>()
    let at = 0
    let copies = 0
    let found = 0
    const seen = new Set<string>()
    for await (const batch of opened.rows) {
      for (const taken of batch) {
        const row = truth[at]
        at += 1
        assert.ok(taken.verdict === 'checked' && row !== undefined)
        if (taken.checked.verdict === 'refused') continue
        rowAtLine.set(taken.line, row)
        emailAtLine.set(taken.line, taken.checked.fields.email)
        const isCopy = seen.has(row.entity)
        seen.add(row.entity)
        if (isCopy) copies += 1
        if (taken.sameAs === null) continue
        if (isCopy) found += 1
        // The generator gave some people of one name in one company the same address; for us these are one.
        const twin = rowAtLine.get(taken.sameAs)?.entity === row.entity || emailAtLine.get(taken.sameAs) === taken.checked.fields.email
        assert.ok(twin || taken.checked.fields.email === undefined || taken.checked.fields.email.startsWith('info@'), `row ${at}`)
      }
    }
    assert.ok(found >= copies - 1, `${found} of ${copies}`)
  })
}

test('a thousand invented contacts: three have a blank in their address and no company, the rest is taken', async () => {
  const report = await run('example-1000-synthetic.csv')
  assert.deepEqual(counts(report), [1000, 997, 3, 0])
  assert.deepEqual(
    report.examples.map(({ line, code }) => [line, code]),
    [
      [421, 'email_malformed'],
      [475, 'email_malformed'],
      [527, 'email_malformed'],
    ],
  )
  assert.deepEqual(keys(report), { firstname: 'firstName', lastname: 'lastName', email: 'email' })
})

test('71 columns of a school register: six are contact data, and a column of coordinates named "position" gives no titles', async () => {
  const report = await run('fr-annuaire-education-94-a.csv')
  assert.deepEqual(counts(report), [211, 211, 0, 0])
  assert.equal(report.mapping.length, 71)
  assert.deepEqual(keys(report), {
    Nom_etablissement: 'company',
    Nom_commune: 'location',
    Telephone: 'phone',
    Web: 'website',
    Mail: 'email',
    position: 'title',
  })
  assert.ok((report.cellsLeftOut.text_without_letters ?? 0) >= 200)
})

test('the senior staff of a British department: full names, role mailboxes, no false alarm', async () => {
  const report = await run('uk-organogram/senior-staff-march-2020.csv')
  assert.deepEqual(counts(report), [123, 123, 0, 0])
  assert.deepEqual(keys(report), {
    Name: 'fullName',
    'Job Title': 'title',
    Organisation: 'company',
    'Contact Phone': 'phone',
    'Contact E-mail': 'email',
  })
})

test('telephones in seven spellings are taken; web addresses without http are taken and ftp is not', async () => {
  assert.deepEqual(counts(await run('csv-detective/divers.csv')), [10, 10, 0, 0])
  const web = await run('csv-detective/web_ids.csv')
  assert.deepEqual([...counts(web), web.cellsLeftOut], [10, 10, 0, 0, { url_scheme: 1 }])
})

test('tables without contacts are refused with the names of their columns', async () => {
  for (const name of ['ids_fr.csv', 'b_test_file.csv', 'c_test_file.csv']) {
    const report = await dryRun(createReadStream(fixture(`csv-detective/${name}`)), { columns: enrichmentColumns })
    assert.ok(isRefusal(report) && report.refused === 'no_known_column', name)
  }
})

test('no name of a column stands under two keys', () => {
  const all = enrichmentColumns.flatMap(({ synonyms }) => synonyms)
  assert.deepEqual(
    all.filter((name, index) => all.indexOf(name) !== index),
    [],
  )
})
