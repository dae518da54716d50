import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'

/** A small project of files; the command is run on it as `./mandate test` runs it on this one. */
const runOn = (t: TestContext, files: Readonly<Record<string, string>>, words: readonly string[], path = process.env['PATH'] ?? '') => {
  const project = mkdtempSync(join(tmpdir(), 'mandate-project-'))
  t.after(() => rmSync(project, { recursive: true, force: true }))
  for (const [name, text] of Object.entries({ 'package.json': '{"type":"module"}', 'scripts/check.ts': '', ...files })) {
    mkdirSync(join(project, name, '..'), { recursive: true })
    writeFileSync(join(project, name), text)
  }
  const script = [
    `const { testCommandOn } = await import(${JSON.stringify(join(import.meta.dirname, 'test.ts'))})`,
    `const io = { out: console.log, err: console.error }`,
    `process.exitCode = await testCommandOn(${JSON.stringify(project)}, { ...process.env, PATH: ${JSON.stringify(path)} }).run(process.argv.slice(1), io)`,
  ].join('\n')
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', script, '--', ...words], { encoding: 'utf8' })
  return { status: run.status, out: run.stdout, err: run.stderr, last: run.stdout.trimEnd().split('\n').slice(-8) }
}

const passing = "import { test } from 'node:test'\ntest('holds', () => {})\n"
const failing = "import { test } from 'node:test'\ntest('is broken', () => { throw new Error('planted') })\n"

test('when all hold, the exit is 0 and the counts of the runner are the last lines', (t) => {
  const run = runOn(t, { 'src/one.test.ts': passing, 'test/two.test.ts': passing }, [])
  assert.equal(run.status, 0, run.err)
  assert.deepEqual(run.last.slice(0, 4), ['ℹ tests 2', 'ℹ suites 0', 'ℹ pass 2', 'ℹ fail 0'])
})

test('a test that fails is named, and the exit is 1', (t) => {
  const run = runOn(t, { 'src/one.test.ts': passing, 'test/two.test.ts': failing }, [])
  assert.equal(run.status, 1)
  assert.match(run.out, /is broken[\s\S]*planted/)
  assert.deepEqual(run.last.slice(0, 4), ['ℹ tests 2', 'ℹ suites 0', 'ℹ pass 1', 'ℹ fail 1'])
})

test('a check that fails makes the run fail, and the tests are counted all the same', (t) => {
  const run = runOn(t, { 'scripts/check.ts': 'process.exitCode = 1\n', 'src/one.test.ts': passing }, [])
  assert.equal(run.status, 1)
  assert.match(run.err, /The check failed/)
  assert.equal(run.last[2], 'ℹ pass 1')
})

test('without a browser the files that need one are named, and the run fails', (t) => {
  const files = { 'src/one.test.ts': passing, 'test/page.browser.test.ts': failing }
  const run = runOn(t, files, [], '/nowhere')
  assert.equal(run.status, 1)
  assert.match(run.err, /did not run, because there is no browser[^\n]*\n {2}test\/page\.browser\.test\.ts/)
  assert.deepEqual(run.last.slice(2, 4), ['ℹ pass 1', 'ℹ fail 0'])
  const wished = runOn(t, files, ['--no-browser'])
  assert.equal(wished.status, 0, wished.err)
  assert.match(wished.err, /did not run, because of --no-browser:\n {2}test\/page\.browser\.test\.ts/)
})

test('--only runs what matches, and says so when nothing does', (t) => {
  const files = { 'src/one.test.ts': passing, 'test/two.test.ts': failing }
  assert.deepEqual(runOn(t, files, ['--only', 'one']).last.slice(0, 1), ['ℹ tests 1'])
  const nothing = runOn(t, files, ['--only=three'])
  assert.equal(nothing.status, 2)
  assert.match(nothing.err, /No test file matches three/)
  assert.match(runOn(t, files, ['--fast']).err, /does not know --fast/)
})

test('a test of the run finds the database that the run made', (t) => {
  const rig = join(import.meta.dirname, '..', '..', 'test', 'rig.ts')
  const text = `
import { test } from 'node:test'
import { rigDatabase } from ${JSON.stringify(rig)}
test('has a schema', async (t) => {
  const { database } = await rigDatabase(t)
  const rows = await database.app\`select 1 from migration\`
  if (rows.length === 0) throw new Error('no migrations')
})
`
  const run = runOn(t, { 'test/rig.test.ts': text }, ['--only', 'rig'])
  assert.equal(run.status, 0, run.out)
})
