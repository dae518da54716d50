import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { limited } from './upload.ts'

const pieces = () => Readable.from([Buffer.alloc(6), Buffer.alloc(4)])
const read = async (limit: number): Promise<number> => {
  let bytes = 0
  for await (const piece of limited(pieces(), limit)) bytes += piece.length
  return bytes
}

test('a file of exactly the limit is taken whole', async () => {
  assert.equal(await read(10), 10)
})

test('a file of one byte more fails instead of ending early', async () => {
  await assert.rejects(read(9), { code: 'FST_ERR_CTP_BODY_TOO_LARGE' })
})
