import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import {
  acceptance,
  acceptanceOf,
  certificateOf,
  concluded,
  earlierHead,
  entryAt,
  erasure,
  fingerprint,
  logOf,
  operator,
  rotatedTrail,
  signed,
  stranger,
  successor,
  trailOf,
} from '../../test/evidence/made.ts'
import { digest, verify } from '../cli/node-crypto.ts'
import { writeCheckpoint } from './checkpoint.ts'
import type { Evidence, TrailEvidence } from './evidence.ts'
import { statementDigest, writeEvidence } from './evidence.ts'
import { isFaults, readEvidence } from './evidence/read.ts'
import type { Held, Verdict } from './evidence/verdict.ts'
import { verifyEvidence } from './evidence/verify.ts'
import { instant, sha256Hex, tenantId } from './ids.ts'
import { leafHash, redact } from './trail.ts'
import { hex } from './trail/bytes.ts'

const held: Held = { fingerprint: fingerprint(operator), concluded: null, earlierHead: null }
const judge = (evidence: Evidence, changes: Partial<Held> = {}): Verdict =>
  verifyEvidence(evidence, { ...held, ...changes }, { digest, verify })
const wrongOf = (evidence: Evidence, changes: Partial<Held> = {}): readonly [string, string] | 'holds up' => {
  const verdict = judge(evidence, changes)
  return verdict.ok ? 'holds up' : [verdict.wrong.refused, verdict.wrong.at]
}
const saidIn = (verdict: Verdict): readonly string[] =>
  verdict.ok ? [...verdict.proved, ...verdict.stated].map(({ said }) => said) : assert.fail(verdict.wrong.refused)
const kindsOfFile: readonly Evidence[] = [trailOf(12), certificateOf(12, 7), acceptanceOf(12, 4), rotatedTrail(9)]
const codeOfText = (text: string): readonly string[] => {
  const read = readEvidence(text)
  if (isFaults(read)) return read.map(({ refused }) => refused)
  const verdict = judge(read)
  return verdict.ok ? [] : [verdict.wrong.refused]
}

test('each kind of file comes back as it was written, and holds up', () => {
  for (const evidence of kindsOfFile) {
    assert.deepEqual(readEvidence(writeEvidence(evidence)), evidence)
    assert.equal(wrongOf(evidence), 'holds up')
  }
})

test('trails of every size up to 40 hold up, the empty one included', () => {
  for (let size = 0; size <= 40; size += 1) assert.equal(wrongOf(trailOf(size)), 'holds up', `${size} entries`)
})

const good = trailOf(12)
const withEntries = (entries: TrailEvidence['entries']): TrailEvidence => ({ ...good, entries })
const at = (index: number) => good.entries[index] ?? assert.fail('no such entry')

test('an edited entry is found, in any of its fields, with its place', () => {
  const edits = [
    { act: 'record deleted' },
    { at: instant(1) },
    { ground: 'another' },
    { clause: null },
    { case: null },
    { names: [] },
    { id: 'x' },
    { outcome: 'refused' as const },
    { refused: 'x' },
    { counts: { rows: 1 } },
    { detailDigest: sha256Hex('00'.repeat(32)) },
  ]
  for (const edit of edits) {
    const edited = withEntries(good.entries.with(3, { ...at(3), entry: { ...at(3).entry, ...edit } }))
    assert.deepEqual(wrongOf(edited), ['trail_entry_edited', 'entries[3]'], JSON.stringify(edit))
  }
})

test('an entry that was edited together with its leaf is found, without its place', () => {
  const entry = { ...at(3).entry, act: 'record deleted' }
  const edited = withEntries(good.entries.with(3, { index: 3, leaf: sha256Hex(hex(leafHash(entry, digest))), entry }))
  assert.deepEqual(wrongOf(edited), ['trail_root_differs', 'entries'])
})

test('a removed entry is found, renumbered or not', () => {
  assert.deepEqual(wrongOf(withEntries(good.entries.toSpliced(4, 1))), ['trail_entry_removed', 'entries[4]'])
  assert.deepEqual(wrongOf(withEntries(good.entries.toSpliced(0, 1))), ['trail_entry_removed', 'entries[0]'])
  const renumbered = good.entries.toSpliced(4, 1).map((logged, index) => ({ ...logged, index }))
  assert.deepEqual(wrongOf(withEntries(renumbered)), ['trail_tail_cut', 'entries[11]'])
})

test('reordered entries are found, renumbered or not', () => {
  const swapped = good.entries.with(4, at(5)).with(5, at(4))
  assert.deepEqual(wrongOf(withEntries(swapped)), ['trail_reordered', 'entries[4]'])
  assert.deepEqual(wrongOf(withEntries(swapped.map((logged, index) => ({ ...logged, index })))), ['trail_root_differs', 'entries'])
})

test('an inserted entry is found, renumbered or not', () => {
  const entry = entryAt(99)
  const forged = { index: 5, leaf: sha256Hex(hex(leafHash(entry, digest))), entry }
  const inserted = good.entries.toSpliced(5, 0, forged)
  assert.deepEqual(wrongOf(withEntries(inserted)), ['trail_entry_inserted', 'entries[6]'])
  assert.deepEqual(wrongOf(withEntries(inserted.map((logged, index) => ({ ...logged, index })))), ['trail_entry_inserted', 'entries[12]'])
  assert.deepEqual(wrongOf(withEntries([...good.entries, { ...forged, index: 12 }])), ['trail_entry_inserted', 'entries[12]'])
})

test('a cut tail is found against the head of the file, and a shorter head against one that the reader holds', () => {
  assert.deepEqual(wrongOf(withEntries(good.entries.slice(0, 9))), ['trail_tail_cut', 'entries[9]'])
  assert.deepEqual(wrongOf(withEntries([])), ['trail_tail_cut', 'entries[0]'])
  const cutAndSigned = trailOf(9)
  assert.equal(wrongOf(cutAndSigned), 'holds up')
  assert.ok(saidIn(judge(cutAndSigned)).includes('unproved_latest'))
  assert.deepEqual(wrongOf(cutAndSigned, { earlierHead: earlierHead(12) }), ['held_head_is_longer', 'checkpoint'])
})

test('a file extends an earlier head of the same history and no other', () => {
  for (const size of [0, 1, 5, 11, 12]) {
    const verdict = judge(good, { earlierHead: earlierHead(size) })
    assert.ok(saidIn(verdict).includes('proved_extends'))
    assert.ok(!saidIn(verdict).includes('unproved_latest'))
  }
  const rewritten = logOf(Array.from({ length: 12 }, (_, index) => entryAt(index, index === 2 ? { act: 'rewritten' } : {})))
  const other: TrailEvidence = { ...good, checkpoint: rewritten.head([operator]), entries: rewritten.logged }
  assert.equal(wrongOf(other), 'holds up')
  assert.equal(wrongOf(other, { earlierHead: earlierHead(2) }), 'holds up')
  for (const size of [3, 5, 12])
    assert.deepEqual(wrongOf(other, { earlierHead: earlierHead(size) }), ['held_head_not_extended', 'checkpoint'])
  assert.deepEqual(wrongOf(good, { earlierHead: earlierHead(5, [stranger]) }), ['note_unsigned', 'head'])
  const elsewhere = signed(
    writeCheckpoint({ origin: 'operator.example/trail/other', size: 5, root: digest(new Uint8Array(0)), at: null }),
    [operator],
  )
  assert.deepEqual(wrongOf(good, { earlierHead: elsewhere }), ['held_head_of_other_log', 'head'])
})

test('a certificate extends the heads that it holds proofs for, and says so when it holds none', () => {
  const certificate = certificateOf(12, 7)
  assert.ok(saidIn(judge(certificate, { earlierHead: earlierHead(5) })).includes('proved_extends'))
  assert.deepEqual(wrongOf(certificate, { earlierHead: earlierHead(6) }), ['held_head_unproved', 'extensions'])
  assert.deepEqual(wrongOf(certificate, { earlierHead: earlierHead(13) }), ['held_head_is_longer', 'checkpoint'])
  const [extension = assert.fail()] = certificate.extensions
  const others = [
    { ...extension, proof: extension.proof.toReversed() },
    { ...extension, from: 6 },
    { ...extension, root: concluded },
    { ...extension, from: 12 },
  ]
  for (const other of others)
    assert.deepEqual(wrongOf({ ...certificate, extensions: [other] }), ['evidence_extension_fails', 'extensions[0]'])
  const rewritten = logOf(Array.from({ length: 5 }, (_, index) => entryAt(index, { act: 'rewritten' })))
  assert.deepEqual(wrongOf(certificate, { earlierHead: rewritten.head([operator]) }), ['held_head_not_extended', 'checkpoint'])
})

test('the wrong key, a swapped signature and a head of another log are refused', () => {
  assert.deepEqual(wrongOf(good, { fingerprint: fingerprint(stranger) }), ['evidence_wrong_key', 'keys'])
  assert.deepEqual(wrongOf({ ...trailOf(12, stranger), keys: good.keys }), ['note_unsigned', 'checkpoint'])
  const signature = trailOf(11).checkpoint.split('\n\n')[1] ?? ''
  assert.deepEqual(wrongOf({ ...good, checkpoint: `${good.checkpoint.split('\n\n')[0] ?? ''}\n\n${signature}` }), [
    'note_forged',
    'checkpoint',
  ])
  const elsewhere = signed(
    (good.checkpoint.split('\n\n')[0] ?? '').replace(entryAt(0).tenant, '00000000-0000-4000-8000-000000000000').concat('\n'),
    [operator],
  )
  assert.deepEqual(wrongOf({ ...good, checkpoint: elsewhere }), ['trail_foreign_entry', 'entries[0]'])
})

test('a new key counts when the old one handed over, and only then', () => {
  const rotated = rotatedTrail(9)
  assert.ok(saidIn(judge(rotated)).includes('proved_rotations'))
  assert.equal(wrongOf(rotated, { fingerprint: fingerprint(successor) }), 'holds up')
  assert.deepEqual(wrongOf({ ...rotated, rotations: [] }), ['evidence_rotations_missing', 'rotations'])
  const alone = signed((rotated.rotations[0] ?? '').split('\n\n')[0]?.concat('\n') ?? '', [successor])
  assert.deepEqual(wrongOf({ ...rotated, rotations: [alone] }), ['rotation_incomplete', 'rotations[0]'])
  const oldHead = logOf(Array.from({ length: 9 }, (_, index) => entryAt(index))).head([operator])
  assert.deepEqual(wrongOf({ ...rotated, checkpoint: oldHead }), ['evidence_head_of_old_key', 'checkpoint'])
})

test('a trail keeps holding up when persons are taken away, and says how many; a replaced person is found', () => {
  const redacted = withEntries(good.entries.map((logged, index) => (index < 5 ? { ...logged, entry: redact(logged.entry) } : logged)))
  const verdict = judge(redacted)
  assert.ok(verdict.ok)
  assert.deepEqual(
    verdict.stated.find(({ said }) => said === 'stated_redacted'),
    { said: 'stated_redacted', count: 5 },
  )
  for (const field of ['actor', 'ip'] as const) {
    const { commitment, open } = at(8).entry[field]
    const replaced = {
      ...at(8),
      entry: { ...at(8).entry, [field]: { commitment, open: { value: 'someone else', salt: open?.salt ?? '' } } },
    }
    assert.deepEqual(wrongOf(withEntries(good.entries.with(8, replaced))), ['trail_value_replaced', `entries[8].entry.${field}`])
  }
})

test('a statement that was edited is found, whatever was edited', () => {
  const certificate = certificateOf(12, 7)
  const edits = [
    { tables: [{ table: 'enrichment_contact', rows: 1205 }] },
    { remains: [] },
    { stage: 'erased' as const },
    { clock: 'simulated' as const },
    { subjects: [] },
    { erasedAt: instant(1) },
    { keysDestroyed: [] },
    { agreement: sha256Hex('cd'.repeat(32)) },
    { ground: 'other' },
    { id: 'other' },
  ]
  for (const edit of edits) {
    const edited = { ...certificate, statement: { ...certificate.statement, ...edit } }
    assert.deepEqual(wrongOf(edited), ['evidence_statement_edited', 'statement'], JSON.stringify(edit))
  }
  const accepted = acceptanceOf(12, 4)
  assert.deepEqual(wrongOf({ ...accepted, statement: { ...accepted.statement, concluded: sha256Hex('cd'.repeat(32)) } }), [
    'evidence_statement_edited',
    'statement',
  ])
})

test('a statement for another customer, or about a refused act, proves nothing', () => {
  const foreign = { ...erasure, tenant: tenantId('00000000-0000-4000-8000-000000000000') }
  assert.deepEqual(wrongOf(certificateOf(12, 7, foreign)), ['evidence_statement_of_other', 'statement.tenant'])
  const log = logOf([entryAt(0, { outcome: 'refused', refused: 'held', detailDigest: statementDigest(erasure, digest) })])
  const [logged = assert.fail()] = log.logged
  const refused: Evidence = { ...certificateOf(1, 0), checkpoint: log.head([operator]), entries: [{ ...logged, proof: log.inclusion(0) }] }
  assert.deepEqual(wrongOf(refused), ['evidence_act_was_refused', 'statement'])
})

test('a proof of another place, a shortened one and one with a changed step fail', () => {
  const certificate = certificateOf(12, 7)
  const [proven = assert.fail()] = certificate.entries
  const others = [
    { ...proven, index: 6 },
    { ...proven, proof: proven.proof.slice(1) },
    { ...proven, proof: proven.proof.with(1, concluded) },
    { ...proven, index: 12 },
  ]
  for (const other of others) assert.deepEqual(wrongOf({ ...certificate, entries: [other] }), ['trail_proof_fails', 'entries[0]'])
})

test('an acceptance holds up with who accepted withheld, and not with someone else', () => {
  assert.ok(saidIn(judge(acceptanceOf(12, 4, false))).includes('stated_evidence_withheld'))
  const accepted = acceptanceOf(12, 4)
  assert.ok(saidIn(judge(accepted)).includes('stated_simulated'))
  const { commitment, open } = acceptance(true).evidence
  const replaced = {
    ...accepted,
    statement: { ...accepted.statement, evidence: { commitment, open: { value: 'Eve', salt: open?.salt ?? '' } } },
  }
  assert.deepEqual(wrongOf(replaced), ['trail_value_replaced', 'statement.evidence'])
})

test('an acceptance is of the agreement that the reader holds; a certificate may name an earlier version and says so', () => {
  const other = sha256Hex('cd'.repeat(32))
  assert.ok(saidIn(judge(acceptanceOf(12, 4), { concluded })).includes('proved_agreement'))
  assert.deepEqual(wrongOf(acceptanceOf(12, 4), { concluded: other }), ['evidence_other_agreement', 'statement.concluded'])
  assert.ok(saidIn(judge(certificateOf(12, 7), { concluded })).includes('proved_agreement'))
  assert.ok(saidIn(judge(certificateOf(12, 7), { concluded: other })).includes('stated_other_agreement'))
})

test('what is not an evidence file, or says a thing twice, is refused with its place', () => {
  const text = writeEvidence(good)
  assert.deepEqual(codeOfText(''), ['evidence_not_json'])
  assert.deepEqual(codeOfText('\ufeff{}'), ['evidence_not_json'])
  assert.ok(codeOfText(`${'['.repeat(200_000)}${']'.repeat(200_000)}`).length > 0)
  assert.ok(codeOfText('[]').includes('evidence_wrong_field'))
  assert.deepEqual(codeOfText(text.replace('"act": "contacts imported"', '"act": "x", "act": "contacts imported"')), [
    'evidence_odd_spelling',
  ])
  assert.deepEqual(codeOfText(text.replace('"index": 1,', '"index": 1.0,')), ['evidence_odd_spelling'])
  assert.deepEqual(codeOfText(text.replace('contacts', '\\u0063ontacts')), ['evidence_odd_spelling'])
  assert.deepEqual(codeOfText(text.replace('"kind": "trail"', '"kind": "trail", "note": 1')), ['evidence_unknown_field'])
  assert.deepEqual(codeOfText(text.replace('"clause": "processing-scope",', '')), ['evidence_wrong_field'])
  assert.deepEqual(codeOfText(text.replace('"index": 1,', '"index": -1,')), ['evidence_wrong_field'])
  assert.deepEqual(codeOfText(text.replace('"outcome": "done"', '"outcome": "perhaps"')), ['evidence_wrong_field'])
  assert.deepEqual(codeOfText(JSON.stringify(good)), [])
})

test('a stage that is claimed without its time is refused', () => {
  const claimed = writeEvidence(certificateOf(3, 1)).replace('"stage": "complete"', '"stage": "audited"')
  assert.deepEqual(codeOfText(claimed), ['evidence_stage_without_time'])
})

test('no file holds up after a change of one character that changes what it says', () => {
  const files = kindsOfFile.map(writeEvidence)
  const plain = files.map((text) => JSON.stringify(readEvidence(text)))
  const characters = fc.oneof(
    fc.constantFrom(...'0123456789abcdefABC+/=" ,:{}[]\\\n-.é'),
    fc.string({ minLength: 1, maxLength: 1, unit: 'binary' }),
  )
  const change = fc.record({
    file: fc.nat({ max: files.length - 1 }),
    where: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    put: characters,
    how: fc.constantFrom('replace', 'insert', 'delete'),
  })
  fc.assert(
    fc.property(change, ({ file, where, put, how }) => {
      const text = files[file] ?? assert.fail()
      const place = Math.floor(where * text.length)
      const changed = text.slice(0, place) + (how === 'delete' ? '' : put) + text.slice(how === 'insert' ? place : place + 1)
      const read = readEvidence(changed)
      if (isFaults(read)) return
      const saysTheSame = JSON.stringify(read) === plain[file]
      assert.equal(judge(read).ok, saysTheSame, `${how} ${JSON.stringify(put)} at ${place}: ${changed.slice(place - 30, place + 30)}`)
    }),
    { numRuns: 3000 },
  )
})
