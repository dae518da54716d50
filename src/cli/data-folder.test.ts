import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { instant } from '../domain/ids.ts'
import { chooseDataFolder, clearRunning, readRunning, writeRunning } from './data-folder.ts'
import { statusCommand } from './status.ts'
import { stopCommand } from './stop.ts'

const folderFor = (t: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), 'mandate-cli-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const listen = () => {
  const lines: string[] = []
  return { lines, io: { out: (text: string) => void lines.push(text), err: (text: string) => void lines.push(text) } }
}

test('the data folder is the one of the call, then the one of the environment, then the one beside the program', () => {
  const environment = { MANDATE_DATA: '/srv/named' }
  assert.deepEqual(chooseDataFolder(['--demo', '--data', '/srv/called', '--port', '1'], environment), {
    folder: '/srv/called',
    rest: ['--demo', '--port', '1'],
  })
  assert.deepEqual(chooseDataFolder(['--data=/srv/called'], environment), { folder: '/srv/called', rest: [] })
  assert.deepEqual(chooseDataFolder(['--demo'], environment), { folder: '/srv/named', rest: ['--demo'] })
  assert.deepEqual(chooseDataFolder([], {}), { folder: join(import.meta.dirname, '..', '..', '.mandate'), rest: [] })
  assert.deepEqual(chooseDataFolder(['--data'], environment), { refused: 'data_folder_not_named' })
  assert.deepEqual(chooseDataFolder(['--data', '--demo'], environment), { refused: 'data_folder_not_named' })
})

test('a running server is known by its process and its start, and a later process with the same number is not taken for it', (t) => {
  const folder = folderFor(t)
  assert.equal(readRunning(folder), null)
  writeRunning(folder, 8_400, instant(5))
  const running = readRunning(folder)
  assert.deepEqual(
    { pid: running?.pid, port: running?.port, startedAt: running?.startedAt },
    { pid: process.pid, port: 8_400, startedAt: 5 },
  )
  const file = join(folder, 'running.json')
  writeFileSync(file, readFileSync(file, 'utf8').replace(/"mark":"[^"]*"/, '"mark":"another start"'))
  assert.equal(readRunning(folder), null)
  writeFileSync(file, '{"pid":')
  assert.equal(readRunning(folder), null)
  writeRunning(folder, 8_400, instant(5))
  clearRunning(folder)
  assert.equal(readRunning(folder), null)
})

test('stop ends the server that the folder names, and status says so before and after', async (t) => {
  const folder = folderFor(t)
  const module = join(import.meta.dirname, 'data-folder.ts')
  const script = `const { writeRunning } = await import(${JSON.stringify(module)}); writeRunning(process.argv[1], 8499, Date.now()); console.log('up'); setInterval(() => 0, 1000)`
  const server = spawn(process.execPath, ['--input-type=module', '-e', script, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  t.after(() => server.kill('SIGKILL'))
  const ended = new Promise((resolve) => server.once('exit', (_, signal) => resolve(signal)))
  await new Promise((resolve) => server.stdout.once('data', resolve))

  const before = listen()
  assert.equal(await statusCommand({}).run(['--data', folder], before.io), 0)
  assert.match(before.lines.join('\n'), new RegExp(`http://localhost:8499, process ${server.pid}`))
  const stopping = listen()
  assert.equal(await stopCommand({ MANDATE_DATA: folder }).run([], stopping.io), 0)
  assert.equal(await ended, 'SIGTERM')
  assert.match(stopping.lines.join('\n'), new RegExp(`Stopped: process ${server.pid}`))
  const after = listen()
  assert.equal(await statusCommand({}).run(['--data', folder], after.io), 1)
  assert.match(after.lines.join('\n'), /Not running/)
})

test('stop on a folder without a server says so and is content', async (t) => {
  const folder = folderFor(t)
  const { lines, io } = listen()
  assert.equal(await stopCommand({}).run(['--data', folder], io), 0)
  assert.deepEqual(lines, [`No server runs on ${folder}.`])
})

test('a call that names no folder is told how to name one', async () => {
  const { lines, io } = listen()
  assert.equal(await stopCommand({}).run(['--data'], io), 2)
  assert.match(lines.join('\n'), /--data DIR/)
})
