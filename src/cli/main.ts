/** The words after `./mandate`. Each command is loaded when it is called, so that `due` does not wait for a web server. */
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import type { Command, Io } from './command.ts'
import { environment } from './config.ts'

type Known = { readonly name: string; readonly summary: string; load(): Promise<Command> }

const commands: readonly Known[] = [
  { name: 'start', summary: 'serve on http://localhost:8400', load: async () => (await import('./start.ts')).start },
  {
    name: 'stop',
    summary: 'stop the server that runs on a data folder',
    load: async () => (await import('./stop.ts')).stopCommand(environment),
  },
  {
    name: 'status',
    summary: 'say whether a server runs on a data folder, and where',
    load: async () => (await import('./status.ts')).statusCommand(environment),
  },
  { name: 'clock', summary: 'move a simulated clock, from deadline to deadline', load: async () => (await import('./clock.ts')).clock },
  {
    name: 'check',
    summary: 'name contradictions and holes of an agreement',
    load: async () => (await import('./check-agreement.ts')).check,
  },
  { name: 'simulate', summary: 'run an agreement forward for years', load: async () => (await import('./simulate.ts')).simulateCommand },
  { name: 'due', summary: 'say when a period ends in law', load: async () => (await import('./due.ts')).due },
  {
    name: 'promises',
    summary: 'list every promise of the sources and what keeps it',
    load: async () => (await import('./promises.ts')).promises,
  },
  { name: 'verify', summary: 'check a certificate or a trail, offline', load: async () => (await import('./verify.ts')).verify },
  { name: 'backup', summary: 'copy everything but the keys into an empty folder', load: async () => (await import('./backup.ts')).backup },
  {
    name: 'restore',
    summary: 'bring a backup back, and erase again what was erased since',
    load: async () => (await import('./restore.ts')).restore,
  },
  {
    name: 'keys',
    summary: 'list, export, import or rotate the keys of a data folder',
    load: async () => (await import('./keys-ports.ts')).keys,
  },
  { name: 'bench', summary: 'measure against the best form of each peer', load: async () => (await import('./bench.ts')).bench },
  { name: 'test', summary: 'check the code and run every test', load: async () => (await import('./test.ts')).testCommand },
]

const io: Io = {
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
}

const help = (): void => {
  io.out('Mandate: the data processing agreement that runs.\n')
  for (const { name, summary } of commands) io.out(`  ./mandate ${name.padEnd(10)} ${summary}`)
  io.out('\n./mandate help WORD says how a command is called.')
}

const main = async (words: readonly string[]): Promise<number> => {
  const [word, ...rest] = words
  if (word === undefined || word === '--help' || word === '-h' || (word === 'help' && rest[0] === undefined)) {
    help()
    return 0
  }
  const wanted = word === 'help' ? rest[0] : word
  const known = commands.find((each) => each.name === wanted)
  if (!known) {
    io.err(`There is no command "${wanted ?? ''}"; there are ${commands.map((each) => each.name).join(', ')}.`)
    return 2
  }
  const command = await known.load()
  if (word === 'help' || rest.includes('--help')) {
    io.out(`${command.summary}\n\n${command.usage}`)
    return 0
  }
  return command.run(rest, io)
}

// `./mandate help | head -1` closes the pipe early; that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

// What was compiled once is read the next time. In the program's own folder, where nobody writes who could not change the program itself.
enableCompileCache(join(import.meta.dirname, '..', '..', '.runtime', 'compiled'))

process.exitCode = await main(process.argv.slice(2))
