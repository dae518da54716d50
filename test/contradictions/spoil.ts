import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { isFaults, readAgreement } from '../../src/domain/agreement.ts'
import type { Agreement } from '../../src/domain/agreement-shape.ts'
import { moduleNames } from '../../src/domain/clauses/names.ts'

/** One change of the clean file: the words that are found, and what stands there instead. */
export type Edit = readonly [find: string | RegExp, put: string]

export const cleanText = readFileSync(new URL('clean.yaml', import.meta.url), 'utf8')

/** The clean file with some words changed. Words that are not there are a mistake in the test. */
export const spoil = (...edits: readonly Edit[]): string =>
  edits.reduce((text, [find, put]) => {
    const next = text.replace(find, () => put)
    assert.notEqual(next, text, `the clean file does not contain ${String(find)}`)
    return next
  }, cleanText)

/** Reads a text that must be readable. */
export const read = (text: string): Agreement => {
  const agreement = readAgreement(text, Object.keys(moduleNames))
  if (isFaults(agreement)) assert.fail(JSON.stringify(agreement))
  return agreement
}

/** One more clause at the end; `lines` are its lines after the id. */
export const adding = (id: string, ...lines: readonly string[]): Edit => [
  '\nresolutions: []',
  `\n  - id: ${id}\n    heading: Added\n${lines.map((line) => `    ${line}\n`).join('')}\nresolutions: []`,
]

/** Without the clause of that id. */
export const without = (id: string): Edit => [new RegExp(`\\n  - id: ${id}\\n(?:    .*\\n|\\n(?=      ))+`), '\n']
