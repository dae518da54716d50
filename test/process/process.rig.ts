/** The real program as a process of its own: started in a temporary folder on a free port, called like any program, ended by its number. */
import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { leftoverServer } from '../../src/store/embedded.ts'
import { processEnded, sendSignal } from '../../src/store/embedded/process.ts'
import { tie } from '../../src/store/embedded/tether.ts'

const project = join(import.meta.dirname, '..', '..')
const program = join(project, 'src', 'cli', 'main.ts')

/** The words about memory that the launcher gives Node for a server. */
const heapWords = /^heap='(.+)'$/m.exec(readFileSync(join(project, 'mandate'), 'utf8'))?.[1]?.split(' ') ?? []

/** Nothing of the caller's settings reaches the program. */
const surroundings = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '/', TMPDIR: tmpdir() }

export type Ended = { readonly status: number | null; readonly out: string; readonly err: string }
export type As = { readonly uid?: number; readonly gid?: number }

/** A server that answers. */
export type Served = {
  readonly port: number
  readonly pid: number
  readonly folder: string
  readonly origin: string
  readonly setupCode: string
  /** Milliseconds from the call of the program to its word that it answers. */
  readonly took: number
  said(): string
  /** The end of the process, whoever ended it. */
  readonly ended: Promise<number | null>
  kill(signal: NodeJS.Signals): Promise<void>
}

const running = new Set<ChildProcess>()
const folders: string[] = []

// However a file ends, no process outlives it, and the folders go after the servers that write in them.
after(async () => {
  for (const child of running) {
    if (child.pid === undefined) continue
    sendSignal(child.pid, 'SIGKILL')
    await processEnded(child.pid, 10_000)
  }
  for (const folder of folders) {
    await databaseGone(join(folder, 'data'))
    rmSync(folder, { recursive: true, force: true })
  }
})

/** A place for one data folder and the files of a test. The data folder itself is not made. */
export const freshPlace = (): { readonly place: string; readonly data: string } => {
  const place = mkdtempSync(join(tmpdir(), 'mandate-process-'))
  chmodSync(place, 0o755)
  folders.push(place)
  return { place, data: join(place, 'data') }
}

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))))
    })
  })

/** Calls the program and waits for its end. */
export const mandate = async (words: readonly string[], as: As = {}): Promise<Ended> => {
  const child = launch(words, as)
  const said = listen(child)
  const status = await exitOf(child)
  return { status, out: said.out(), err: said.err() }
}

/** Calls `start` and waits until it says that it answers; fails with what it said when it ends before. */
export const startServer = async (data: string, words: readonly string[] = [], as: As = {}): Promise<Served> => {
  const port = await freePort()
  const began = performance.now()
  const child = launch(['start', '--no-build', '--data', data, '--port', String(port), ...words], as)
  const said = listen(child)
  const ended = exitOf(child)
  const answers = new Promise<void>((resolve) => {
    child.stdout?.on('data', () => {
      if (said.out().includes('Stop it with')) resolve()
    })
  })
  const first = await Promise.race([answers.then(() => 'answers' as const), ended])
  if (first !== 'answers' || child.pid === undefined) throw new Error(`start ended with ${String(first)}: ${said.out()}${said.err()}`)
  const { pid } = child
  return {
    port,
    pid,
    folder: data,
    origin: `http://localhost:${port}`,
    setupCode: /give the code (\S+)/.exec(said.out())?.[1] ?? '',
    took: performance.now() - began,
    said: () => said.out() + said.err(),
    ended,
    kill: async (signal) => {
      sendSignal(pid, signal)
      await ended
    },
  }
}

/** A start that may be killed at any moment: the process, without waiting for its word. */
export const beginServer = (data: string, port: number): { readonly pid: number; readonly ended: Promise<number | null> } => {
  const child = launch(['start', '--no-build', '--data', data, '--port', String(port)], {})
  listen(child)
  return { pid: child.pid ?? 0, ended: exitOf(child) }
}

/** Waits until no database server runs in a data folder: the tether of a killed program ends it. */
export const databaseGone = async (data: string): Promise<boolean> => {
  const pid = leftoverServer(data)
  return pid === null || processEnded(pid, 30_000)
}

/** Asks again until there is an answer, at most `seconds` long. */
export const until = async <Found>(what: string, seconds: number, ask: () => Promise<Found | null>): Promise<Found> => {
  const end = performance.now() + seconds * 1_000
  for (;;) {
    const found = await ask()
    if (found !== null) return found
    if (performance.now() > end) throw new Error(`${what} did not come within ${seconds} seconds`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

const launch = (words: readonly string[], as: As): ChildProcess => {
  const child = spawn(process.execPath, [...(words[0] === 'start' ? heapWords : []), program, ...words], {
    ...as,
    cwd: '/',
    env: surroundings,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  // Also when this process is killed, and runs no step of its own any more.
  const tether = child.pid === undefined ? null : tie(child.pid, { name: 'this user', spawn: {} }, { signal: 'INT', remove: null })
  child.once('exit', () => {
    running.delete(child)
    tether?.cut()
  })
  return child
}

const listen = (child: ChildProcess): { readonly out: () => string; readonly err: () => string } => {
  let [out, err] = ['', '']
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (err += text))
  return { out: () => out, err: () => err }
}

const exitOf = (child: ChildProcess): Promise<number | null> => new Promise((resolve) => child.once('close', (status) => resolve(status)))
