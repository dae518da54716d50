import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ImportColumn } from '../domain/columns.ts'
import { isRefusal } from '../domain/refusal.ts'
import { type ChosenColumns, type Mapping, mapColumns } from './mapping.ts'

const columns: readonly ImportColumn[] = [
  { key: 'lastName', kind: 'personName', maximum: 100, synonyms: ['surname', 'nom', 'efternavn'] },
  { key: 'email', kind: 'email', maximum: 254, synonyms: ['e mail', 'courriel', 'e mail address'] },
]

const mapped = (header: readonly string[], chosen?: ChosenColumns): Mapping => {
  const mapping = mapColumns(header, columns, chosen)
  assert.ok(!isRefusal(mapping), JSON.stringify(mapping))
  return mapping
}
const keys = (mapping: Mapping): readonly (string | null)[] => mapping.columns.map(({ column }) => column?.key ?? null)

test('names of columns are compared without case, accents and punctuation; a part of a longer name counts less', () => {
  const mapping = mapped(['NOM', 'Primary E-mail_address', 'Shoe size'])
  assert.deepEqual(keys(mapping), ['lastName', 'email', null])
  assert.deepEqual(
    mapping.columns.map(({ confidence }) => confidence),
    [1, 0.6, 0],
  )
  assert.deepEqual(mapping.unmapped, [{ index: 2, header: 'Shoe size', why: 'unknown' }])
})

test('of two columns for one key the surer is taken, both are named, and a person may choose otherwise', () => {
  const header = ['Old e-mail address', 'E-mail', 'Courriel']
  const mapping = mapped(header)
  assert.deepEqual(keys(mapping), [null, 'email', null])
  assert.deepEqual(mapping.ambiguous, [{ key: 'email', headers: header }])
  assert.deepEqual(keys(mapped(header, new Map([[2, 'email']]))), [null, null, 'email'])
})

test('a column left out by choice, one declared special and one special by its name are not imported, each for its reason', () => {
  const mapping = mapped(
    ['Nom', 'Efternavn', 'Courriel', 'Religion', 'Remarks'],
    new Map([
      [1, null],
      [4, 'special:health'],
    ]),
  )
  assert.deepEqual(keys(mapping), ['lastName', null, 'email', null, null])
  assert.deepEqual(
    mapping.unmapped.map(({ why }) => why),
    ['left_out', 'special', 'special'],
  )
  assert.deepEqual(mapping.columns[3]?.special, { category: 'religion', rule: 'column:religion' })
  assert.deepEqual(mapping.columns[4]?.special, { category: 'health', rule: 'declared:health' })
})

test('a column that announces special data cannot be chosen for a field, only left out', () => {
  const header = ['Nom', 'Religion']
  const refused = { refused: 'chosen_column_special', column: 2, category: 'religion', rule: 'column:religion' }
  assert.deepEqual(mapColumns(header, columns, new Map([[1, 'email']])), refused)
  assert.deepEqual(keys(mapped(header, new Map([[1, null]]))), ['lastName', null])
})

test('choices that point nowhere are refused with what there is', () => {
  assert.deepEqual(mapColumns(['Nom'], columns, new Map([[3, 'email']])), { refused: 'chosen_column_missing', column: 4, columns: 1 })
  assert.deepEqual(mapColumns(['Nom'], columns, new Map([[0, 'shoe']])), {
    refused: 'chosen_key_unknown',
    key: 'shoe',
    known: ['lastName', 'email'],
  })
  assert.deepEqual(
    mapColumns(
      ['a', 'b'],
      columns,
      new Map([
        [0, 'email'],
        [1, 'email'],
      ]),
    ),
    { refused: 'chosen_key_twice', key: 'email' },
  )
  assert.deepEqual(mapColumns(['a', 'b'], columns), { refused: 'no_known_column', columns: 2, known: ['lastName', 'email'] })
})
