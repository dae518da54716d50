import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { instant } from '../domain/ids.ts'
import { normaliseName, soughtPrefix } from '../domain/normalise.ts'
import { prefixTokens, soughtPrefixTokens, soughtTokens, token, tokenLength } from './blind-index.ts'
import type { IndexPlace } from './blind-index.ts'
import { createRing } from './open-ring.ts'

const folder = mkdtempSync(join(tmpdir(), 'mandate-index-'))
const ring = createRing(join(folder, 'keys'), { now: () => instant(0), newId: randomUUID })
assert.ok(!('refused' in ring))
after(() => {
  ring.close()
  rmSync(folder, { recursive: true })
})
const place: IndexPlace = { tenant: randomUUID(), class: 'submitted', field: 'email' }

const hex = (tokens: object): readonly string[] => {
  assert.ok(Array.isArray(tokens), JSON.stringify(tokens))
  return tokens.map((found) => Buffer.from(found).toString('hex'))
}
const one = (where: IndexPlace, text: string): string => hex([token(ring, where, text)])[0] ?? ''

test('equal values of one column of one tenant share a token, and nothing else does', () => {
  const here = one(place, 'ada@example.org')
  assert.equal(here.length, tokenLength * 2)
  assert.equal(one(place, 'ada@example.org'), here)
  const others = [
    one(place, 'bob@example.org'),
    one({ ...place, field: 'backup' }, 'ada@example.org'),
    one({ ...place, class: 'account' }, 'ada@example.org'),
    one({ ...place, tenant: randomUUID() }, 'ada@example.org'),
  ]
  assert.equal(new Set([here, ...others]).size, 5)
})

test('a typed prefix of any length from three letters finds the name', () => {
  const written = hex(prefixTokens(ring, place, normaliseName('Ada Lovelace-Byron')))
  for (const typed of ['lov', 'Love', 'lovelac', 'LOVELACE', 'byr', 'ada'])
    assert.ok(written.includes(hex(soughtPrefixTokens(ring, place, normaliseName(typed)))[0] ?? ''), typed)
  for (const typed of ['ove', 'lo', 'bob']) assert.ok(!written.includes(hex(soughtPrefixTokens(ring, place, typed))[0] ?? ''), typed)
})

test('the token of a whole word and of a prefix with the same letters differ', () => {
  assert.notEqual(one(place, 'ada'), hex(soughtPrefixTokens(ring, place, soughtPrefix('ada')))[0])
})

test('while a rotation is under way a search looks under both versions, and under none after destruction', async () => {
  const where = { ...place, tenant: randomUUID() }
  const before = one(where, 'ada')
  ring.rotateTenant(where.tenant, 'submitted')
  const now = one(where, 'ada')
  assert.notEqual(now, before)
  assert.deepEqual(hex(soughtTokens(ring, where, 'ada')), [now, before])
  await ring.retireTenant(where.tenant, 'submitted', 1, async () => 0)
  assert.deepEqual(hex(soughtTokens(ring, where, 'ada')), [now])
  ring.destroyTenant(where.tenant, ['submitted'], 'end of contract')
  assert.deepEqual(soughtTokens(ring, where, 'ada'), [])
  const refused = token(ring, where, 'ada')
  assert.ok('refused' in refused && refused.refused === 'key_destroyed')
})

test('a search for a tenant without keys makes none', () => {
  const before = ring.list().length
  assert.deepEqual(soughtTokens(ring, { ...place, tenant: randomUUID() }, 'ada'), [])
  assert.equal(ring.list().length, before)
})
