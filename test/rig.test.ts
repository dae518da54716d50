import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { processEnded, processMark } from '../src/store/embedded/process.ts'
import { openPool } from '../src/store/database/pool.ts'
import { rigDatabase } from './rig.ts'
import { rigVariable } from './rig/server.ts'

test('each test has a migrated database of its own, and it is gone afterwards', async (t) => {
  const one = await rigDatabase(t)
  const two = await rigDatabase(t)
  assert.notEqual(one.name, two.name)
  const [row] = await one.database.app<{ applied: number }[]>`select count(*) as applied from migration`
  assert.ok((row?.applied ?? 0) > 0)
  await one.database.owner`create table only_here ()`
  const [other] = await two.database.owner`select to_regclass('only_here') as found`
  assert.deepEqual({ ...other }, { found: null })
  await one.drop()
  const outside = openPool(two.url(), { max: 1, name: 'test' })
  t.after(() => outside.end())
  const left = await outside`select 1 from pg_database where datname = ${one.name}`
  assert.equal(left.length, 0)
})

test('a test file that crashes leaves no server behind', async () => {
  const rig = join(import.meta.dirname, 'rig.ts')
  const script = [
    `const { rigDatabase } = await import(${JSON.stringify(rig)})`,
    `const { database } = await rigDatabase()`,
    `const [row] = await database.administrator().unsafe("select split_part(pg_read_file('postmaster.pid'), chr(10), 1) as pid")`,
    `console.log(row.pid)`,
    'setInterval(() => 0, 1000)',
  ]
  const { [rigVariable]: _server, NODE_TEST_CONTEXT: _context, ...environment } = process.env
  const file = spawn(process.execPath, ['--input-type=module', '-e', script.join('\n')], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said = await new Promise<string>((resolve) => file.stdout.once('data', (bytes: Buffer) => resolve(bytes.toString())))
  const server = Number(said)
  assert.notEqual(processMark(server), null)
  file.kill('SIGKILL')
  assert.equal(await processEnded(server, 10_000), true)
})
