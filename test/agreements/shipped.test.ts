import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { z } from 'zod'
import { filledText } from '../../src/domain/agreement/figures.ts'
import { isFaults, readAgreement } from '../../src/domain/agreement.ts'
import type { Agreement } from '../../src/domain/agreement-shape.ts'
import { runningModules } from '../../src/domain/clauses/all.ts'
import { moduleNames } from '../../src/domain/clauses/names.ts'
import { lint, obstacles } from '../../src/domain/lint.ts'
import { isRefusal } from '../../src/domain/refusal.ts'
import { termsOf } from '../../src/domain/terms.ts'
import { judge, readPromises, type Promised } from '../../src/cli/promise-list.ts'

const shipped = ['enrichment', 'lead-management', 'fundraising'] as const
const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

const agreementNamed = (name: string): Agreement => {
  const agreement = readAgreement(read(`agreements/${name}.yaml`), Object.keys(moduleNames))
  if (isFaults(agreement)) assert.fail(`${name}: ${JSON.stringify(agreement)}`)
  return agreement
}
const promisesOf = (name: string): readonly Promised[] => {
  const promised = readPromises(name, read(`agreements/promises/${name}.json`))
  if (isRefusal(promised)) assert.fail(JSON.stringify(promised))
  return promised
}
const binds = ({ kind }: { readonly kind: string }): boolean => kind === 'obligation' || kind === 'prohibition'

const fixture = z
  .array(z.strictObject({ id: z.string(), seed: z.enum(shipped), kind: z.string() }))
  .parse(JSON.parse(read('test/fixtures/promise-ids.json')))

for (const name of shipped) {
  test(`the agreement "${name}" reads without a fault and leaves no question open`, () => {
    const left = obstacles(lint(agreementNamed(name))).map(({ rule, says }) => ({ rule, says }))
    assert.deepEqual(left, [])
  })

  test(`every answer that "${name}" records was asked for`, () => {
    const idle = lint(agreementNamed(name)).filter(({ rule }) => rule.startsWith('answer-'))
    assert.deepEqual(idle, [])
  })

  test(`every promise of the source of "${name}" is listed once, with its kind`, () => {
    const listed = promisesOf(name).map(({ id, kind }) => `${id} ${kind}`)
    const expected = fixture.filter(({ seed }) => seed === name).map(({ id, kind }) => `${id} ${kind}`)
    assert.deepEqual(listed.toSorted(), expected.toSorted())
  })

  test(`every obligation and prohibition listed for "${name}" stands on a clause of its kind that something keeps`, () => {
    const agreement = agreementNamed(name)
    for (const promised of promisesOf(name)) {
      const outcome = judge(promised, agreement, [], () => null)
      assert.ok(!isRefusal(outcome), JSON.stringify(outcome))
      assert.equal('statement' in outcome, !binds(promised), promised.id)
    }
  })

  test(`every promise listed for "${name}" stands on a clause of the agreement, and what is the other side's on a clause of that side`, () => {
    const clauses = new Map(agreementNamed(name).clauses.map((clause) => [clause.id, clause]))
    for (const promised of promisesOf(name)) {
      const clause = clauses.get(promised.clause)
      assert.ok(clause !== undefined, promised.id)
      if (promised.theirDuty === true) assert.equal(`${clause.debtor} ${clause.keeps.by}`, 'controller other party', promised.id)
    }
  })

  test(`every obligation and prohibition of "${name}" is kept by a module that is reserved, by evidence, or by the other side`, () => {
    for (const clause of agreementNamed(name).clauses.filter(binds)) {
      assert.notEqual(clause.keeps.by, 'nobody', clause.id)
      if (clause.keeps.by === 'module') assert.ok(Object.hasOwn(moduleNames, clause.keeps.module), clause.id)
      if (clause.keeps.by === 'evidence') assert.ok(clause.keeps.evidence.length > 10 && clause.keeps.why.length > 10, clause.id)
    }
  })

  test(`no name between braces is left in the text of "${name}"`, () => {
    for (const clause of agreementNamed(name).clauses) assert.doesNotMatch(filledText(clause), /[{}]/, clause.id)
  })
}

test('244 of the 403 promises bind somebody to act', () => {
  assert.equal(fixture.length, 403)
  assert.equal(fixture.filter(binds).length, 244)
  assert.equal(new Set(fixture.map(({ id }) => id)).size, 403)
})

test('the running modules have names that are reserved', () => {
  assert.deepEqual(
    runningModules.filter((name) => !Object.hasOwn(moduleNames, name)),
    [],
  )
})

/** The figures of the sources: agreement, module, term, value. */
const figures: readonly (readonly [(typeof shipped)[number], string, string, string])[] = [
  ['enrichment', 'retention', 'submitted', '90 days'],
  ['enrichment', 'retention', 'account', '30 days'],
  ['enrichment', 'retention', 'accessLogs', '12 months'],
  ['enrichment', 'retention', 'billing', '10 years'],
  ['enrichment', 'end-of-contract', 'exportWindow', '30 days'],
  ['enrichment', 'end-of-contract', 'eraseWithin', '30 days'],
  ['enrichment', 'end-of-contract', 'certificate', 'on request'],
  ['enrichment', 'breaches', 'notifyController', '72 hours'],
  ['enrichment', 'subprocessors', 'noticePeriod', '15 days'],
  ['enrichment', 'subprocessors', 'objectionEffect', 'terminate'],
  ['enrichment', 'audits', 'notice', '30 days'],
  ['enrichment', 'audits', 'cap', 'at most 1 per calendar year'],
  ['enrichment', 'amendment', 'notice', '30 days'],
  ['enrichment', 'acceptance', 'mode', 'terms acceptance'],
  ['lead-management', 'subprocessors', 'objectionWindow', '1 month'],
  ['lead-management', 'subprocessors', 'windowStart', 'receipt'],
  ['lead-management', 'subprocessors', 'silence', 'accepted'],
  ['lead-management', 'audits', 'cap', 'at most 1 per calendar year'],
  ['lead-management', 'end-of-contract', 'eraseWithin', '0 days'],
  ['lead-management', 'erasure', 'copies', 'all'],
  ['lead-management', 'instructions', 'suspendOnFlag', 'yes'],
  ['lead-management', 'acceptance', 'mode', 'subscription'],
  ['fundraising', 'subprocessors', 'noticePeriod', '30 business days'],
  ['fundraising', 'breaches', 'notifyController', '48 hours'],
  ['fundraising', 'breaches', 'authority', '72 hours'],
  ['fundraising', 'breaches', 'authorityBy', 'controller'],
  ['fundraising', 'end-of-contract', 'terminationNotice', '30 days to month end'],
  ['fundraising', 'end-of-contract', 'certificate', 'always'],
  ['fundraising', 'self-assessment', 'surveyMaxHours', '5 hours'],
  ['fundraising', 'liability', 'cap', 'the fees of the prior 12 months'],
  ['fundraising', 'encryption', 'cipher', 'AES-256'],
  ['fundraising', 'transfers', 'module', 'Module 3'],
  ['fundraising', 'backups', 'offSite', 'every 1 day'],
]

for (const [name, module, term, value] of figures) {
  test(`in "${name}" the ${term} of ${module} is ${value}, as in the source`, () => {
    assert.equal(termsOf(agreementNamed(name), module).values[term], value)
  })
}

test('figures that evidence proves stand in their clauses too', () => {
  const terms = new Map(agreementNamed('fundraising').clauses.map((clause) => [clause.id, clause.terms]))
  assert.equal(terms.get('self-assessment')?.['every'], 'every 12 months')
  assert.equal(terms.get('survey')?.['surveyEvery'], 'every 12 months')
  assert.equal(terms.get('dependency-upgrades')?.['upgradeEvery'], 'every 1 day')
  assert.equal(terms.get('staff-devices')?.['deviceUpdates'], 'every 1 day')
  assert.equal(terms.get('system-updates')?.['systemUpdates'], 'every 1 day')
})
