import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { entryAt } from '../../test/evidence/made.ts'
import { digest } from '../cli/node-crypto.ts'
import { canonicalJson } from './canonical.ts'
import { instant, sha256Hex } from './ids.ts'
import type { TrailEntry } from './trail.ts'
import { commit, leafHash, leafText, opens, redact } from './trail.ts'
import { hex } from './trail/bytes.ts'

const leafOf = (entry: TrailEntry): string => hex(leafHash(entry, digest))

const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_.:-]{0,12}$/)
const entries = fc.record({
  act: fc.string(),
  names: fc.array(fc.string()),
  counts: fc.dictionary(name, fc.nat()),
  at: fc.maxSafeInteger(),
})

test('a leaf is the canonical JSON of the entry, its redactable fields by their commitments', () => {
  fc.assert(
    fc.property(entries, ({ act, names, counts, at }) => {
      const entry = entryAt(3, { act, names, counts, at: instant(at) })
      const { detailDigest, actor, ip, ...open } = entry
      assert.equal(leafText(entry), canonicalJson({ ...open, detail: detailDigest, actor: actor.commitment, ip: ip.commitment, trail: 1 }))
    }),
  )
})

test('two entries that differ in any open field have different leaves', () => {
  const entry = entryAt(3)
  const others: readonly TrailEntry[] = [
    { ...entry, id: 'x' },
    { ...entry, at: instant(entry.at + 1) },
    { ...entry, act: `${entry.act} ` },
    { ...entry, ground: null },
    { ...entry, ground: '' },
    { ...entry, clause: null },
    { ...entry, case: null },
    { ...entry, names: [...entry.names].toReversed() },
    { ...entry, names: [entry.names.join('","')] },
    { ...entry, outcome: 'refused' },
    { ...entry, refused: 'null' },
    { ...entry, counts: {} },
    { ...entry, counts: { rows: 3, refusedRows: 123 } },
    { ...entry, detailDigest: sha256Hex('00'.repeat(32)) },
    { ...entry, actor: entry.ip, ip: entry.actor },
  ]
  assert.equal(new Set([entry, ...others].map(leafOf)).size, others.length + 1)
})

test('the order in which counts were written does not change the leaf', () => {
  assert.equal(leafOf(entryAt(1, { counts: { a: 1, b: 2, B: 3 } })), leafOf(entryAt(1, { counts: { b: 2, B: 3, a: 1 } })))
})

test('an entry keeps its leaf when the person is taken away, and nothing of the person stays in it', () => {
  const entry = entryAt(2)
  const redacted = redact(entry)
  assert.equal(leafOf(redacted), leafOf(entry))
  assert.ok(!JSON.stringify(redacted).includes('customer.example'))
  assert.ok(!leafText(entry).includes('customer.example'))
})

test('a commitment opens with its own value, salt and field alone', () => {
  const opening = { value: '192.0.2.1', salt: '00'.repeat(16) }
  const { commitment } = commit('ip', opening, digest)
  assert.ok(opens('ip', { commitment, open: opening }, digest))
  assert.ok(opens('ip', { commitment, open: null }, digest))
  assert.ok(!opens('actor', { commitment, open: opening }, digest))
  assert.ok(!opens('ip', { commitment, open: { ...opening, value: '192.0.2.2' } }, digest))
  assert.ok(!opens('ip', { commitment, open: { ...opening, salt: '01'.repeat(16) } }, digest))
  assert.notEqual(commit('ip', { ...opening, salt: 'ff'.repeat(16) }, digest).commitment, commitment)
})
