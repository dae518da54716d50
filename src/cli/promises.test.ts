import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { outcomeNames } from './promise-list.ts'
import { promises, promisesCommand } from './promises.ts'
import { scanStories } from './stories.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const told = async (command: typeof promises, ...words: readonly string[]) => {
  const out: string[] = []
  const err: string[] = []
  const status = await command.run(words, { out: (text) => out.push(text), err: (text) => err.push(text) })
  return { status, out: out.join('\n'), err: err.join('\n') }
}
const printed = z.array(z.looseObject({ id: z.string(), agreement: z.string(), clause: z.string(), kind: z.string() }))
const rowsOf = (out: string) => printed.parse(JSON.parse(out))
const withoutStories = promisesCommand(['retention'], () => null)
const withStories = promisesCommand(['retention'], (id) => (id === 'LI-4.5' ? 'test/stories/a.test.ts: [LI-4.5] it goes' : null))

const list = z.array(z.looseObject({ id: z.string() }))

/** A copy of the shipped agreements in which one row of a list is another. */
const withPlanted = async (id: string, changes: Readonly<Record<string, unknown>>, check: (folder: string) => Promise<void>) => {
  const folder = mkdtempSync(join(tmpdir(), 'promises-'))
  try {
    cpSync(join(root, 'agreements'), folder, { recursive: true })
    const file = join(folder, 'promises', 'enrichment.json')
    const rows = list.parse(JSON.parse(readFileSync(file, 'utf8')))
    assert.ok(rows.some((row) => row.id === id))
    writeFileSync(file, JSON.stringify(rows.map((row) => (row.id === id ? { ...row, ...changes } : row))))
    await check(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('each of the 403 promises has a clause and exactly one outcome', async () => {
  const { status, out, err } = await told(promises, '--json')
  assert.equal(err, '')
  assert.equal(status, 0)
  const rows = rowsOf(out)
  assert.equal(rows.length, 403)
  for (const row of rows) assert.equal(outcomeNames.filter((name) => Object.hasOwn(row, name)).length, 1, row.id)
  assert.equal(rows.filter((row) => !Object.hasOwn(row, 'statement')).length, 244)
})

test('a promise is kept when its module runs and a story names it, and planned when either is missing', async () => {
  const outcome = async (command: typeof promises) => {
    const row = rowsOf((await told(command, '--json', '--agreement', 'enrichment')).out).find(({ id }) => id === 'LI-4.5')
    return { keptBy: row?.['keptBy'], planned: row?.['planned'] }
  }
  assert.deepEqual(await outcome(withStories), {
    keptBy: { module: 'retention', story: 'test/stories/a.test.ts: [LI-4.5] it goes' },
    planned: undefined,
  })
  assert.deepEqual(await outcome(withoutStories), { keptBy: undefined, planned: { module: 'retention', awaits: 'story' } })
  assert.deepEqual(await outcome(promisesCommand([], () => 'a story')), {
    keptBy: undefined,
    planned: { module: 'retention', awaits: 'module' },
  })
})

test('the table counts each agreement and all of them', async () => {
  const { status, out } = await told(withStories)
  assert.equal(status, 0)
  const [heads, ...lines] = out.split('\n')
  assert.match(heads ?? '', /^agreement +kept +by evidence +theirs +planned +statements +all$/)
  const counts = lines.map((line) => line.trim().split(/ +/))
  assert.deepEqual(
    counts.map(([name]) => name),
    ['enrichment', 'fundraising', 'lead-management', 'all'],
  )
  for (const [, ...cells] of counts) {
    const numbers = cells.map(Number)
    assert.equal(
      numbers.slice(0, -1).reduce((sum, each) => sum + each, 0),
      numbers.at(-1),
    )
  }
  assert.equal(counts[0]?.[1], '1')
  assert.equal(counts[3]?.at(-1), '403')
})

test('one agreement is told line by line', async () => {
  const { out } = await told(withStories, '--agreement', 'lead-management')
  assert.match(out, /^BC-7\.1 +erasure-at-end +planned: end-of-contract/m)
  assert.doesNotMatch(out, /^LI-/m)
})

test('an agreement that is not there is refused with those that are', async () => {
  const { status, err } = await told(withStories, '--agreement', 'loans')
  assert.equal(status, 2)
  assert.match(err, /no agreement "loans"; there are enrichment, fundraising, lead-management/)
})

test('words that mean nothing are refused with the call that does', async () => {
  const { status, err } = await told(withStories, '--yaml')
  assert.equal(status, 2)
  assert.match(err, /"--yaml" is no call of this command; write \.\/mandate promises/)
})

test('a promise on a clause that is not there, of another kind or kept by nothing makes the answer no', async () => {
  const faults: readonly (readonly [string, Readonly<Record<string, unknown>>, RegExp])[] = [
    ['LI-4.5', { clause: 'retention-of-all' }, /LI-4\.5 stands on the clause "retention-of-all"/],
    ['LI-5.5e', { clause: 'direct-request' }, /LI-5\.5e is of kind prohibition, but its clause "direct-request"/],
    ['LI-6.3', { theirDuty: undefined }, /LI-6\.3 .* is kept by no module/],
    ['LI-5.5d', { id: 'LI-5.5e' }, /LI-5\.5e stands twice/],
    ['LI-4.4', { duty: 4 }, /cannot be read at "\d+\.duty"/],
  ]
  for (const [id, changes, sentence] of faults) {
    await withPlanted(id, changes, async (folder) => {
      const { status, err } = await told(
        promisesCommand([], () => null, folder),
        '--agreement',
        'enrichment',
      )
      assert.equal(status, 1, id)
      assert.match(err, sentence)
    })
  }
})

test('each story that stands here names promises that exist', () => {
  const known = new Set(
    ['enrichment', 'lead-management', 'fundraising'].flatMap((name) =>
      list.parse(JSON.parse(readFileSync(join(root, `agreements/promises/${name}.json`), 'utf8'))).map(({ id }) => id),
    ),
  )
  const unknown = scanStories(join(root, 'test/stories'), 'test/stories').flatMap(({ file, ids }) =>
    ids.filter((id) => !known.has(id)).map((id) => `${file}: ${id}`),
  )
  assert.deepEqual(unknown, [])
})
