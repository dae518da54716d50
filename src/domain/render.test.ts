import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Agreement } from './agreement-shape.ts'
import { isFaults, readAgreement } from './agreement.ts'
import { canonicalJson } from './canonical.ts'
import type { Block } from './document.ts'
import { moduleNames } from './clauses/names.ts'
import { renderAgreement } from './render.ts'

const read = (): Agreement => {
  const agreement = readAgreement(
    readFileSync(new URL('../../test/contradictions/clean.yaml', import.meta.url), 'utf8'),
    Object.keys(moduleNames),
  )
  if (isFaults(agreement)) assert.fail(JSON.stringify(agreement))
  return agreement
}
const agreement = read()
const hashes = { template: 'a'.repeat(64), concluded: null }
const { blocks, footer } = renderAgreement(agreement, hashes)

const tableOf = (from: readonly Block[], caption: string): Extract<Block, { kind: 'table' }> => {
  const table = from.flatMap((block) => (block.kind === 'table' && block.caption === caption ? [block] : []))[0]
  return table ?? assert.fail(`no table "${caption}"`)
}

test('a clause is printed with its number, its figures filled in and named', () => {
  const clause = blocks.flatMap((block) => (block.kind === 'clause' && block.id === 'breach' ? [block] : []))[0]
  assert.match(clause?.text ?? '', /within 48 hours after it is aware/)
  assert.ok(clause?.figures.includes('48 hours'))
  assert.equal(clause?.number, '13')
})

test('a version that was stored as canonical JSON is rendered as its file is', () => {
  const stored = readAgreement(canonicalJson(agreement), Object.keys(moduleNames))
  assert.ok(!isFaults(stored))
  assert.deepEqual(renderAgreement(stored, hashes), renderAgreement(agreement, hashes))
})

test('no placeholder is left anywhere', () => {
  assert.doesNotMatch(JSON.stringify(blocks), /\{\{|\}\}/)
})

test('the sheet of parameters has a row for every term: value, clause, who owes it, what an amendment does', () => {
  const { rows } = tableOf(blocks, 'Every figure and choice of this agreement')
  assert.equal(
    rows.length,
    agreement.clauses.reduce((count, { terms }) => count + Object.keys(terms).length, 0),
  )
  assert.ok(rows.some((row) => row.join('|') === 'notify controller|48 hours|13. Breach|the processor|keeps its period'))
  assert.ok(rows.some((row) => row.join('|') === 'access logs|30 days|14. Logs|the processor|takes the new period'))
})

test('every obligation and prohibition is listed with what keeps it', () => {
  const { rows } = tableOf(blocks, 'Obligations and prohibitions and how each is kept')
  assert.equal(rows.length, agreement.clauses.filter(({ kind }) => kind === 'obligation' || kind === 'prohibition').length)
  assert.ok(rows.some((row) => row.includes('evidence: signed undertakings, renewed every 12 months')))
})

test('the annexes are the opening lists unless a later state is given, and the moment is printed', () => {
  assert.match(JSON.stringify(blocks), /the opening lists of version 1\.0, as of 2026-06-24/)
  const annexes = { ...agreement.annexes, subprocessors: agreement.annexes.subprocessors.slice(1) }
  const later = renderAgreement(agreement, hashes, { annexes, asOf: '1 March 2027, 12:00 in Paris' }).blocks
  assert.match(JSON.stringify(later), /as they stand on 1 March 2027, 12:00 in Paris/)
  assert.deepEqual(
    tableOf(later, 'Sub-processors').rows.map(([name]) => name),
    ['Pigeon Post Inc.'],
  )
})

test('the hashes are printed, and the footer of every page bears the one that is signed', () => {
  assert.ok(blocks.some((block) => block.kind === 'code' && block.text === hashes.template))
  assert.ok(footer.endsWith(hashes.template))
  const concluded = renderAgreement(agreement, { ...hashes, concluded: 'b'.repeat(64) })
  assert.ok(concluded.footer.endsWith('b'.repeat(64)))
  assert.ok(concluded.blocks.some((block) => block.kind === 'code' && block.text === 'b'.repeat(64)))
})

test('precedence, recorded answers and both parties are printed where there are any', () => {
  const party = { legalName: 'Charity', registerNumber: '1', address: 'High Street', dataProtectionContact: 'privacy@example.org' }
  const answered = {
    ...agreement,
    parties: { controller: party, processor: { ...party, legalName: 'Provider' } },
    resolutions: [{ rule: 'audit-cap-missing', about: 'audit', answer: 'none', because: 'agreed' }],
  }
  const full = renderAgreement(answered, hashes)
  assert.match(full.subject, /between Charity \(controller\) and Provider \(processor\)/)
  assert.equal(tableOf(full.blocks, 'The parties').rows.length, 2)
  assert.deepEqual(tableOf(full.blocks, 'Questions that the text leaves open, and what holds').rows, [
    ['audit-cap-missing', 'audit', 'none', 'agreed'],
  ])
  assert.ok(full.blocks.some((block) => block.kind === 'list' && block.items === agreement.precedence))
})
