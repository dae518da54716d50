import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { chmodSync, linkSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { inspect } from 'node:util'
import { instant } from '../domain/ids.ts'
import { open, seal } from './envelope.ts'
import type { Place } from './envelope.ts'
import { trailSigner } from './house-keys.ts'
import { createRing, openRing } from './open-ring.ts'
import type { OpenTools } from './open-ring.ts'
import type { Ring } from './ring.ts'
import { tenantFamily } from './ring.ts'

const root = mkdtempSync(join(tmpdir(), 'mandate-ring-'))
after(() => rmSync(root, { recursive: true }))
const tools: OpenTools = { now: () => instant(1_782_291_600_000), newId: randomUUID }
const tenant = randomUUID()
const place: Place = { tenant, class: 'submitted', day: '2026-09-22', table: 'contacts', id: randomUUID() }

const made = (more: Partial<OpenTools> = {}): Ring => {
  const ring = createRing(join(root, randomUUID()), { ...tools, ...more })
  assert.ok(!('refused' in ring))
  return ring
}
const reopened = (folder: string, more: Partial<OpenTools> = {}): Ring => {
  const ring = openRing(folder, { ...tools, ...more })
  assert.ok(!('refused' in ring), JSON.stringify(ring))
  return ring
}
const refusalOf = (folder: string, more: Partial<OpenTools> = {}): object => {
  const ring = openRing(folder, { ...tools, ...more })
  assert.ok('refused' in ring)
  return ring
}
const sealed = (ring: Ring, text: string, at: Place = place): Uint8Array => {
  const envelope = seal(ring, at, Buffer.from(text))
  assert.ok(envelope instanceof Uint8Array)
  return envelope
}
const opened = (ring: Ring, envelope: Uint8Array, at: Place = place): string => {
  const plaintext = open(ring, at, envelope)
  assert.ok(plaintext instanceof Uint8Array, JSON.stringify(plaintext))
  return Buffer.from(plaintext).toString()
}
/** The base64 of every living key, as the unwrapped file has it. */
const secretsIn = (folder: string): readonly string[] =>
  [...readFileSync(join(folder, 'ring.json'), 'utf8').matchAll(/"bytes":"([^"]+)"/g)].map((found) => found[1] ?? '')

test('a new ring holds the keys of the house in a file that only its owner reads', () => {
  const ring = made()
  assert.deepEqual(
    ring.list().map((key) => (key.purpose.of === 'house' ? key.purpose.name : '')),
    ['personDirectory', 'pepper', 'session', 'trailSigning', 'ledger'],
  )
  assert.equal(statSync(ring.folder).mode & 0o777, 0o700)
  assert.equal(statSync(join(ring.folder, 'ring.json')).mode & 0o777, 0o600)
  ring.close()
  assert.deepEqual(readdirSync(ring.folder), ['ring.json'])
})

test('a ring says the same after it was closed and opened', () => {
  const ring = made()
  const envelope = sealed(ring, 'Ada')
  ring.destroyPeriod('billing', '2026-01-01', 'nothing there')
  sealed(ring, 'x', { ...place, day: '2026-01-02' })
  ring.destroyPeriod('submitted', '2026-01-02', 'retention')
  const [list, destroyed] = [ring.list(), ring.destroyed()]
  ring.close()
  const again = reopened(ring.folder)
  assert.deepEqual(again.list(), list)
  assert.deepEqual(again.destroyed(), destroyed)
  assert.equal(opened(again, envelope), 'Ada')
  again.close()
})

test('after rotation both versions open, the new one seals, and the old one goes when nothing is left under it', async () => {
  const ring = made()
  const first = sealed(ring, 'first')
  ring.rotateTenant(tenant, 'submitted')
  const second = sealed(ring, 'second')
  assert.deepEqual([first[2], second[2]], [1, 2])
  assert.deepEqual([opened(ring, first), opened(ring, second)], ['first', 'second'])
  const stillSeals = await ring.retireTenant(tenant, 'submitted', 2, async () => 0)
  assert.ok('refused' in stillSeals && stillSeals.refused === 'key_still_seals')
  const inUse = await ring.retireTenant(tenant, 'submitted', 1, async () => 3)
  assert.ok('refused' in inUse && inUse['left'] === 3)
  assert.equal(opened(ring, first), 'first')
  const ended = await ring.retireTenant(tenant, 'submitted', 1, async () => 0)
  assert.ok(!('refused' in ended) && ended.length === 1)
  const gone = open(ring, place, first)
  assert.ok('refused' in gone && gone.refused === 'key_destroyed')
  assert.equal(opened(ring, second), 'second')
  ring.close()
})

test('a destroyed tenant begins again only by an order to rotate', () => {
  const ring = made()
  const before = sealed(ring, 'before')
  ring.destroyTenant(tenant, ['submitted'], 'end of contract')
  const refused = seal(ring, place, Buffer.from('no'))
  assert.ok('refused' in refused && refused.refused === 'key_destroyed')
  ring.rotateTenant(tenant, 'submitted')
  assert.equal(opened(ring, sealed(ring, 'after')), 'after')
  assert.ok('refused' in open(ring, place, before))
  ring.close()
})

test('many first keys are one write', () => {
  const steps: string[] = []
  const ring = made({ atStep: (step) => steps.push(step) })
  steps.length = 0
  const families = Array.from({ length: 500 }, () => tenantFamily(randomUUID(), 'submitted'))
  assert.equal(ring.prepare([...families, ...families, { of: 'period', class: 'submitted', day: '2026-09-22' }]), null)
  assert.equal(steps.filter((step) => step === 'new file in place').length, 1)
  assert.equal(ring.list().length, 5 + 501)
  assert.equal(ring.prepare(families), null)
  assert.equal(steps.filter((step) => step === 'new file in place').length, 1)
  ring.close()
})

test('destruction overwrites the file that held the key, not only its name', () => {
  const ring = made()
  sealed(ring, 'x')
  const secrets = secretsIn(ring.folder)
  const held = join(root, `held-${randomUUID()}`)
  linkSync(join(ring.folder, 'ring.json'), held)
  ring.destroyPeriod('submitted', '2026-09-22', 'retention')
  assert.ok(readFileSync(held).every((byte) => byte === 0))
  const left = secretsIn(ring.folder)
  assert.equal(left.length, secrets.length - 1)
  ring.close()
})

test('a ring file that is edited, cut or robbed of a key is refused by its path, and an edited key by its id', () => {
  const ring = made()
  sealed(ring, 'x')
  ring.close()
  const path = join(ring.folder, 'ring.json')
  const text = readFileSync(path, 'utf8')
  const ids = [...text.matchAll(/\{"id":"([^"]+)"/g)].map((found) => found[1])
  for (let at = 0; at < text.length; at += 7) {
    const letter = text[at] === 'a' ? 'b' : 'a'
    writeFileSync(path, text.slice(0, at) + letter + text.slice(at + 1))
    const refusal = refusalOf(ring.folder)
    assert.ok(JSON.stringify(refusal).includes(ring.folder), `character ${at}`)
  }
  writeFileSync(path, text.replace('"state":"active","bytes"', '"state":"retired","bytes"'))
  assert.deepEqual(refusalOf(ring.folder), { refused: 'ring_key_altered', path, key: ids[0] })
  for (const cut of [0, 1, 100, text.length - 1, text.length - 3]) {
    writeFileSync(path, text.slice(0, cut))
    assert.ok('refused' in refusalOf(ring.folder), `cut at ${cut}`)
  }
  const lines = text.split('\n')
  writeFileSync(path, [lines[0], ...lines.slice(2)].join('\n'))
  assert.deepEqual(refusalOf(ring.folder), { refused: 'ring_altered', path })
  writeFileSync(path, text)
  reopened(ring.folder).close()
})

test('a ring that others may read is refused with the mode that it should have', () => {
  const ring = made()
  ring.close()
  const path = join(ring.folder, 'ring.json')
  chmodSync(path, 0o640)
  assert.deepEqual(refusalOf(ring.folder), { refused: 'ring_open_to_others', path, mode: '640', expected: '600' })
})

test('a missing ring is named by the key that the data needs, and another ring is not taken for it', () => {
  const ring = made()
  ring.close()
  const expected = { ring: 'ring-1', key: 'key-1' }
  const nowhere = join(root, 'nowhere')
  assert.deepEqual(refusalOf(nowhere), { refused: 'ring_missing', folder: nowhere })
  assert.deepEqual(refusalOf(nowhere, { expected }), { refused: 'ring_lost', folder: nowhere, ...expected })
  assert.deepEqual(refusalOf(ring.folder, { expected }), {
    refused: 'ring_other',
    folder: ring.folder,
    ring: ring.id,
    expected: 'ring-1',
    key: 'key-1',
  })
  assert.deepEqual(createRing(ring.folder, tools), { refused: 'ring_exists', folder: ring.folder })
  reopened(ring.folder).close()
})

test('one owner at a time; a reader needs no ownership and changes nothing', () => {
  const ring = made()
  const envelope = sealed(ring, 'Ada')
  const path = join(ring.folder, 'ring.lock')
  assert.deepEqual(refusalOf(ring.folder), { refused: 'ring_held', path, pid: process.pid })
  const reader = reopened(ring.folder, { readOnly: true })
  assert.equal(opened(reader, envelope), 'Ada')
  const refused = { refused: 'ring_read_only', folder: ring.folder }
  assert.deepEqual(reader.rotateTenant(tenant, 'submitted'), refused)
  assert.deepEqual(reader.destroyPeriod('submitted', '2026-09-22', 'no'), refused)
  assert.deepEqual(seal(reader, { ...place, day: '2027-01-01' }, Buffer.from('no')), refused)
  reader.close()
  assert.equal(opened(ring, envelope), 'Ada')
  ring.close()
})

test('a change that cannot be written has not happened', () => {
  const failing = { now: false }
  const ring = made({
    atStep: (step) => {
      if (failing.now && step === 'new file half written') throw new Error('disk full')
    },
  })
  const envelope = sealed(ring, 'Ada')
  const list = ring.list()
  failing.now = true
  assert.throws(() => ring.rotateTenant(tenant, 'submitted'), /disk full/)
  assert.throws(() => ring.destroyPeriod('submitted', '2026-09-22', 'retention'), /disk full/)
  failing.now = false
  assert.deepEqual(ring.list(), list)
  assert.equal(opened(ring, envelope), 'Ada')
  ring.rotateTenant(tenant, 'submitted')
  ring.close()
  reopened(ring.folder).close()
})

test('a wrapped ring has no key in its file and opens with its own passphrase only', () => {
  const unlock = { by: 'passphrase', passphrase: 'six words that nobody would guess' } as const
  const ring = made({ unlock })
  const envelope = sealed(ring, 'Ada')
  ring.close()
  const path = join(ring.folder, 'ring.json')
  assert.ok(secretsIn(ring.folder).every((written) => Buffer.from(written, 'base64').length === 12 + 32 + 16))
  assert.deepEqual(refusalOf(ring.folder), { refused: 'ring_wrapped', path, by: 'passphrase' })
  assert.deepEqual(refusalOf(ring.folder, { unlock: { by: 'passphrase', passphrase: 'six words that somebody guessed' } }), {
    refused: 'ring_wrong_passphrase',
    path,
    by: 'passphrase',
  })
  const again = reopened(ring.folder, { unlock })
  assert.equal(opened(again, envelope), 'Ada')
  again.close()
  assert.deepEqual(createRing(join(root, 'weak'), { ...tools, unlock: { by: 'passphrase', passphrase: 'short' } }), {
    refused: 'passphrase_short',
    letters: 5,
    fewest: 12,
  })
})

test('a ring wrapped with a key file opens with that file', () => {
  const unlock = { by: 'key file', bytes: new Uint8Array(32).fill(7) } as const
  const ring = made({ unlock })
  const envelope = sealed(ring, 'Ada')
  ring.close()
  assert.ok('refused' in refusalOf(ring.folder, { unlock: { by: 'key file', bytes: new Uint8Array(32).fill(8) } }))
  const again = reopened(ring.folder, { unlock })
  assert.equal(opened(again, envelope), 'Ada')
  again.close()
})

test('neither the ring nor a key nor a signer prints a secret', () => {
  const ring = made()
  sealed(ring, 'Ada')
  const key = ring.newest(tenantFamily(tenant, 'submitted'))
  const signer = trailSigner(ring)
  const shown: string[] = []
  for (const value of [ring, key, signer, ring.derived, ring.image(), ring.list(), new Error('x', { cause: ring }), [key]])
    shown.push(inspect(value, { depth: 20, showHidden: true, maxArrayLength: null }), JSON.stringify(value) ?? '')
  const text = shown.join('\n')
  assert.ok(text.includes(key?.id ?? 'none'))
  const secrets = secretsIn(ring.folder)
  assert.equal(secrets.length, 7)
  for (const secret of secrets) {
    const bytes = Buffer.from(secret, 'base64')
    const spaced = bytes.toString('hex').replace(/(..)(?!$)/g, '$1 ')
    for (const form of [secret, bytes.toString('hex'), spaced, [...bytes].join(','), [...bytes].join(', '), bytes.toString('latin1')])
      assert.ok(!text.includes(form))
  }
  ring.close()
})

test('what the ledger knows to be destroyed is ended in a ring that was put back from an older copy', () => {
  const ring = made()
  const envelope = sealed(ring, 'Ada')
  const older = readFileSync(join(ring.folder, 'ring.json'))
  const ids = ring.destroyPeriod('submitted', '2026-09-22', 'retention')
  assert.ok(!('refused' in ids))
  ring.close()
  writeFileSync(join(ring.folder, 'ring.json'), older)
  const back = reopened(ring.folder)
  assert.equal(opened(back, envelope), 'Ada')
  assert.deepEqual(back.replayDestroyed([...ids, 'an id of nobody'], 'the ledger says so'), ids)
  assert.ok('refused' in open(back, place, envelope))
  assert.deepEqual(back.replayDestroyed(ids, 'again'), [])
  back.close()
})
