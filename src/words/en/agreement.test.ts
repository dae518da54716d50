import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { isFaults, readAgreement } from '../../domain/agreement.ts'
import { lint } from '../../domain/lint.ts'
import { cases } from '../../../test/contradictions/cases.ts'
import { read, spoil } from '../../../test/contradictions/spoil.ts'
import { agreementWords } from './agreement.ts'

const words: Readonly<Record<string, string>> = agreementWords
const placeholders = (sentence: string): readonly string[] => Array.from(sentence.matchAll(/\{(\w+)\}/g), (match) => match[1] ?? '')

test('every finding of every spoilt file has a sentence whose placeholders it fills', () => {
  const findings = cases.flatMap(({ trips }) => trips.flatMap((edits) => lint(read(spoil(...edits)))))
  for (const { says } of findings) {
    const sentence = words[says.refused]
    assert.ok(sentence !== undefined, `no sentence for ${says.refused}`)
    assert.deepEqual(
      placeholders(sentence).filter((name) => !(name in says)),
      [],
      `unfilled in ${says.refused}`,
    )
  }
})

test('every code that the reader and the linter can give has a sentence', () => {
  const folder = new URL('../../domain/', import.meta.url)
  const sources = ['agreement.ts', 'lint.ts', 'conclude.ts', 'diff.ts', ...inFolder(folder, 'agreement'), ...inFolder(folder, 'lint')]
  const codes = sources.flatMap((name) => readFileSync(new URL(name, folder), 'utf8').match(/'(?:agreement|lint|diff)_[a-z0-9_]+'/g) ?? [])
  assert.ok(codes.length > 60)
  assert.deepEqual(
    codes.map((code) => code.slice(1, -1)).filter((code) => words[code] === undefined),
    [],
  )
})

test('the faults of a file full of mistakes fill their sentences', () => {
  const text =
    'agreement: A B\nlanguage: {a: b}\ntime: x\neffective: 2026-02-30\nclauses:\n  - {id: a, keeps: nobody, theirs: true, kind: duty, terms: {constructor: x}, onAmendment: {z: pinned}, text: [a], dpv: [a b]}\nprecedence: {a: b}\nwhat: else\n'
  const faults = readAgreement(text, ['breaches'])
  assert.ok(isFaults(faults) && faults.length > 8)
  for (const fault of faults) {
    const sentence = words[fault.refused]
    assert.ok(sentence !== undefined, `no sentence for ${fault.refused}`)
    assert.deepEqual(
      placeholders(sentence).filter((name) => !(name in fault)),
      [],
      `unfilled in ${fault.refused}`,
    )
  }
})

const inFolder = (folder: URL, name: string): readonly string[] =>
  readdirSync(new URL(`${name}/`, folder))
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => `${name}/${file}`)
