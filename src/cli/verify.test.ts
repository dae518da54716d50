import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { acceptanceOf, certificateOf, earlierHead, fingerprint, operator, pemOf, stranger, trailOf } from '../../test/evidence/made.ts'
import { canonicalHash } from '../domain/canonical.ts'
import { writeVerifierKey } from '../domain/checkpoint.ts'
import { writeEvidence } from '../domain/evidence.ts'
import { base64 } from '../domain/trail/bytes.ts'
import { digest } from './node-crypto.ts'
import { verify } from './verify.ts'

const folder = mkdtempSync(join(tmpdir(), 'mandate-verify-'))
after(() => rmSync(folder, { recursive: true }))
const put = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

const run = async (...words: readonly string[]): Promise<{ readonly status: number; readonly said: string }> => {
  const lines: string[] = []
  const status = await verify.run(words, { out: (line) => void lines.push(line), err: (line) => void lines.push(line) })
  return { status, said: lines.join('\n') }
}

const agreement = { agreement: 'enrichment', trailKey: fingerprint(operator) }
const trail = put('trail.json', writeEvidence(trailOf(12)))
const certificate = put('certificate.json', writeEvidence(certificateOf(12, 7)))
const key = put('key.pem', pemOf(operator))

test('a trail, a certificate and an acceptance hold up with the key, and the sentences say what is proved and what is only stated', async () => {
  const ofTrail = await run(trail, '--key', key)
  assert.equal(ofTrail.status, 0)
  assert.match(
    ofTrail.said,
    /^The trail holds up\.\n\nProved:\n[^]*the whole log, entries: 12[^]*\n\nOnly stated, or open:\n[^]*Nothing proves that this is the latest/,
  )
  const ofCertificate = await run(certificate, '--key', key)
  assert.equal(ofCertificate.status, 0)
  assert.match(
    ofCertificate.said,
    /word for word[^]*Only stated, or open:[^]*3612 rows[^]*copies in backups, readable until 2026-10-22 09:00:00 UTC/,
  )
  const ofAcceptance = await run(put('acceptance.json', writeEvidence(acceptanceOf(12, 4))), '--key', key)
  assert.equal(ofAcceptance.status, 0)
  assert.match(ofAcceptance.said, /simulated[^]*Ada Example, director, by passkey/)
  for (const { said } of [ofTrail, ofCertificate, ofAcceptance])
    assert.doesNotMatch(said, /\{\w+\}|proved_|stated_|verdict_/, 'every sentence is complete')
})

test('the key is read as PEM, Base64, SubjectPublicKeyInfo, verifier key and fingerprint', async () => {
  const forms = [
    pemOf(operator),
    base64(operator.key),
    pemOf(operator).split('\n')[1] ?? '',
    writeVerifierKey(operator, digest),
    fingerprint(operator),
    `${pemOf(operator).replaceAll('\n', '\r\n')}`,
  ]
  for (const form of forms) assert.equal((await run(trail, '--key', put('key', `${form}\n`))).status, 0, form)
  assert.match((await run(trail, '--key', put('key', 'nonsense'))).said, /not a public key: nonsense/)
  assert.match(
    (await run(trail, '--key', put('key', '-----BEGIN PRIVATE KEY-----\nMC4=\n-----END PRIVATE KEY-----\n'))).said,
    /private key/,
  )
})

test('the agreement names the key by its fingerprint; a template and another agreement do not', async () => {
  assert.equal((await run(trail, '--agreement', put('agreement.json', JSON.stringify(agreement)))).status, 0)
  const other = await run(trail, '--agreement', put('other.json', JSON.stringify({ ...agreement, trailKey: fingerprint(stranger) })))
  assert.equal(other.status, 1)
  assert.match(other.said, /not vouched for by the key that you trust/)
  const template = await run(trail, '--agreement', put('template.json', JSON.stringify({ ...agreement, trailKey: null })))
  assert.equal(template.status, 1)
  assert.match(template.said, /names no key/)
  assert.equal((await run(trail, '--agreement', put('broken.json', '{'))).status, 1)
})

test('an acceptance is held against the agreement that is given', async () => {
  const file = put('acceptance.json', writeEvidence(acceptanceOf(12, 4)))
  const held = await run(file, '--agreement', put('agreement.json', JSON.stringify(agreement)))
  assert.equal(held.status, 1)
  assert.ok(held.said.includes(canonicalHash(agreement, digest)))
})

test('without a key nothing is proved, and the sentence says where to get one', async () => {
  const { status, said } = await run(trail)
  assert.equal(status, 1)
  assert.match(said, /--agreement[^]*--key/)
})

test('an earlier head is held against the file', async () => {
  const extended = await run(trail, '--key', key, '--head', put('head', earlierHead(5)))
  assert.equal(extended.status, 0)
  assert.match(extended.said, /extends the head of 5 entries/)
  assert.doesNotMatch(extended.said, /latest/)
  const cut = await run(trail, '--key', key, '--head', put('head', earlierHead(13)))
  assert.equal(cut.status, 1)
  assert.match(cut.said, /the tail was cut/)
})

test('each tampered copy is refused with the first thing that is wrong', async () => {
  const good = trailOf(12)
  const swapped = good.entries.map((_, index, all) => all[index === 3 ? 4 : index === 4 ? 3 : index] ?? assert.fail())
  const copies: readonly (readonly [string, string, RegExp])[] = [
    ['edited', writeEvidence(good).replace('"act": "record viewed"', '"act": "record deleted"'), /Entry 1 \(“record deleted”\) was edited/],
    ['removed', writeEvidence({ ...good, entries: good.entries.toSpliced(3, 1) }), /number 3 is missing/],
    ['reordered', writeEvidence({ ...good, entries: swapped }), /reordered: number 4 stands where number 3/],
    [
      'inserted',
      writeEvidence({ ...good, entries: good.entries.toSpliced(3, 0, good.entries[2] ?? assert.fail()) }),
      /inserted at entries\[3\]/,
    ],
    ['cut', writeEvidence({ ...good, entries: good.entries.slice(0, 8) }), /tail was cut[^]*12 entries[^]*after 8/],
    ['statement', writeEvidence(certificateOf(12, 7)).replace('"rows": 1204', '"rows": 1205'), /statement certificate-0001 is not the one/],
    ['truncated', writeEvidence(good).slice(0, 3000), /not JSON/],
  ]
  for (const [name, text, expected] of copies) {
    const { status, said } = await run(put(`${name}.json`, text), '--key', key)
    assert.equal(status, 1, name)
    assert.match(said, expected)
    assert.doesNotMatch(said, /\{\w+\}/, name)
  }
})

test('a file that cannot be read or is not text, and words that are off, are said', async () => {
  assert.match((await run(join(folder, 'nowhere.json'), '--key', key)).said, /cannot be read/)
  assert.match((await run(put('zip', new Uint8Array([0x50, 0x4b, 3, 4, 0xff])), '--key', key)).said, /not UTF-8/)
  for (const words of [[], [trail, trail], [trail, '--key', key, '--agreement', key], [trail, '--what']]) {
    const { status, said } = await run(...words)
    assert.equal(status, 2)
    assert.match(said, /^Usage: /)
  }
})
