import type { Agreement, AgreementClause, TermValue } from './agreement-shape.ts'
import { filledText, shown, termOf } from './agreement/figures.ts'
import { canonicalJson, type Json } from './canonical.ts'
import { compareWords, type Edit } from './diff/words.ts'
import { atMostHours } from './lint/terms-of-modules.ts'
import type { Refusal } from './refusal.ts'

export type TermChange = { readonly term: string; readonly before: TermValue | null; readonly after: TermValue | null }

/** A clause that both versions have and that is not the same. `words` compares the texts with their figures filled in; it is one kept run where only other things changed. */
export type ClauseChange = {
  readonly id: string
  readonly heading: readonly Edit[]
  readonly words: readonly Edit[]
  readonly terms: readonly TermChange[]
  /** Of kind, debtor, keeper, names and overrides: those that changed. */
  readonly fields: readonly string[]
}

/**
 * A term that a module reads and that changes: what the program will do otherwise. `running` says what happens to periods that run on the day of effect
 * (TIME rule 9), null where the later version does not say. `says` is the sentence; whoever knows the records adds the count to it.
 */
export type BehaviourChange = {
  readonly module: string
  readonly clause: string
  readonly term: string
  readonly before: TermValue | null
  readonly after: TermValue | null
  readonly running: 'pinned' | 'follows' | null
  readonly direction: 'shorter' | 'longer' | 'other'
  readonly says: Refusal
}

export type AgreementDiff = {
  readonly from: string
  readonly to: string
  readonly added: readonly AgreementClause[]
  readonly removed: readonly AgreementClause[]
  readonly changed: readonly ClauseChange[]
  /** Parts besides the clauses that differ: `processing`, `measures`, `annexes`, `time` … */
  readonly parts: readonly string[]
  readonly behaviour: readonly BehaviourChange[]
}

/** What changes from one version to another: in words, clause by clause, and in behaviour, term by term. Clauses are matched by id; their order is no change. */
export const diffAgreements = (before: Agreement, after: Agreement): AgreementDiff => ({
  from: before.version,
  to: after.version,
  added: after.clauses.filter(({ id }) => clauseOf(before, id) === null),
  removed: before.clauses.filter(({ id }) => clauseOf(after, id) === null),
  changed: before.clauses.flatMap((clause) => {
    const later = clauseOf(after, clause.id)
    return later === null || canonicalJson(clause) === canonicalJson(later) ? [] : [changeOf(clause, later)]
  }),
  parts: partsOf(before, after),
  behaviour: behaviourBetween(before, after),
})

const clauseOf = (agreement: Agreement, id: string): AgreementClause | null => agreement.clauses.find((clause) => clause.id === id) ?? null

const changeOf = (before: AgreementClause, after: AgreementClause): ClauseChange => ({
  id: before.id,
  heading: compareWords(before.heading, after.heading),
  words: compareWords(filledText(before), filledText(after)),
  terms: [...new Set([...Object.keys(before.terms), ...Object.keys(after.terms)])]
    .map((term): TermChange => ({ term, before: termOf(before, term), after: termOf(after, term) }))
    .filter((change) => canonicalJson(change.before) !== canonicalJson(change.after)),
  fields: (['kind', 'debtor', 'keeps', 'dpv', 'onAmendment', 'overrides'] as const).filter((field) => !isSame(before[field], after[field])),
})

const partsOf = (before: Agreement, after: Agreement): readonly string[] =>
  (
    [
      'title',
      'language',
      'effective',
      'time',
      'precedence',
      'parties',
      'trailKey',
      'processing',
      'measures',
      'annexes',
      'resolutions',
    ] as const
  ).filter((part) => !isSame(before[part], after[part]))

const isSame = (one: Json, other: Json): boolean => canonicalJson(one) === canonicalJson(other)

type Setting = { readonly module: string; readonly term: string; readonly clause: AgreementClause; readonly value: TermValue }

/** Every term that some module reads, by module and term. A term may move to another clause of the same module without changing anything. */
const settingsOf = (agreement: Agreement): ReadonlyMap<string, Setting> => {
  const settings = new Map<string, Setting>()
  for (const clause of agreement.clauses) {
    const { keeps } = clause
    if (keeps.by !== 'module') continue
    for (const [term, value] of Object.entries(clause.terms)) {
      const key = `${keeps.module}.${term}`
      if (!settings.has(key)) settings.set(key, { module: keeps.module, term, clause, value })
    }
  }
  return settings
}

const behaviourBetween = (before: Agreement, after: Agreement): readonly BehaviourChange[] => {
  const [earlier, later] = [settingsOf(before), settingsOf(after)]
  return [...new Set([...earlier.keys(), ...later.keys()])].flatMap((key) => behaviourOf(earlier.get(key) ?? null, later.get(key) ?? null))
}

const behaviourOf = (earlier: Setting | null, later: Setting | null): readonly BehaviourChange[] => {
  const setting = later ?? earlier
  if (setting === null || isSame(earlier?.value ?? null, later?.value ?? null)) return []
  const { module, term, clause } = setting
  const running = effectOf(later) ?? effectOf(earlier)
  const direction = directionOf(earlier?.value ?? null, later?.value ?? null)
  const values = {
    module,
    term,
    before: earlier === null ? 'nothing' : shown(earlier.value),
    after: later === null ? 'nothing' : shown(later.value),
  }
  return [
    {
      module,
      clause: clause.id,
      term,
      before: earlier?.value ?? null,
      after: later?.value ?? null,
      running,
      direction,
      says: { refused: codeOf(running, direction), ...values },
    },
  ]
}

const effectOf = (setting: Setting | null): 'pinned' | 'follows' | null =>
  setting !== null && Object.hasOwn(setting.clause.onAmendment, setting.term) ? (setting.clause.onAmendment[setting.term] ?? null) : null

const directionOf = (before: TermValue | null, after: TermValue | null): 'shorter' | 'longer' | 'other' => {
  const [earlier, later] = [before === null ? null : atMostHours(before), after === null ? null : atMostHours(after)]
  if (earlier === null || later === null || earlier === later) return 'other'
  return later < earlier ? 'shorter' : 'longer'
}

const codeOf = (running: 'pinned' | 'follows' | null, direction: 'shorter' | 'longer' | 'other'): string => {
  if (running === 'follows') return direction === 'shorter' ? 'diff_follows_shorter' : 'diff_follows'
  return running === 'pinned' ? 'diff_pinned' : 'diff_from_then_on'
}
