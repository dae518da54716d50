/**
 * `npm run check [-- --only walls,words | --thorough | --graph]`: what must hold before anything runs. One line per part with its time, one sentence
 * per finding; 0 all of it holds, 1 something does not, 2 the words of the call are off.
 */
import { join } from 'node:path'
import type { Finding, Part } from './check/part.ts'

const root = join(import.meta.dirname, '..')

/** Those that wait longest for another program come first. Each is loaded when it is wanted. */
const parts: Readonly<Record<string, () => Promise<Part>>> = {
  types: async () => (await import('./check/tools.ts')).types,
  'data maps': async () => (await import('./check/data-maps.ts')).dataMaps,
  lint: async () => (await import('./check/tools.ts')).lint,
  unused: async () => (await import('./check/tools.ts')).unused,
  format: async () => (await import('./check/tools.ts')).format,
  walls: async () => (await import('./check/walls.ts')).walls,
  reactions: async () => (await import('./check/reactions.ts')).reactions,
  words: async () => (await import('./check/words.ts')).words,
  hygiene: async () => (await import('./check/hygiene.ts')).hygiene,
  'typed lint': async () => (await import('./check/tools.ts')).typedLint,
}

/** What `--thorough` adds: it takes as long as all the rest. */
const slow = new Set(['typed lint'])

type Outcome = { readonly name: string; readonly findings: readonly Finding[]; readonly seconds: number }

const runPart = async (name: string): Promise<Outcome> => {
  const start = performance.now()
  const findings = await findingsOf(name)
  return { name, findings, seconds: (performance.now() - start) / 1_000 }
}

/** A part that cannot run (a file that does not parse, a migration that fails) has not passed; the others run all the same. */
const findingsOf = async (name: string): Promise<readonly Finding[]> => {
  try {
    const part = await parts[name]?.()
    return (await part?.run(root)) ?? []
  } catch (error) {
    return [{ at: name, says: `this part could not run: ${error instanceof Error ? error.message : String(error)}; mend that first` }]
  }
}

const tell = ({ name, findings, seconds }: Outcome): void => {
  const verdict = findings.length === 0 ? 'holds' : `${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}`
  console.log(`${name.padEnd(10)} ${verdict.padEnd(13)} ${seconds.toFixed(1).padStart(5)} s`)
  for (const { at, says } of findings) console.log(`  ${at}: ${says}`)
}

const main = async (words: readonly string[]): Promise<number> => {
  if (words.includes('--graph')) {
    const { reactionGraph } = await import('./check/reactions.ts')
    console.log(reactionGraph())
    return 0
  }
  const thorough = words[0] === '--thorough'
  const wanted = words[0] === '--only' ? (words[1] ?? '').split(',') : Object.keys(parts).filter((name) => thorough || !slow.has(name))
  const unknown = wanted.filter((name) => !Object.hasOwn(parts, name))
  if (unknown.length > 0 || (words.length > 0 && words[0] !== '--only' && !thorough)) {
    console.error(
      `"${words.join(' ')}" is no call of the check; write --thorough, --graph, or --only with some of ${Object.keys(parts).join(',')}.`,
    )
    return 2
  }
  const start = performance.now()
  const outcomes = await Promise.all(
    wanted.map(async (name) => {
      const outcome = await runPart(name)
      tell(outcome)
      return outcome
    }),
  )
  const red = outcomes.filter(({ findings }) => findings.length > 0).map(({ name }) => name)
  const seconds = ((performance.now() - start) / 1_000).toFixed(1)
  console.log(red.length === 0 ? `The check holds (${seconds} s).` : `The check fails in ${red.join(', ')} (${seconds} s).`)
  return red.length === 0 ? 0 : 1
}

process.exitCode = await main(process.argv.slice(2))
