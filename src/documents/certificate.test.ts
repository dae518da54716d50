import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import type { ErasureStatement } from '../domain/evidence.ts'
import { statementDigest } from '../domain/evidence.ts'
import { instant, sha256Hex, tenantId } from '../domain/ids.ts'
import { documentsWords } from '../words/en/documents.ts'
import type { CertificateFacts } from './certificate.ts'
import { certificateDocument } from './certificate.ts'
import { renderPdf } from './pdf.ts'
import { readBack } from './pdf/read-back.ts'

const at = (day: number) => instant(Date.UTC(2026, 8, day, 9))

const statement: ErasureStatement = {
  statement: 'mandate-erasure/1',
  id: 'erasure-7',
  tenant: tenantId('3f0c1a52-7d6e-4c3b-9a51-0d5b7f8e2c11'),
  agreement: sha256Hex('ab'.repeat(32)),
  scope: 'person',
  subjects: ['request-12'],
  ground: 'gdpr-17-1',
  clause: 'erasure',
  askedAt: at(1),
  erasedAt: at(2),
  completeAt: at(3),
  auditedAt: null,
  stage: 'complete',
  tables: [
    { table: 'enrichment.contacts', rows: 7 },
    { table: 'enrichment.notes', rows: 3 },
  ],
  keysDestroyed: [],
  remains: [{ what: 'copies in backups', until: at(30), because: 'the period key of their class dies then' }],
  clock: 'real',
}

const facts: CertificateFacts = {
  language: 'en',
  controller: 'Ærø & Søn A/S',
  processor: 'Œuvre SARL',
  digest: statementDigest(statement, (bytes) => createHash('sha256').update(bytes).digest()),
  fingerprint: sha256Hex('cd'.repeat(32)),
  checkpoint: 'mandate.example/3f0c1a52\n12\nq6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=\n',
  proved: ['The statement is the one to which entry 11 commits.'],
  stated: ['That the rows were erased is the processor’s word.'],
}

const spoken = async (change: Partial<ErasureStatement> = {}): Promise<string> => {
  const document = certificateDocument({ ...statement, ...change }, facts, documentsWords)
  return readBack(await renderPdf(document, { createdAt: at(3), producer: 'test' })).tree.text
}

test('a certificate says who, what, how many rows, and the digest to which the trail commits', async () => {
  const text = await spoken()
  for (const part of [
    facts.controller,
    facts.processor,
    'erasure-7',
    'gdpr-17-1',
    'request-12',
    'All tables10',
    facts.digest,
    ...facts.proved,
  ]) {
    assert.ok(text.includes(part), `the page does not say "${part}"`)
  }
})

test('a stage that was not reached is shown as not reached', async () => {
  assert.match(await spoken(), /found nothing of what was erased\.\s*Not yet/)
  assert.doesNotMatch(await spoken({ auditedAt: at(4), stage: 'audited' }), /Not yet/)
})

test('what remains is named with the day until which it can be read', async () => {
  assert.match(await spoken(), /copies in backups.*2026-09-30T09:00:00Z/s)
  assert.ok((await spoken({ remains: [] })).includes(documentsWords.certificate_nothing_remains))
})

test('only a certificate of a simulated clock says so, and says it first', () => {
  const first = (clock: ErasureStatement['clock']) => certificateDocument({ ...statement, clock }, facts, documentsWords).blocks[1]
  assert.deepEqual(first('simulated'), { kind: 'paragraph', text: documentsWords.certificate_simulated })
  assert.equal(first('real')?.kind, 'table')
})

test('destroyed keys are listed with what their destruction means', async () => {
  assert.match(await spoken({ keysDestroyed: ['key-2026-09'] }), /can no longer be read\.•\s*key-2026-09/)
  assert.ok(!(await spoken()).includes(documentsWords.certificate_keys_mean))
})
