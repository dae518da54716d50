/** The terms that a module reads, merged from the clauses of an agreement that name it. */
import type { Agreement, TermValue } from './agreement-shape.ts'
import type { Terms } from './clause.ts'

const merged = new WeakMap<Agreement, Map<string, Terms>>()

/** Merged once per agreement and module: a thousand acts under one agreement read one value. */
export const termsOf = (agreement: Agreement, module: string): Terms => {
  const known = merged.get(agreement) ?? new Map<string, Terms>()
  merged.set(agreement, known)
  const terms = known.get(module) ?? merge(agreement, module)
  known.set(module, terms)
  return terms
}

const merge = (agreement: Agreement, module: string): Terms => {
  const values: Record<string, TermValue> = {}
  const clauseOf: Record<string, string> = {}
  for (const clause of agreement.clauses) {
    if (clause.keeps.by !== 'module' || clause.keeps.module !== module) continue
    clauseOf[''] ??= clause.id
    for (const [name, value] of Object.entries(clause.terms)) {
      if (Object.hasOwn(values, name)) continue
      values[name] = value
      clauseOf[name] = clause.id
    }
  }
  return { values, clauseOf, rules: agreement.time }
}

/** Before an agreement is in force nothing has terms, and time is counted in the operator's own zone. */
export const noTerms = (rules: Terms['rules']): Terms => ({ values: {}, clauseOf: {}, rules })
