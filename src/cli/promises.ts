import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isFaults, readAgreement } from '../domain/agreement.ts'
import { runningModules } from '../domain/clauses/all.ts'
import { moduleNames } from '../domain/clauses/names.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { promisesWords } from '../words/en/promises.ts'
import type { Command, Io } from './command.ts'
import { judge, outcomeName, outcomeNames, readPromises, type Outcome, type Promised } from './promise-list.ts'
import { scanStories, storiesOf } from './stories.ts'

const usage = './mandate promises [--json] [--agreement NAME]'
const root = fileURLToPath(new URL('../../', import.meta.url))

/** `./mandate promises`: each promise of the sources, its clause, and what keeps it. 0 all are accounted for, 1 one is not, 2 the call is off. */
export const promisesCommand = (
  running: readonly string[],
  storyOf: (id: string) => string | null,
  folder: string = join(root, 'agreements'),
): Command => ({
  name: 'promises',
  summary: 'say what keeps each promise of the shipped agreements',
  usage,
  run: (words, io) => Promise.resolve(run(words, io, { running, storyOf, folder })),
})

type Given = { readonly running: readonly string[]; readonly storyOf: (id: string) => string | null; readonly folder: string }
type Row = { readonly agreement: string; readonly promised: Promised; readonly outcome: Outcome | Refusal }

const run = (words: readonly string[], io: Io, given: Given): number => {
  const call = readCall(words)
  if (isRefusal(call)) return complain(io, call, 2)
  const known = agreementsWithPromises(given.folder)
  if (call.agreement !== null && !known.includes(call.agreement))
    return complain(io, { refused: 'promises_unknown_agreement', agreement: call.agreement, known }, 2)
  const chosen = known.filter((name) => call.agreement === null || name === call.agreement)
  const rows: Row[] = []
  for (const name of chosen) {
    const judged = judgeAll(name, given)
    if (isRefusal(judged)) return complain(io, judged, 1)
    rows.push(...judged)
  }
  if (call.json) io.out(JSON.stringify(rows.map(written), null, 2))
  else tell(chosen, rows, call.agreement !== null, io)
  const open = rows.flatMap(({ outcome }) => (isRefusal(outcome) ? [outcome] : []))
  for (const refusal of open) complain(io, refusal, 1)
  return open.length === 0 ? 0 : 1
}

type Call = { readonly json: boolean; readonly agreement: string | null }

const readCall = (words: readonly string[]): Call | Refusal => {
  const rest = words.filter((word) => word !== '--json')
  const [flag, name, ...more] = rest
  const json = rest.length < words.length
  if (flag === undefined) return { json, agreement: null }
  if (flag !== '--agreement' || name === undefined || name.startsWith('-') || more.length > 0)
    return { refused: 'promises_usage', words: rest.join(' '), usage }
  return { json, agreement: name }
}

const agreementsWithPromises = (folder: string): readonly string[] =>
  existsSync(join(folder, 'promises'))
    ? readdirSync(join(folder, 'promises'))
        .filter((name) => name.endsWith('.json'))
        .map((name) => name.slice(0, -'.json'.length))
        .toSorted()
    : []

const judgeAll = (name: string, { running, storyOf, folder }: Given): readonly Row[] | Refusal => {
  const file = join(folder, `${name}.yaml`)
  const agreement = readAgreement(readFileSync(file, 'utf8'), Object.keys(moduleNames))
  if (isFaults(agreement)) return { refused: 'promises_bad_agreement', file, faults: agreement.length, first: agreement[0]?.refused ?? '' }
  const list = join(folder, 'promises', `${name}.json`)
  const promised = readPromises(list, readFileSync(list, 'utf8'))
  if (isRefusal(promised)) return promised
  return promised.map((each) => ({ agreement: name, promised: each, outcome: judge(each, agreement, running, storyOf) }))
}

const written = ({ agreement, promised: { id, kind, duty, clause, theme }, outcome }: Row) => ({
  id,
  agreement,
  clause,
  kind,
  theme,
  duty,
  ...outcome,
})

const complain = (io: Io, refusal: Refusal, status: number): number => {
  io.err(sentence(refusal))
  return status
}

const words: Readonly<Record<string, string>> = promisesWords

const sentence = (refusal: Refusal): string =>
  (words[refusal.refused] ?? refusal.refused).replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value = refusal[name]
    if (value === undefined) return whole
    return typeof value === 'object' && value !== null ? value.join(', ') : String(value)
  })

const titles = { keptBy: 'kept', manualEvidence: 'by evidence', theirDuty: 'theirs', planned: 'planned', statement: 'statements' } as const

const tell = (agreements: readonly string[], rows: readonly Row[], listed: boolean, io: Io): void => {
  if (listed) for (const row of rows) io.out(line(row))
  const heads = outcomeNames.map((name) => titles[name])
  io.out(tableLine('agreement', [...heads, 'all']))
  for (const name of agreements)
    io.out(
      countLine(
        name,
        rows.filter(({ agreement }) => agreement === name),
      ),
    )
  if (agreements.length > 1) io.out(countLine('all', rows))
}

const countLine = (name: string, rows: readonly Row[]): string => {
  const counts = outcomeNames.map((each) => rows.filter(({ outcome }) => !isRefusal(outcome) && outcomeName(outcome) === each).length)
  return tableLine(name, [...counts, rows.length])
}

const tableLine = (name: string, cells: readonly (string | number)[]): string =>
  [name.padEnd(16), ...cells.map((cell) => String(cell).padStart(12))].join('')

const line = ({ promised, outcome }: Row): string =>
  `${promised.id.padEnd(10)}${promised.clause.padEnd(32)}${isRefusal(outcome) ? 'not accounted for' : said(outcome)}`

const said = (outcome: Outcome): string => {
  if ('keptBy' in outcome) return `kept by ${outcome.keptBy.module}, proved in ${outcome.keptBy.story}`
  if ('manualEvidence' in outcome) return `by evidence: ${outcome.manualEvidence}`
  if ('theirDuty' in outcome) return 'the other party’s duty'
  if ('planned' in outcome) return `planned: ${outcome.planned.module} (awaits its ${outcome.planned.awaits})`
  return 'a statement'
}

let shipped: ((id: string) => string | null) | null = null
// Read when first asked, so that no other command waits for it.
const shippedStoryOf = (id: string): string | null => {
  shipped ??= storiesOf(scanStories(join(root, 'test/stories'), 'test/stories'))
  return shipped(id)
}

/** The command over the modules that run here and the stories that stand here. */
export const promises: Command = promisesCommand(runningModules, shippedStoryOf)
