import type { Node, Pair } from 'yaml'
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import type { Agreement } from './agreement-shape.ts'
import { readClauses } from './agreement/clause.ts'
import { idRule, readAnnexes, readMeasures, readParties, readProcessing, readResolutions } from './agreement/parts.ts'
import type { Note, Tree } from './agreement/tree.ts'
import { fault, readFields, readText, readTexts } from './agreement/tree.ts'
import type { Fault } from './refusal.ts'

/** The longest file that is read, in UTF-16 code units. The longest source of such an agreement has a quarter of it. */
export const longestAgreement = 200_000
const deepest = 10

/**
 * Reads an agreement: one YAML file, or the canonical JSON of one (JSON is YAML). Answers the agreement, or every fault that was found, each with its place.
 * Refused: what is no YAML 1.2 or has several documents, anchors, aliases and tags, keys that stand twice or are not known, values of the wrong
 * kind, empty texts, modules that `knownModules` does not list. Every scalar is a text: `1.0` is no number and `NO` is Norway.
 */
export const readAgreement = (text: string, knownModules: readonly string[]): Agreement | readonly Fault[] => {
  if (text.length > longestAgreement) return [fault('agreement_too_long', '', { length: text.length, longest: longestAgreement })]
  const faults: Fault[] = []
  const note: Note = (found) => void faults.push(found)
  const tree = readTree(text, note)
  if (tree === null || faults.length > 0) return faults
  const agreement = readWhole(tree, knownModules, note)
  return faults.length > 0 ? faults : agreement
}

/** Did `readAgreement`, or `conclude`, answer faults? */
export const isFaults = (result: Agreement | readonly Fault[]): result is readonly Fault[] => Array.isArray(result)

const keys = [
  'agreement',
  'version',
  'effective',
  'language',
  'title',
  'time',
  'precedence',
  'parties',
  'trailKey',
  'processing',
  'measures',
  'annexes',
  'clauses',
  'resolutions',
]

const readWhole = (tree: Tree, knownModules: readonly string[], note: Note): Agreement => {
  const file = readFields(tree, '', keys, note)
  const time = readFields(file.get('time'), 'time', ['zone', 'calendar'], note)
  const trailKey = readText(file, 'trailKey', '', note, {
    otherwise: '',
    pattern: /^[0-9a-f]{64}$/,
    expected: '64 hexadecimal digits in lower case',
  })
  return {
    agreement: readText(file, 'agreement', '', note, idRule),
    version: readText(file, 'version', '', note, { pattern: /^[0-9A-Za-z][0-9A-Za-z.-]{0,29}$/, expected: 'a version, as in 1.0' }),
    effective: readDate(file, note),
    language: readText(file, 'language', '', note, { pattern: /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, expected: 'a BCP 47 tag, as in en' }),
    title: readText(file, 'title', '', note),
    time: {
      zone: readText(time, 'zone', 'time', note, {
        pattern: /^[A-Z][A-Za-z]+(?:\/[A-Za-z0-9_+-]+){0,2}$/,
        expected: 'an IANA time zone, as in Europe/Paris',
      }),
      calendar: readText(time, 'calendar', 'time', note, {
        pattern: /^[A-Z]{2}[A-Za-z0-9+-]{0,20}$/,
        expected: 'a calendar of holidays, as in FR',
      }),
    },
    precedence: readTexts(file, 'precedence', '', note),
    parties: readParties(file, note),
    trailKey: trailKey === '' ? null : trailKey,
    processing: readProcessing(file, note),
    measures: readMeasures(file, note),
    annexes: readAnnexes(file, note),
    clauses: readClauses(file, knownModules, note),
    resolutions: readResolutions(file, note),
  }
}

const readDate = (file: ReadonlyMap<string, Tree>, note: Note): string => {
  const text = readText(file, 'effective', '', note, { pattern: /^\d{4}-\d{2}-\d{2}$/, expected: 'a date, as in 2026-06-24' })
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number)
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && (day < 1 || day > days)) {
    note(fault('agreement_wrong_form', 'effective', { found: text, expected: 'a day that exists', line: file.get('effective')?.line ?? 0 }))
  }
  return text
}

/** Syntax only. The failsafe schema leaves every scalar a text, so that nothing is guessed about types. */
const readTree = (text: string, note: Note): Tree | null => {
  const lines = new LineCounter()
  const lineOf = (offset: number): number => lines.linePos(offset).line
  const document = parseDocument(text, { schema: 'failsafe', version: '1.2', uniqueKeys: false, prettyErrors: false, lineCounter: lines })
  for (const problem of [...document.errors, ...document.warnings]) {
    const line = lineOf(problem.pos[0])
    note(fault('agreement_not_yaml', `line ${line}`, { problem: problem.message.split('\n')[0] ?? problem.code, line }))
  }
  if (document.errors.length > 0 || document.contents === null) {
    if (document.errors.length === 0) note(fault('agreement_missing', '', {}))
    return null
  }
  return growTree(document.contents, '', 0, lineOf, note)
}

const growTree = (node: Node, at: string, depth: number, lineOf: (offset: number) => number, note: Note): Tree => {
  const line = lineOf(node.range?.[0] ?? 0)
  if (depth > deepest) {
    note(fault('agreement_too_deep', at, { deepest, line }))
    return { is: 'nothing', line }
  }
  if (isAlias(node) || node.anchor !== undefined) {
    note(fault('agreement_alias', at, { line }))
    return { is: 'nothing', line }
  }
  if (node.tag !== undefined) note(fault('agreement_tag', at, { tag: node.tag, line }))
  if (isScalar(node)) return growScalar(String(node.value), node.type === 'PLAIN', line)
  if (isSeq<Node>(node))
    return { is: 'list', line, items: node.items.map((item, index) => growTree(item, `${at}[${index}]`, depth + 1, lineOf, note)) }
  if (isMap<Node, Node | null>(node)) return { is: 'map', line, entries: growMap(node.items, at, depth, line, lineOf, note) }
  return { is: 'nothing', line }
}

const growScalar = (value: string, plain: boolean, line: number): Tree =>
  plain && (value === '' || value === '~' || value === 'null') ? { is: 'nothing', line } : { is: 'text', text: value, line }

// The parser's own search for keys that stand twice compares each with each; a map asks once.
const growMap = (
  pairs: readonly Pair<Node, Node | null>[],
  at: string,
  depth: number,
  line: number,
  lineOf: (offset: number) => number,
  note: Note,
): ReadonlyMap<string, Tree> => {
  const entries = new Map<string, Tree>()
  for (const pair of pairs) {
    const [key, tree] = growEntry(pair, at, depth, line, lineOf, note)
    if (entries.has(key)) note(fault('agreement_key_twice', at === '' ? key : `${at}.${key}`, { key, line: tree.line }))
    entries.set(key, tree)
  }
  return entries
}

const growEntry = (
  pair: Pair<Node, Node | null>,
  at: string,
  depth: number,
  line: number,
  lineOf: (offset: number) => number,
  note: Note,
): [string, Tree] => {
  if (!isScalar(pair.key) || pair.key.anchor !== undefined || pair.key.tag !== undefined) {
    note(fault('agreement_key', at, { line }))
    return ['', { is: 'nothing', line }]
  }
  const key = String(pair.key.value)
  const place = at === '' ? key : `${at}.${key}`
  const here = lineOf(pair.key.range?.[0] ?? 0)
  return [key, pair.value === null ? { is: 'nothing', line: here } : growTree(pair.value, place, depth + 1, lineOf, note)]
}
