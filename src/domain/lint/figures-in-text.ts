import type { AgreementClause } from '../agreement-shape.ts'
import { listed, termsOfModules } from './terms-of-modules.ts'
import { placeholders, shown, withoutPlaceholders } from '../agreement/figures.ts'
import type { Found, Rule } from './rule.ts'
import { found } from './rule.ts'

/** A figure in the text comes from a term: what people sign and what the program obeys are one number. */
export const figuresInText: readonly Rule[] = [
  {
    id: 'figure-outside-term',
    level: 'fault',
    about: 'A figure in the text of a clause comes from a term; only the citation of a law or a published standard carries its own.',
    find: (agreement) =>
      agreement.clauses.flatMap((clause) =>
        looseFigures(`${clause.heading}. ${clause.text}`).map((figure) =>
          found('lint_figure_outside_term', [`${clause.id}.text`], [clause.id], { figure }),
        ),
      ),
  },
  {
    id: 'undeclared-term',
    level: 'fault',
    about: 'What stands between double braces is the name of a term of the same clause.',
    find: (agreement) => agreement.clauses.flatMap(undeclared),
  },
  {
    id: 'hidden-figure',
    level: 'fault',
    about: 'A figure that runs a clock stands in the words that people read.',
    find: (agreement) =>
      agreement.clauses.flatMap((clause) =>
        unusedTerms(clause)
          .filter(([, value]) => looseFigures(value).length > 0)
          .map(([term, value]) => found('lint_hidden_figure', [`${clause.id}.${term}`], [clause.id], { term, value })),
      ),
  },
  {
    id: 'unused-term',
    level: 'warning',
    about: 'A term is read by a module or stands in the text; a term that is neither says nothing to anyone.',
    find: (agreement) =>
      agreement.clauses.flatMap((clause) =>
        unusedTerms(clause)
          .filter(([term, value]) => looseFigures(value).length === 0 && !isRead(clause, term))
          .map(([term, value]) => found('lint_unused_term', [`${clause.id}.${term}`], [clause.id], { term, value })),
      ),
  },
]

const article = String.raw`\d+[a-z]?(?:\(\w+\))*`
const articles = String.raw`\b(?:Articles?|Arts?\.) ${article}(?:(?:, | and | or | to |, and |-|–)(?:${article}|(?:\(\w+\))+))*`
const ownText = String.raw`(?![\d(]| of (?:this|the) (?:agreement|contract|terms|annex|appendix|clauses))`
const day = String.raw`(?: of \d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4})?`
const numberedLaw = String.raw`\b(?:Regulation|Directive|Decision|Opinion|Act|Law)s? (?:\((?:EU|EC|EEC)\) )?(?:No\.? ?)?\d+[-/]\d+(?:/(?:EU|EC|EEC))?${day}`
const yearOfLaw = String.raw`\b[A-Z][a-z]+ (?:Act|Law|Code),? (?:of )?(?:19|20)\d{2}\b`
const standard = String.raw`\b(?:ISO(?:/IEC)?|IEC|RFC|TLS|EN|NIST) \d[\d.:-]*\d|\b(?:ISO|RFC|TLS) \d\b`
// A digit that belongs to a name (AES-256, B2B) is no figure.
const name = String.raw`\b\p{L}[\p{L}-]{0,30}\d[\p{L}\d-]*`
const mayCarryDigits = new RegExp([articles + ownText, numberedLaw, yearOfLaw, standard, name].join('|'), 'gu')

const counted =
  'one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|fifteen|twenty|thirty|forty|forty-eight|sixty|seventy-two|ninety|hundred'
const units = '(?:business |working |calendar )?(?:hours?|days?|weeks?|months?|years?|times)'
const inWords = new RegExp(
  String.raw`\b(?:${counted})(?:[- ](?:${counted})){0,3} ${units}\b|\b(?:within|after|every|once an?|twice an?) (?:an? )?(?:hour|day|week|fortnight|month|year)\b`,
  'giu',
)

/** The figures that stand in a text without a term, as people would read them. */
const looseFigures = (text: string): readonly string[] => {
  const rest = withoutPlaceholders(text).replaceAll(mayCarryDigits, ' ')
  return [...(rest.match(/[\p{N}][\p{N}.,:/-]*(?: \p{L}+)?/gu) ?? []), ...(rest.match(inWords) ?? [])]
}

const undeclared = (clause: AgreementClause): readonly Found[] => {
  const declared = Object.keys(clause.terms)
  const names = placeholders(clause.text).filter((term) => !declared.includes(term))
  const broken = /\{\{|\}\}/.test(withoutPlaceholders(clause.text)) ? ['{{'] : []
  return [...new Set([...names, ...broken])].map((term) =>
    found('lint_undeclared_term', [`${clause.id}.text`, `${clause.id}.${term}`], [clause.id], { term, declared }),
  )
}

const unusedTerms = (clause: AgreementClause): readonly (readonly [string, string])[] => {
  const used = placeholders(clause.text)
  return Object.entries(clause.terms).flatMap(([term, value]) => (used.includes(term) ? [] : [[term, shown(listed(value))] as const]))
}

const isRead = (clause: AgreementClause, term: string): boolean => {
  const modules = clause.keeps.by === 'module' ? [clause.keeps.module] : Object.keys(termsOfModules)
  return modules.some((module) => Object.hasOwn(termsOfModules[module] ?? {}, term))
}
