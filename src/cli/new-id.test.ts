import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isUuid } from '../domain/ids.ts'
import { newId } from './new-id.ts'

test('ten thousand ids are ten thousand UUIDs of version 7, in the order of their milliseconds', () => {
  const ids = Array.from({ length: 10_000 }, newId)
  assert.equal(new Set(ids).size, ids.length)
  assert.ok(ids.every((id) => isUuid(id) && id[14] === '7' && '89ab'.includes(id[19] ?? '')))
  const times = ids.map((id) => id.slice(0, 13))
  assert.deepEqual(times, times.toSorted())
})
