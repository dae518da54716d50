import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bench } from '../src/cli/bench.ts'

test('a bench of small sizes prints its table with machine, day, goals and the settings of both sides', async () => {
  const out: string[] = []
  const status = await bench.run(['--small', '--only', 'due'], { out: (text) => out.push(text), err: () => undefined })
  assert.equal(status, 0)
  const text = out.join('\n')
  assert.match(text, /^Measured on \d{4}-\d\d-\d\d: \d+ cores .*Node v\d+.*PostgreSQL \d+/)
  assert.match(
    text,
    /\| deadlines fired, 1,500 pending of 10 tenants ÷ graphile-worker \| [\d,.]+\/s \| [\d,.]+\/s \| [\d.]+ \| [\d.]+ to [\d.]+ \| ≥ 1 \| (met|missed) \|/,
  )
  assert.match(text, /fsync = on, synchronous_commit = on/)
  assert.match(text, /graphile-worker 0\.18: concurrentJobs/)
})

test('a workload that does not exist is refused with the names of those that do', async () => {
  const err: string[] = []
  assert.equal(await bench.run(['--only', 'everything'], { out: () => undefined, err: (text) => err.push(text) }), 2)
  assert.match(err.join('\n'), /There is no workload "everything"; there are .*due/)
})
