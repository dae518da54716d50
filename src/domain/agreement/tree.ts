import type { Fault, Named } from '../refusal.ts'

/** A file after its syntax was read and before its meaning was: every scalar is a text, as it stands, with the line it stands on. */
export type Tree =
  | { readonly is: 'text'; readonly text: string; readonly line: number }
  | { readonly is: 'nothing'; readonly line: number }
  | { readonly is: 'list'; readonly items: readonly Tree[]; readonly line: number }
  | { readonly is: 'map'; readonly entries: ReadonlyMap<string, Tree>; readonly line: number }

/** Where a reader leaves what it cannot accept. A reader notes the fault, answers something empty, and reads on. */
export type Note = (fault: Fault) => void

export const fault = (refused: string, at: string, values: Readonly<Record<string, Named>>): Fault => ({ refused, at, ...values })

type Fields = ReadonlyMap<string, Tree>

const nothing: Fields = new Map()
// A file of another kind has thousands of keys; the first ones say so.
const mostUnknown = 50

/** The entries of a mapping whose keys are all known. A key that is not known is a fault that names the nearest one. */
export const readFields = (tree: Tree | undefined, at: string, known: readonly string[], note: Note): Fields => {
  if (tree === undefined || tree.is !== 'map') {
    note(fault('agreement_not_a_mapping', at, { found: found(tree), keys: known }))
    return nothing
  }
  const unknown = [...tree.entries].filter(([key]) => !known.includes(key))
  for (const [key, value] of unknown.slice(0, mostUnknown)) {
    note(fault('agreement_unknown_key', at === '' ? key : `${at}.${key}`, { key, line: value.line, nearest: nearest(key, known), known }))
  }
  return tree.entries
}

export type TextRule = {
  /** Used when the key is absent or empty; without it, absence is a fault. */
  readonly otherwise?: string
  readonly pattern?: RegExp
  /** What the pattern stands for, in words. */
  readonly expected?: string
  readonly longest?: number
}

/** One text of a mapping. White space is brought to one form (`tidy`), so that the same words always have the same hash. */
export const readText = (fields: Fields, key: string, at: string, note: Note, rule: TextRule = {}): string => {
  const tree = fields.get(key)
  const place = at === '' ? key : `${at}.${key}`
  if (tree === undefined || tree.is === 'nothing') return rule.otherwise ?? missing(place, note)
  return readWords(tree, place, note, rule)
}

/** One text where it stands, be it under a key or in a list. */
export const readWords = (tree: Tree, place: string, note: Note, rule: TextRule = {}): string => {
  if (tree.is !== 'text') {
    note(fault('agreement_not_a_text', place, { found: found(tree), line: tree.line }))
    return ''
  }
  const text = tidy(tree.text)
  const longest = rule.longest ?? 300
  if (text === '') return rule.otherwise ?? missing(place, note)
  if (text.length > longest) note(fault('agreement_text_too_long', place, { length: text.length, longest, line: tree.line }))
  if (unprintable.test(text)) note(fault('agreement_unprintable', place, { line: tree.line }))
  if (rule.pattern !== undefined && !rule.pattern.test(text)) {
    note(
      fault('agreement_wrong_form', place, { found: text.slice(0, 80), expected: rule.expected ?? String(rule.pattern), line: tree.line }),
    )
  }
  return text
}

/** One word of a closed list. */
export const readWord = <Word extends string>(
  fields: Fields,
  key: string,
  at: string,
  allowed: readonly Word[],
  otherwise: Word,
  note: Note,
): Word => {
  const text = readText(fields, key, at, note, { otherwise })
  const word = allowed.find((candidate) => candidate === text)
  if (word !== undefined) return word
  const line = fields.get(key)?.line ?? 0
  note(fault('agreement_wrong_word', at === '' ? key : `${at}.${key}`, { found: text, allowed, nearest: nearest(text, allowed), line }))
  return otherwise
}

/** The items of a list; absent and empty are the same. */
export const readItems = (
  fields: Fields,
  key: string,
  at: string,
  note: Note,
  most = 200,
): readonly { readonly tree: Tree; readonly at: string }[] => {
  const tree = fields.get(key)
  const place = at === '' ? key : `${at}.${key}`
  if (tree === undefined || tree.is === 'nothing') return []
  if (tree.is !== 'list') {
    note(fault('agreement_not_a_list', place, { found: found(tree), line: tree.line }))
    return []
  }
  if (tree.items.length > most) note(fault('agreement_list_too_long', place, { length: tree.items.length, most, line: tree.line }))
  return tree.items.slice(0, most).map((item, index) => ({ tree: item, at: `${place}[${index}]` }))
}

/** A list of texts, or one text that stands for a list of one. Twice the same item is a fault. */
export const readTexts = (fields: Fields, key: string, at: string, note: Note, rule: TextRule = {}): readonly string[] => {
  const tree = fields.get(key)
  const place = at === '' ? key : `${at}.${key}`
  if (tree?.is === 'text') return [readWords(tree, place, note, rule)].filter((text) => text !== '')
  const texts = readItems(fields, key, at, note).map((item) => ({ at: item.at, text: readWords(item.tree, item.at, note, rule) }))
  texts.forEach(({ at: spot, text }, index) => {
    if (text !== '' && texts.findIndex((other) => other.text === text) < index) note(fault('agreement_twice', spot, { found: text }))
  })
  return texts.map(({ text }) => text)
}

/** Yes or no; `true` and `false` are the only spellings. */
export const readYesNo = (fields: Fields, key: string, at: string, note: Note): boolean =>
  readWord(fields, key, at, ['true', 'false'], 'false', note) === 'true'

/** Every id of a list stands once: a second one is a fault at its place. */
export const refuseTwins = (ids: readonly string[], at: (index: number) => string, note: Note): void => {
  ids.forEach((id, index) => {
    if (id !== '' && ids.indexOf(id) < index) note(fault('agreement_twice', at(index), { found: id }))
  })
}

/** The word of the list that takes the fewest keystrokes to reach; empty when none is near. */
export const nearest = (word: string, among: readonly string[]): string => {
  const scored = among.map((candidate) => ({ candidate, away: distance(word.slice(0, 60), candidate) }))
  const best = scored.reduce<{ candidate: string; away: number } | null>(
    (first, next) => (first === null || next.away < first.away ? next : first),
    null,
  )
  return best !== null && best.away <= Math.max(2, Math.floor(word.length / 3)) ? best.candidate : ''
}

/** NFC; one space between words; one empty line between paragraphs; an item of a list (`- `) keeps its line. Applied twice it changes nothing. */
export const tidy = (text: string): string =>
  text
    .normalize('NFC')
    .split(/\r?\n[ \t]*(?:\r?\n[ \t]*)+/)
    .map((paragraph) =>
      paragraph
        .split(/\r?\n/)
        .map((line) => line.replaceAll(/[ \t\u00a0]+/g, ' ').trim())
        .filter((line) => line !== '')
        .reduce((before, line) => (before === '' ? line : line.startsWith('- ') ? `${before}\n${line}` : `${before} ${line}`), ''),
    )
    .filter((paragraph) => paragraph !== '')
    .join('\n\n')

// Controls, invisible characters and those that turn the reading direction: they make a text say something else than what is seen.
const unprintable = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u

const missing = (at: string, note: Note): string => {
  note(fault('agreement_missing', at, {}))
  return ''
}

const found = (tree: Tree | undefined): string => {
  if (tree === undefined || tree.is === 'nothing') return 'nothing'
  return { text: 'a text', list: 'a list', map: 'a mapping' }[tree.is]
}

const distance = (one: string, other: string): number => {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1]
    for (const [j, against] of [...other].entries()) {
      next.push(Math.min((row[j] ?? 0) + (letter === against ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? one.length
}
