import type { AgreementClause } from '../agreement-shape.ts'
import { nearest } from '../agreement/tree.ts'
import { isRefusal } from '../refusal.ts'
import { readTerm } from '../term.ts'
import type { Found, Rule } from './rule.ts'
import { found } from './rule.ts'
import type { TermUse } from './terms-of-modules.ts'
import { clausesOf, idsOf, listed, setsOf, termsOfModules } from './terms-of-modules.ts'

/** Every duty is somebody's, and a module that keeps one has the figures that it runs on. */
export const keeping: readonly Rule[] = [
  {
    id: 'kept-by-nobody',
    level: 'fault',
    about: 'An obligation or prohibition is kept by a module, by named evidence, or is the other side’s.',
    find: (agreement) =>
      agreement.clauses
        .filter(({ kind, keeps }) => (kind === 'obligation' || kind === 'prohibition') && keeps.by === 'nobody')
        .map(({ id, kind }) => found('lint_kept_by_nobody', [`${id}.keeps`], [id], { kind })),
  },
  {
    id: 'kept-by-the-wrong-side',
    level: 'fault',
    about: 'What the processor owes cannot be left to the other side.',
    find: (agreement) =>
      agreement.clauses
        .filter(({ keeps, debtor }) => keeps.by === 'other party' && debtor !== 'controller')
        .map(({ id, debtor }) => found('lint_kept_by_the_wrong_side', [`${id}.debtor`], [id], { debtor })),
  },
  {
    id: 'module-without-term',
    level: 'question',
    about: 'A module that keeps a clause needs the term that it runs on; without it nothing falls due.',
    find: (agreement) =>
      needs.flatMap(({ module, anyOf }) => {
        const clauses = clausesOf(agreement, module)
        if (clauses.length === 0 || anyOf.some((term) => setsOf(agreement, module, term).length > 0)) return []
        return [found('lint_module_without_term', [`${module}.${anyOf[0] ?? ''}`, module], idsOf(clauses), { module, terms: anyOf })]
      }),
  },
  {
    id: 'unreadable-term',
    level: 'fault',
    about: 'A term that runs a clock or counts a limit is written in the notation of terms; a vague word carries a target.',
    find: (agreement) => agreement.clauses.flatMap(unreadable),
  },
  {
    id: 'misspelt-term',
    level: 'warning',
    about: 'A term whose name is almost the one that the module reads is a slip of the pen.',
    find: (agreement) =>
      agreement.clauses.flatMap((clause) => {
        const known = clause.keeps.by === 'module' ? Object.keys(termsOfModules[clause.keeps.module] ?? {}) : []
        return Object.keys(clause.terms).flatMap((term) => {
          const meant = known.includes(term) ? '' : nearest(term, known)
          return meant === '' || Object.hasOwn(clause.terms, meant)
            ? []
            : [found('lint_misspelt_term', [`${clause.id}.${term}`], [clause.id], { term, meant })]
        })
      }),
  },
  {
    id: 'amendment-effect-undeclared',
    level: 'warning',
    about: 'A term that runs a clock says what an amendment does to clocks that are running: pinned or follows.',
    find: (agreement) =>
      agreement.clauses.flatMap((clause) =>
        readBy(clause, ['time'])
          .filter(([term, value]) => !Object.hasOwn(clause.onAmendment, term) && runsClock(value))
          .map(([term, value]) => found('lint_amendment_effect_undeclared', [`${clause.id}.${term}`], [clause.id], { term, value })),
      ),
  },
]

const needs: readonly { readonly module: string; readonly anyOf: readonly string[] }[] = [
  { module: 'retention', anyOf: ['submitted', 'account', 'accessLogs', 'billing', 'evidence'] },
  { module: 'end-of-contract', anyOf: ['eraseWithin'] },
  { module: 'breaches', anyOf: ['notifyController', 'target'] },
  { module: 'rights-requests', anyOf: ['forwardWithin'] },
  { module: 'self-assessment', anyOf: ['every', 'surveyEvery'] },
  { module: 'instructions', anyOf: ['infringementNotice'] },
  { module: 'amendment', anyOf: ['notice'] },
  { module: 'locations', anyOf: ['storage'] },
  { module: 'transfers', anyOf: ['mechanisms'] },
  { module: 'activity-log', anyOf: ['keep'] },
]

/** The terms of a clause that its module reads in one of the ways, each value by itself. */
const readBy = (clause: AgreementClause, ways: readonly TermUse[]): readonly (readonly [string, string])[] => {
  const uses = clause.keeps.by === 'module' ? (termsOfModules[clause.keeps.module] ?? {}) : {}
  return Object.entries(clause.terms).flatMap(([term, value]) => {
    const use = Object.hasOwn(uses, term) ? uses[term] : undefined
    return use !== undefined && ways.includes(use) ? listed(value).map((each) => [term, each] as const) : []
  })
}

const unreadable = (clause: AgreementClause): readonly Found[] =>
  readBy(clause, ['time', 'limit']).flatMap(([term, value]) => {
    if (/^(?:none|no limit)$/i.test(value)) return []
    const read = readTerm(value)
    if (isRefusal(read)) return [found('lint_unreadable_term', [`${clause.id}.${term}`], [clause.id], { term, value })]
    if (read.type === 'vague' && read.target === null)
      return [found('lint_vague_term', [`${clause.id}.${term}`], [clause.id], { term, value })]
    return []
  })

const runsClock = (value: string): boolean => {
  const read = readTerm(value)
  return !isRefusal(read) && (read.type === 'period' || read.type === 'earliest of' || read.type === 'vague')
}
