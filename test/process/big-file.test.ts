import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { acceptAs, invite, keyOf, runImport, setUpHouse, type Preview } from './caller.rig.ts'
import { freshPlace, startServer } from './process.rig.ts'

const megabyte = 1_000_000
const size = 100 * megabyte
const { data } = freshPlace()

/** Rows of a kilobyte, as exports with many columns have them; the columns that are not of the agreement are left out. */
const header = ['First name', 'Last name', 'E-mail', 'Company', ...Array.from({ length: 12 }, (_, n) => `Export field ${n}`)].join(',')
const filler = Array.from({ length: 12 }, (_, n) => `value-${n}-${'x'.repeat(65)}`).join(',')
const rowsOf = (most: number) => {
  const text = (n: number): string => `Ada${n},Lovelace,ada-${n}@engines-${n % 977}.example,Engines ${n % 977},${filler}\n`
  let [sent, rows] = [header.length + 1, 0]
  async function* pieces(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(`${header}\n`)
    while (sent < most) {
      let piece = ''
      while (piece.length < 200_000 && sent + piece.length < most) piece += text(rows++)
      sent += piece.length
      yield Buffer.from(piece)
    }
  }
  return { stream: Readable.from(pieces()), rows: () => rows, sent: () => sent }
}

const peak = (pid: number): number =>
  Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1_000

test(
  'a file of 100 MB is checked and imported with less than 400 MB of memory, and every row is accounted for',
  { skip: !existsSync('/proc/self/status') },
  async (t) => {
    const served = await startServer(data)
    const customer = await invite(served.origin, await setUpHouse(served), 'owner@nordlys.example', 'Nordlys ApS')
    await acceptAs(customer)
    const key = await keyOf(served.origin, customer.owner)
    const file = rowsOf(size)
    const began = performance.now()
    const taken = await key.send<Preview>('/v1/imports', {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: file.stream,
      duplex: 'half',
    })
    assert.equal(taken.status, 201, taken.text.slice(0, 500))
    const checked = performance.now()
    assert.equal(taken.body.report.rows, file.rows())
    const { counts } = await runImport(key, taken.body.import.id, 240)
    const done = performance.now()
    assert.ok(file.sent() >= size)
    assert.deepEqual([counts.rows, counts.accepted + counts.refused + counts.quarantined], [file.rows(), file.rows()])
    assert.deepEqual([counts.refused, counts.imported], [0, file.rows()])
    const most = peak(served.pid)
    t.diagnostic(
      `${file.rows()} rows, ${Math.round(file.sent() / megabyte)} MB: checked in ${Math.round((checked - began) / 1_000)} s, imported in ${Math.round((done - checked) / 1_000)} s, at most ${Math.round(most)} MB`,
    )
    assert.ok(most < 400, `${most} MB`)
    await served.kill('SIGTERM')
  },
)
