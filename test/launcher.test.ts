import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import {
  copyFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'

const launcher = join(import.meta.dirname, '..', 'mandate')
const system = '/usr/sbin:/usr/bin:/sbin:/bin'

/** A project with the real launcher, no packages, and a program that says what it was told. */
const project = (t: TestContext): string => {
  const outer = mkdtempSync(join(tmpdir(), 'mandate-launch-'))
  t.after(() => rmSync(outer, { recursive: true, force: true }))
  const folder = join(outer, 'a project')
  mkdirSync(join(folder, 'src', 'cli'), { recursive: true })
  copyFileSync(launcher, join(folder, 'mandate'))
  chmodSync(join(folder, 'mandate'), 0o755)
  writeFileSync(
    join(folder, 'src', 'cli', 'main.ts'),
    'console.log(JSON.stringify({ words: process.argv.slice(2) satisfies string[], cwd: process.cwd() }))\n',
  )
  writeFileSync(join(folder, 'package.json'), '{"name":"launched","version":"1.0.0","type":"module"}')
  writeFileSync(
    join(folder, 'package-lock.json'),
    '{"name":"launched","version":"1.0.0","lockfileVersion":3,"requires":true,"packages":{"":{"name":"launched","version":"1.0.0"}}}',
  )
  return folder
}

/** A folder of programs in which `node` is this one, or a script of ours. */
const programs = (folder: string, node: string | null): string => {
  const bin = join(folder, '..', 'bin')
  mkdirSync(bin)
  if (node === null) symlinkSync(process.execPath, join(bin, 'node'))
  else writeFileSync(join(bin, 'node'), node, { mode: 0o755 })
  return `${bin}:${system}`
}

const launch = (
  program: string,
  words: readonly string[],
  path: string,
  more: { readonly cwd?: string; readonly env?: Record<string, string> } = {},
) =>
  spawnSync(program, words, { cwd: more.cwd ?? '/', env: { PATH: path, HOME: process.env['HOME'] ?? '/', ...more.env }, encoding: 'utf8' })

test('the launcher is plain shell: it parses, and any shell of POSIX runs it', () => {
  assert.equal(spawnSync('/bin/sh', ['-n', launcher]).status, 0)
  assert.match(readFileSync(launcher, 'utf8'), /^#!\/bin\/sh\n/)
})

test('the Node that the launcher asks for is the one that the package asks for', () => {
  const manifest = readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8')
  const needed = /^needed=([\d.]+)/m.exec(readFileSync(launcher, 'utf8'))?.[1] ?? 'nothing'
  assert.match(manifest, new RegExp(`"node": ">=${needed.replace('.', '\\.')}"`))
})

test('words pass unchanged, from any folder and through links, and packages are brought once', (t) => {
  const folder = project(t)
  const path = programs(folder, null)
  const link = join(folder, '..', 'link')
  symlinkSync(join('a project', 'mandate'), link)
  const words = ['start', 'two words', '', '--data=*']
  const first = launch(link, words, path, { cwd: '/tmp' })
  assert.equal(first.status, 0, first.stderr)
  assert.deepEqual(JSON.parse(first.stdout), { words, cwd: '/tmp' })
  assert.match(first.stderr, /Installing the packages/)
  const second = launch(join(folder, 'mandate'), words, path)
  assert.equal(second.stderr, '')
  assert.deepEqual(JSON.parse(second.stdout), { words, cwd: '/' })
})

test('of two that are called at once on a fresh clone one brings the packages, and both run', async (t) => {
  const folder = project(t)
  const path = programs(folder, null)
  const runs = await Promise.all(
    ['one', 'two'].map((word) => {
      const child = spawn(join(folder, 'mandate'), [word], {
        cwd: '/',
        env: { PATH: path, HOME: process.env['HOME'] ?? '/' },
        stdio: 'pipe',
      })
      const text = { out: '', err: '' }
      child.stdout.on('data', (bytes: Buffer) => (text.out += bytes.toString()))
      child.stderr.on('data', (bytes: Buffer) => (text.err += bytes.toString()))
      return new Promise<typeof text>((resolve) => child.once('close', () => resolve(text)))
    }),
  )
  assert.deepEqual(
    runs.map(({ out }) => JSON.parse(out)),
    [
      { words: ['one'], cwd: '/' },
      { words: ['two'], cwd: '/' },
    ],
  )
  assert.equal(runs.filter(({ err }) => err.includes('Installing the packages')).length, 1)
  assert.equal(existsSync(join(folder, '.runtime', 'turn')), false)
})

test('a turn that a killed launcher left behind is taken over', (t) => {
  const folder = project(t)
  mkdirSync(join(folder, '.runtime'))
  symlinkSync('2147483647', join(folder, '.runtime', 'turn'))
  assert.equal(launch(join(folder, 'mandate'), [], programs(folder, null)).status, 0)
})

test('packages that somebody installed by hand are left alone, and brought anew when the lock file changes', (t) => {
  const folder = project(t)
  const path = programs(folder, null)
  mkdirSync(join(folder, 'node_modules'))
  writeFileSync(join(folder, 'node_modules', 'kept.txt'), 'by hand')
  writeFileSync(join(folder, 'node_modules', '.package-lock.json'), '{}')
  utimesSync(join(folder, 'package-lock.json'), 1_000_000_000, 1_000_000_000)
  assert.equal(launch(join(folder, 'mandate'), [], path).stderr, '')
  assert.equal(existsSync(join(folder, 'node_modules', 'kept.txt')), true)
  const lock = join(folder, 'package-lock.json')
  writeFileSync(lock, `${readFileSync(lock, 'utf8')}\n`)
  utimesSync(lock, 4_000_000_000, 4_000_000_000)
  assert.match(launch(join(folder, 'mandate'), [], path).stderr, /Installing the packages/)
  assert.equal(existsSync(join(folder, 'node_modules', 'kept.txt')), false)
})

test('an old Node without a network is told that the network is missing', (t) => {
  const folder = project(t)
  const old = `#!/bin/sh\nif [ "$1" = --version ]; then echo v20.20.2; else exec '${process.execPath}' "$@"; fi\n`
  const env = { npm_config_registry: 'http://127.0.0.1:1', npm_config_cache: join(folder, '..', 'empty'), npm_config_fetch_retries: '0' }
  const run = launch(join(folder, 'mandate'), ['start'], programs(folder, old), { env })
  assert.equal(run.status, 1)
  assert.match(run.stderr, /This machine has Node 20\.20\.2; the program needs 24\.11/)
  assert.match(run.stderr, /could not reach its registry to bring Node .*Connect this machine to the network/)
})

test('a Node that was brought earlier serves an old machine without asking anybody', (t) => {
  const folder = project(t)
  const wanted = /^brought=([\d.]+)/m.exec(readFileSync(launcher, 'utf8'))?.[1] ?? ''
  const bin = join(folder, '.runtime', 'node_modules', 'node', 'bin')
  mkdirSync(bin, { recursive: true })
  writeFileSync(join(bin, 'node'), `#!/bin/sh\nif [ "$1" = --version ]; then echo v${wanted}; else exec '${process.execPath}' "$@"; fi\n`, {
    mode: 0o755,
  })
  const old = '#!/bin/sh\necho v20.20.2\n'
  cpSync(join(folder, 'package-lock.json'), join(folder, 'node_modules', '.mandate-lock'), { recursive: true })
  const run = launch(join(folder, 'mandate'), ['start'], programs(folder, old), { env: { npm_config_registry: 'http://127.0.0.1:1' } })
  assert.equal(run.stderr, '')
  assert.deepEqual(JSON.parse(run.stdout), { words: ['start'], cwd: '/' })
})

test('a machine without Node is told what to install', (t) => {
  const folder = project(t)
  const bin = join(folder, '..', 'few')
  mkdirSync(bin)
  for (const tool of ['sh', 'dirname', 'readlink', 'uname']) {
    const from = [`/usr/bin/${tool}`, `/bin/${tool}`].find((path) => existsSync(path))
    if (from !== undefined) symlinkSync(from, join(bin, tool))
  }
  const run = launch(join(folder, 'mandate'), [], bin)
  assert.equal(run.status, 1)
  assert.match(run.stderr, /there is no Node on this machine\. Install Node 20 or newer/)
})
