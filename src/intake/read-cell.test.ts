import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ColumnKind } from '../domain/columns.ts'
import { countryCode } from './countries.ts'
import { type CellRead, readCell } from './read-cell.ts'

const read = (kind: ColumnKind, cell: string, maximum = 254): CellRead => readCell(cell, { key: 'field', kind, maximum, synonyms: [] })

test('one address is taken out of the ways in which people write it; none is made up', () => {
  const cases: readonly (readonly [string, CellRead])[] = [
    [' ann@firma.example ', { value: 'ann@firma.example' }],
    ['mailto:ann@firma.example', { value: 'ann@firma.example' }],
    ['"Ann Berg" <ann@firma.example>', { value: 'ann@firma.example' }],
    ["o'brien+x@firma.co.example", { value: "o'brien+x@firma.co.example" }],
    ['zoë@müller.example', { value: 'zoë@müller.example' }],
    ['', { value: '' }],
    ['ann(at)firma.example', { code: 'email_malformed' }],
    ['ann@firma,example', { code: 'email_malformed' }],
    ['ann@firma', { code: 'email_malformed' }],
    ['ann..b@firma.example', { code: 'email_malformed' }],
    [`${'a'.repeat(65)}@firma.example`, { code: 'email_malformed' }],
    ['ann@firma.example; bo@firma.example', { code: 'email_several' }],
  ]
  for (const [cell, wanted] of cases) assert.deepEqual(read('email', cell), wanted, cell)
})

test('a telephone is kept as given; words and what a spreadsheet left of a number are not one', () => {
  for (const cell of [
    '01 23 45 67 89',
    '06.12.34.56.78',
    '+33612345678',
    '0033145678901',
    '01-23-45-67-89',
    '+44 (0)20 7946 0383',
    '(202) 555-0173 x5',
    '112',
  ]) {
    assert.deepEqual(read('phone', cell), { value: cell })
  }
  assert.deepEqual(read('phone', 'voir standard'), { code: 'phone_malformed' })
  assert.deepEqual(read('phone', '1.99E+08'), { code: 'phone_lost_to_spreadsheet' })
  assert.deepEqual(read('phone', '123456789012345678'), { code: 'phone_malformed' })
})

test('a web address may lack its scheme but not have another; a profile is on linkedin.com and nowhere else', () => {
  for (const cell of ['https://a.example/x?y', 'www.a.example', 'A.EXAMPLE', 'http://a.example:8080/'])
    assert.deepEqual(read('url', cell), { value: cell })
  for (const cell of ['ftp://a.example', 'javascript:alert(1)']) assert.deepEqual(read('url', cell), { code: 'url_scheme' })
  for (const cell of ['nothing', 'http://', 'a b.example']) assert.deepEqual(read('url', cell), { code: 'url_malformed' })
  assert.deepEqual(read('linkedin', 'https://dk.linkedin.com/in/ann-berg'), { value: 'https://dk.linkedin.com/in/ann-berg' })
  for (const cell of ['https://linkedin.com.evil.example/in/ann', 'https://evillinkedin.com/in/ann', 'https://www.linkedin.com/']) {
    assert.deepEqual(read('linkedin', cell), { code: 'linkedin_elsewhere' }, cell)
  }
})

test('countries are known by code and by name in seven languages', () => {
  for (const [name, code] of [
    ['dk', 'DK'],
    ['Danmark', 'DK'],
    ['Allemagne', 'DE'],
    ['Tyskland', 'DE'],
    ['España', 'ES'],
    ['Sverige', 'SE'],
    ['UK', 'GB'],
    ['Österreich', 'AT'],
  ] as const) {
    assert.equal(countryCode(name), code)
  }
  assert.deepEqual(read('country', 'Atlantis'), { code: 'country_unknown' })
})

test('lost letters, control characters, turned text, numbers for names and long cells are left out', () => {
  assert.deepEqual(read('text', 'Z\ufffdo'), { code: 'cell_undecodable' })
  assert.deepEqual(read('text', 'a\u0007b'), { code: 'cell_control_characters' })
  assert.deepEqual(read('text', 'ann\u202egnp.exe'), { code: 'cell_control_characters' })
  assert.deepEqual(read('title', '48.77792836770482, 2.34965571609254'), { code: 'text_without_letters' })
  assert.deepEqual(read('text', 'x'.repeat(11), 10), { code: 'cell_longer_than_field' })
})

test('a cell that looks like a formula is text, with or without the apostrophe that a spreadsheet needs', () => {
  assert.deepEqual(read('text', '=HYPERLINK("http://evil.example","x")'), { value: '=HYPERLINK("http://evil.example","x")' })
  assert.deepEqual(read('text', "'=1+1"), { value: '=1+1' })
  assert.deepEqual(read('phone', "'+45 33 66 33 66"), { value: '+45 33 66 33 66' })
  assert.deepEqual(read('personName', "'t Hooft"), { value: "'t Hooft" })
})

test('64 kB of anything in a cell are answered at once, whatever the column', () => {
  for (const kind of ['email', 'phone', 'url', 'linkedin', 'country', 'personName', 'organisation', 'title', 'text', 'free'] as const) {
    for (const part of [' ', '1', 'a', '.', '@', '-', '<', 'a.', '@a.', '1 ', ' x1']) {
      const cell = `1${part.repeat(65_000 / part.length)}!`
      assert.deepEqual(read(kind, cell), { code: 'cell_longer_than_field' }, `${kind} ${part}`)
    }
  }
})
