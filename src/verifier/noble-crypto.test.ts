import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { acceptanceOf, certificateOf, fingerprint, operator, rotatedTrail, trailOf } from '../../test/evidence/made.ts'
import * as node from '../cli/node-crypto.ts'
import { verifyEvidence } from '../domain/evidence/verify.ts'
import { hex } from '../domain/trail/bytes.ts'
import * as noble from './noble-crypto.ts'

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'))

// RFC 8032, 7.1: key, message, signature of TEST 1, 2, 3.
const vectors = [
  [
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ],
  [
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    '72',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ],
  [
    'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    'af82',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  ],
] as const

const both = [node, noble] as const

test('node:crypto and noble accept the signatures of RFC 8032 and refuse the same changed ones', () => {
  for (const [key, message, signature] of vectors) {
    for (const { verify } of both) assert.ok(verify(bytes(key), bytes(message), bytes(signature)))
    for (let bit = 0; bit < 512; bit += 7) {
      const changed = bytes(signature)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      for (const { verify } of both) assert.ok(!verify(bytes(key), bytes(message), changed), `bit ${bit}`)
    }
    for (const { verify } of both) {
      assert.ok(!verify(bytes(key), bytes(`${message}00`), bytes(signature)))
      assert.ok(!verify(bytes(key).slice(1), bytes(message), bytes(signature)))
      assert.ok(!verify(bytes(key), bytes(message), bytes(signature).slice(1)))
      assert.ok(!verify(new Uint8Array(32).fill(255), bytes(message), bytes(signature)))
    }
  }
})

test('a signature whose second half was raised by the order of the group is refused by both (RFC 8032, 5.1.7)', () => {
  const order = 2n ** 252n + 27742317777372353535851937790883648493n
  const [key, message, signature] = vectors[1]
  const little = (text: string): bigint => BigInt(`0x${text.match(/../g)?.toReversed().join('') ?? '0'}`)
  const raised = (little(signature.slice(64)) + order).toString(16).padStart(64, '0')
  const malleable = signature.slice(0, 64) + (raised.match(/../g)?.toReversed().join('') ?? '')
  assert.equal(malleable.length, 128)
  for (const { verify } of both) assert.ok(!verify(bytes(key), bytes(message), bytes(malleable)))
})

test('both digest the same', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (input) => assert.equal(hex(noble.digest(input)), hex(node.digest(input)))))
})

test('both come to the same verdict on every kind of file, good and changed', () => {
  const held = { fingerprint: fingerprint(operator), concluded: null, earlierHead: null }
  const trail = trailOf(12)
  const certificate = certificateOf(12, 7)
  const files = [
    trail,
    certificate,
    acceptanceOf(12, 4),
    rotatedTrail(9),
    { ...trail, entries: trail.entries.slice(1) },
    { ...trail, checkpoint: trailOf(11).checkpoint },
    { ...certificate, statement: { ...certificate.statement, remains: [] } },
  ]
  for (const file of files) assert.deepEqual(verifyEvidence(file, held, noble), verifyEvidence(file, held, node))
})
