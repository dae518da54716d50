/** A clause's deadline with its instants: what TIME 8 says is stored, and what the clock does next. */
import type { Deadline, Terms } from './clause.ts'
import { instant, type Instant } from './ids.ts'
import type { Refusal } from './refusal.ts'
import { readTerm } from './term.ts'
import { beginsAt, dueAt } from './time.ts'

/** What the clock will do with an open deadline, and when. */
export type ClockStep = { readonly at: Instant; readonly does: 'begin' | 'end' | `remind ${string}` }

export type TimedDeadline = Deadline & {
  readonly zone: string
  readonly calendar: string
  readonly calendarVersion: string
  readonly begins: Instant | null
  readonly ends: Instant | null
  /** What the clock still has to do, earliest first. */
  readonly steps: readonly ClockStep[]
}

/** Gives a deadline its instants. A period without an end (`continuous`) stays on the board and never fires. */
export const timed = (deadline: Deadline, terms: Terms): TimedDeadline | Refusal => {
  const term = readTerm(deadline.term)
  if ('refused' in term) return term
  const { zone, calendar } = terms.rules
  const found = dueAt({ term, from: deadline.from, zone, calendar, side: deadline.side })
  if ('refused' in found) return found
  const { ends, calendarVersion } = found
  // A vague word ("at once") has a target, not a last day: its work starts now.
  const begins = ends === null ? null : beginOf(deadline, ends, zone, term.type === 'vague')
  if (begins !== null && typeof begins !== 'number') return begins
  const steps: ClockStep[] = []
  if (ends !== null) {
    if (begins !== null) steps.push({ at: begins, does: 'begin' })
    for (const before of deadline.reminders) {
      const lead = readTerm(before)
      if ('refused' in lead) return lead
      // Counted back from the moment the data goes, not from the last moment it could.
      const at = beginsAt(begins ?? ends, lead, zone)
      if (typeof at !== 'number') return at
      if (at > deadline.from) steps.push({ at, does: `remind ${before}` })
    }
    steps.push({ at: ends, does: 'end' })
  }
  return { ...deadline, zone, calendar, calendarVersion, begins, ends, steps: steps.toSorted((a, b) => a.at - b.at) }
}

const beginOf = (deadline: Deadline, ends: Instant, zone: string, vague: boolean): Instant | null | Refusal => {
  if (deadline.side === 'theirs') return null
  if (deadline.lead === null || vague) return deadline.from
  const lead = readTerm(deadline.lead)
  if ('refused' in lead) return lead
  const begins = beginsAt(ends, lead, zone)
  return typeof begins === 'number' ? instant(Math.max(begins, deadline.from)) : begins
}

export type DeadlineChange =
  | { readonly change: 'open' | 'move'; readonly deadline: TimedDeadline }
  | { readonly change: 'close'; readonly name: string }

/** The difference of what was due before an act and what is due after it. */
export const deadlineChanges = (
  before: readonly Deadline[],
  after: readonly Deadline[],
  terms: Terms,
): readonly DeadlineChange[] | Refusal => {
  const changes: DeadlineChange[] = []
  for (const was of before) if (!after.some((is) => is.name === was.name)) changes.push({ change: 'close', name: was.name })
  for (const is of after) {
    const was = before.find((each) => each.name === is.name)
    if (was && was.from === is.from && was.term === is.term && was.side === is.side) continue
    const deadline = timed(is, terms)
    if ('refused' in deadline) return deadline
    changes.push({ change: was ? 'move' : 'open', deadline })
  }
  return changes
}
