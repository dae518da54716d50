/** The sentences of the console by their keys. A further language is a further object of the same keys; nothing else changes. */
import { consoleWords } from '../words/en/console.ts'

export type Key = keyof typeof consoleWords

/** The language of the sentences, and of the dates and figures that stand in them. */
export const locale = 'en-GB'

const words: Readonly<Record<Key, string>> = consoleWords
const known: Readonly<Record<string, string>> = consoleWords

/** A sentence; with a `count` of one, the sentence for one where there is one (`records_one` beside `records`). */
export const say = (key: Key, values: Readonly<Record<string, string | number>> = {}): string =>
  ((values['count'] === 1 ? known[`${key}_one`] : undefined) ?? words[key]).replaceAll(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = values[name]
    return value === undefined ? placeholder : typeof value === 'number' ? figure(value) : value
  })

/** What a code of the program is called; a code without a word of its own is shown as it is, so that nothing is hidden. */
export const sayCode = (group: string, code: string): string =>
  known[`${group}_${code.replaceAll(/[^a-zA-Z0-9]+/g, '_')}`] ?? code.replaceAll('_', ' ')

const figures = new Intl.NumberFormat(locale)

export const figure = (value: number): string => figures.format(value)
