import { parseArgs } from 'node:util'
import { isRefusal, type Refusal } from '../domain/refusal.ts'

export const usage = `./mandate due "30 business days" --from 2026-11-27T17:30:00Z --zone Europe/Copenhagen --calendar DK --side theirs [--lead "24 hours"] [--json], or ./mandate due --table FILE [--json]`

const valued = ['from', 'zone', 'calendar', 'side'] as const
const flags = ['from', 'zone', 'calendar', 'side', 'lead', 'table'] as const
type Flag = (typeof flags)[number]
/** What a person, or a row of a table, wrote. */
export type Question = {
  readonly term: string
  readonly from: string
  readonly zone: string
  readonly calendar: string
  readonly side: string
}
export type OneCall = Question & { readonly table: null; readonly lead: string | null; readonly json: boolean }
export type TableCall = { readonly table: string; readonly json: boolean }

/** Reads the words after `./mandate due`; refuses unknown, doubled, empty and missing ones, each with what the call reads. */
export const readCall = (words: readonly string[]): OneCall | TableCall | Refusal => {
  const found = readWords(words)
  if (isRefusal(found)) return found
  const { values, terms, json } = found
  const table = values.get('table')
  if (table !== undefined) {
    const beside = terms.length > 0 ? 'a term' : [...values.keys()].find((flag) => flag !== 'table')
    if (beside !== undefined) return { refused: 'due_table_and_flag', flag: beside === 'a term' ? beside : `--${beside}` }
    return { table, json }
  }
  const [term] = terms
  if (term === undefined) return { refused: 'due_without_term', usage }
  if (terms.length > 1) return { refused: 'due_with_two_terms', terms }
  const missing = valued.find((flag) => !values.has(flag))
  if (missing !== undefined) return { refused: 'due_flag_missing', flag: `--${missing}`, usage }
  const valueOf = (flag: Flag): string => values.get(flag) ?? ''
  return {
    term,
    from: valueOf('from'),
    zone: valueOf('zone'),
    calendar: valueOf('calendar'),
    side: valueOf('side'),
    table: null,
    lead: values.get('lead') ?? null,
    json,
  }
}

type Words = { readonly values: ReadonlyMap<Flag, string>; readonly terms: readonly string[]; readonly json: boolean }

const readWords = (words: readonly string[]): Words | Refusal => {
  const options = { ...Object.fromEntries(flags.map((flag) => [flag, { type: 'string' as const }])), json: { type: 'boolean' as const } }
  const { tokens } = parseArgs({ args: [...words], options, strict: false, allowPositionals: true, tokens: true })
  const values = new Map<Flag, string>()
  const terms: string[] = []
  let json = false
  for (const token of tokens) {
    if (token.kind === 'positional') terms.push(token.value)
    if (token.kind !== 'option') continue
    const flag = flags.find((flag) => flag === token.name)
    if (token.name === 'json') {
      if (token.value !== undefined) return { refused: 'due_flag_with_value', flag: token.rawName }
      json = true
    } else if (flag === undefined) return { refused: 'due_unknown_flag', flag: token.rawName, usage }
    else if (token.value === undefined || token.value.startsWith('--'))
      return { refused: 'due_flag_without_value', flag: token.rawName, usage }
    else if (values.has(flag)) return { refused: 'due_flag_twice', flag: token.rawName }
    else values.set(flag, token.value)
  }
  return { values, terms, json }
}
