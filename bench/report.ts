/** The report as a table of markdown, with the machine and the day it was measured on. */
import { arch, cpus, platform, release, totalmem } from 'node:os'
import { isMet, median, rangeOf, shown, type Line, type Result, type Workload } from './figures.ts'

export type Ran = { readonly workload: Workload; readonly result: Result; readonly seconds: number }

export type Machine = {
  readonly cores: number
  readonly memory: number
  readonly cpu: string
  readonly system: string
  readonly node: string
  readonly postgres: string
}

export const machineOf = (ran: readonly Ran[]): Machine => ({
  cores: cpus().length,
  memory: totalmem(),
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  system: `${platform()} ${release()} ${arch()}`,
  node: process.version,
  postgres: ran.map(({ result }) => result.postgres).find((version) => version !== null) ?? 'not used',
})

export const tableHead = '| workload | ours | peer | ratio (median) | range | goal | |\n| --- | --- | --- | --- | --- | --- | --- |'

export const tableLine = ({ workload, ours, peer, ratios, goal }: Line): string => {
  const [least, most] = rangeOf(ratios)
  const ratio =
    ratios.length === 0 ? ['–', '–'] : [shown(median(ratios)), ratios.length === 1 ? 'one run' : `${shown(least)} to ${shown(most)}`]
  const verdict =
    goal === null ? ['–', ''] : [`${goal.is === 'at least' ? '≥' : '≤'} ${goal.value}`, isMet(goal, ratios) ? 'met' : 'missed']
  return `| ${[workload, ours, peer, ...ratio, ...verdict].join(' | ')} |`
}

export const markdown = (ran: readonly Ran[], machine: Machine, day: string, small: boolean): string =>
  [
    `Measured on ${day}: ${machine.cores} cores (${machine.cpu}), ${shown(machine.memory / 2 ** 30)} GiB of memory, ${machine.system}, Node ${machine.node}, PostgreSQL ${machine.postgres}.`,
    ...(small ? ['Small sizes: this shows that the bench works, and nothing about speed.'] : []),
    '',
    tableHead,
    ...ran.flatMap(({ result }) => result.lines.map(tableLine)),
    ...ran.flatMap(({ workload, result, seconds }) => [
      '',
      `### ${workload.name}: ${workload.measures}`,
      '',
      ...result.words.map((words) => `- ${words}`),
      `- It took ${shown(seconds)} s in all.`,
      '',
      '```sql',
      result.peer,
      '```',
    ]),
  ].join('\n')

export const asJson = (ran: readonly Ran[], machine: Machine, day: string, small: boolean): string =>
  JSON.stringify(
    {
      day,
      small,
      machine,
      lines: ran.flatMap(({ workload, result }) =>
        result.lines.map((line) => ({
          ...line,
          of: workload.name,
          median: line.ratios.length === 0 ? null : median(line.ratios),
          met: line.goal === null ? null : isMet(line.goal, line.ratios),
        })),
      ),
    },
    null,
    1,
  )
