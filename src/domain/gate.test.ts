import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { isFaults, readAgreement } from './agreement.ts'
import { runningModules } from './clauses/all.ts'
import { moduleNames } from './clauses/names.ts'
import { admit, admitOnGround, grounds, type Permit } from './gate.ts'
import { instant, tenantId } from './ids.ts'
import { isRefusal, type Refusal } from './refusal.ts'
import { noStanding, type InstructionStanding, type Standing } from './standing.ts'

const read = readAgreement(readFileSync('agreements/enrichment.yaml', 'utf8'), Object.keys(moduleNames))
if (isFaults(read)) throw new Error(JSON.stringify(read))
const agreement = read
const tenant = tenantId('00000000-0000-4000-8000-000000000001')
const now = instant(0)
const all = new Set(runningModules)
const need = { processing: 'enrich-contacts', operation: 'Match', columns: ['email'] }
const inForce = (instructions: Standing['instructions']): Standing => ({
  agreement: { status: 'in force', hash: 'h', since: now },
  instructions,
})
const given: InstructionStanding = { status: 'in force', processing: 'enrich-contacts' }
const suspended: InstructionStanding = { status: 'suspended', processing: 'enrich-contacts', since: now }

const said = (answer: Permit | Refusal) => (isRefusal(answer) ? answer.refused : answer.under)

test('a need is admitted under the instruction that covers it, and the permit says which', () => {
  const permit = admit(need, tenant, inForce({ first: given }), agreement, now, all)
  assert.deepEqual(said(permit), { instruction: 'first' })
})

test('refused: no agreement in force, something outside the agreement, no instruction, a suspended one', () => {
  const one = inForce({ first: given })
  assert.equal(said(admit(need, tenant, noStanding, null, now, all)), 'no_agreement_in_force')
  assert.equal(
    said(admit(need, tenant, { ...one, agreement: { status: 'ended', hash: 'h', endedAt: now, exportOpen: true } }, agreement, now, all)),
    'no_agreement_in_force',
  )
  assert.equal(said(admit({ ...need, processing: 'other' }, tenant, one, agreement, now, all)), 'processing_not_in_agreement')
  assert.equal(said(admit({ ...need, operation: 'Disclose' }, tenant, one, agreement, now, all)), 'operation_not_in_agreement')
  assert.equal(said(admit({ ...need, columns: ['email', 'salary'] }, tenant, one, agreement, now, all)), 'data_not_in_agreement')
  assert.equal(said(admit(need, tenant, inForce({}), agreement, now, all)), 'no_instruction_in_force')
  assert.equal(said(admit(need, tenant, inForce({ first: suspended }), agreement, now, all)), 'instruction_suspended')
})

test('one suspended instruction closes the gate for its activity, whatever others stand beside it', () => {
  const standing = fc.dictionary(
    fc.stringMatching(/^[a-z]{1,5}$/),
    fc.constantFrom(given, suspended, { status: 'in force', processing: 'another' } as const),
    { maxKeys: 6 },
  )
  fc.assert(
    fc.property(standing, (instructions) => {
      const covering = Object.values(instructions).filter((each) => each.processing === need.processing)
      const answer = said(admit(need, tenant, inForce(instructions), agreement, now, all))
      if (covering.some((each) => each.status === 'suspended')) assert.equal(answer, 'instruction_suspended')
      else if (covering.length === 0) assert.equal(answer, 'no_instruction_in_force')
      else assert.equal(typeof answer, 'object')
    }),
  )
})

test('a house that does not seal what it keeps admits nothing', () => {
  const without = new Set(runningModules.filter((name) => name !== 'encryption'))
  assert.deepEqual(admit(need, tenant, inForce({ first: given }), agreement, now, without), {
    refused: 'module_not_running',
    module: 'encryption',
  })
})

test('a ground needs no instruction; export ends with its window, erasure never', () => {
  const over: Standing = { ...noStanding, agreement: { status: 'ended', hash: 'h', endedAt: now, exportOpen: false } }
  for (const ground of Object.keys(grounds).filter((name) => name !== 'export')) assert.ok(ground in grounds)
  assert.deepEqual(said(admitOnGround('erasure', 'erase', tenant, over, now)), { ground: 'erasure' })
  assert.equal(said(admitOnGround('export', 'read', tenant, over, now)), 'export_window_over')
  assert.deepEqual(
    said(
      admitOnGround('export', 'read', tenant, { ...over, agreement: { status: 'ended', hash: 'h', endedAt: now, exportOpen: true } }, now),
    ),
    { ground: 'export' },
  )
  for (const law of Object.values(grounds)) assert.match(law, /^Article \d+/)
})
