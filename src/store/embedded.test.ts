import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { isRefusal } from '../domain/refusal.ts'
import { openPool } from './database/pool.ts'
import { processEnded, processMark, sendSignal } from './embedded/process.ts'
import { leftoverServer, startEmbedded, stopLeftover, type Embedded } from './embedded.ts'
import { orThrow } from '../../test/rig/server.ts'
import { supervise } from '../../test/rig/supervisor.ts'
import { atEnd } from '../../test/rig/at-end.ts'

const folderFor = (t: TestContext, path = ''): string => {
  const outer = mkdtempSync(join(tmpdir(), 'mandate-ground-'))
  chmodSync(outer, 0o711)
  atEnd(t, () => rmSync(outer, { recursive: true, force: true }))
  return join(outer, path)
}

const started = async (t: TestContext, folder: string): Promise<Embedded> => {
  const embedded = orThrow(await startEmbedded(folder, { durable: false }))
  atEnd(t, () => embedded.stop())
  return embedded
}

const ask = async (embedded: Embedded, statement: string): Promise<readonly Record<string, unknown>[]> => {
  const sql = openPool(embedded.url(), { max: 1, name: 'test' })
  try {
    return [...(await sql.unsafe(statement))]
  } finally {
    await sql.end()
  }
}

test('what a stopped server stored is there at the next start', async (t) => {
  const folder = folderFor(t, 'data')
  const first = await started(t, folder)
  await ask(first, 'create table kept (word text)')
  await ask(first, "insert into kept values ('still here')")
  await first.stop()
  assert.equal(processMark(first.pid), null)
  const second = await started(t, folder)
  assert.equal(second.found, 'nothing')
  assert.deepEqual(await ask(second, 'select word from kept'), [{ word: 'still here' }])
})

test('a real server writes durably, listens on no network and lets nobody else into its folder', async (t) => {
  const embedded = orThrow(await startEmbedded(folderFor(t, 'data')))
  atEnd(t, () => embedded.stop())
  const settings = await ask(
    embedded,
    `select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'listen_addresses') order by name`,
  )
  assert.deepEqual(
    settings.map(({ name, setting }) => `${String(name)}=${String(setting)}`),
    ['fsync=on', 'full_page_writes=on', 'listen_addresses=', 'synchronous_commit=on'],
  )
  assert.equal(statSync(embedded.home).mode & 0o077, 0)
  assert.notEqual(statSync(embedded.home).uid, 0)
})

test('the log of the server holds neither the statement nor the value that it refused', async (t) => {
  const embedded = await started(t, folderFor(t, 'data'))
  await ask(embedded, 'create table people (email text primary key, age integer check (age > 0))')
  const secret = 'planted-person@example.test'
  for (const statement of [
    `insert into people values ('${secret}', -1)`,
    `select '${secret}'::integer`,
    `insert into people values ('${secret}', 1), ('${secret}', 2)`,
    `do $$ begin raise exception '${secret}'; end $$`,
    `do $$ begin raise warning '${secret}'; end $$`,
    `select ${secret}`,
  ]) {
    await ask(embedded, statement).catch(() => undefined)
  }
  await embedded.stop()
  const log = readFileSync(join(embedded.home, 'postgres.log'), 'utf8')
  assert.match(log, /ready to accept connections/)
  assert.doesNotMatch(log, /planted-person/)
})

test('a second program on the same folder is told which process has it', async (t) => {
  const folder = folderFor(t, 'data')
  await started(t, folder)
  assert.deepEqual(await startEmbedded(folder, { durable: false }), { refused: 'data_folder_in_use', folder, pid: process.pid })
  const other = await supervise(folder)
  atEnd(t, () => other.process.kill('SIGKILL'))
  assert.deepEqual(other.said, { refused: 'data_folder_in_use', folder, pid: process.pid })
})

test('of programs that start at the same moment one gets the folder', async (t) => {
  const folder = folderFor(t, 'data')
  const starts = await Promise.all([1, 2, 3].map(() => supervise(folder)))
  atEnd(t, async () => {
    for (const { process: child, pid } of starts) {
      child.kill('SIGKILL')
      await processEnded(pid, 5_000)
    }
    await stopLeftover(folder)
  })
  assert.equal(starts.filter(({ said }) => 'pid' in said && !('refused' in said)).length, 1)
  assert.equal(starts.filter(({ said }) => said['refused'] === 'data_folder_in_use').length, 2)
})

test('a database server does not outlive a supervisor that was killed', async (t) => {
  const folder = folderFor(t, 'data')
  const killed = await supervise(folder)
  const server = Number(killed.said['pid'])
  assert.notEqual(processMark(server), null)
  killed.process.kill('SIGKILL')
  assert.equal(await processEnded(server, 10_000), true)
  const next = await started(t, folder)
  assert.deepEqual(await ask(next, 'select 1 as one'), [{ one: 1 }])
})

test('a temporary server takes its folder with it, also when its supervisor was killed', async (t) => {
  const folder = folderFor(t)
  const killed = await supervise(folder, 'temporary')
  const server = Number(killed.said['pid'])
  assert.equal(existsSync(join(folder, 'postgres', 'cluster')), true)
  killed.process.kill('SIGKILL')
  assert.equal(await processEnded(server, 10_000), true)
  const end = performance.now() + 10_000
  while (existsSync(folder) && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 10))
  assert.equal(existsSync(folder), false)
})

test('an orphan whose watcher was killed too is stopped at the next start, and its data is whole', async (t) => {
  const folder = folderFor(t, 'data')
  const first = await started(t, folder)
  await ask(first, 'create table kept (word text)')
  await first.stop()
  const orphan = startOrphan(first)
  atEnd(t, () => sendSignal(orphan, 'SIGKILL'))
  const end = performance.now() + 10_000
  while (leftoverServer(folder) !== orphan && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 10))
  assert.equal(leftoverServer(folder), orphan)
  const second = await started(t, folder)
  assert.equal(second.found, 'orphan stopped')
  assert.equal(processMark(orphan), null)
  assert.deepEqual(await ask(second, 'select word from kept'), [])
})

test('a stale file that names a living process of somebody else neither blocks the start nor harms that process', async (t) => {
  const folder = folderFor(t, 'data')
  const first = await started(t, folder)
  await first.stop()
  const { uid, gid } = statSync(first.cluster)
  const stranger = spawn('/bin/sleep', ['60'], { cwd: '/', stdio: 'ignore', ...(process.getuid?.() === 0 ? { uid, gid } : {}) })
  atEnd(t, () => stranger.kill('SIGKILL'))
  const pid = stranger.pid ?? 0
  writeFileSync(
    join(first.cluster, 'postmaster.pid'),
    `${pid}\n${first.cluster}\n1790000000\n5432\n${join(first.home, 'socket')}\n\n  1 2\nready   \n`,
  )
  writeFileSync(join(first.home, 'socket', '.s.PGSQL.5432.lock'), `${pid}\n${first.cluster}\n1790000000\n5432\n`)
  const second = await started(t, folder)
  assert.equal(second.found, 'stale file')
  assert.notEqual(processMark(pid), null)
  assert.deepEqual(await ask(second, 'select 1 as one'), [{ one: 1 }])
})

test('a damaged folder', async (t) => {
  const folder = folderFor(t, 'data')
  const first = await started(t, folder)
  await first.stop()
  const versionFile = join(first.cluster, 'PG_VERSION')

  await t.test('a cluster of another major version is left as it is', async () => {
    writeFileSync(versionFile, '17\n')
    assert.deepEqual(await startEmbedded(folder), {
      refused: 'cluster_of_other_version',
      folder: first.cluster,
      found: '17',
      expected: '18',
    })
    assert.equal(readFileSync(versionFile, 'utf8'), '17\n')
    writeFileSync(versionFile, '18\n')
  })

  await t.test('a server that does not start is explained by its own last words', async () => {
    rmSync(join(first.cluster, 'global', 'pg_control'))
    const refused = await startEmbedded(folder, { durable: false })
    assert.equal(isRefusal(refused) && refused.refused, 'database_did_not_start')
    assert.match(String(isRefusal(refused) && refused['log']), /pg_control/)
    assert.equal(existsSync(join(first.home, 'supervisor.json')), false)
  })

  await t.test('a cluster that was cut off while it was made is made anew', async () => {
    rmSync(first.cluster, { recursive: true })
    mkdirSync(`${first.cluster}.half`)
    writeFileSync(join(`${first.cluster}.half`, 'PG_VERSION'), '18\n')
    const second = await started(t, folder)
    assert.deepEqual(await ask(second, 'select current_database() as name'), [{ name: 'mandate' }])
  })
})

test('a data folder that the user may not write is refused with the folder and the user', async (t) => {
  const outer = folderFor(t)
  chmodSync(outer, 0o555)
  const folder = join(outer, 'data')
  if (process.getuid?.() !== 0) {
    const refused = await startEmbedded(folder)
    assert.equal(isRefusal(refused) && refused.refused, 'data_folder_unwritable')
    return
  }
  const ordinary = { uid: 65_534, gid: 65_534 }
  const canRun = spawnSync(process.execPath, ['-e', 'require("node:fs").readFileSync(process.argv[1])', import.meta.filename], {
    ...ordinary,
    cwd: '/',
  })
  if (canRun.status !== 0) return t.skip('an ordinary user cannot reach this folder or this Node')
  const { said } = await supervise(folder, 'stay', ordinary)
  assert.equal(said['refused'], 'data_folder_unwritable')
  assert.equal(said['folder'], folder)
  assert.equal(said['because'], 'EACCES')
})

test('a data folder with a path too long for a socket still works', async (t) => {
  const folder = folderFor(t, join('long-'.repeat(12), 'way-'.repeat(12)))
  const embedded = await started(t, folder)
  assert.deepEqual(await ask(embedded, 'select 1 as one'), [{ one: 1 }])
})

/** A postmaster without supervisor and without watcher, as `kill -9` of both leaves it. */
const startOrphan = (former: Embedded): number => {
  const { uid, gid } = statSync(former.cluster)
  const program = readFileSync(join(former.cluster, 'postmaster.opts'), 'utf8').split(' ')[0] ?? ''
  const orphan = spawn(program, ['-D', former.cluster, '-c', 'cluster_name=mandate'], {
    cwd: '/',
    detached: true,
    stdio: 'ignore',
    ...(process.getuid?.() === 0 ? { uid, gid } : {}),
  })
  orphan.unref()
  return orphan.pid ?? 0
}
