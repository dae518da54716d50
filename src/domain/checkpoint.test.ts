import assert from 'node:assert/strict'
import { test } from 'node:test'
import { operator, origin, signed, signer, stranger, successor } from '../../test/evidence/made.ts'
import { digest, verify } from '../cli/node-crypto.ts'
import {
  openCheckpoint,
  openNote,
  readCheckpoint,
  readVerifierKey,
  refuseRotation,
  writeCheckpoint,
  writeRotation,
  writeVerifierKey,
} from './checkpoint.ts'
import { instant } from './ids.ts'
import { base64, fromBase64 } from './trail/bytes.ts'

const root = digest(new Uint8Array([1]))
const head = { origin, size: 42, root, at: instant(1_782_400_000_000) }
const text = writeCheckpoint(head)
const note = signed(text, [operator])
const open = (candidate: string, keys = [operator]) => openCheckpoint(candidate, keys, digest, verify)
const codeOf = (opened: object): unknown => ('refused' in opened ? opened.refused : 'opened')

// From golang.org/x/mod/sumdb/note, note_test.go (BSD-3-Clause): the worked example of that package.
const peterKey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const peterNote =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"

test('the note and the key of the Go reference implementation open here', () => {
  const key = readVerifierKey(peterKey, digest) ?? assert.fail('the key is not read')
  assert.equal(writeVerifierKey(key, digest), peterKey)
  const opened = openNote(peterNote, [key], digest, verify)
  assert.deepEqual('text' in opened && opened.signedBy, [key])
})

test('a verifier key with a changed byte is not read', () => {
  const written = writeVerifierKey(operator, digest)
  for (let at = 0; at < written.length; at += 1) {
    const changed = `${written.slice(0, at)}${written[at] === 'A' ? 'B' : 'A'}${written.slice(at + 1)}`
    assert.equal(readVerifierKey(changed, digest), null, changed)
  }
})

test('the example of the checkpoint specification is a head that is written back the same', () => {
  const example = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n'
  const read = readCheckpoint(example) ?? assert.fail('not read')
  assert.equal(read.size, 20_852_163)
  assert.equal(writeCheckpoint(read), example)
})

test('a checkpoint opens with its key and says origin, size, root and time', () => {
  const opened = open(note)
  assert.ok(!('refused' in opened))
  assert.deepEqual([opened.head.origin, opened.head.size, base64(opened.head.root), opened.head.at], [origin, 42, base64(root), head.at])
})

test('a signature by an unknown key is passed over, and one by no known key is not enough', () => {
  assert.equal(codeOf(open(signed(text, [stranger, operator]))), 'opened')
  assert.equal(codeOf(open(signed(text, [stranger]))), 'note_unsigned')
  assert.equal(codeOf(open(signed(text, [signer(7, 'operator.example/other')]))), 'note_unsigned')
})

test('a wrong signature by a known key refuses the note, whoever else signed', () => {
  const forged = note.replace(/^— (\S+) (.+)$/m, (_, name: string, encoded: string) => {
    const bytes = fromBase64(encoded) ?? assert.fail()
    bytes[40] = (bytes[40] ?? 0) ^ 1
    return `— ${name} ${base64(bytes)}`
  })
  assert.equal(codeOf(open(forged)), 'note_forged')
  const both = `${forged}${signed(text, [successor]).split('\n\n')[1] ?? ''}`
  assert.equal(codeOf(open(both, [operator, successor])), 'note_forged')
})

test('a signature taken from another head is refused', () => {
  const other = signed(writeCheckpoint({ ...head, size: 43 }), [operator])
  assert.equal(codeOf(open(`${text}\n${other.split('\n\n')[1] ?? ''}`)), 'note_forged')
})

test('a note of another form is refused', () => {
  const broken = [
    '',
    text,
    note.trimEnd(),
    note.replace('\n\n', '\n'),
    note.replace('— ', '- '),
    note.replace('\n\n', '\n\n\n'),
    note.replace('42', '42\t'),
    `${note}\n`,
  ]
  for (const candidate of broken) assert.notEqual(codeOf(open(candidate)), 'opened', JSON.stringify(candidate))
  const wide = signed(
    text,
    Array.from({ length: 17 }, (_, seed) => signer(seed + 20)),
  )
  assert.equal(codeOf(open(wide)), 'note_malformed')
})

test('a signed text that is no head is refused', () => {
  const line = base64(root)
  const texts = [
    `${origin}\n042\n${line}\n`,
    `${origin}\n-1\n${line}\n`,
    `${origin}\n42\nAAAA\n`,
    `${origin}\n42\n${line}\nother\n`,
    `${origin}\n42\n${line}\ntime 8640000000000001\n`,
    `a b\n42\n${line}\n`,
    `${origin}\n99999999999999999999\n${line}\n`,
  ]
  for (const candidate of texts) assert.equal(codeOf(open(signed(candidate, [operator]))), 'checkpoint_malformed', candidate)
})

test('a key hands over when both sign, and not when one does, in the other direction or with other words', () => {
  const handover = writeRotation({ from: operator, to: successor, at: instant(5) }, digest)
  const judge = (candidate: string, from = operator, to = successor) => refuseRotation(candidate, from, to, digest, verify)
  const both = signed(handover, [operator, successor])
  assert.equal(judge(both), null)
  assert.equal(judge(signed(handover, [operator]))?.refused, 'rotation_incomplete')
  assert.equal(judge(signed(handover, [successor]))?.refused, 'rotation_incomplete')
  assert.equal(judge(both, successor, operator)?.refused, 'rotation_incomplete')
  assert.equal(judge(both, operator, stranger)?.refused, 'rotation_incomplete')
  assert.equal(judge(signed(`${handover}and more\n`, [operator, successor]))?.refused, 'rotation_incomplete')
})
