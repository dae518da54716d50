import type { AgreementClause, ClauseKind, Debtor, KeptBy, TermValue } from '../agreement-shape.ts'
import { idRule } from './parts.ts'
import type { Note, Tree } from './tree.ts'
import { fault, nearest, readFields, readItems, readText, readTexts, readWord, readWords, refuseTwins } from './tree.ts'

type Fields = ReadonlyMap<string, Tree>

const kinds: readonly ClauseKind[] = ['obligation', 'prohibition', 'permission', 'fact', 'allocation', 'deeming']
const debtors: readonly Debtor[] = ['processor', 'controller', 'both']
const clauseKeys = ['id', 'heading', 'kind', 'debtor', 'keeps', 'manual', 'theirs', 'dpv', 'terms', 'onAmendment', 'overrides', 'text']

/** The clauses in the order of the file. A clause without `keeps`, `manual` or `theirs` is read as kept by nobody; the linter judges that. */
export const readClauses = (file: Fields, knownModules: readonly string[], note: Note): readonly AgreementClause[] => {
  const clauses = readItems(file, 'clauses', '', note, 500).map(({ tree, at }) => readClause(tree, at, knownModules, note))
  if (clauses.length === 0) note(fault('agreement_missing', 'clauses', {}))
  refuseTwins(
    clauses.map(({ id }) => id),
    (index) => `clauses[${index}].id`,
    note,
  )
  return clauses
}

const readClause = (tree: Tree, at: string, knownModules: readonly string[], note: Note): AgreementClause => {
  const fields = readFields(tree, at, clauseKeys, note)
  const keeps = readKeeper(fields, at, knownModules, note)
  const terms = readTerms(fields, at, note)
  return {
    id: readText(fields, 'id', at, note, idRule),
    heading: readText(fields, 'heading', at, note),
    kind: readWord(fields, 'kind', at, kinds, 'obligation', note),
    debtor: readWord(fields, 'debtor', at, debtors, keeps.by === 'other party' ? 'controller' : 'processor', note),
    keeps,
    dpv: readDpv(fields, at, note),
    terms,
    onAmendment: readOnAmendment(fields, at, terms, note),
    overrides: readTexts(fields, 'overrides', at, note, idRule),
    text: readText(fields, 'text', at, note, { longest: 20_000 }),
  }
}

const readKeeper = (fields: Fields, at: string, knownModules: readonly string[], note: Note): KeptBy => {
  const ways = ['keeps', 'manual', 'theirs'].filter((key) => fields.has(key))
  if (ways.length > 1) note(fault('agreement_kept_in_several_ways', at, { ways }))
  const keeps = fields.get('keeps')
  if (keeps?.is === 'map') return readWrittenKeeper(keeps, `${at}.keeps`, knownModules, note)
  if (keeps !== undefined) return { by: 'module', module: readModule(fields, 'keeps', at, knownModules, note) }
  const manual = fields.get('manual')
  if (manual !== undefined) return readEvidence(manual, `${at}.manual`, ['evidence', 'why', 'renewEvery'], note)
  if (fields.has('theirs')) {
    readWord(fields, 'theirs', at, ['true'], 'true', note)
    return { by: 'other party' }
  }
  return { by: 'nobody' }
}

/** The form in which the canonical JSON of an agreement writes the keeper: the reader takes both, so that a stored version can be read again. */
const readWrittenKeeper = (tree: Tree, at: string, knownModules: readonly string[], note: Note): KeptBy => {
  const fields = readFields(tree, at, ['by', 'module', 'evidence', 'why', 'renewEvery'], note)
  const by = readWord(fields, 'by', at, ['module', 'evidence', 'other party', 'nobody'], 'nobody', note)
  switch (by) {
    case 'module':
      return { by, module: readModule(fields, 'module', at, knownModules, note) }
    case 'evidence':
      return readEvidence(tree, at, ['by', 'evidence', 'why', 'renewEvery'], note)
    case 'other party':
    case 'nobody':
      return { by }
  }
}

const readEvidence = (tree: Tree, at: string, keys: readonly string[], note: Note): KeptBy => {
  const fields = readFields(tree, at, keys, note)
  const renewEvery = readText(fields, 'renewEvery', at, note, { otherwise: '' })
  return {
    by: 'evidence',
    evidence: readText(fields, 'evidence', at, note, { longest: 600 }),
    why: readText(fields, 'why', at, note, { longest: 600 }),
    renewEvery: renewEvery === '' ? null : renewEvery,
  }
}

const readModule = (fields: Fields, key: string, at: string, knownModules: readonly string[], note: Note): string => {
  const name = readText(fields, key, at, note, idRule)
  if (name !== '' && !knownModules.includes(name)) {
    const line = fields.get(key)?.line ?? 0
    note(
      fault('agreement_unknown_module', `${at}.${key}`, { module: name, nearest: nearest(name, knownModules), known: knownModules, line }),
    )
  }
  return name
}

const readDpv = (fields: Fields, at: string, note: Note): readonly string[] => {
  const rule = {
    pattern: /^(?:[a-z][a-z-]*:[A-Za-z0-9-]+ ?)+$/,
    expected: 'names with their vocabulary, as in dpv:Obligation eu-gdpr:DataBreachRegister',
  }
  return readTexts(fields, 'dpv', at, note, rule).flatMap((text) => text.split(' '))
}

const termName = /^[a-z][A-Za-z0-9]{0,39}$/
// Names that every object carries: a term of that name would be found where none was written.
const reserved = new Set(Object.getOwnPropertyNames(Object.prototype))

const readTerms = (fields: Fields, at: string, note: Note): Readonly<Record<string, TermValue>> => {
  const entries = readTable(fields, 'terms', at, note)
  return Object.fromEntries(entries.map(({ name, tree, at: place }): [string, TermValue] => [name, readTermValue(tree, place, note)]))
}

const readTermValue = (tree: Tree, place: string, note: Note): TermValue => {
  if (tree.is !== 'list') return readWords(tree, place, note)
  if (tree.items.length === 0 || tree.items.length > 60)
    note(fault('agreement_list_too_long', place, { length: tree.items.length, most: 60, line: tree.line }))
  return readItems(new Map([['list', tree]]), 'list', '', note, 60).map((item, index) => readWords(item.tree, `${place}[${index}]`, note))
}

const readOnAmendment = (
  fields: Fields,
  at: string,
  terms: Readonly<Record<string, TermValue>>,
  note: Note,
): Readonly<Record<string, 'pinned' | 'follows'>> => {
  const entries = readTable(fields, 'onAmendment', at, note)
  return Object.fromEntries(
    entries.map(({ name, tree, at: place }): [string, 'pinned' | 'follows'] => {
      if (!Object.hasOwn(terms, name)) note(fault('agreement_amends_no_term', place, { term: name, terms: Object.keys(terms) }))
      return [name, readWord(new Map([['is', tree]]), 'is', place, ['pinned', 'follows'], 'pinned', note)]
    }),
  )
}

/** A mapping whose keys are names of terms, not a closed list; in the order of the canonical form, so that a stored version is rendered as its file is. */
const readTable = (
  fields: Fields,
  key: string,
  at: string,
  note: Note,
): readonly { readonly name: string; readonly tree: Tree; readonly at: string }[] => {
  const tree = fields.get(key)
  const place = `${at}.${key}`
  if (tree === undefined || tree.is === 'nothing') return []
  if (tree.is !== 'map') {
    note(fault('agreement_not_a_mapping', place, { found: tree.is === 'list' ? 'a list' : 'a text', keys: ['names of terms'] }))
    return []
  }
  if (tree.entries.size > 60) note(fault('agreement_list_too_long', place, { length: tree.entries.size, most: 60, line: tree.line }))
  return [...tree.entries]
    .slice(0, 60)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([name, value]) => {
      if (termName.test(name) && !reserved.has(name)) return [{ name, tree: value, at: `${place}.${name}` }]
      note(fault('agreement_term_name', place, { name: name.slice(0, 60), line: value.line }))
      return []
    })
}
