import type { Agreement, Subprocessor } from '../agreement-shape.ts'
import { filledText } from '../agreement/figures.ts'
import { isInEea } from './places.ts'
import type { Rule } from './rule.ts'
import { found } from './rule.ts'
import { clausesOf, idsOf, isNone, listed, setsOf, wordsOf } from './terms-of-modules.ts'

/** Where the data are and from where they can be reached (Articles 44 to 49 GDPR). */
export const transfersAndPlaces: readonly Rule[] = [
  {
    id: 'third-country-without-mechanism',
    level: 'fault',
    about: 'Storage in or access from a country outside the European Economic Area needs a mechanism of Chapter V GDPR.',
    find: (agreement) =>
      abroad(agreement)
        .filter(({ transferMechanism }) => isNone(transferMechanism))
        .map(({ id, name, storageCountry, accessCountry, transferMechanism }) =>
          found('lint_third_country_without_mechanism', [`annexes.subprocessors.${id}`, id], [], {
            name,
            storage: storageCountry,
            access: accessCountry,
            mechanism: transferMechanism,
          }),
        ),
  },
  {
    id: 'mechanism-not-agreed',
    level: 'fault',
    about: 'A sub-processor uses a mechanism that the clause on transfers allows.',
    find: (agreement) => {
      const agreed = wordsOf(agreement, 'transfers', 'mechanisms')
      if (agreed.length === 0) return []
      return abroad(agreement)
        .filter(({ transferMechanism }) => !isNone(transferMechanism) && !agreed.some((each) => isSameMechanism(each, transferMechanism)))
        .map(({ id, name, transferMechanism }) =>
          found('lint_mechanism_not_agreed', [`annexes.subprocessors.${id}`, id], idsOf(clausesOf(agreement, 'transfers')), {
            name,
            mechanism: transferMechanism,
            agreed,
          }),
        )
    },
  },
  {
    id: 'country-not-agreed',
    level: 'fault',
    about: 'Where the clause on transfers lists countries, every sub-processor outside the European Economic Area is in one of them.',
    find: (agreement) => {
      const countries = wordsOf(agreement, 'transfers', 'countries')
      if (countries.length === 0) return []
      return abroad(agreement).flatMap(({ id, name, storageCountry, accessCountry }) =>
        [...new Set([storageCountry, accessCountry])]
          .filter((country) => !isInEea(country) && !countries.includes(country.toLowerCase()))
          .map((country) =>
            found('lint_country_not_agreed', [`annexes.subprocessors.${id}`, id], idsOf(clausesOf(agreement, 'transfers')), {
              name,
              country,
              countries,
            }),
          ),
      )
    },
  },
  {
    id: 'stored-inside-reached-from-outside',
    level: 'question',
    about: 'A promise that data stay in the Union or the European Economic Area says whether access from elsewhere is meant too.',
    find: (agreement) => {
      const promised = ['storage', 'access'].flatMap((term) => setsOf(agreement, 'locations', term)).flatMap(({ value }) => listed(value))
      if (promised.length === 0 || !promised.every(isInEea)) return []
      return abroad(agreement).map(({ id, name, storageCountry, accessCountry }) =>
        found(
          'lint_stored_inside_reached_from_outside',
          [`annexes.subprocessors.${id}`, id, 'locations.access', 'locations.storage'],
          idsOf(clausesOf(agreement, 'locations')),
          {
            name,
            country: isInEea(storageCountry) ? accessCountry : storageCountry,
            promised,
          },
        ),
      )
    },
  },
  {
    id: 'transfer-named-and-denied',
    level: 'question',
    about: 'A clause that says a sub-processor may transfer data and an annex that says it does not cannot both be signed.',
    find: (agreement) =>
      clausesOf(agreement, 'transfers').flatMap((clause) =>
        agreement.annexes.subprocessors
          .filter(
            ({ name, transferMechanism }) =>
              isNone(transferMechanism) &&
              /\b(?:may|can|will)\b[^.]{0,30}\btransfer/i.test(clause.text) &&
              mentions(filledText(clause), name),
          )
          .map(({ id, name, transferMechanism }) =>
            found('lint_transfer_named_and_denied', [`annexes.subprocessors.${id}`, id], [clause.id], {
              name,
              mechanism: transferMechanism,
            }),
          ),
      ),
  },
  {
    id: 'transfers-without-clause',
    level: 'fault',
    about: 'Where a sub-processor is outside the European Economic Area, the agreement has a clause on transfers (Article 28(3)(a) GDPR).',
    find: (agreement) => {
      const names = abroad(agreement).map(({ name }) => name)
      return names.length === 0 || clausesOf(agreement, 'transfers').length > 0
        ? []
        : [found('lint_transfers_without_clause', ['transfers'], [], { names })]
    },
  },
]

const abroad = (agreement: Agreement): readonly Subprocessor[] =>
  agreement.annexes.subprocessors.filter(({ storageCountry, accessCountry }) => !isInEea(storageCountry) || !isInEea(accessCountry))

const mechanisms: readonly RegExp[] = [
  /adequa|article 45/i,
  /data privacy framework|\bdpf\b/i,
  /standard contractual clauses|\bsccs?\b|2021\/914/i,
  /binding corporate rules|\bbcrs?\b/i,
  /article 49|derogation|explicit consent/i,
]

// The Data Privacy Framework is an adequacy decision (Decision (EU) 2023/1795): a general clause on adequacy covers it.
const isSameMechanism = (agreed: string, used: string): boolean => {
  const kinds = mechanisms.filter((kind) => kind.test(used))
  if (kinds.length === 0) return agreed.includes(used.toLowerCase())
  return kinds.some((kind) => kind.test(agreed)) || (/data privacy framework|\bdpf\b/i.test(used) && /adequa/i.test(agreed))
}

// First words of a company's name by which a text may mean something else.
const common = ['data', 'mail', 'payment', 'payments', 'cloud', 'hosting', 'service', 'services', 'sign', 'european', 'union']

const mentions = (text: string, name: string): boolean => {
  const [first = ''] = wordsIn(name)
  const words = wordsIn(text)
  return text.includes(name) || (first.length > 3 && !common.includes(first.toLowerCase()) && words.includes(first))
}

const wordsIn = (text: string): readonly string[] => text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
