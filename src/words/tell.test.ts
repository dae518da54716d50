import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { acceptanceOf, certificateOf, erasure, fingerprint, operator, rotatedTrail } from '../../test/evidence/made.ts'
import { digest, verify } from '../cli/node-crypto.ts'
import { erasureScopes } from '../domain/evidence.ts'
import { verifyEvidence } from '../domain/evidence/verify.ts'
import { trailWords } from './en/trail.ts'
import { tellCode, tellVerdict } from './tell.ts'

const show = (milliseconds: number): string => `<${milliseconds}>`
const domain = join(import.meta.dirname, '..', 'domain')
const sources = [...readdirSync(join(domain, 'evidence')).map((name) => join('evidence', name)), 'checkpoint.ts', 'evidence.ts']
const code = sources.map((name) => readFileSync(join(domain, name), 'utf8')).join('\n')

test('every code that a verdict or a reader of evidence can give has a sentence, and every sentence is reached', () => {
  const written = [
    ...code.matchAll(/(?:refused|said): ?'(\w+)'/g),
    ...code.matchAll(/\? '((?:proved|stated)_\w+)' : '((?:proved|stated)_\w+)'/g),
  ].flatMap((match) => match.slice(1))
  const composed = [
    ...erasureScopes.map((scope) => `stated_erasure_${scope}`),
    ...['trail', 'certificate', 'acceptance'].map((kind) => `verdict_true_${kind}`),
  ]
  const elsewhere = [
    'verdict_false',
    'verdict_proved',
    'verdict_stated',
    'trust_nothing_given',
    'verify_file_unreadable',
    'verify_file_not_text',
  ]
  const known = new Set<string>(Object.keys(trailWords))
  const reached = new Set([...written, ...composed, ...elsewhere])
  assert.deepEqual(
    [...reached].filter((each) => !known.has(each)),
    [],
  )
  assert.deepEqual(
    [...known].filter((each) => !reached.has(each)),
    [],
  )
})

test('a verdict is told without a hole, whatever the erasure was', () => {
  const held = { fingerprint: fingerprint(operator), concluded: null, earlierHead: null }
  const erasures = erasureScopes.flatMap((scope) => [
    { ...erasure, scope, remains: [], keysDestroyed: [] },
    {
      ...erasure,
      scope,
      stage: 'audited' as const,
      auditedAt: erasure.erasedAt,
      remains: [{ what: 'invoices', until: null, because: 'a law keeps them' }],
    },
    { ...erasure, scope, stage: 'erased' as const, completeAt: null, clock: 'simulated' as const },
  ])
  const files = [
    ...erasures.map((statement) => certificateOf(6, 2, statement)),
    acceptanceOf(5, 2),
    acceptanceOf(5, 2, false),
    rotatedTrail(5),
  ]
  for (const file of files) {
    const told = tellVerdict(verifyEvidence(file, held, { digest, verify }), show)
    assert.ok(told.ok)
    const sentences = told.parts.flatMap((part) => part.sentences)
    assert.deepEqual(
      sentences.filter((sentence) => /\{\w+\}|proved_|stated_/.test(sentence)),
      [],
    )
  }
})

test('an instant is shown as a time, and a value that is missing leaves its name standing', () => {
  assert.equal(
    tellCode('stated_complete', { completeAt: 7 }, show),
    'A sweep that shares no query with the erasure found nothing left at <7>.',
  )
  assert.match(tellCode('stated_complete', {}, show), /\{completeAt\}/)
  assert.equal(tellCode('never_heard_of', {}, show), 'never_heard_of')
})
