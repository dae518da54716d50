import type { Evidence, LoggedEntry, ProvenEntry } from '../evidence.ts'
import { evidenceFormat } from '../evidence.ts'
import type { Fault } from '../refusal.ts'
import { entryOf } from './entry.ts'
import type { Place } from './fields.ts'
import { countOf, fieldsOf, listOf, nameOf, shaOf, textOf, wordOf } from './fields.ts'
import { acceptanceStatementOf, erasureStatementOf } from './statements.ts'

/** The longest file that is read, in UTF-16 code units: half a million entries, about. */
export const longestEvidence = 400_000_000

/**
 * Reads an evidence file. Refused: what is not JSON; JSON that says a thing twice or in another spelling (`1.0` for `1`, an escaped
 * letter), because two readers could then understand two things; a field that is unknown, missing or of the wrong form.
 */
export const readEvidence = (text: string): Evidence | readonly Fault[] => {
  if (text.length > longestEvidence) return [{ refused: 'evidence_too_long', at: '', length: text.length, longest: longestEvidence }]
  const parsed = parseJson(text)
  if (parsed === null) return [{ refused: 'evidence_not_json', at: '' }]
  const odd = firstOddity(text, parsed.plain)
  if (odd !== null) return [{ refused: 'evidence_odd_spelling', at: `line ${lineAt(text, odd)}`, near: text.slice(odd, odd + 20) }]
  const faults: Fault[] = []
  const evidence = evidenceOf({ value: parsed.value, at: '', faults })
  return faults.length > 0 ? faults : evidence
}

/** Did `readEvidence` answer faults? */
export const isFaults = (read: Evidence | readonly Fault[]): read is readonly Fault[] => Array.isArray(read)

const parseJson = (text: string): { readonly value: unknown; readonly plain: string } | null => {
  try {
    const value: unknown = JSON.parse(text)
    return { value, plain: JSON.stringify(value) }
  } catch {
    // Broken JSON, or JSON nested so deep that the engine gives up: no evidence file either way.
    return null
  }
}

const isSpace = (unit: number): boolean => unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09

const afterSpace = (text: string, from: number): number => {
  let at = from
  while (isSpace(text.charCodeAt(at))) at += 1
  return at
}

/** Where the text, white space between its parts left out, first differs from its own plain form; null when it does not. */
const firstOddity = (text: string, plain: string): number | null => {
  let at = 0
  let inside = false
  for (let put = 0; put < plain.length; put += 1, at += 1) {
    if (!inside) at = afterSpace(text, at)
    const unit = plain.charCodeAt(put)
    if (text.charCodeAt(at) !== unit) return at
    if (unit === 0x22) inside = !inside
    if (unit !== 0x5c) continue
    // After a backslash stands a character that neither opens nor closes.
    put += 1
    at += 1
    if (text.charCodeAt(at) !== plain.charCodeAt(put)) return at
  }
  const end = afterSpace(text, at)
  return end === text.length ? null : end
}

const lineAt = (text: string, at: number): number => text.slice(0, at).split('\n').length

const common = ['format', 'kind', 'keys', 'rotations', 'checkpoint', 'entries'] as const
const withStatement = [...common, 'statement', 'extensions'] as const

const kindOf = (place: Place): Evidence['kind'] => {
  const { value } = place
  const kind: unknown = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined
  return wordOf({ value: kind, at: 'kind', faults: place.faults }, ['trail', 'certificate', 'acceptance'])
}

const evidenceOf = (place: Place): Evidence => {
  const kind = kindOf(place)
  switch (kind) {
    case 'trail': {
      const field = fieldsOf(place, common)
      return { ...vouchedOf(field), kind, entries: listOf(field('entries'), loggedOf) }
    }
    case 'certificate': {
      const field = fieldsOf(place, withStatement)
      return { ...vouchedOf(field), kind, statement: erasureStatementOf(field('statement')), ...provenOf(field) }
    }
    case 'acceptance': {
      const field = fieldsOf(place, withStatement)
      return { ...vouchedOf(field), kind, statement: acceptanceStatementOf(field('statement')), ...provenOf(field) }
    }
  }
}

const vouchedOf = (field: (name: (typeof common)[number]) => Place) => {
  const noteAt = (place: Place): string => textOf(place, /^[^\p{Cs}]{1,20000}$/su, 'a signed note')
  return {
    format: wordOf(field('format'), [evidenceFormat]),
    keys: listOf(field('keys'), nameOf),
    rotations: listOf(field('rotations'), noteAt),
    checkpoint: noteAt(field('checkpoint')),
  }
}

const provenOf = (field: (name: (typeof withStatement)[number]) => Place) => ({
  entries: listOf(field('entries'), provenEntryOf),
  extensions: listOf(field('extensions'), (place) => {
    const part = fieldsOf(place, ['from', 'root', 'proof'])
    return { from: countOf(part('from')), root: shaOf(part('root')), proof: listOf(part('proof'), shaOf) }
  }),
})

const loggedOf = (place: Place): LoggedEntry => {
  const field = fieldsOf(place, ['index', 'leaf', 'entry'])
  return { index: countOf(field('index')), leaf: shaOf(field('leaf')), entry: entryOf(field('entry')) }
}

const provenEntryOf = (place: Place): ProvenEntry => {
  const field = fieldsOf(place, ['index', 'leaf', 'proof', 'entry'])
  return {
    index: countOf(field('index')),
    leaf: shaOf(field('leaf')),
    proof: listOf(field('proof'), shaOf),
    entry: entryOf(field('entry')),
  }
}
