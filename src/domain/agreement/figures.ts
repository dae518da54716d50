import type { AgreementClause, TermValue } from '../agreement-shape.ts'

const placeholder = /\{\{\s*([^{}]*?)\s*\}\}/g

/** The names between double braces in a clause's text, in order, each as often as it stands there. */
export const placeholders = (text: string): readonly string[] => Array.from(text.matchAll(placeholder), (match) => match[1] ?? '')

/** The text with what stands between double braces cut out: what is left must carry no figure. */
export const withoutPlaceholders = (text: string): string => text.replaceAll(placeholder, ' ')

/** A term's value as people read it: `a, b and c` for a list. */
export const shown = (value: TermValue): string => {
  if (typeof value === 'string') return value
  return value.length < 2 ? (value[0] ?? '') : `${value.slice(0, -1).join(', ')} and ${value.at(-1) ?? ''}`
}

/** The clause as it is signed: every `{{term}}` replaced by the term's value. A name that is no term of the clause stays as it is, and the linter refuses it. */
export const filledText = (clause: AgreementClause): string =>
  clause.text.replaceAll(placeholder, (whole, name: string) => {
    const value = termOf(clause, name)
    return value === null ? whole : shown(value)
  })

/** The values that stand in the filled text, in order, each once. */
export const figuresIn = (clause: AgreementClause): readonly string[] => {
  const values = placeholders(clause.text).flatMap((name) => {
    const value = termOf(clause, name)
    return value === null ? [] : [shown(value)]
  })
  return [...new Set(values)]
}

/** One term of a clause; null when the clause has none of that name. */
export const termOf = (clause: AgreementClause, name: string): TermValue | null =>
  Object.hasOwn(clause.terms, name) ? (clause.terms[name] ?? null) : null
