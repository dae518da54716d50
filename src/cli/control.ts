/**
 * The control socket of a running server: a unix socket in the data folder that only its owner can open. `mandate clock`, `backup`
 * and the like speak through it, so that there is one owner of ring and clock.
 */
import { chmodSync, mkdtempSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { createServer, request } from 'node:http'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { sentenceOf } from '../words/catalogue.ts'

/** Carries out one order; `say` streams lines to the caller. Answers the exit status. */
export type Ordered = (word: string, body: unknown, say: (line: string) => void) => Promise<number>

export const controlPath = (folder: string): string => join(folder, 'control.sock')

const largestBody = 100_000

/** sun_path of unix(7) has 108 bytes with its final zero, that of macOS 104. */
const longestSocketPath = 103

export const startControl = async (folder: string, ordered: Ordered): Promise<{ close(): Promise<void> }> => {
  dropSocket(folder)
  const path = makeSocketPath(folder)
  const server = createServer((incoming, answer) => {
    const chunks: Buffer[] = []
    let size = 0
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > largestBody) incoming.destroy()
      else chunks.push(chunk)
    })
    incoming.on('end', () => {
      const say = (line: string): void => void answer.write(`${JSON.stringify({ line })}\n`)
      const work = async (): Promise<number> => {
        const text = Buffer.concat(chunks).toString()
        const body: unknown = text === '' ? null : JSON.parse(text)
        return ordered((incoming.url ?? '/').slice(1), body, say)
      }
      work()
        .catch((error: unknown) => {
          say(`The server could not do this: ${error instanceof Error ? error.name : 'unknown trouble'}.`)
          return 1
        })
        .then((status) => answer.end(`${JSON.stringify({ status })}\n`))
        .catch(() => undefined)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, () => {
      chmodSync(path, 0o600)
      resolve()
    })
  })
  return {
    close: async () => {
      await new Promise<void>((resolve) => server.close(() => resolve()))
      dropSocket(folder)
    },
  }
}

/** Where the path is too long for a socket, a link in the data folder leads to a short one, in a fresh folder that is ours alone. */
const makeSocketPath = (folder: string): string => {
  const usual = controlPath(folder)
  if (Buffer.byteLength(usual) <= longestSocketPath) return usual
  const short = join(mkdtempSync(join(tmpdir(), 'mandate-')), 'control.sock')
  symlinkSync(short, usual)
  return short
}

const dropSocket = (folder: string): void => {
  const short = linkedFrom(folder)
  rmSync(controlPath(folder), { force: true })
  if (short !== null && /^mandate-\w{6}$/.test(basename(dirname(short)))) rmSync(dirname(short), { recursive: true, force: true })
}

const linkedFrom = (folder: string): string | null => {
  try {
    return readlinkSync(controlPath(folder))
  } catch {
    return null
  }
}

/** Gives an order to the running server of a folder and streams its lines. A server that does not answer, or dies over it, is a sentence. */
export const order = (folder: string, word: string, body: unknown, say: (line: string) => void): Promise<number> =>
  new Promise((resolve) => {
    const broken = (error: Error): void => {
      const code = 'code' in error ? String(error.code) : error.name
      say(sentenceOf({ refused: 'server_did_not_answer', folder, order: word, because: code }))
      resolve(1)
    }
    const socketPath = linkedFrom(folder) ?? controlPath(folder)
    const outgoing = request({ socketPath, path: `/${word}`, method: 'POST' }, (answer) => {
      let text = ''
      let status = 1
      answer.setEncoding('utf8')
      answer.on('error', broken)
      answer.on('data', (chunk: string) => {
        text += chunk
        const lines = text.split('\n')
        text = lines.pop() ?? ''
        for (const line of lines.filter((each) => each !== '')) {
          const read: { readonly line?: string; readonly status?: number } = JSON.parse(line)
          if (read.line !== undefined) say(read.line)
          if (read.status !== undefined) status = read.status
        }
      })
      answer.on('end', () => resolve(status))
    })
    outgoing.on('error', broken)
    outgoing.end(JSON.stringify(body))
  })
