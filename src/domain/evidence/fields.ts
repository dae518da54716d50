import type { Instant, Sha256 } from '../ids.ts'
import { instant, sha256Hex } from '../ids.ts'
import type { Fault } from '../refusal.ts'

/**
 * Reads fields strictly. Each reader answers a value of its type in any case and notes a fault where it was not there: the caller
 * throws the whole away when there is one.
 */

/** A value that is being read, where it stands, and where faults are noted. */
export type Place = { readonly value: unknown; readonly at: string; readonly faults: Fault[] }

const MOST_FAULTS = 20
const MOST_SHOWN = 60

const note = (place: Place, expected: string): void => {
  if (place.faults.length >= MOST_FAULTS) return
  const found = place.value === undefined ? 'nothing' : (JSON.stringify(place.value) ?? 'nothing')
  place.faults.push({ refused: 'evidence_wrong_field', at: place.at, found: found.slice(0, MOST_SHOWN), expected })
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The fields of an object that has exactly these names. */
export const fieldsOf = <Name extends string>(place: Place, names: readonly Name[]): ((name: Name) => Place) => {
  const record = isRecord(place.value) ? place.value : {}
  if (!isRecord(place.value)) note(place, `an object with ${names.join(', ')}`)
  for (const name of Object.keys(record)) {
    if (names.some((known) => known === name) || place.faults.length >= MOST_FAULTS) continue
    place.faults.push({ refused: 'evidence_unknown_field', at: place.at, field: name.slice(0, MOST_SHOWN), expected: names })
  }
  return (name) => ({
    value: Object.hasOwn(record, name) ? record[name] : undefined,
    at: place.at === '' ? name : `${place.at}.${name}`,
    faults: place.faults,
  })
}

/** Each item of a list. */
export const listOf = <Item>(place: Place, read: (item: Place) => Item): readonly Item[] => {
  if (Array.isArray(place.value))
    return place.value.map((value: unknown, index) => read({ value, at: `${place.at}[${index}]`, faults: place.faults }))
  note(place, 'a list')
  return []
}

/** Null, or what the reader makes of it. */
export const orNull = <Value>(place: Place, read: (place: Place) => Value): Value | null => (place.value === null ? null : read(place))

/** A text that matches. Half a surrogate pair is refused: it has no bytes of its own. */
export const textOf = (place: Place, pattern: RegExp, expected: string): string => {
  if (typeof place.value === 'string' && pattern.test(place.value) && !/\p{Surrogate}/u.test(place.value)) return place.value
  note(place, expected)
  return ''
}

/** One of the words. */
export const wordOf = <Word extends string>(place: Place, words: readonly [Word, ...Word[]]): Word => {
  const word = words.find((known) => known === place.value)
  if (word === undefined) note(place, `one of: ${words.join(', ')}`)
  return word ?? words[0]
}

/** A whole number from 0 that a double holds exactly. */
export const countOf = (place: Place): number => {
  if (typeof place.value === 'number' && Number.isSafeInteger(place.value) && place.value >= 0) return place.value
  note(place, 'a whole number from 0')
  return 0
}

/** Milliseconds since 1970, within what a date can show (ECMAScript: ±8.64e15). */
export const instantOf = (place: Place): Instant => {
  if (typeof place.value === 'number' && Number.isSafeInteger(place.value) && Math.abs(place.value) <= 8.64e15) return instant(place.value)
  note(place, 'a time in milliseconds since 1970')
  return instant(0)
}

export const shaOf = (place: Place): Sha256 => sha256Hex(textOf(place, /^[0-9a-f]{64}$/, '64 hexadecimal digits in lower case'))

/** An id, a code, a name of a table: printable, not empty. */
export const nameOf = (place: Place): string => textOf(place, /^[^\p{C}]{1,200}$/u, '1 to 200 printable characters')

/** A sentence or two: printable, not empty. */
export const sentenceOf = (place: Place): string => textOf(place, /^[^\p{C}]{1,2000}$/u, '1 to 2,000 printable characters')

/** Counts by name: names start with a letter, so that every reader keeps their order. */
export const countsOf = (place: Place): Readonly<Record<string, number>> => {
  if (!isRecord(place.value)) {
    note(place, 'an object of counts')
    return {}
  }
  const counts: Record<string, number> = {}
  for (const [name, value] of Object.entries(place.value)) {
    const at = `${place.at}.${name.slice(0, MOST_SHOWN)}`
    textOf({ value: name, at, faults: place.faults }, /^[A-Za-z][A-Za-z0-9_.:-]{0,79}$/, 'a name that starts with a letter')
    counts[name] = countOf({ value, at, faults: place.faults })
  }
  return counts
}
