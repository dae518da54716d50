import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import type { ClauseCommand, ClauseEvent, Deadline, Field, HouseClause } from '../clause.ts'
import { deadlineChanges } from '../deadline.ts'
import { caseId, instant } from '../ids.ts'
import { isRefusal } from '../refusal.ts'
import { foldStanding, noStanding, type Standing } from '../standing.ts'
import { clauses, guards, runningModules } from './all.ts'
import { inForce, rules, start, termsWith } from './clause.rig.ts'
import { moduleNames } from './names.ts'

const valueOf = (field: Field): fc.Arbitrary<ClauseCommand[string]> => {
  switch (field.kind) {
    case 'choice':
      return fc.constantFrom(...(field.choices ?? ['']))
    case 'count':
      return fc.nat({ max: 5 })
    case 'flag':
      return fc.boolean()
    case 'ids':
    case 'list':
      return fc.constantFrom<readonly string[]>([], ['enrich-contacts'])
    case 'counts':
      return fc.constantFrom({}, { table: 2 })
    case 'id':
      return field.label === 'Retention class'
        ? fc.constantFrom('submitted', 'account', 'accessLogs', 'billing')
        : fc.constantFrom('enrich-contacts', 'proof')
    case 'hash':
      return fc.constantFrom('a'.repeat(64), 'b'.repeat(64))
    case 'sealed text':
    case 'local date':
      return fc.constantFrom('2026-07-01', 'ref')
  }
}

const ordersOf = (clause: HouseClause): fc.Arbitrary<ClauseCommand> =>
  fc.oneof(
    ...Object.entries(clause.commands).map(([type, { fields }]) =>
      fc
        .record(Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, valueOf(field)])))
        .map((values): ClauseCommand => ({ ...values, type })),
    ),
    fc.constantFrom<ClauseCommand>(
      ...['inform', 'expire', 'erase', 'export', 'notice', 'sweep', 'stranger'].flatMap((deadline) => [
        { type: 'begin', deadline },
        { type: 'end', deadline },
        { type: 'remind', deadline, before: '7 days' },
      ]),
    ),
  )

const standings: readonly Standing[] = [
  noStanding,
  inForce,
  { ...noStanding, agreement: { status: 'ended', hash: 'a'.repeat(64), endedAt: start, exportOpen: false } },
  { ...noStanding, agreement: { status: 'closed', hash: 'a'.repeat(64), closedAt: start } },
]

const terms = termsWith({
  infringementNotice: 'immediately (target 1 hour)',
  suspendOnFlag: 'yes',
  submitted: '90 days',
  account: '30 days',
  billing: '10 years',
  notice: '30 days',
  silence: 'accepted',
  terminationNotice: '30 days to month end',
  exportWindow: '30 days',
  eraseWithin: '30 days',
  certificate: 'always',
})

for (const clause of clauses)
  test(`${clause.name}: no sequence of orders, however odd, throws; and every deadline that opens is closed or still due`, () => {
    const step = fc.tuple(ordersOf(clause), fc.nat({ max: 40 * 24 }), fc.nat({ max: standings.length - 1 }))
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        let events: readonly ClauseEvent[] = []
        let now = start
        let before: readonly Deadline[] = []
        const open = new Set<string>()
        for (const [command, hours, nth] of steps) {
          now = instant(now + hours * 3_600_000)
          const given = clause.fold(events)
          const standing = standings[nth] ?? noStanding
          const answer = given.decide(command, {
            now,
            terms,
            standing,
            case: caseId(clause.onlyCase ?? 'one'),
            actor: { side: 'program', id: 'test' },
          })
          if (isRefusal(answer)) {
            assert.ok(/^[a-z_]+$/.test(answer.refused))
            continue
          }
          for (const event of answer) {
            assert.equal(event.at, now)
            assert.ok(Object.hasOwn(clause.events, event.type))
            const fact = { clause: clause.name, case: caseId('one'), event }
            foldStanding(standing, fact)
            const answered = clauses.flatMap((each) => each.reacts(fact, standing).map((reaction) => [each, reaction] as const))
            // A reaction that the graph does not show could close a circle that the check does not see.
            for (const [each, reaction] of answered) {
              const orders = 'later' in reaction ? reaction.later.kind : reaction.to
              assert.ok(
                each.reactsTo.some((edge) => edge.event === `${clause.name}/${event.type}` && edge.orders === orders),
                `${each.name}: ${event.type}`,
              )
            }
          }
          events = [...events, ...answer]
          const after = clause.fold(events).due(terms)
          const changes = deadlineChanges(before, after, terms)
          if (isRefusal(changes)) assert.fail(changes.refused)
          for (const change of changes)
            if (change.change === 'close') assert.ok(open.delete(change.name))
            else open.add(change.deadline.name)
          before = after
        }
        assert.deepEqual([...open].toSorted(), before.map((deadline) => deadline.name).toSorted())
        // Names are unique in a case, or one would overwrite the other.
        assert.equal(new Set(before.map((deadline) => deadline.name)).size, before.length)
      }),
      { numRuns: 300 },
    )
  })

test('every module that runs has a name that an agreement may use, and is a clause or a guard but not both', () => {
  for (const name of runningModules) assert.ok(Object.hasOwn(moduleNames, name), name)
  assert.equal(new Set(runningModules).size, runningModules.length)
  assert.equal(runningModules.length, clauses.length + Object.keys(guards).length)
})

test('every command says who may give it, and no person gives an order of the clock', () => {
  for (const clause of clauses)
    for (const [name, shape] of Object.entries(clause.commands)) {
      assert.ok(shape.by.length > 0, `${clause.name}/${name}`)
      assert.ok(!['begin', 'end', 'remind'].includes(name))
    }
  assert.equal(rules.zone, 'Europe/Paris')
})
