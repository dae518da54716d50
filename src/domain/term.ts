/**
 * The notation of a term of an agreement: `30 business days`, `without undue delay (target 24 hours)`, `earliest of (A, B)`.
 * `readTerm` reads it, `writeTerm` writes it canonically; `time.ts` says when it is over.
 */
import { isRefusal, type Refusal } from './refusal.ts'

export type PeriodUnit = 'hours' | 'days' | 'business days' | 'months' | 'years' | 'days to month end'
/** So many whole units, 0 to 999,999,999; never 0 business days. */
export type Period = { readonly type: 'period'; readonly amount: number; readonly unit: PeriodUnit }
/** A word without a figure, in lower case, and the figure that we set ourselves as its target. */
export type Vague = { readonly type: 'vague'; readonly word: string; readonly target: Term | null }
/** A limit on how often. A calendar year begins on 1 January, local date; a rolling period is looked back on from each act. */
export type AtMost = { readonly type: 'at most'; readonly count: number; readonly per: 'calendar year' | { readonly rolling: Period } }

/** What an agreement can say about time. */
export type Term =
  | Period
  | { readonly type: 'continuous' }
  | Vague
  | { readonly type: 'earliest of'; readonly terms: readonly Term[] }
  | { readonly type: 'every'; readonly period: Period }
  | AtMost
  | { readonly type: 'until'; readonly event: string }
  /** Only a lead: the start of the last local day before an end (TIME rule 8, deletion). */
  | { readonly type: 'last local day' }

/** Words that say when without a figure. Others are read as vague only when they carry a target. */
const vagueWords: readonly string[] = [
  'without undue delay',
  'without delay',
  'immediately',
  'at once',
  'promptly',
  'as soon as possible',
  'in good time',
  'within a reasonable time',
]
const units: readonly PeriodUnit[] = ['hours', 'days', 'business days', 'months', 'years', 'days to month end']
const singular = (unit: PeriodUnit): string => (unit === 'days to month end' ? 'day to month end' : unit.slice(0, -1))
const longest = 500

/** Reads a term; singular and plural, capitals and runs of spaces are all accepted. Refuses what the notation does not know (`not_a_term`). */
export const readTerm = (text: string): Term | Refusal => {
  const words = text.trim().replace(/\s+/g, ' ')
  if (words.length > longest) return { refused: 'term_too_long', length: words.length, longest }
  return readWords(words)
}

const readWords = (words: string): Term | Refusal => {
  const lower = words.toLowerCase()
  if (lower === 'continuous') return { type: 'continuous' }
  if (lower === 'last local day') return { type: 'last local day' }
  if (vagueWords.includes(lower)) return { type: 'vague', word: lower, target: null }
  if (lower.startsWith('earliest of')) return readEarliest(words)
  if (lower.startsWith('every ')) return readEvery(words)
  if (lower.startsWith('at most ')) return readAtMost(words)
  if (lower.startsWith('until ')) return readUntil(words)
  if (lower.includes('(')) return readVague(words)
  return readPeriod(words)
}

const notATerm = (term: string): Refusal => ({ refused: 'not_a_term', term })

const readPeriod = (words: string): Period | Refusal => {
  const [, figure, name] = /^(\d{1,9}) ([a-z ]+)$/.exec(words.toLowerCase()) ?? []
  const unit = units.find((unit) => unit === name || singular(unit) === name)
  if (figure === undefined || unit === undefined) return notATerm(words)
  const amount = Number(figure)
  // The end of the 0th working day is no day that anyone could name.
  if (amount === 0 && unit === 'business days') return { refused: 'zero_business_days', term: words }
  return { type: 'period', amount, unit }
}

const readVague = (words: string): Term | Refusal => {
  const [, word, target] = /^([a-z][a-z ]*[a-z]) \(target (.+)\)$/i.exec(words) ?? []
  if (word === undefined || target === undefined) return notATerm(words)
  const term = readWords(target)
  if (isRefusal(term)) return term
  if (term.type !== 'period' && term.type !== 'earliest of') return { refused: 'target_without_figure', term: words, target }
  return { type: 'vague', word: word.toLowerCase(), target: term }
}

const readEarliest = (words: string): Term | Refusal => {
  const list = /^earliest of ?\((.*)\)$/i.exec(words)?.[1]
  const parts = list === undefined ? null : partsOf(list)
  if (parts === null || parts.length < 2) return { refused: 'earliest_of_too_few', term: words }
  const terms: Term[] = []
  for (const part of parts) {
    const term = readWords(part)
    if (isRefusal(term)) return term
    if (term.type === 'last local day') return notATerm(words)
    terms.push(term)
  }
  return { type: 'earliest of', terms }
}

/** Splits at the commas that stand in no bracket; null when brackets do not match. */
const partsOf = (list: string): readonly string[] | null => {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (const mark of list.matchAll(/[(),]/g)) {
    if (mark[0] === '(') depth += 1
    if (mark[0] === ')') depth -= 1
    if (depth < 0) return null
    if (mark[0] === ',' && depth === 0) {
      parts.push(list.slice(start, mark.index).trim())
      start = mark.index + 1
    }
  }
  return depth === 0 ? [...parts, list.slice(start).trim()] : null
}

const readEvery = (words: string): Term | Refusal => {
  const period = readPeriod(words.slice('every '.length))
  if (isRefusal(period)) return period.refused === 'not_a_term' ? notATerm(words) : period
  if (period.amount === 0 || period.unit === 'days to month end') return { refused: 'every_without_period', term: words }
  return { type: 'every', period }
}

const readAtMost = (words: string): Term | Refusal => {
  const [, figure, window] = /^at most (\d{1,9}) per (calendar year|rolling .+)$/.exec(words.toLowerCase()) ?? []
  if (figure === undefined || window === undefined) return notATerm(words)
  const count = Number(figure)
  if (window === 'calendar year') return { type: 'at most', count, per: window }
  const rolling = readPeriod(window.slice('rolling '.length))
  if (isRefusal(rolling)) return notATerm(words)
  if (rolling.amount === 0 || rolling.unit === 'days to month end') return notATerm(words)
  return { type: 'at most', count, per: { rolling } }
}

const readUntil = (words: string): Term | Refusal => {
  const event = words.slice('until '.length)
  return /^[a-z][a-z0-9 ._:-]*$/i.test(event) ? { type: 'until', event } : notATerm(words)
}

/**
 * The period from the anchor to the n-th time of `every …` (n from 1): the third time of every month is 3 months. Counted from the anchor,
 * never from the time before, so that 31 January is followed by 28 February and then by 31 March (TIME rule 3).
 */
export const timesOf = (period: Period, n: number): Period => ({ ...period, amount: period.amount * n })

/** The canonical notation: `readTerm(writeTerm(term))` is `term` again, for every term that `readTerm` gives. */
export const writeTerm = (term: Term): string => {
  switch (term.type) {
    case 'period':
      return `${term.amount} ${term.amount === 1 ? singular(term.unit) : term.unit}`
    case 'continuous':
    case 'last local day':
      return term.type
    case 'vague':
      return term.target === null ? term.word : `${term.word} (target ${writeTerm(term.target)})`
    case 'earliest of':
      return `earliest of (${term.terms.map(writeTerm).join(', ')})`
    case 'every':
      return `every ${writeTerm(term.period)}`
    case 'at most':
      return `at most ${term.count} per ${term.per === 'calendar year' ? term.per : `rolling ${writeTerm(term.per.rolling)}`}`
    case 'until':
      return `until ${term.event}`
  }
}
