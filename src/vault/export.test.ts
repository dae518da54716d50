import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { instant } from '../domain/ids.ts'
import { open, seal } from './envelope.ts'
import type { Place } from './envelope.ts'
import { exportRing, exportsOf, importRing, restoreRing } from './export.ts'
import { createRing, openRing } from './open-ring.ts'
import type { OpenTools } from './open-ring.ts'
import { tenantFamily } from './ring.ts'
import type { Ring } from './ring.ts'

const root = mkdtempSync(join(tmpdir(), 'mandate-export-'))
after(() => rmSync(root, { recursive: true }))
const started = 1_782_291_600_000
const day = 86_400_000
const at = (days: number): OpenTools => ({ now: () => instant(started + days * day), newId: randomUUID })
const passphrase = 'six words that nobody would guess'
const place: Place = { tenant: randomUUID(), class: 'submitted', day: '2026-09-22', table: 'contacts', id: 'r' }
const evidence: Place = { ...place, class: 'evidence', day: null }

const owned = (ring: Ring | object): Ring => {
  assert.ok('rotateTenant' in ring, JSON.stringify(ring))
  return ring
}
const sealed = (ring: Ring, where: Place): Uint8Array => {
  const envelope = seal(ring, where, Buffer.from('Ada'))
  assert.ok(envelope instanceof Uint8Array)
  return envelope
}
const copyOf = (ring: Ring): Uint8Array => {
  const copy = exportRing(ring, passphrase, instant(started + 30 * day), randomUUID)
  assert.ok(copy instanceof Uint8Array)
  return copy
}
const refusal = (result: object): unknown => ('refused' in result ? result.refused : result)

const ring = owned(createRing(join(root, 'first'), at(0)))
const [contact, proof] = [sealed(ring, place), sealed(ring, evidence)]
const copy = copyOf(ring)
const secrets = [...readFileSync(join(ring.folder, 'ring.json'), 'utf8').matchAll(/"bytes":"([^"]+)"/g)].map((found) => found[1] ?? '')
after(() => ring.close())

test('a copy brings a lost ring back, with every key', () => {
  const back = owned(restoreRing(join(root, randomUUID()), copy, passphrase, [], at(1)))
  assert.equal(back.id, ring.id)
  assert.deepEqual(back.list(), ring.list())
  assert.ok(open(back, place, contact) instanceof Uint8Array)
  back.close()
})

test('a copy holds no key in the clear, and its making is on record with the day it expires', () => {
  const text = Buffer.from(copy).toString('latin1')
  assert.equal(secrets.length, 8)
  for (const secret of secrets) {
    assert.ok(!text.includes(secret))
    assert.ok(!text.includes(Buffer.from(secret, 'base64').toString('latin1')))
  }
  const [note] = exportsOf(ring.folder)
  assert.deepEqual([note?.made, note?.expires], [started, started + 30 * day])
})

test('a copy is refused after its expiry, with another passphrase, and with any byte changed', () => {
  const folder = join(root, 'never')
  assert.equal(refusal(restoreRing(folder, copy, passphrase, [], at(30))), 'export_expired')
  assert.equal(refusal(restoreRing(folder, copy, 'six words that somebody guessed', [], at(1))), 'export_wrong_passphrase')
  const text = Buffer.from(copy)
  const later = Buffer.from(text.toString('latin1').replace(String(started + 30 * day), String(started + 99 * day)), 'latin1')
  assert.notDeepEqual(later, text)
  assert.equal(refusal(restoreRing(folder, later, passphrase, [], at(31))), 'export_altered')
  const body = text.indexOf(10) + 1
  for (const change of [body, body + 13, text.length - 1]) {
    const changed = Buffer.from(text)
    changed[change] = (changed[change] ?? 0) ^ 1
    assert.equal(refusal(restoreRing(folder, changed, passphrase, [], at(1))), 'export_altered')
  }
  assert.equal(refusal(restoreRing(folder, text.subarray(0, -1), passphrase, [], at(1))), 'export_altered')
  for (const junk of [new Uint8Array(0), Buffer.from('hello'), Buffer.from('{}\nhello')])
    assert.equal(refusal(restoreRing(folder, junk, passphrase, [], at(1))), 'export_unreadable')
  assert.ok(!readdirSync(root).includes('never'))
  assert.equal(refusal(exportRing(ring, passphrase, instant(started), randomUUID)), 'export_already_expired')
  assert.equal(refusal(exportRing(ring, 'short', instant(started + day), randomUUID)), 'passphrase_short')
})

test('what was destroyed after the copy was made stays destroyed when the copy is imported', () => {
  const here = owned(restoreRing(join(root, randomUUID()), copy, passphrase, [], at(1)))
  const ids = here.destroyPeriod('submitted', '2026-09-22', 'retention')
  assert.ok(!('refused' in ids))
  assert.deepEqual(importRing(here, copy, passphrase, []), { added: [], keptDestroyed: ids })
  const gone = open(here, place, contact)
  assert.equal(refusal(gone), 'key_destroyed')
  assert.ok(open(here, evidence, proof) instanceof Uint8Array)
  // And through a second copy, made after the destruction: it has no bytes to bring back.
  const second = copyOf(here)
  here.close()
  const again = owned(restoreRing(join(root, randomUUID()), second, passphrase, [], at(2)))
  assert.equal(refusal(open(again, place, contact)), 'key_destroyed')
  assert.deepEqual(importRing(again, copy, passphrase, []), { added: [], keptDestroyed: ids })
  assert.equal(refusal(open(again, place, contact)), 'key_destroyed')
  again.close()
  const reopened = owned(openRing(again.folder, at(3)))
  assert.equal(refusal(open(reopened, place, contact)), 'key_destroyed')
  reopened.close()
})

test('what only the ledger knows to be destroyed is not written when a copy is restored into an empty folder', () => {
  const ids = ring.periodIds('submitted', '2026-09-22')
  const back = owned(restoreRing(join(root, randomUUID()), copy, passphrase, ids, at(1)))
  assert.equal(refusal(open(back, place, contact)), 'key_destroyed')
  const left = readFileSync(join(back.folder, 'ring.json'), 'utf8')
  assert.deepEqual(secrets.filter((secret) => left.includes(secret)).length, secrets.length - 1)
  back.close()
})

test('an import ends a living key that the ledger knows to be destroyed', () => {
  const back = owned(restoreRing(join(root, randomUUID()), copy, passphrase, [], at(1)))
  const ids = back.periodIds('submitted', '2026-09-22')
  assert.deepEqual(importRing(back, copy, passphrase, ids), { added: [], keptDestroyed: ids })
  assert.equal(refusal(open(back, place, contact)), 'key_destroyed')
  back.close()
})

test('an import adds what the ring has lost, and of two versions only the newer one seals', () => {
  const newer = owned(restoreRing(join(root, randomUUID()), copy, passphrase, [], at(1)))
  newer.rotateTenant(place.tenant, 'submitted')
  const second = sealed(newer, place)
  const newerCopy = copyOf(newer)
  newer.close()
  const older = owned(restoreRing(join(root, randomUUID()), copy, passphrase, [], at(1)))
  const imported = importRing(older, newerCopy, passphrase, [])
  assert.ok(!('refused' in imported) && imported.added.length === 1)
  assert.ok(open(older, place, second) instanceof Uint8Array)
  assert.ok(open(older, place, contact) instanceof Uint8Array)
  assert.deepEqual(
    older.versions(tenantFamily(place.tenant, 'submitted')).map((key) => key.state),
    ['active', 'retired'],
  )
  older.close()
})

test('a copy of another ring, or one that made other keys since, is refused whole', () => {
  const other = owned(createRing(join(root, randomUUID()), at(0)))
  assert.equal(refusal(importRing(other, copy, passphrase, [])), 'export_of_other_ring')
  other.close()
  const [one, two] = [0, 0].map(() => owned(restoreRing(join(root, randomUUID()), copy, passphrase, [], at(1))))
  assert.ok(one !== undefined && two !== undefined)
  const where = { ...place, day: '2026-10-01' }
  const here = sealed(one, where)
  sealed(two, where)
  const before = one.list()
  assert.equal(refusal(importRing(one, copyOf(two), passphrase, [])), 'export_conflict')
  assert.deepEqual(one.list(), before)
  assert.ok(open(one, where, here) instanceof Uint8Array)
  one.close()
  two.close()
})

test('a ring that is only read can be exported and imports nothing', () => {
  const reader = owned(openRing(ring.folder, { ...at(1), readOnly: true }))
  const made = copyOf(reader)
  assert.equal(refusal(importRing(reader, made, passphrase, [...ring.periodIds('submitted', '2026-09-22')])), 'ring_read_only')
  reader.close()
})
