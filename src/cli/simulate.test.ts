import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { simulate, type SimulateFacts } from '../app/simulate.ts'
import { isFaults, readAgreement } from '../domain/agreement.ts'
import { clauses, runningModules } from '../domain/clauses/all.ts'
import { moduleNames } from '../domain/clauses/names.ts'
import { retention } from '../domain/clauses/retention.ts'
import { houseClause } from '../domain/clause.ts'
import { templateHash } from '../domain/hashes.ts'
import { isRefusal } from '../domain/refusal.ts'
import { startOfDate } from '../domain/time.ts'
import { digest } from './node-crypto.ts'
import { move, simulateCommand } from './simulate.ts'

const shipped = ['enrichment', 'lead-management', 'fundraising'] as const

const factsOf = (name: string): SimulateFacts => {
  const agreement = readAgreement(readFileSync(`agreements/${name}.yaml`, 'utf8'), Object.keys(moduleNames))
  if (isFaults(agreement)) throw new Error('the shipped agreement has faults')
  const start = startOfDate(agreement.effective, agreement.time.zone)
  return { agreement, hash: templateHash(agreement, digest), clauses, running: new Set(runningModules), start, years: 10, seed: 7, move }
}

const called = async (words: readonly string[]) => {
  const out: string[] = []
  const err: string[] = []
  const status = await simulateCommand.run(words, { out: (text) => out.push(text), err: (text) => err.push(text) })
  return { status, out: out.join('\n'), err: err.join('\n') }
}

for (const name of shipped)
  test(`ten years of the ${name} agreement open and close every period, and none is broken or forgotten`, async () => {
    const { status, out, err } = await called([`agreements/${name}.yaml`, '--years', '10'])
    assert.equal(err, '')
    assert.equal(status, 0)
    assert.match(out, /opens {2}erasure/)
    assert.match(out, /end-of-contract/)
  })

test('equal seeds give equal bytes, and another seed gives others', async () => {
  const first = await called(['agreements/enrichment.yaml', '--seed', '3', '--json'])
  const second = await called(['agreements/enrichment.yaml', '--seed', '3', '--json'])
  const other = await called(['agreements/enrichment.yaml', '--seed', '4', '--json'])
  assert.equal(first.out, second.out)
  assert.notEqual(first.out, other.out)
})

test('a module that forgets to close a period is named', async () => {
  const forgetful = houseClause({
    ...retention,
    evolve: (state, event) => (event.type === 'expired' ? state : retention.evolve(state, event)),
  })
  const facts = factsOf('enrichment')
  const simulation = await simulate({ ...facts, clauses: clauses.map((clause) => (clause.name === 'retention' ? forgetful : clause)) })
  if (isRefusal(simulation)) throw new Error(simulation.refused)
  assert.ok(simulation.broken.length > 0)
  assert.ok(simulation.broken.every((kept) => kept.clause === 'retention' && kept.deadline.name === 'expire'))
})

test('a file that is no agreement is refused with its faults, and a wrong call with its usage', async () => {
  assert.equal((await called(['package.json'])).status, 1)
  assert.equal((await called([])).status, 2)
  assert.equal((await called(['agreements/enrichment.yaml', '--years', '99'])).status, 2)
  assert.equal((await called(['nowhere.yaml'])).status, 2)
})
