import type { SpecialCategory, SpecialFinding } from '../special-categories.ts'
import { danish } from './danish.ts'
import { english } from './english.ts'
import { french } from './french.ts'
import { spanish } from './spanish.ts'
import { foldedWords, listed } from './words.ts'

/**
 * Words of one language, folded, split by commas; a `*` at the end of the last word stands for any ending.
 * `states`: say it by themselves. `hints`: may say it; certain after a predicate ("suffers from"), nothing beside a thing ("testing kits").
 * `weak`: everyday words that count, as possible, only after a predicate ("votes Labour"). `offices`: titles that show it, as possible.
 */
export type Terms = { readonly states?: string; readonly hints?: string; readonly weak?: string; readonly offices?: string }
export type Lexicon = {
  readonly terms: Readonly<Partial<Record<SpecialCategory, Terms>>>
  /** Words that tie what follows to the person: `suffers from`, `is`, `member of`. */
  readonly predicates: string
  /** Words that make a hint about a thing or an organisation when they stand next to it. */
  readonly things: string
  /** Words before a hint that make it a trade or an employer: `sells`, `works at`. */
  readonly trades: string
}

type Grade = 'state' | 'hint' | 'weak' | 'office'
type Term = {
  readonly category: SpecialCategory
  readonly grade: Grade
  readonly words: readonly string[]
  readonly open: boolean
  readonly name: string
  /** The predicates of the term's own language: "a" ties in French, in English it does not. */
  readonly predicates: ReadonlySet<string>
}

/** Findings by word in a free text; in a title also the offices that show a belief or a membership. */
export const findTerms = (text: string, title: boolean): readonly SpecialFinding[] => {
  const words = foldedWords(text)
  const found: SpecialFinding[] = []
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    for (const term of byFirstWord.get(word.slice(0, 3)) ?? []) {
      if (!standsAt(term, words, at)) continue
      const finding = graded(term, words, at, title)
      if (finding !== null) found.push(finding)
    }
  }
  return found
}

const standsAt = (term: Term, words: readonly string[], at: number): boolean =>
  term.words.every((wanted, index) => {
    const word = words[at + index]
    if (word === undefined) return false
    return term.open && index === term.words.length - 1 ? word.startsWith(wanted) : word === wanted
  })

const graded = (term: Term, words: readonly string[], at: number, title: boolean): SpecialFinding | null => {
  const possible: SpecialFinding = { category: term.category, rule: `word:${term.name}`, certainty: 'possible' }
  const certain: SpecialFinding = { ...possible, certainty: 'certain' }
  switch (term.grade) {
    case 'office':
      return title ? possible : null
    case 'state':
      return title ? possible : certain
    case 'hint':
      if (title || isAboutThing(words, at, term.words.length)) return null
      return follows(term.predicates, words, at, 3) ? certain : possible
    case 'weak':
      if (title || isAboutThing(words, at, term.words.length)) return null
      return follows(term.predicates, words, at, 3) ? possible : null
  }
}

/** Is this hint about a trade, a product, an employer rather than a person? Two words on either side, a trade up to six before. */
const isAboutThing = (words: readonly string[], at: number, length: number): boolean =>
  words.slice(at + length, at + length + 2).some((word) => things.has(word)) ||
  words.slice(Math.max(0, at - 2), at).some((word) => things.has(word)) ||
  follows(trades, words, at, 6)

/** Does one of these phrases end within `reach` words before this place? */
const follows = (phrases: ReadonlySet<string>, words: readonly string[], at: number, reach: number): boolean => {
  for (let start = Math.max(0, at - reach); start < at; start += 1) {
    if (phrases.has(words[start] ?? '')) return true
    if (start + 1 < at && phrases.has(`${words[start] ?? ''} ${words[start + 1] ?? ''}`)) return true
  }
  return false
}

const lexicons: readonly Lexicon[] = [english, french, danish, spanish]
const gathered = (pick: (lexicon: Lexicon) => string): ReadonlySet<string> => new Set(lexicons.flatMap((lexicon) => listed(pick(lexicon))))
const things = gathered((lexicon) => lexicon.things)
const trades = gathered((lexicon) => lexicon.trades)

const termsOf = (category: SpecialCategory, grade: Grade, list: string | undefined, predicates: ReadonlySet<string>): readonly Term[] =>
  listed(list ?? '').map((item) => {
    const open = item.endsWith('*')
    const text = open ? item.slice(0, -1) : item
    return { category, grade, words: text.split(' '), open, name: text.replaceAll(' ', '_'), predicates }
  })

const categoriesOf = (lexicon: Lexicon): readonly SpecialCategory[] =>
  (['ethnicity', 'politics', 'religion', 'union', 'genetic', 'biometric', 'health', 'orientation', 'criminal'] as const).filter(
    (category) => lexicon.terms[category] !== undefined,
  )

const all: readonly Term[] = lexicons.flatMap((lexicon) => {
  const predicates = new Set(listed(lexicon.predicates))
  return categoriesOf(lexicon).flatMap((category) => {
    const terms = lexicon.terms[category]
    return [
      ...termsOf(category, 'state', terms?.states, predicates),
      ...termsOf(category, 'hint', terms?.hints, predicates),
      ...termsOf(category, 'weak', terms?.weak, predicates),
      ...termsOf(category, 'office', terms?.offices, predicates),
    ]
  })
})

/** By the first three letters, so that open endings are found as well; every first word but `hk` and its like has three. */
const byFirstWord: ReadonlyMap<string, readonly Term[]> = (() => {
  const index = new Map<string, Term[]>()
  for (const term of all) {
    const letters = (term.words[0] ?? '').slice(0, 3)
    const known = index.get(letters)
    if (known === undefined) index.set(letters, [term])
    else known.push(term)
  }
  return index
})()
