import type { ImportColumn } from '../domain/columns.ts'
import { normaliseName } from '../domain/normalise.ts'
import type { Refusal } from '../domain/refusal.ts'
import { type SpecialCategory, isSpecialCategory, screenColumnName } from '../domain/special-categories.ts'

/**
 * What a person decided for columns, by index from 0: the key of a column, `null` to leave it out, or `special:health` to declare that it holds
 * special data. A column that is left out by name is not read at all; a column that nobody decided on is not imported, but screened.
 */
export type ChosenColumns = ReadonlyMap<number, string | null>

/** Where one column of the file goes. `confidence` is 1 when a person chose it or the name is known, 0.6 when only a part of the name is. */
export type ColumnMapping = {
  readonly index: number
  readonly header: string
  readonly column: ImportColumn | null
  readonly by: 'chosen' | 'name' | 'none'
  readonly confidence: number
  /** Special data by declaration or by the column's name; no cell of such a column is ever imported. */
  readonly special: { readonly category: SpecialCategory; readonly rule: string } | null
  /** Headers that wanted the same key and lost it to an earlier or better one. */
  readonly rival: boolean
}

export type Mapping = {
  readonly columns: readonly ColumnMapping[]
  /** Keys that more than one header asked for, with the headers; the first of the best was taken. A person may choose otherwise. */
  readonly ambiguous: readonly { readonly key: string; readonly headers: readonly string[] }[]
  /** Headers that are not imported, and why. */
  readonly unmapped: readonly {
    readonly index: number
    readonly header: string
    readonly why: 'unknown' | 'left_out' | 'rival' | 'special'
  }[]
}

/** The columns that an error file has in front. A file that comes back with them is read as if they were not there. */
export const errorFileColumns = ['import line', 'import column', 'import reason'] as const

/** Proposes a key for each header; what a person chose stands. Refuses choices that point nowhere and files in which nothing is known. */
export const mapColumns = (
  header: readonly string[],
  columns: readonly ImportColumn[],
  chosen: ChosenColumns = new Map(),
): Mapping | Refusal => {
  const fault = choiceFault(header, columns, chosen)
  if (fault !== null) return fault
  const proposals = header.map((name, index) => proposed(name, index, columns, chosen))
  const settled = settleRivals(proposals)
  if (!settled.some((mapping) => mapping.column !== null)) {
    // The names themselves stay out: in a file without a header they are a person's.
    return { refused: 'no_known_column', columns: header.length, known: columns.map((column) => column.key) }
  }
  return { columns: settled, ambiguous: ambiguities(proposals), unmapped: settled.flatMap(whyUnmapped) }
}

const choiceFault = (header: readonly string[], columns: readonly ImportColumn[], chosen: ChosenColumns): Refusal | null => {
  const taken = new Set<string>()
  for (const [index, key] of chosen) {
    const name = header[index]
    if (name === undefined) return { refused: 'chosen_column_missing', column: index + 1, columns: header.length }
    if (key === null || declared(key) !== null) continue
    const special = screenColumnName(name)
    if (special !== null) return { refused: 'chosen_column_special', column: index + 1, category: special.category, rule: special.rule }
    if (!columns.some((column) => column.key === key)) {
      return { refused: 'chosen_key_unknown', key, known: columns.map((column) => column.key) }
    }
    if (taken.has(key)) return { refused: 'chosen_key_twice', key }
    taken.add(key)
  }
  return null
}

const declared = (key: string): SpecialCategory | null => {
  const name = key.startsWith('special:') ? key.slice('special:'.length) : ''
  return isSpecialCategory(name) ? name : null
}

const proposed = (name: string, index: number, columns: readonly ImportColumn[], chosen: ChosenColumns): ColumnMapping => {
  const header = name.slice(0, 100)
  const none = { index, header, column: null, by: 'none', confidence: 0, special: null, rival: false } as const
  const choice = chosen.get(index)
  const ours = errorFileColumns.some((own) => own === name)
  if (choice === null || (choice === undefined && ours)) return { ...none, by: 'chosen', confidence: 1 }
  const category = choice === undefined ? null : declared(choice)
  if (category !== null) return { ...none, by: 'chosen', confidence: 1, special: { category, rule: `declared:${category}` } }
  if (choice !== undefined) return { ...none, by: 'chosen', confidence: 1, column: columns.find((column) => column.key === choice) ?? null }
  const special = screenColumnName(name)
  if (special !== null) return { ...none, special: { category: special.category, rule: special.rule } }
  const guess = bestGuess(headerWords(name), columns)
  return guess === null ? none : { ...none, by: 'name', ...guess }
}

/** `Contact_E-mail (work)` → `contact e mail work`; `firstName` → `first name`. */
const headerWords = (name: string): string => normaliseName(name.replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2').replaceAll('_', ' '))

/** The whole name, else a name of at least two words that stands inside it ("primary e mail address"). Single words inside others lie too often. */
const bestGuess = (
  name: string,
  columns: readonly ImportColumn[],
): { readonly column: ImportColumn; readonly confidence: number } | null => {
  const exact = columns.find((column) => spellings(column).includes(name))
  if (exact !== undefined) return { column: exact, confidence: 1 }
  let best: { readonly column: ImportColumn; readonly length: number } | null = null
  for (const column of columns) {
    for (const synonym of spellings(column)) {
      const fits = synonym.includes(' ') && ` ${name} `.includes(` ${synonym} `)
      if (fits && synonym.length > (best?.length ?? 0)) best = { column, length: synonym.length }
    }
  }
  return best === null ? null : { column: best.column, confidence: 0.6 }
}

const spellings = (column: ImportColumn): readonly string[] => [headerWords(column.key), ...column.synonyms.map(normaliseName)]

/** One column for each key: a choice before a guess, a sure guess before a loose one, else the first. */
const settleRivals = (proposals: readonly ColumnMapping[]): readonly ColumnMapping[] => {
  const winners = new Map<string, ColumnMapping>()
  for (const proposal of proposals) {
    const key = proposal.column?.key
    if (key === undefined) continue
    const known = winners.get(key)
    if (known === undefined || strength(proposal) > strength(known)) winners.set(key, proposal)
  }
  return proposals.map((proposal) =>
    proposal.column === null || winners.get(proposal.column.key) === proposal ? proposal : { ...proposal, column: null, rival: true },
  )
}

const strength = (mapping: ColumnMapping): number => (mapping.by === 'chosen' ? 2 : mapping.confidence)

const ambiguities = (proposals: readonly ColumnMapping[]): Mapping['ambiguous'] => {
  const byKey = new Map<string, string[]>()
  for (const { column, header } of proposals) {
    if (column !== null) byKey.set(column.key, [...(byKey.get(column.key) ?? []), header])
  }
  return [...byKey].filter(([, headers]) => headers.length > 1).map(([key, headers]) => ({ key, headers }))
}

const whyUnmapped = ({ index, header, column, by, special, rival }: ColumnMapping): Mapping['unmapped'] => {
  if (column !== null) return []
  const why = special !== null ? 'special' : rival ? 'rival' : by === 'chosen' ? 'left_out' : 'unknown'
  return [{ index, header, why }]
}
