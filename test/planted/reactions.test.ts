import assert from 'node:assert/strict'
import { test } from 'node:test'
import { projectCopy } from './project-copy.ts'

const copy = projectCopy()

test('a clause that nothing keeps is refused', async () => {
  const { status, said } = await copy.checkWith('reactions', {
    'agreements/enrichment.yaml': (text) => {
      const [first = '', ...rest] = text.split(/^(?= {2}- id: )/m)
      const index = rest.findIndex((clause) => /^ {4}kind: obligation$/m.test(clause) && /^ {4}keeps: [a-z-]+$/m.test(clause))
      return [first, ...rest.map((clause, at) => (at === index ? clause.replace(/^ {4}keeps: [a-z-]+\n/m, '') : clause))].join('')
    },
  })
  assert.match(said, /agreements\/enrichment\.yaml: nothing keeps the obligation "[a-z-]+": name a module after "keeps"/)
  assert.equal(status, 1)
})

test('a module that nobody knows is refused where the agreement names it', async () => {
  const { status, said } = await copy.checkWith('reactions', {
    'agreements/enrichment.yaml': (text) => text.replace(/^ {4}keeps: retention$/m, '    keeps: retentoin'),
  })
  assert.match(said, /agreements\/enrichment\.yaml: .*no module is called "retentoin" \(nearest: "retention"\)/)
  assert.equal(status, 1)
})

test('reactions that go in a circle are refused', async () => {
  const { status, said } = await copy.checkWith('reactions', {
    'src/domain/clauses/acceptance.ts': (text) =>
      text.replace('  reactsTo: [\n', "  reactsTo: [\n    { event: 'instructions/withdrawn', orders: 'acceptance' },\n"),
  })
  assert.match(
    said,
    /reactions go in a circle \((?:acceptance → instructions → acceptance|instructions → acceptance → instructions)\): let one of them be a job/,
  )
  assert.equal(status, 1)
})

test('a reaction that reactsTo does not name, one that it only claims, and names of nothing are refused', async () => {
  const { status, said } = await copy.checkWith('reactions', {
    'src/domain/clauses/retention.ts': (text) =>
      text.replace(
        "    { event: 'retention/begun', orders: 'job' },\n",
        "    { event: 'retention/expired', orders: 'job' },\n    { event: 'retention/forgotten', orders: 'nobody' },\n",
      ),
  })
  assert.match(said, /clause "retention": answers retention\/begun with an order to "job" that reactsTo does not name/)
  assert.match(said, /clause "retention": reactsTo says that retention\/expired orders "job", and no form of that event does/)
  assert.match(said, /clause "retention": reactsTo names the event "retention\/forgotten", which no clause has/)
  assert.match(said, /clause "retention": reactsTo orders "nobody", which is no clause/)
  assert.equal(status, 1)
})
