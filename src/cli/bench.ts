/** `mandate bench`: ratios against a peer in one run on this machine, never a figure without its peer. */
import { workloads } from '../../bench/all.ts'
import type { Workload } from '../../bench/figures.ts'
import { asJson, machineOf, markdown, type Ran } from '../../bench/report.ts'
import { endInOrder } from '../../bench/temporary.ts'
import type { Command, Io } from './command.ts'

const usage = './mandate bench [--only NAME] [--small] [--json]'

export const bench: Command = {
  name: 'bench',
  summary: 'measure this machine against plain PostgreSQL and a plain queue, in turns',
  usage: [
    usage,
    '',
    ...workloads.map(({ name, measures }) => `  ${name.padEnd(10)} ${measures}`),
    '',
    'Prints a table of markdown. Every ratio is the median of five pairs that took turns, with its range; a range that straddles its goal has missed it.',
    'A database of its own is started in a temporary folder with durable writes, and removed. --small proves that it works, not how fast.',
  ].join('\n'),
  run: async (words, io) => {
    const call = readCall(words)
    if (call === null) return refuse(io, `The call is ${usage}.`)
    const chosen = call.only === null ? workloads : workloads.filter(({ name }) => name === call.only)
    if (chosen.length === 0)
      return refuse(io, `There is no workload "${call.only ?? ''}"; there are ${workloads.map(({ name }) => name).join(', ')}.`)
    endInOrder()
    const ran: Ran[] = []
    for (const workload of chosen) ran.push(await runOne(workload, call.small, io))
    const day = new Date().toISOString().slice(0, 10)
    io.out((call.json ? asJson : markdown)(ran, machineOf(ran), day, call.small))
    return 0
  },
}

const runOne = async (workload: Workload, small: boolean, io: Io): Promise<Ran> => {
  io.err(`${workload.name}: ${workload.measures} ...`)
  const start = performance.now()
  const result = await workload.run({ small, say: (line) => io.err(`  ${line}`) })
  return { workload, result, seconds: (performance.now() - start) / 1_000 }
}

type Call = { readonly only: string | null; readonly small: boolean; readonly json: boolean }

const readCall = (words: readonly string[], call: Call = { only: null, small: false, json: false }): Call | null => {
  const [word, next] = words
  if (word === undefined) return call
  if (word === '--small') return readCall(words.slice(1), { ...call, small: true })
  if (word === '--json') return readCall(words.slice(1), { ...call, json: true })
  if (word === '--only' && next !== undefined) return readCall(words.slice(2), { ...call, only: next })
  return null
}

const refuse = (io: Io, sentence: string): number => {
  io.err(sentence)
  return 2
}
