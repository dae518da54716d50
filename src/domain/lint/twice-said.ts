import type { Agreement, AgreementClause } from '../agreement-shape.ts'
import { filledText, shown } from '../agreement/figures.ts'
import { canonicalJson } from '../canonical.ts'
import type { Found, Rule } from './rule.ts'
import { found } from './rule.ts'
import { bindsProcessor, listed, termsOfModules } from './terms-of-modules.ts'

/** What is said twice: with two figures, in two places, or for two scopes. */
export const twiceSaid: readonly Rule[] = [
  {
    id: 'one-topic-two-figures',
    level: 'fault',
    about: 'One term of one module has one value; where two apply, the file says so (`earliest of (…)`) or one clause overrides the other.',
    find: (agreement) =>
      pairs(agreement.clauses).flatMap(([one, other]) => {
        const module = moduleOf(one)
        if (module === null || module !== moduleOf(other) || one.overrides.includes(other.id) || other.overrides.includes(one.id)) return []
        return Object.keys(one.terms)
          .filter((term) => Object.hasOwn(termsOfModules[module] ?? {}, term) && Object.hasOwn(other.terms, term))
          .map((term) => ({ term, first: value(one, term), second: value(other, term) }))
          .filter(({ first, second }) => first !== second)
          .map(({ term, first, second }) =>
            found('lint_one_topic_two_figures', [`${other.id}.${term}`, `${one.id}.${term}`], [one.id, other.id], {
              term,
              module,
              first,
              second,
            }),
          )
      }),
  },
  {
    id: 'same-thing-twice',
    level: 'warning',
    about: 'A duty that stands in two clauses will one day be changed in one of them.',
    find: (agreement) => {
      const clauses = agreement.clauses.map((clause) => ({ clause, words: wordsIn(filledText(clause)) }))
      const measures = agreement.measures.map((measure) => ({ id: measure.id, words: wordsIn(measure.text) }))
      return [
        ...pairs(clauses)
          .filter(
            ([one, other]) =>
              isSameDuty(one.clause, other.clause) || (isSameKind(one.clause, other.clause) && areAlike(one.words, other.words)),
          )
          .map(([one, other]) =>
            found('lint_same_thing_twice', [other.clause.id], [one.clause.id, other.clause.id], {
              one: one.clause.id,
              other: other.clause.id,
            }),
          ),
        ...pairs(measures)
          .filter(([one, other]) => areAlike(one.words, other.words))
          .map(([one, other]) =>
            found('lint_same_thing_twice', [`measures.${other.id}`, `measures.${one.id}`], [], { one: one.id, other: other.id }),
          ),
      ]
    },
  },
  {
    id: 'second-factor-two-scopes',
    level: 'question',
    about: 'Where the second factor is required is said once: on all systems, or on those that are named.',
    find: (agreement) => {
      const statements = statementsOf(
        agreement,
        (name, text) => name === 'dpv:MultiFactorAuthentication' || /\b(?:multi-factor|second factor|two-factor|\bMFA\b)/i.test(text),
      )
      const wide = statements.find(({ text }) => everywhere.test(text))
      const narrow = statements.find(({ text }) => /\b(?:privileged|critical)\b/i.test(text) && !everywhere.test(text))
      return wide === undefined || narrow === undefined
        ? []
        : [found('lint_second_factor_two_scopes', [narrow.place, wide.place], [], { wide: wide.place, narrow: narrow.place })]
    },
  },
  {
    id: 'passwords-denied-and-governed',
    level: 'question',
    about: 'An agreement that says there are no passwords and then sets rules for them says whose passwords it means.',
    find: (agreement) => {
      const statements = statementsOf(agreement, (_, text) => /\bpasswords?\b/i.test(text))
      const denied = statements.find(({ text }) => withoutPasswords.test(text))
      const governed = statements.find(
        ({ text }) => !withoutPasswords.test(text) && /\bpassword(?:s|-| )?(?:policy|policies|change|hash|rules|are|is)/i.test(text),
      )
      return denied === undefined || governed === undefined
        ? []
        : [
            found('lint_passwords_denied_and_governed', [governed.place, denied.place], [], {
              denied: denied.place,
              governed: governed.place,
            }),
          ]
    },
  },
  {
    id: 'vague-word-without-target',
    level: 'question',
    about: 'A duty of the processor that is due `promptly` has a target, or nobody can say that it was late.',
    find: (agreement) =>
      agreement.clauses
        .filter((clause) => bindsProcessor(clause) && clause.debtor === 'processor')
        .flatMap((clause): readonly Found[] => {
          const word = sentences(clause.text)
            .filter((sentence) => !/\b(?:help|assist)/i.test(sentence))
            .flatMap((sentence) => sentence.match(vague) ?? [])[0]
          // Evidence that is renewed says how often the work is done.
          const isRenewed = clause.keeps.by === 'evidence' && clause.keeps.renewEvery !== null
          const hasFigure = isRenewed || Object.values(clause.terms).some((term) => listed(term).some((each) => /\d/.test(each)))
          return word === undefined || hasFigure
            ? []
            : [found('lint_vague_word_without_target', [`${clause.id}.text`], [clause.id], { word })]
        }),
  },
]

const vague =
  /\b(?:promptly|immediately|as soon as (?:reasonably )?possible|without (?:undue )?delay|in a timely manner|within a reasonable time|in due course|from time to time|regularly|periodically)\b/i

const sentences = (text: string): readonly string[] => text.split(/(?<=[.;:])\s+/)
const everywhere = /\b(?:all|every) (?:\w+ ){0,2}(?:systems?|access|staff|employees?)\b/i
const withoutPasswords = /\b(?:no|without|instead of) (?:a )?passwords?\b/i

const moduleOf = ({ keeps }: AgreementClause): string | null => (keeps.by === 'module' ? keeps.module : null)

const value = (clause: AgreementClause, term: string): string => shown(clause.terms[term] ?? '')

const pairs = <Item>(items: readonly Item[]): readonly (readonly [Item, Item])[] =>
  items.flatMap((one, index) => items.slice(index + 1).map((other) => [one, other] as const))

const isSameKind = (one: AgreementClause, other: AgreementClause): boolean => one.kind === other.kind && one.debtor === other.debtor

/** The same by meaning: one module, one kind, one debtor and the same terms. */
const isSameDuty = (one: AgreementClause, other: AgreementClause): boolean =>
  moduleOf(one) !== null &&
  moduleOf(one) === moduleOf(other) &&
  isSameKind(one, other) &&
  Object.keys(one.terms).length > 0 &&
  canonicalJson(one.terms) === canonicalJson(other.terms)

/** Have two texts nine words of ten in common (Jaccard)? Texts of fewer than four words are too short to say. */
const areAlike = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean => {
  const [less, more] = one.size < other.size ? [one, other] : [other, one]
  if (less.size < 0.9 * more.size || more.size < 4) return false
  const common = [...less].filter((word) => more.has(word)).length
  return common >= 0.9 * (one.size + other.size - common)
}

const wordsIn = (text: string): ReadonlySet<string> => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])

type Statement = { readonly place: string; readonly text: string }

/** What the agreement states in measures and clauses, where `isMeant` recognises the topic by its name or its words. */
const statementsOf = (agreement: Agreement, isMeant: (name: string, text: string) => boolean): readonly Statement[] => [
  ...agreement.measures.filter(({ dpv, text }) => isMeant(dpv, text)).map(({ id, text }) => ({ place: `measures.${id}`, text })),
  ...agreement.clauses
    .map((clause) => ({ place: clause.id, text: filledText(clause), dpv: clause.dpv }))
    .filter(({ dpv, text }) => dpv.some((name) => isMeant(name, text)) || isMeant('', text))
    .map(({ place, text }) => ({ place, text })),
]
