import type { Agreement, AgreementClause, Party, TermValue } from './agreement-shape.ts'
import { termOf } from './agreement/figures.ts'
import { fault } from './agreement/tree.ts'
import type { Fault } from './refusal.ts'

/** What one side chose among what the template offers: clause id → term → the option. */
export type Choices = Readonly<Record<string, Readonly<Record<string, string>>>>

/** The name of the one term that a controller may decide: its list holds the options (Art. 28(3)(g): erase or return, at the choice of the controller). */
export const choiceTerm = 'choice'

/**
 * A template becomes an agreement between two parties. Refused, with every fault: a text that has parties already, a party without a name, number,
 * address or contact, a key that is no SHA-256, a choice that the template does not offer. A choice that is not made stays open as the list of options.
 */
export const conclude = (
  template: Agreement,
  parties: { readonly controller: Party; readonly processor: Party },
  choices: Choices,
  trailKey: string,
): Agreement | readonly Fault[] => {
  const faults = [
    ...refuseSecondParties(template),
    ...refuseHalfParty(parties.controller, 'parties.controller'),
    ...refuseHalfParty(parties.processor, 'parties.processor'),
    ...(/^[0-9a-f]{64}$/.test(trailKey)
      ? []
      : [
          fault('agreement_wrong_form', 'trailKey', {
            found: trailKey.slice(0, 80),
            expected: '64 hexadecimal digits in lower case',
            line: 0,
          }),
        ]),
    ...Object.entries(choices).flatMap(([id, chosen]) =>
      Object.entries(chosen).flatMap(([term, option]) => refuseChoice(template, id, term, option)),
    ),
  ]
  if (faults.length > 0) return faults
  return { ...template, parties, trailKey, clauses: template.clauses.map((clause) => decided(clause, choices)) }
}

const refuseSecondParties = (template: Agreement): readonly Fault[] =>
  template.parties.controller === null && template.parties.processor === null && template.trailKey === null
    ? []
    : [fault('agreement_has_parties', 'parties', { agreement: template.agreement, version: template.version })]

const refuseHalfParty = (party: Party, at: string): readonly Fault[] =>
  Object.entries(party).flatMap(([key, value]) => (value.trim() === '' ? [fault('agreement_missing', `${at}.${key}`, {})] : []))

const refuseChoice = (template: Agreement, id: string, term: string, option: string): readonly Fault[] => {
  const at = `choices.${id}.${term}`
  const clause = template.clauses.find((candidate) => candidate.id === id)
  const options = clause === undefined ? null : termOf(clause, term)
  if (term !== choiceTerm || options === null || typeof options === 'string')
    return [fault('agreement_no_choice_there', at, { clause: id, term })]
  return options.includes(option) ? [] : [fault('agreement_choice_not_offered', at, { chosen: option, options })]
}

const decided = (clause: AgreementClause, choices: Choices): AgreementClause => {
  const option = Object.hasOwn(choices, clause.id) ? choices[clause.id]?.[choiceTerm] : undefined
  if (option === undefined) return clause
  const terms: Readonly<Record<string, TermValue>> = { ...clause.terms, [choiceTerm]: option }
  return { ...clause, terms }
}
