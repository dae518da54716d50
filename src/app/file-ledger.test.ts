import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { good } from '../../test/rig/house.ts'
import { instant, tenantId } from '../domain/ids.ts'
import { createRing } from '../vault/open-ring.ts'
import { openFileLedger } from './file-ledger.ts'
import type { LedgerEntry } from './ledger.ts'

const folder = mkdtempSync(join(tmpdir(), 'mandate-ledger-'))
const now = instant(1_782_291_600_000)
const ring = good(createRing(join(folder, 'ring'), { now: () => now, newId: randomUUID }))
after(() => {
  ring.close()
  rmSync(folder, { recursive: true })
})

const entry = (id: string): LedgerEntry => ({
  id,
  act: 'records',
  tenant: tenantId(randomUUID()),
  at: now,
  scope: 'record',
  records: { contact: [randomUUID()] },
  keys: [],
  found: {},
})
const fresh = () => join(folder, randomUUID())

test('an intent without its done is pending after the file is opened again', async () => {
  const path = fresh()
  const ledger = good(openFileLedger(path, ring))
  const [one, two] = [entry('one'), entry('two')]
  await ledger.intend(one)
  await ledger.intend(two)
  await ledger.done('one', now)
  await ledger.close()
  const again = good(openFileLedger(path, ring))
  assert.deepEqual(await again.pending(), [two])
  assert.deepEqual(await again.entries(), [one, two])
})

test('a last line that a crash tore is cut off, and writing goes on behind the line before', async () => {
  const path = fresh()
  const ledger = good(openFileLedger(path, ring))
  await ledger.intend(entry('one'))
  await ledger.close()
  const whole = readFileSync(path, 'utf8')
  appendFileSync(path, whole.slice(0, 70))
  const again = good(openFileLedger(path, ring))
  assert.equal(readFileSync(path, 'utf8'), whole)
  await again.done('one', now)
  await again.close()
  assert.deepEqual(await good(openFileLedger(path, ring)).pending(), [])
})

test('a line that was edited, removed or moved is refused by its number', async () => {
  const path = fresh()
  const ledger = good(openFileLedger(path, ring))
  for (const id of ['one', 'two', 'three']) await ledger.intend(entry(id))
  await ledger.close()
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
  const [first = '', second = '', third = ''] = lines
  const copies: Readonly<Record<number, readonly string[]>> = {
    1: [first.replace('"one"', '"own"'), second, third],
    2: [first, third],
    3: [first, second, second],
  }
  for (const [line, copy] of Object.entries(copies)) {
    writeFileSync(path, `${copy.join('\n')}\n`)
    assert.deepEqual(openFileLedger(path, ring), { refused: 'ledger_changed', line: Number(line), file: path })
  }
})

test('a ledger that was cut no longer holds the head that a backup noted', async () => {
  const path = fresh()
  const ledger = good(openFileLedger(path, ring))
  await ledger.intend(entry('one'))
  const early = await ledger.head()
  await ledger.intend(entry('two'))
  const late = await ledger.head()
  assert.equal(await ledger.holds(early), true)
  assert.equal(await ledger.holds(late), true)
  await ledger.close()
  writeFileSync(path, `${readFileSync(path, 'utf8').split('\n')[0]}\n`)
  const cut = good(openFileLedger(path, ring))
  assert.equal(await cut.holds(early), true)
  assert.equal(await cut.holds(late), false)
})
