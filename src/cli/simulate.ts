/** `mandate simulate FILE`: what an agreement will ask of both sides, before anyone signs it. */
import { readFileSync } from 'node:fs'
import { isFaults, readAgreement } from '../domain/agreement.ts'
import { clauses, runningModules } from '../domain/clauses/all.ts'
import { moduleNames } from '../domain/clauses/names.ts'
import { templateHash } from '../domain/hashes.ts'
import { isRefusal } from '../domain/refusal.ts'
import { startOfDate, writeInstant } from '../domain/time.ts'
import { simulate, type SimulateFacts, type Simulation } from '../app/simulate.ts'
import { advance } from '../work/round.ts'
import { sentenceOf } from '../words/catalogue.ts'
import type { Command, Io } from './command.ts'
import { digest } from './node-crypto.ts'

const usage = './mandate simulate FILE [--years 10] [--seed 1] [--json]'

export const simulateCommand: Command = {
  name: 'simulate',
  summary: 'run an agreement forward for years, and print what opens, falls due and closes',
  usage,
  run: async (words, io) => {
    const call = readCall(words)
    if (call === null) return refuse(io, `The call is ${usage}; years are 1 to 30.`, 2)
    const text = readText(call.file)
    if (text === null)
      return refuse(io, `There is no file ${call.file} that can be read; name an agreement, for example agreements/enrichment.yaml.`, 2)
    const agreement = readAgreement(text, Object.keys(moduleNames))
    if (isFaults(agreement)) {
      for (const fault of agreement) io.err(sentenceOf(fault))
      return 1
    }
    const simulation = await simulate({
      agreement,
      hash: templateHash(agreement, digest),
      clauses,
      running: new Set(runningModules),
      start: startOfDate(agreement.effective, agreement.time.zone),
      years: call.years,
      seed: call.seed,
      move,
    })
    if (isRefusal(simulation)) return refuse(io, sentenceOf(simulation), 1)
    report(simulation, call.json, io)
    return simulation.forgotten.length + simulation.broken.length === 0 ? 0 : 1
  },
}

/** The worker's own way through time; mail that tells of a suspended instruction closes its deadline as it does in the world. */
export const move: SimulateFacts['move'] = (house, clock, until, perform) =>
  advance(
    house,
    {
      'mail/*': async (_house, tenant, task) => {
        if (task.clause === 'instructions') await perform(house, tenant, 'recordInformed', task.case)
        return null
      },
      'job/*': async (_house, tenant, task) => {
        await perform(house, tenant, task.name, task.case)
        return null
      },
    },
    clock,
    until,
  )

const report = ({ lines, forgotten, broken }: Simulation, json: boolean, io: Io): void => {
  if (json) {
    io.out(
      JSON.stringify(
        { lines: lines.map((line) => ({ ...line, at: writeInstant(line.at) })), forgotten: forgotten.length, broken: broken.length },
        null,
        1,
      ),
    )
    return
  }
  for (const line of lines)
    io.out(
      `${writeInstant(line.at).padEnd(24)} ${line.what.padEnd(6)} ${`${line.clause}/${line.case}`.padEnd(40)} ${line.name} ${line.text}`.trimEnd(),
    )
  const opened = lines.filter((line) => line.what === 'opens').length
  const closed = lines.filter((line) => line.what === 'kept').length
  io.out(`\n${opened} periods opened, ${closed} closed, ${broken.length} broken, ${forgotten.length} forgotten.`)
  for (const kept of forgotten)
    io.err(`Nobody closed "${kept.deadline.name}" of ${kept.clause}/${kept.case}: its module leaves the period open after its end.`)
  for (const kept of broken)
    io.err(
      `"${kept.deadline.name}" of ${kept.clause}/${kept.case} ended at ${kept.deadline.ends === null ? '–' : writeInstant(kept.deadline.ends)} before it was done.`,
    )
}

type Call = { readonly file: string; readonly years: number; readonly seed: number; readonly json: boolean }

const readCall = (words: readonly string[], call: Partial<Call> = {}): Call | null => {
  const [word, next, ...rest] = words
  if (word === undefined)
    return call.file === undefined ? null : { file: call.file, years: call.years ?? 10, seed: call.seed ?? 1, json: call.json ?? false }
  if (word === '--json') return readCall(words.slice(1), { ...call, json: true })
  if (word === '--years' || word === '--seed') {
    const number = Number(next)
    const fits = Number.isInteger(number) && number >= (word === '--years' ? 1 : 0) && number <= (word === '--years' ? 30 : 2 ** 31)
    return fits ? readCall(rest, { ...call, [word === '--years' ? 'years' : 'seed']: number }) : null
  }
  return word.startsWith('--') || call.file !== undefined ? null : readCall(words.slice(1), { ...call, file: word })
}

const readText = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

const refuse = (io: Io, sentence: string, status: number): number => {
  io.err(sentence)
  return status
}
