import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The program itself, started as a person starts it, on a data folder of its own and a simulated clock. */
export type Running = { readonly origin: string; readonly folder: string; readonly setupCode: string; stop(): Promise<void> }

export const startProgram = async (clock: string): Promise<Running> => {
  const folder = mkdtempSync(join(tmpdir(), 'mandate-console-'))
  // The database runs as another user when we are root, and must be able to reach its folder.
  chmodSync(folder, 0o711)
  const port = await freePort()
  const main = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts')
  const words = [main, 'start', '--data', join(folder, 'data'), '--port', String(port), '--clock', clock]
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const said = await new Promise<string>((resolve, reject) => {
    let text = ''
    const hear = (bytes: Buffer): void => {
      text += bytes.toString()
      if (text.includes('Stop it with')) resolve(text)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    void ended.then(() => reject(new Error(`the program ended before it answered: ${text}`)))
  })
  return {
    origin: `http://localhost:${port}`,
    folder: join(folder, 'data'),
    setupCode: /give the code (\S+)/.exec(said)?.[1] ?? '',
    stop: async () => {
      child.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
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
