import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDecipheriv, hkdfSync, randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import * as fc from 'fast-check'
import { instant } from '../domain/ids.ts'
import { envelopeOverhead, open, openJson, seal, sealedUnder, sealJson } from './envelope.ts'
import type { Place } from './envelope.ts'
import { createRing } from './open-ring.ts'

const folder = mkdtempSync(join(tmpdir(), 'mandate-envelope-'))
const ring = createRing(join(folder, 'keys'), { now: () => instant(1_782_291_600_000), newId: randomUUID })
assert.ok(!('refused' in ring))
after(() => {
  ring.close()
  rmSync(folder, { recursive: true })
})

const place: Place = { tenant: randomUUID(), class: 'submitted', day: '2026-09-22', table: 'contacts', id: randomUUID() }

const sealed = (at: Place, plaintext: Uint8Array): Uint8Array => {
  const envelope = seal(ring, at, plaintext)
  assert.ok(envelope instanceof Uint8Array)
  return envelope
}

const places: fc.Arbitrary<Place> = fc.record({
  tenant: fc.constantFrom(randomUUID(), randomUUID()),
  class: fc.constantFrom('account' as const, 'evidence' as const, 'house' as const),
  day: fc.constantFrom(null, '2026-09-22', '2026-09-23'),
  table: fc.string(),
  id: fc.string(),
})

test('what was sealed at a place opens there, byte for byte', () => {
  fc.assert(
    fc.property(places, fc.uint8Array({ maxLength: 2_000 }), (at, plaintext) => {
      const envelope = sealed(at, plaintext)
      assert.equal(envelope.length, plaintext.length + envelopeOverhead)
      assert.deepEqual(Uint8Array.from(mustOpen(at, envelope)), plaintext)
    }),
  )
})

const mustOpen = (at: Place, envelope: Uint8Array): Uint8Array => {
  const opened = open(ring, at, envelope)
  assert.ok(opened instanceof Uint8Array)
  return opened
}

test('an envelope with any one bit flipped is refused', () => {
  const envelope = sealed(place, Buffer.from('Ada Lovelace'))
  for (let bit = 0; bit < envelope.length * 8; bit += 1) {
    const flipped = Uint8Array.from(envelope)
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    assert.ok('refused' in open(ring, place, flipped), `bit ${bit}`)
  }
})

test('an envelope that is cut or lengthened is refused', () => {
  const envelope = sealed(place, Buffer.from('Ada Lovelace'))
  for (let length = 0; length < envelope.length; length += 1) assert.ok('refused' in open(ring, place, envelope.subarray(0, length)))
  assert.ok('refused' in open(ring, place, Buffer.concat([envelope, Buffer.from([0])])))
})

test('an envelope opens at no other place', () => {
  fc.assert(
    fc.property(places, places, fc.uint8Array({ maxLength: 50 }), (at, elsewhere, plaintext) => {
      fc.pre(JSON.stringify(at) !== JSON.stringify(elsewhere))
      // So that the refusal is for the place, not for a key that was never made.
      sealed(elsewhere, plaintext)
      assert.deepEqual(open(ring, elsewhere, sealed(at, plaintext)), {
        refused: 'envelope_tampered',
        table: elsewhere.table,
        record: elsewhere.id,
      })
    }),
  )
})

test('moving a character from the table to the id makes another place', () => {
  const envelope = sealed({ ...place, table: 'ab', id: 'c' }, Buffer.from('x'))
  assert.ok('refused' in open(ring, { ...place, table: 'a', id: 'bc' }, envelope))
})

test('a hundred thousand envelopes have a hundred thousand nonces', () => {
  const nonces = new Set<string>()
  for (let count = 0; count < 100_000; count += 1)
    nonces.add(Buffer.from(sealed(place, new Uint8Array(1)).subarray(3, 15)).toString('latin1'))
  assert.equal(nonces.size, 100_000)
})

test('opening never makes a key: what nobody sealed is refused by the purpose of the missing key', () => {
  const envelope = sealed(place, Buffer.from('x'))
  const before = ring.list().length
  const stranger = randomUUID()
  assert.deepEqual(open(ring, { ...place, tenant: stranger }, envelope), {
    refused: 'key_unknown',
    key: `tenant/${stranger}/submitted/1`,
    ring: ring.id,
  })
  assert.deepEqual(open(ring, { ...place, day: '2030-01-01' }, envelope), {
    refused: 'key_unknown',
    key: 'period/submitted/2030-01-01',
    ring: ring.id,
  })
  assert.equal(ring.list().length, before)
})

test('a destroyed period refuses by id and date for every tenant, and takes nothing new', () => {
  const day = '2026-12-24'
  const other = { ...place, day, tenant: randomUUID() }
  const here = { ...place, day }
  const [one, two, untouched] = [sealed(here, Buffer.from('a')), sealed(other, Buffer.from('b')), sealed(place, Buffer.from('c'))]
  const ids = ring.periodIds('submitted', day)
  assert.deepEqual(ring.destroyPeriod('submitted', day, 'retention of 90 days'), ids)
  const refusal = {
    refused: 'key_destroyed',
    key: ids[0],
    purpose: `period/submitted/${day}`,
    destroyed: '2026-06-24T09:00:00.000Z',
    because: 'retention of 90 days',
  }
  assert.deepEqual(open(ring, here, one), refusal)
  assert.deepEqual(open(ring, other, two), refusal)
  assert.deepEqual(seal(ring, here, Buffer.from('d')), refusal)
  assert.equal(Buffer.from(mustOpen(place, untouched)).toString(), 'c')
  assert.deepEqual(ring.destroyPeriod('submitted', day, 'again'), [])
})

test('destroying one tenant leaves the others and its own classes that outlive the contract', () => {
  const leaving = { ...place, tenant: randomUUID() }
  const bill: Place = { ...leaving, class: 'billing', day: '2036-12-31' }
  const [gone, kept, neighbour] = [sealed(leaving, Buffer.from('a')), sealed(bill, Buffer.from('b')), sealed(place, Buffer.from('c'))]
  const ended = ring.destroyTenant(leaving.tenant, ['submitted', 'account'], 'end of contract')
  assert.ok(Array.isArray(ended) && ended.length === 1)
  const refused = open(ring, leaving, gone)
  assert.ok('refused' in refused && refused.refused === 'key_destroyed')
  assert.equal(Buffer.from(mustOpen(bill, kept)).toString(), 'b')
  assert.equal(Buffer.from(mustOpen(place, neighbour)).toString(), 'c')
})

test('a class whose records always end has no record without a day', () => {
  assert.throws(() => seal(ring, { ...place, class: 'accessLogs', day: null }, new Uint8Array(0)), /carry the day of their end/)
  assert.throws(() => seal(ring, { ...place, day: '22.09.2026' }, new Uint8Array(0)), /YYYY-MM-DD/)
})

test('an envelope is what docs/decisions/keys.md says: the published steps open it without this program', () => {
  const envelope = Buffer.from(sealed(place, Buffer.from('Ada Lovelace')))
  const lines = readFileSync(join(ring.folder, 'ring.json'), 'utf8').split('\n')
  const keyOf = (purpose: string): Buffer => {
    const [, bytes = ''] = /"bytes":"([^"]+)"/.exec(lines.find((line) => line.includes(`"${purpose}"`)) ?? '') ?? []
    return Buffer.from(bytes, 'base64')
  }
  const { tenant, table, id } = place
  const info = `mandate/record/v1|${tenant}|submitted|2026-09-22`
  const key = hkdfSync('sha256', keyOf(`tenant/${tenant}/submitted/1`), keyOf('period/submitted/2026-09-22'), info, 32)
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(key), envelope.subarray(3, 15))
  decipher.setAAD(Buffer.from(`mandate/record/v1|36:${tenant}|8:${table}|36:${id}|submitted|2026-09-22`))
  decipher.setAuthTag(envelope.subarray(-16))
  assert.equal(Buffer.concat([decipher.update(envelope.subarray(15, -16)), decipher.final()]).toString(), 'Ada Lovelace')
  assert.deepEqual([...envelope.subarray(0, 3)], [1, 0, 1])
})

test('a JSON value comes back as it went in, and the envelope names the version that sealed it', () => {
  const envelope = sealJson(ring, place, { name: 'Zoë', tags: [1, null] })
  assert.ok(envelope instanceof Uint8Array)
  assert.deepEqual(openJson(ring, place, envelope), { value: { name: 'Zoë', tags: [1, null] } })
  assert.equal(sealedUnder(envelope), 1)
  assert.equal(sealedUnder(Buffer.from('plain text')), 0)
})
