import { filledText, shown } from '../agreement/figures.ts'
import type { Agreement, AgreementClause } from '../agreement-shape.ts'
import type { Rule } from './rule.ts'
import { found } from './rule.ts'
import type { Setting } from './terms-of-modules.ts'
import { atMostHours, clausesOf, idsOf, isNone, listed, setsOf } from './terms-of-modules.ts'

/** What is kept, for how long, and what the end of the contract does to it (Article 28(3)(g) GDPR). */
export const endAndRetention: readonly Rule[] = [
  {
    id: 'return-promised-without-export',
    level: 'question',
    about: 'Data that are to be returned need a window in which they can be taken out before they are erased.',
    find: (agreement) => {
      const clauses = clausesOf(agreement, 'end-of-contract')
      if (clauses.length === 0 || setsOf(agreement, 'end-of-contract', 'exportWindow').some(({ value }) => !isNone(value))) return []
      return clauses
        .filter(promisesReturn)
        .map((clause) =>
          found('lint_return_promised_without_export', [`${clause.id}.exportWindow`, 'end-of-contract.exportWindow'], [clause.id]),
        )
    },
  },
  {
    id: 'certificate-missing',
    level: 'question',
    about: 'Whether the processor certifies the erasure at the end: always, on request, or not at all.',
    find: (agreement) => {
      const clauses = clausesOf(agreement, 'end-of-contract')
      if (clauses.length === 0 || setsOf(agreement, 'end-of-contract', 'certificate').length > 0) return []
      return [found('lint_certificate_missing', ['end-of-contract.certificate', 'end-of-contract'], idsOf(clauses))]
    },
  },
  {
    id: 'retention-crosses-the-end',
    level: 'question',
    about: 'A retention period and the periods at the end of the contract run on the same data: one of them is over first.',
    find: (agreement) => {
      const [exporting, erasing] = [periodAtEnd(agreement, 'exportWindow'), periodAtEnd(agreement, 'eraseWithin')]
      const end = exporting ?? erasing
      if (end === null) return []
      return setsOf(agreement, 'retention', 'submitted').flatMap((kept) => {
        if (atMostHours(kept.value) === null) return []
        const clauses = [kept.clause.id, end.clause.id]
        return [
          found('lint_retention_crosses_the_end', [`${kept.clause.id}.submitted`, 'retention.submitted'], clauses, {
            kept: shown(kept.value),
            end: shown(end.value),
          }),
        ]
      })
    },
  },
  {
    id: 'kept-past-erasure',
    level: 'question',
    about: 'What is kept longer than the erasure at the end is a class of its own that the erasure leaves out, with its reason in law.',
    find: (agreement) => {
      const erasing = periodAtEnd(agreement, 'eraseWithin')
      if (erasing === null) return []
      const grace = (atMostHours(erasing.value) ?? 0) + (atMostHours(periodAtEnd(agreement, 'exportWindow')?.value ?? '') ?? 0)
      return [...setsOf(agreement, 'retention', 'accessLogs'), ...setsOf(agreement, 'activity-log', 'keep')]
        .filter(({ value }) => (atMostHours(value) ?? 0) > grace)
        .map(({ clause, term, value }) =>
          found('lint_kept_past_erasure', [`${clause.id}.${term}`, `retention.${term}`], [clause.id, erasing.clause.id], {
            kept: shown(value),
            end: shown(erasing.value),
          }),
        )
    },
  },
  {
    id: 'erasure-without-exception-of-law',
    level: 'question',
    about: 'Erasure of all data at the end meets duties to keep some of them; Article 28(3)(g) GDPR leaves those out.',
    find: (agreement) => {
      const keepsByLaw = setsOf(agreement, 'retention', 'billing').length > 0
      const clauses = clausesOf(agreement, 'end-of-contract').filter((clause) => /\ball\b/i.test(clause.text))
      if (keepsByLaw || clauses.some((clause) => /\b(?:law|legal|statut)/i.test(clause.text))) return []
      return clauses.map((clause) => found('lint_erasure_without_exception_of_law', [`${clause.id}.text`, 'end-of-contract'], [clause.id]))
    },
  },
  {
    id: 'end-contradicts-itself',
    level: 'question',
    about: 'An agreement that nobody can end while the services run does not also end by itself.',
    find: (agreement) => {
      const fixed = agreement.clauses.filter((clause) =>
        /\b(?:cannot|can not|may not|can neither)\b[^.]{0,80}\b(?:end|ended|terminat)/i.test(filledText(clause)),
      )
      const automatic = agreement.clauses.filter(
        (clause) =>
          /\b(?:ends?|terminates?|expires?)\b[^.]{0,40}\b(?:automatically|by itself)\b|\bautomatically\b[^.]{0,20}\b(?:ends?|terminates?|expires?)\b/i.test(
            filledText(clause),
          ) && isAboutTheEnd(clause),
      )
      const [first, second] = [fixed[0], automatic[0]]
      if (first === undefined || second === undefined) return []
      return [found('lint_end_contradicts_itself', [second.id], [second.id, first.id], { fixed: first.id, automatic: second.id })]
    },
  },
]

const promisesReturn = (clause: AgreementClause): boolean =>
  /\breturn(?:s|ed|ing)?\b/i.test(`${clause.heading} ${clause.text}`) ||
  Object.values(clause.terms).some((value) => listed(value).some((word) => /\breturn/i.test(word)))

const isAboutTheEnd = (clause: AgreementClause): boolean =>
  /\b(?:agreement|contract|clauses?)\b/i.test(clause.text) &&
  clause.dpv.some((name) => /Contract(?:Termination|ualClause|Expired|Amendment)/.test(name))

const periodAtEnd = (agreement: Agreement, term: string): Setting | null =>
  setsOf(agreement, 'end-of-contract', term).find(({ value }) => atMostHours(value) !== null) ?? null
