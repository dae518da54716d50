import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import * as fc from 'fast-check'
import iconv from 'iconv-lite'
import { isRefusal } from '../domain/refusal.ts'
import { standardLimits } from './limits.ts'
import { type RowRead, isUnreadable, readRows } from './rows.ts'
import { type Sniffed, sniff } from './sniff.ts'
import { delimiters } from './split-row.ts'
import { csvLine, writeCsv } from './write-csv.ts'

const gathered = async <Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> => {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

const readAs = async (bytes: Uint8Array, sniffed: Sniffed, size = 7): Promise<readonly RowRead[]> =>
  gathered(readRows(pieces(bytes, size), sniffed, standardLimits))

const read = async (text: string, size?: number): Promise<readonly RowRead[]> => {
  const sniffed = sniff(Buffer.from(text))
  assert.ok(!isRefusal(sniffed), JSON.stringify(sniffed))
  return readAs(Buffer.from(text), sniffed, size)
}

const outcome = (rows: readonly RowRead[]): readonly string[] =>
  rows.map((row) => (isUnreadable(row) ? `${row.line} ${row.problem}` : `${row.line} ${row.cells.join('|')}`))

test('rows keep the line on which an editor shows them, line ends in quotes included', async () => {
  assert.deepEqual(outcome(await read('a;b\r\n1;"x\r\ny"\r\n\r\n2;z\r\n')), ['2 1|x\r\ny', '5 2|z'])
})

test('the line ends of old Macintosh files part rows as well', async () => {
  assert.deepEqual(outcome(await read('a;b\r1;"x\ry"\r\r2;"bad"z\r3;z\r', 4)), ['2 1|x\ry', '5 quote_broken', '6 3|z'])
})

test('a row with too few or too many cells is refused; empty cells beyond the header are dropped', async () => {
  assert.deepEqual(outcome(await read('a;b\n1\n1;2;3\n1;2;;\n;\n3;4')), ['2 row_short', '3 row_long', '4 1|2', '5 row_blank', '6 3|4'])
})

test('a broken quote costs its own line and no other', async () => {
  const text = 'a;b;c\n1;"open;x\n2;"fine";y\n3;z;z\n4;"bad"tail;x\n5;"never closed;x\n6;6;6\n'
  assert.deepEqual(outcome(await read(text)), ['2 quote_broken', '3 2|fine|y', '4 3|z|z', '5 quote_broken', '6 quote_open', '7 6|6|6'])
})

test('a quote that never closes in a long file is given up after 64 kB and the rows below it are read', async () => {
  const rows = Array.from({ length: 20_000 }, (_, index) => `${index};plain;text`)
  rows[1] = '1;"open;text'
  const found = await read(`a;b;c\n${rows.join('\n')}\n`, 5_000)
  assert.equal(found.length, 20_000)
  assert.deepEqual(outcome(found.filter(isUnreadable)), ['3 cell_too_long'])
})

test('a quote inside an unquoted cell is a letter', async () => {
  assert.deepEqual(outcome(await read('a;b\n5" pipe;x\n')), ['2 5" pipe|x'])
})

test('a cell of 10 MB, quoted or not, and a row of 10,000 cells are refused where they stand', async () => {
  const big = 'x'.repeat(10_000_000)
  const wide = Array.from({ length: 10_000 }, () => 'v').join(';')
  const found = await read(`a;b\n1;${big}\n2;ok\n3;"${big}"\n4;ok\n${wide}\n6;ok\n`, 100_000)
  assert.deepEqual(outcome(found), ['2 cell_too_long', '3 2|ok', '4 cell_too_long', '5 4|ok', '6 too_many_cells', '7 6|ok'])
})

test('a NUL byte after the head refuses its row alone', async () => {
  const head = Buffer.from(`a;b\n${'1;2\n'.repeat(20_000)}`)
  const sniffed = sniff(head)
  assert.ok(!isRefusal(sniffed))
  const rows = await readAs(Buffer.concat([head, Buffer.from('3;\0\n4;5\n')]), sniffed, 50_000)
  assert.deepEqual(outcome(rows.slice(-2)), ['20002 nul_byte', '20003 4|5'])
})

test('a letter of windows-1252 that is the last byte of a file, or of a piece, is not taken for half a letter of UTF-8', async () => {
  for (const encoding of ['utf8', 'windows-1252']) {
    const short = iconv.encode('a;b\n1;café', encoding)
    const sniffed = sniff(short)
    assert.ok(!isRefusal(sniffed))
    assert.deepEqual(outcome(await readAs(short, sniffed, 5)), ['2 1|café'], encoding)
    const long = iconv.encode(`a;b\n${'1;2\n'.repeat(20_000)}1;é2\n3;4\n`, encoding)
    const looked = sniff(long)
    assert.ok(!isRefusal(looked) && looked.encoding === 'ascii')
    for (const size of [long.length - 6, long.length - 7, long.length - 8, 1_000]) {
      assert.deepEqual(outcome((await readAs(long, looked, size)).slice(-2)), ['20002 1|é2', '20003 3|4'], `${encoding} ${size}`)
    }
  }
})

test('letters that come only after 64 kB of plain ASCII are read in the encoding they are in', async () => {
  for (const encoding of ['utf8', 'windows-1252']) {
    const bytes = iconv.encode(`a;b\n${'1;2\n'.repeat(20_000)}Æblegård;Zoë €\n`, encoding)
    const sniffed = sniff(bytes)
    assert.ok(!isRefusal(sniffed) && sniffed.encoding === 'ascii')
    assert.deepEqual(outcome((await readAs(bytes, sniffed, 9_999)).slice(-1)), ['20002 Æblegård|Zoë €'], encoding)
  }
})

const anyText = fc.string({
  unit: fc.constantFrom('a', 'é', 'ø', '"', ',', ';', '\t', '|', '\n', '\r\n', ' ', '=', '-', '€', 'x'),
  maxLength: 12,
})
const anyTable = fc
  .integer({ min: 1, max: 6 })
  .chain((width) => fc.array(fc.array(anyText, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 12 }))
const encodings = { 'utf-8': 'utf8', 'utf-16le': 'utf-16le', 'utf-16be': 'utf-16be', 'windows-1252': 'windows-1252' } as const

test('whatever CSV is written is read back equal, in every encoding and delimiter, in pieces of any size', async () => {
  const encodingNames = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const
  await fc.assert(
    fc.asyncProperty(
      anyTable,
      fc.constantFrom(...delimiters),
      fc.constantFrom(...encodingNames),
      fc.boolean(),
      fc.integer({ min: 1, max: 40 }),
      async (cells, delimiter, encoding, bom, size) => {
        const header = cells[0]?.map((_, index) => `column ${index}`) ?? []
        const text = [...writeCsv([header, ...cells], 'machine', delimiter)].join('')
        const bytes = iconv.encode(text, encodings[encoding], { addBOM: bom && encoding !== 'windows-1252' })
        const sniffed: Sniffed = {
          encoding,
          bom: bom && encoding !== 'windows-1252',
          delimiter,
          lineEnd: 'crlf',
          quote: '"',
          header,
          headerLine: 1,
        }
        const rows = await readAs(bytes, sniffed, size)
        const blank = (row: readonly string[]): boolean => row.every((cell) => cell.trim() === '')
        const wanted = cells.filter((row) => !(row.length === 1 && blank(row)))
        assert.deepEqual(
          rows.map((row) => (isUnreadable(row) ? row.problem : row.cells)),
          wanted.map((row) => (blank(row) ? 'row_blank' : row)),
        )
      },
    ),
    { numRuns: 300 },
  )
})

test('well-formed CSV is split as csv-parse splits it', () => {
  return fc.assert(
    fc.asyncProperty(anyTable, fc.integer({ min: 1, max: 40 }), async (cells, size) => {
      const header = cells[0]?.map((_, index) => `h${index}`) ?? []
      const text = [header, ...cells].map((row) => csvLine(['first', ...row], 'machine')).join('')
      const theirs: readonly (readonly string[])[] = parse(text, { relax_column_count: true })
      const sniffed: Sniffed = {
        encoding: 'utf-8',
        bom: false,
        delimiter: ',',
        lineEnd: 'crlf',
        quote: '"',
        header: ['first', ...header],
        headerLine: 1,
      }
      const ours = await readAs(Buffer.from(text), sniffed, size)
      assert.deepEqual(
        ours.map((row) => (isUnreadable(row) ? row.problem : row.cells)),
        theirs.slice(1),
      )
    }),
    { numRuns: 200 },
  )
})
