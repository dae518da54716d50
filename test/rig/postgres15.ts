import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { processEnded, sendSignal } from '../../src/store/embedded/process.ts'
import { tie } from '../../src/store/embedded/tether.ts'
import { handOver, serverUser, writeFor } from '../../src/store/embedded/user.ts'
import { openPool } from '../../src/store/database/pool.ts'
import { atEnd } from './at-end.ts'

const programs = '/usr/lib/postgresql/15/bin'

/** Debian's PostgreSQL 15 on a loopback port, as an operator would run it: passwords, and a login that is no superuser. `null`: not installed. */
export const startPostgres15 = async (t: TestContext): Promise<{ readonly url: string; readonly superuserUrl: string } | null> => {
  const user = serverUser()
  if (!existsSync(join(programs, 'postgres')) || user === null) return null
  const folder = mkdtempSync(join(tmpdir(), 'mandate-pg15-'))
  chmodSync(folder, 0o700)
  handOver(folder, user)
  const cluster = join(folder, 'cluster')
  const words = ['-D', cluster, '-U', 'postgres', '--auth=trust', '-E', 'UTF8', '--no-locale', '--no-sync']
  const made = spawnSync(join(programs, 'initdb'), words, { ...user.spawn, cwd: '/', encoding: 'utf8' })
  if (made.status !== 0) throw new Error(made.stderr)
  writeFor(join(cluster, 'pg_hba.conf'), 'host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n', user)
  const port = await freePort()
  const settings = ['fsync=off', 'listen_addresses=127.0.0.1', `port=${port}`, `unix_socket_directories=${folder}`].flatMap((text) => [
    '-c',
    text,
  ])
  const server = spawn(join(programs, 'postgres'), ['-D', cluster, ...settings], {
    ...user.spawn,
    cwd: '/',
    stdio: 'ignore',
    detached: true,
  })
  const { pid } = server
  if (pid === undefined) throw new Error('PostgreSQL 15 did not start')
  const tether = tie(pid, user, { signal: 'QUIT', remove: folder })
  atEnd(t, async () => {
    sendSignal(pid, 'SIGQUIT')
    await processEnded(pid, 10_000)
    tether.cut()
    rmSync(folder, { recursive: true, force: true })
  })
  const superuserUrl = `postgres://postgres@127.0.0.1:${port}/postgres`
  await operatorsDatabase(superuserUrl)
  return {
    url: `postgres://operator:secret@127.0.0.1:${port}/agreements`,
    superuserUrl: `postgres://postgres@127.0.0.1:${port}/agreements`,
  }
}

/** What `docs/decisions/database.md` asks of an operator. The first statement waits for the server: the driver tries again until it answers. */
const operatorsDatabase = async (url: string): Promise<void> => {
  const end = performance.now() + 20_000
  for (;;) {
    const sql = openPool(url, { max: 1, name: 'rig' })
    try {
      await sql.unsafe("create role operator login createrole password 'secret'")
      await sql.unsafe('create database agreements owner operator')
      return
    } catch (error) {
      if (performance.now() > end) throw error
    } finally {
      await sql.end({ timeout: 1 })
    }
  }
}

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
