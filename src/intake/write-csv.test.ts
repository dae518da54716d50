import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csvLine } from './write-csv.ts'

test('cells that a spreadsheet would run get an apostrophe; a program gets them as they are', () => {
  for (const cell of ['=1+1', '+cmd|calc', '-1', '@SUM(1)', '\t=1', '\r=1', ' =1', '＝1+1', '\n=1']) {
    assert.match(csvLine(['x', cell], 'spreadsheet'), /^x,"?'/, JSON.stringify(cell))
    assert.doesNotMatch(csvLine(['x', cell], 'machine'), /'/, JSON.stringify(cell))
  }
  assert.equal(csvLine(['a-b', 'x=y', 'a@b.example'], 'spreadsheet'), 'a-b,x=y,a@b.example\r\n')
})

test('a cell is quoted only where RFC 4180 wants it, or where a reader would lose it', () => {
  assert.equal(csvLine(['a', 'b;c', 'd"e', 'f\ng', ' h'], 'machine', ';'), 'a;"b;c";"d""e";"f\ng";" h"\r\n')
  assert.equal(csvLine([''], 'machine'), '""\r\n')
})
