import assert from 'node:assert/strict'
import { createHash, createPublicKey, randomUUID, verify } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { ed25519 } from '@noble/curves/ed25519.js'
import { instant } from '../domain/ids.ts'
import { privateKeyOf, publicKeyOf, signWith } from './ed25519.ts'
import { fingerprint, houseMac, houseMacOf, houseSecrets, personHmac, personHmacs, trailSigner, trailSigners } from './house-keys.ts'
import { createRing } from './open-ring.ts'

const folder = mkdtempSync(join(tmpdir(), 'mandate-house-'))
const ring = createRing(join(folder, 'keys'), { now: () => instant(0), newId: randomUUID })
assert.ok(!('refused' in ring))
after(() => {
  ring.close()
  rmSync(folder, { recursive: true })
})

test('signing gives the vectors of RFC 8032, section 7.1', () => {
  // Tests 1 and 2 of the section: seed, public key, message, signature.
  for (const [seed, publicKey, message, signature] of [
    [
      '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      '',
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    ],
    [
      '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      '72',
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    ],
  ] as const) {
    const bytes = Buffer.from(seed, 'hex')
    assert.equal(Buffer.from(publicKeyOf(bytes)).toString('hex'), publicKey)
    assert.equal(Buffer.from(signWith(privateKeyOf(bytes), Buffer.from(message, 'hex'))).toString('hex'), signature)
  }
})

test('a signature of the trail key verifies on the server and in the browser library', () => {
  const signer = trailSigner(ring)
  const message = Buffer.from('origin\n42\nroot\n')
  const signature = signer.sign(message)
  assert.ok(ed25519.verify(signature, message, signer.publicKey))
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), signer.publicKey])
  assert.ok(verify(null, message, createPublicKey({ key: spki, format: 'der', type: 'spki' }), signature))
  assert.equal(signer.fingerprint, createHash('sha256').update(signer.publicKey).digest('hex'))
  assert.equal(fingerprint(signer.publicKey), signer.fingerprint)
})

test('after rotation the newest signer comes first and each signs with its own key', () => {
  const old = trailSigner(ring)
  ring.rotateHouse('trailSigning')
  const [first, second] = trailSigners(ring)
  assert.ok(first !== undefined && second !== undefined)
  assert.deepEqual(second.publicKey, old.publicKey)
  const message = Buffer.from('rotation')
  assert.ok(ed25519.verify(first.sign(message), message, first.publicKey))
  assert.ok(ed25519.verify(second.sign(message), message, old.publicKey))
  assert.ok(!ed25519.verify(first.sign(message), message, old.publicKey))
})

test('a stored value names the version of the house key that made it, and is found under it after rotation', () => {
  const message = Buffer.from('password')
  const stored = houseMac(ring, 'pepper', message)
  ring.rotateHouse('pepper')
  const now = houseMac(ring, 'pepper', message)
  assert.deepEqual([stored.version, now.version], [1, 2])
  assert.notDeepEqual(now.mac, stored.mac)
  assert.deepEqual(houseMacOf(ring, 'pepper', 1, message), stored.mac)
  assert.equal(houseMacOf(ring, 'pepper', 9, message), null)
  assert.deepEqual(
    houseSecrets(ring, 'pepper').map(({ version, secret }) => [version, secret.length]),
    [
      [2, 32],
      [1, 32],
    ],
  )
})

test('a person is found by kind and value under a key of the house', () => {
  const email = personHmac(ring, 'email', 'ada@example.org')
  assert.equal(email.length, 32)
  assert.deepEqual(personHmac(ring, 'email', 'ada@example.org'), email)
  assert.notDeepEqual(personHmac(ring, 'text', 'ada@example.org'), email)
  ring.rotateHouse('personDirectory')
  assert.deepEqual(personHmacs(ring, 'email', 'ada@example.org')[1], email)
})
