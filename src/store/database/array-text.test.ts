import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { rigDatabase } from '../../../test/rig.ts'
import { arrayText, bytesText } from './array-text.ts'

const { database } = await rigDatabase()

test('whatever texts and nulls go into an array, the same come out of PostgreSQL', async () => {
  const text = fc
    .oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('', 'null', 'NULL', '{}', 'a,b', '"', '\\', ' ', '\n'))
    .filter((value) => !value.includes('\0'))
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(text)), async (values) => {
      const [row] = await database.app<{ found: readonly (string | null)[] }[]>`select to_jsonb(${arrayText(values)}::text[]) as found`
      assert.deepEqual(row?.found, values)
    }),
  )
})

test('whatever bytes go into an array, the same come out of PostgreSQL', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array()), async (values) => {
      const rows = await database.app<{ found: Uint8Array }[]>`
        select found from unnest(${arrayText(values.map(bytesText))}::bytea[]) with ordinality as each (found, nth) order by nth`
      assert.deepEqual(
        rows.map((row) => new Uint8Array(row.found)),
        values,
      )
    }),
  )
})
