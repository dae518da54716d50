/** A large file through the dry run, in a process of its own whose memory is then that of nothing else. */
import { spawn } from 'node:child_process'
import { createWriteStream, statSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { contactBytes } from './contacts.ts'
import { atExit, temporaryFolder } from './temporary.ts'
import { shown, type Result, type Workload } from './figures.ts'

const fileBytes = { large: 1_000_000_000, small: 5_000_000 } as const
const mostMemory = 400_000_000

export const dryRunOfFile: Workload = {
  name: 'dry-run',
  measures: 'a file of 1 GB in dry run: memory of the process, MB/s',
  run: async ({ small, say }) => {
    const folder = temporaryFolder()
    try {
      const file = join(folder.path, 'contacts.csv')
      say('writing the file')
      await pipeline(Readable.from(contactBytes(small ? fileBytes.small : fileBytes.large)), createWriteStream(file))
      return resultOf(statSync(file).size, await inOwnProcess(file))
    } finally {
      folder.remove()
    }
  },
}

/** What the process says of itself: `memory` is the most that it ever held, in bytes. */
export type DryRunFacts = { readonly rows: number; readonly accepted: number; readonly milliseconds: number; readonly memory: number }

const resultOf = (bytes: number, { rows, accepted, milliseconds, memory }: DryRunFacts): Result => ({
  lines: [
    {
      workload: `dry run of ${shown(bytes / 1_000_000)} MB of CSV: memory of the process ÷ 400 MB`,
      ours: `${shown(memory / 1_000_000)} MB`,
      peer: '400 MB',
      ratios: [memory / mostMemory],
      goal: { is: 'at most', value: 1 },
    },
    {
      workload: 'dry run: how fast',
      ours: `${shown(bytes / 1_000 / milliseconds)} MB/s, ${shown((rows / milliseconds) * 1_000)} rows/s`,
      peer: '–',
      ratios: [],
      goal: null,
    },
  ],
  words: [
    `A file of ${rows.toLocaleString('en-US')} invented contacts is written, read back as a stream and counted by the dry run of the wing's columns with the screening for special data ` +
      `(${accepted.toLocaleString('en-US')} accepted), once, by a process that does nothing else; its memory is the greatest resident set that the kernel saw.`,
  ],
  peer: '(none: the limit is a figure)',
  postgres: null,
})

const inOwnProcess = (file: string): Promise<DryRunFacts> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'dry-run-process.ts'), file], { stdio: ['ignore', 'pipe', 'inherit'] })
    const calledOff = atExit(() => void child.kill())
    let said = ''
    child.stdout.on('data', (bytes: Buffer) => {
      said += bytes.toString()
    })
    child.once('error', reject)
    child.once('exit', calledOff)
    child.once('exit', (status) => (status === 0 ? resolve(readFacts(said)) : reject(new Error(`the dry run ended with ${status}`))))
  })

const readFacts = (said: string): DryRunFacts => {
  const facts: DryRunFacts = JSON.parse(said)
  return facts
}
