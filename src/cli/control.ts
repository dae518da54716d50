/**
 * The control socket of a running server: a unix socket in the data folder that only its owner can open. `mandate clock`, `backup`
 * and the like speak through it, so that there is one owner of ring and clock.
 */
import { chmodSync, rmSync } from 'node:fs'
import { createServer, request } from 'node:http'
import { join } from 'node:path'

/** Carries out one order; `say` streams lines to the caller. Answers the exit status. */
export type Ordered = (word: string, body: unknown, say: (line: string) => void) => Promise<number>

export const controlPath = (folder: string): string => join(folder, 'control.sock')

const largestBody = 100_000

export const startControl = async (folder: string, ordered: Ordered): Promise<{ close(): Promise<void> }> => {
  const path = controlPath(folder)
  rmSync(path, { force: true })
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
  return { close: () => new Promise((resolve) => server.close(() => resolve())) }
}

/** Gives an order to the running server of a folder and streams its lines. */
export const order = (folder: string, word: string, body: unknown, say: (line: string) => void): Promise<number> =>
  new Promise((resolve, reject) => {
    const outgoing = request({ socketPath: controlPath(folder), path: `/${word}`, method: 'POST' }, (answer) => {
      let text = ''
      let status = 1
      answer.setEncoding('utf8')
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
    outgoing.on('error', reject)
    outgoing.end(JSON.stringify(body))
  })
