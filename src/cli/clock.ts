/** `mandate clock +90 days`: moves a simulated deployment, stopping wherever something is due. */
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { readTerm } from '../domain/term.ts'
import { dueAt, readInstant } from '../domain/time.ts'
import { instant, type Instant } from '../domain/ids.ts'
import { sentenceOf } from '../words/catalogue.ts'
import { readConfig } from './config.ts'
import type { Command } from './command.ts'
import { order } from './control.ts'
import { readRunning } from './data-folder.ts'

export const clock: Command = {
  name: 'clock',
  summary: 'move a simulated clock, from deadline to deadline',
  usage: './mandate clock [+90 days | INSTANT] [--data DIR]',
  run: async (words, io) => {
    const config = readConfig(words)
    if (isRefusal(config)) {
      io.err(sentenceOf(config))
      return 2
    }
    if (readRunning(config.folder) === null) {
      io.err(`No server runs on ${config.folder}; start it with ./mandate start, then move its clock.`)
      return 1
    }
    return order(config.folder, 'clock', { step: config.rest.join(' ') }, io.out)
  },
}

/** `+90 days` counts like a period of the law in UTC, from the instant itself: ninety times twenty-four hours of whole days. */
export const stepTo = (from: Instant, step: string): Instant | Refusal => {
  if (!step.startsWith('+')) {
    const at = readInstant(step)
    return isRefusal(at)
      ? { refused: 'clock_step_unreadable', step }
      : at < from
        ? { refused: 'clock_backwards', standsAt: from, wantedAt: at }
        : at
  }
  const term = readTerm(step.slice(1))
  if (isRefusal(term) || term.type !== 'period') return { refused: 'clock_step_unreadable', step }
  if (term.unit === 'hours') return instant(from + term.amount * 3_600_000)
  if (term.unit === 'days') return instant(from + term.amount * 86_400_000)
  const due = dueAt({ term, from, zone: 'UTC', calendar: 'FR', side: 'ours' })
  if (isRefusal(due)) return due
  return due.ends ?? from
}
