import assert from 'node:assert/strict'
import { chmodSync, existsSync, mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { leftoverServer } from '../../src/store/embedded.ts'
import { browserAt } from './caller.rig.ts'
import { freePort, freshPlace, mandate, startServer } from './process.rig.ts'

const { place, data } = freshPlace()
const words = ['--data', data]
/** An ordinary user who exists on every machine. */
const nobody = { uid: 65_534, gid: 65_534 }

test('a folder without a server says so, and stopping it is no fault', async () => {
  const status = await mandate(['status', ...words])
  assert.deepEqual([status.status, status.err], [1, ''])
  assert.match(status.out, /Not running; the data folder .* does not exist yet/)
  const stopped = await mandate(['stop', ...words])
  assert.equal(stopped.status, 0)
  assert.match(stopped.out, /No server runs on/)
})

test('the program starts from nothing, answers, is found, refuses a second one, and stops with everything it started', async (t) => {
  const served = await startServer(data)
  t.diagnostic(`first start of a data folder: ${Math.round(served.took)} ms`)
  assert.match(served.said(), /Making the database/)
  assert.match(served.said(), /DEVELOPMENT INBOX/)
  assert.equal(served.setupCode.length, 12)
  const health = await browserAt(served.origin).get<{ readonly status: string; readonly setUp: boolean; readonly simulated: boolean }>(
    '/v1/health',
  )
  assert.deepEqual([health.status, health.body.status, health.body.setUp, health.body.simulated], [200, 'ok', false, false])

  const status = await mandate(['status', ...words])
  assert.deepEqual([status.status, status.err], [0, ''])
  assert.match(status.out, new RegExp(`Running: http://localhost:${served.port}, process ${served.pid}`))

  const second = await mandate(['start', '--no-build', ...words, '--port', String(await freePort())])
  assert.equal(second.status, 1)
  assert.match(second.err, new RegExp(`A server runs on .*: http://localhost:${served.port}, process ${served.pid}\\. Stop it with`))

  const clock = await mandate(['clock', '+1 day', ...words])
  assert.equal(clock.status, 1)
  assert.match(clock.out, /lives on the real clock/)

  const stopped = await mandate(['stop', ...words])
  assert.deepEqual([stopped.status, await served.ended], [0, 0])
  assert.match(stopped.out, new RegExp(`Stopped: process ${served.pid}`))
  assert.equal(leftoverServer(data), null)
  assert.equal((await mandate(['status', ...words])).status, 1)
})

test('a real deployment does not become a simulated one', async () => {
  const refused = await mandate(['start', '--no-build', ...words, '--port', String(await freePort()), '--clock', '2026-06-24T09:00:00Z'])
  assert.equal(refused.status, 1)
  assert.match(refused.err, /lives on the real clock, and a deployment is real or simulated from its first start on/)
  assert.equal(leftoverServer(data), null)
})

test('a later start is short, and Ctrl-C ends it like stop', async (t) => {
  const served = await startServer(data)
  t.diagnostic(`later start: ${Math.round(served.took)} ms`)
  assert.doesNotMatch(served.said(), /Making the database/)
  // Not yet set up: every start prints a code of its own.
  assert.equal(served.setupCode.length, 12)
  await served.kill('SIGINT')
  assert.equal(await served.ended, 0)
  assert.match(served.said(), /Stopping/)
  assert.equal(leftoverServer(data), null)
})

test('a port in use is a sentence, and nothing is left running', async () => {
  const other = createServer()
  const port = await freePort()
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve))
  const refused = await mandate(['start', '--no-build', ...words, '--port', String(port)])
  other.close()
  assert.equal(refused.status, 1)
  assert.match(
    refused.err,
    new RegExp(`^Port ${port} is in use by another program; end that one, or choose another with --port NUMBER\\.\\n$`),
  )
  assert.equal(leftoverServer(data), null)
  assert.equal((await mandate(['status', ...words])).status, 1)
})

test('words that start does not know, and a port that is none, are sentences', async () => {
  for (const [wrong, sentence] of [
    [['--prot', '1'], /"--prot" is no word of start/],
    [['--port', '70000'], /The port "70000" is no number/],
    [['--clock', 'yesterday'], /yesterday/],
    [['--data'], /--data was given without a folder/],
  ] as const) {
    const refused = await mandate(['start', ...wrong])
    assert.ok(refused.status === 1 || refused.status === 2)
    assert.match(refused.err, sentence)
    assert.doesNotMatch(refused.err, /\n\s+at /)
  }
})

test(
  'a folder that an ordinary user cannot write in is a sentence',
  { skip: process.getuid?.() === 0 ? false : 'only root can become another user' },
  async () => {
    const locked = join(place, 'locked')
    mkdirSync(locked)
    chmodSync(locked, 0o755)
    for (const folder of [locked, join(locked, 'deeper')]) {
      const refused = await mandate(['start', '--no-build', '--data', folder, '--port', String(await freePort())], nobody)
      assert.equal(refused.status, 1, refused.err)
      assert.match(refused.err, /The data folder .*locked.* cannot be used by .*; give that user the folder \(chown\), or name another one/)
      assert.doesNotMatch(refused.err, /\n\s+at /)
    }
    assert.equal(existsSync(join(locked, 'deeper')), false)
  },
)

test('a folder whose path is too long for a socket serves all the same', async () => {
  const deep = join(place, 'a-folder-with-a-rather-long-name'.repeat(3), 'data')
  mkdirSync(join(deep, '..'), { mode: 0o755 })
  const served = await startServer(deep, ['--clock', '2026-06-24T09:00:00Z'])
  const asked = await mandate(['clock', '--data', deep])
  assert.deepEqual([asked.status, asked.out], [0, 'The clock stands at 2026-06-24T09:00:00Z.\n'])
  await served.kill('SIGTERM')
  assert.equal(leftoverServer(deep), null)
})
