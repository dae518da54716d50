import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import iconv from 'iconv-lite'
import { isRefusal } from '../domain/refusal.ts'
import { sniff } from './sniff.ts'

const bytes = (text: string, encoding = 'utf8'): Uint8Array => iconv.encode(text, encoding, { addBOM: encoding.startsWith('utf-16') })
const table = 'Prénom;Nom;E-mail\r\nZoé;Müller;zoe@firma.example\r\n'

test('encodings with and without a byte order mark are told apart', () => {
  const cases: readonly (readonly [Uint8Array, string, boolean])[] = [
    [bytes(table), 'utf-8', false],
    [bytes(`\ufeff${table}`), 'utf-8', true],
    [bytes(table, 'utf-16le'), 'utf-16le', true],
    [bytes(table, 'utf-16be'), 'utf-16be', true],
    [bytes(table, 'utf-16le').subarray(2), 'utf-16le', false],
    [bytes(table, 'utf-16be').subarray(2), 'utf-16be', false],
    [bytes(table, 'windows-1252'), 'windows-1252', false],
    [bytes(table, 'latin1'), 'windows-1252', false],
    [bytes('a,b\n1,2\n'), 'ascii', false],
  ]
  for (const [head, encoding, bom] of cases) {
    const sniffed = sniff(head)
    assert.ok(!isRefusal(sniffed), JSON.stringify(sniffed))
    assert.deepEqual([sniffed.encoding, sniffed.bom], [encoding, bom])
    if (encoding !== 'ascii') assert.deepEqual(sniffed.header, ['Prénom', 'Nom', 'E-mail'])
  }
})

test('the delimiter is the one under which rows are even, not the one that is frequent', () => {
  for (const delimiter of [',', ';', '\t', '|']) {
    const rows = [
      ['name', 'notes', 'mail'],
      ['A', '"a, b; c | d, e, f, g"', 'a@b.example'],
      ['B', '"1,2,3;4;5|6"', 'c@d.example'],
    ]
    const sniffed = sniff(bytes(rows.map((row) => row.join(delimiter)).join('\n')))
    assert.ok(!isRefusal(sniffed))
    assert.equal(sniffed.delimiter, delimiter)
  }
})

test('a row that is wider than allowed does not outvote the header', () => {
  const sniffed = sniff(bytes(`name;mail\nA;b@c.example\nB;${','.repeat(900)}\n`))
  assert.ok(!isRefusal(sniffed))
  assert.equal(sniffed.delimiter, ';')
})

test('the line "sep=;" of Excel is a setting and no header', () => {
  const sniffed = sniff(bytes('sep=;\r\na;b,c\r\n1;2\r\n'))
  assert.ok(!isRefusal(sniffed))
  assert.deepEqual([sniffed.delimiter, sniffed.header, sniffed.headerLine], [';', ['a', 'b,c'], 2])
})

test('line ends of Windows, Unix and the old Macintosh are known', () => {
  for (const [end, name] of [
    ['\r\n', 'crlf'],
    ['\n', 'lf'],
    ['\r', 'cr'],
  ] as const) {
    const sniffed = sniff(bytes(`a;b${end}1;2${end}`))
    assert.ok(!isRefusal(sniffed))
    assert.deepEqual([sniffed.lineEnd, sniffed.header], [name, ['a', 'b']])
  }
})

test('what is no list in text is refused by its name', () => {
  const fixture = (name: string): Uint8Array => readFileSync(new URL(`../../test/fixtures/contacts/csv-detective/${name}`, import.meta.url))
  const cases: readonly (readonly [Uint8Array, string, string])[] = [
    [fixture('file.xlsx'), 'file_is_spreadsheet', 'Excel (xlsx)'],
    [fixture('file.ods'), 'file_is_spreadsheet', 'OpenDocument (ods)'],
    [fixture('file.xls'), 'file_is_spreadsheet', 'OpenDocument (ods)'],
    [fixture('file.csv.gz'), 'file_is_packed', 'gzip'],
    [Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1), 'file_is_spreadsheet', 'Excel (xls)'],
    [bytes('PK\u0003\u0004contacts.csv'), 'file_is_packed', 'zip'],
    [Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10), 'file_is_picture', 'PNG'],
    [Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), 'file_is_picture', 'JPEG'],
    [bytes('GIF89a'), 'file_is_picture', 'GIF'],
    [bytes('%PDF-1.7'), 'file_is_document', 'PDF'],
    [bytes('<!DOCTYPE html><table>'), 'file_is_document', 'HTML page'],
    [bytes('BEGIN:VCARD\nVERSION:4.0'), 'file_is_document', 'vCard'],
    [bytes('[{"email":"a@b.example"}]'), 'file_is_document', 'JSON'],
  ]
  for (const [head, refused, kind] of cases) assert.deepEqual(sniff(head), { refused, kind })
})

test('an empty file, a lone header, a missing header, NUL bytes and 10,000 columns each get their own answer', () => {
  assert.deepEqual(sniff(new Uint8Array()), { refused: 'file_empty' })
  assert.deepEqual(sniff(bytes('\ufeff \r\n\r\n')), { refused: 'file_empty' })
  assert.deepEqual(sniff(bytes('First name;E-mail\r\n')), { refused: 'only_a_header', columns: 2 })
  assert.deepEqual(sniff(bytes('Ann;ann@firma.example\nBo;bo@firma.example\n')), { refused: 'header_missing', column: 2 })
  assert.deepEqual(sniff(bytes('a;b\n1;\0\n')), { refused: 'nul_bytes', offset: 6 })
  const wide = Array.from({ length: 10_000 }, (_, index) => `c${index}`).join(',')
  assert.deepEqual(sniff(bytes(`${wide}\n${wide}\n`)), { refused: 'too_many_columns', most: 200 })
})
