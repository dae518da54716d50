import type { Agreement, Processing } from '../agreement-shape.ts'
import type { Found, Rule } from './rule.ts'
import { found } from './rule.ts'
import { clausesOf, idsOf, listed, setsOf } from './terms-of-modules.ts'

/** The description of the processing against itself and against the clauses on scope (Article 28(3) GDPR, first sentence). */
export const whatIsProcessed: readonly Rule[] = [
  {
    id: 'operation-not-listed',
    level: 'question',
    about: 'An operation that the purpose speaks of stands in the list of operations, or no instruction covers it.',
    find: (agreement) =>
      agreement.processing.flatMap((activity) => {
        const operations = activity.operations.map((operation) => operation.replace(/^.*:/, '').toLowerCase())
        const text = `${activity.purpose.replace(/^[a-z-]+:/, '')} ${activity.description}`
        return verbs
          .filter(({ operation, words }) => !operations.includes(operation.toLowerCase()) && words.test(text))
          .map(({ operation, words }) =>
            found('lint_operation_not_listed', [`processing.${activity.id}.operations`, activity.id], [], {
              activity: activity.id,
              operation,
              word: words.exec(text)?.[0] ?? '',
              operations: activity.operations,
            }),
          )
      }),
  },
  {
    id: 'special-categories-excluded-yet-listed',
    level: 'fault',
    about: 'Data of Article 9 GDPR are either excluded or listed, not both.',
    find: (agreement) => {
      const excluding = setsOf(agreement, 'scope', 'specialCategories').filter(({ value }) =>
        listed(value).every((word) => /^(?:none|no|not|refused|excluded|forbidden|prohibited)\b/i.test(word)),
      )
      if (excluding.length === 0) return []
      const clauses = excluding.map(({ clause }) => clause.id)
      return agreement.processing.flatMap((activity) =>
        specialIn(activity).map((category) =>
          found('lint_special_categories_excluded_yet_listed', [`processing.${activity.id}`, activity.id], clauses, {
            activity: activity.id,
            category,
          }),
        ),
      )
    },
  },
  {
    id: 'special-category-among-ordinary-data',
    level: 'fault',
    about: 'A type of data that Article 9 GDPR names is listed as a special category.',
    find: (agreement) =>
      agreement.processing
        .filter(({ specialCategories }) => specialCategories.length === 0)
        .flatMap((activity) =>
          specialIn(activity).map((category) =>
            found('lint_special_category_among_ordinary_data', [`processing.${activity.id}.dataCategories`, activity.id], [], {
              activity: activity.id,
              category,
            }),
          ),
        ),
  },
  {
    id: 'national-number-among-ordinary-data',
    level: 'question',
    about: 'National identification numbers have rules of their own (Article 87 GDPR and the law of each Member State).',
    find: (agreement) =>
      agreement.processing.flatMap((activity) =>
        activity.dataCategories
          .filter(({ name, dpv }) => isNationalNumber(name, dpv) && !activity.specialCategories.some((each) => isNationalNumber(each, '')))
          .map(({ name }) =>
            found('lint_national_number_among_ordinary_data', [`processing.${activity.id}.dataCategories`, activity.id], [], {
              activity: activity.id,
              category: name,
            }),
          ),
      ),
  },
  differing('data-subjects-differ', 'dataSubjects', (activity) => activity.dataSubjects),
  differing('data-categories-differ', 'dataCategories', (activity) => activity.dataCategories.map(({ name }) => name)),
  {
    id: 'two-roles-unseparated',
    level: 'question',
    about:
      'A processor that keeps a database of its own is a controller there; what is submitted and what it owns stay apart (Article 28(10) GDPR).',
    find: (agreement) => {
      const own = clausesOf(agreement, 'source-database')
      const isApart = own.some(({ kind }) => kind === 'prohibition') || clausesOf(agreement, 'roles').length > 0
      return own.length === 0 || isApart ? [] : [found('lint_two_roles_unseparated', ['source-database', 'roles'], idsOf(own))]
    },
  },
  {
    id: 'title-names-a-law-without-terms',
    level: 'question',
    about: 'A law that the title names is a law that some clause serves.',
    find: (agreement) =>
      (agreement.title.match(/\b(?:CCPA|CPRA|LGPD|PIPEDA|HIPAA|POPIA|PIPL|UK GDPR)\b/g) ?? [])
        .filter((law) => !agreement.clauses.some(({ heading, text }) => `${heading} ${text}`.includes(law)))
        .map((law) => found('lint_title_names_a_law_without_terms', ['title'], [], { law })),
  },
]

/** Words by which a description speaks of an operation, by its DPV name. */
const verbs: readonly { readonly operation: string; readonly words: RegExp }[] = [
  { operation: 'Collect', words: /\b(?:collect|sourc|gather|acquir|harvest)(?:s|e|es|ed|ing|ting)?\b/i },
  { operation: 'Store', words: /\b(?:stor|sav|archiv|retain)(?:e|es|ed|ing|age)?\b/i },
  { operation: 'Erase', words: /\b(?:eras|delet)(?:e|es|ed|ing|ion|ure)\b/i },
  { operation: 'Match', words: /\bmatch(?:es|ed|ing)?\b/i },
  { operation: 'Structure', words: /\b(?:structur|organi[sz])(?:e|es|ed|ing|ation)\b/i },
  { operation: 'Alter', words: /\b(?:alter|modif|correct|updat)(?:s|e|es|ed|y|ies|ied|ing|ation|ion|ions)?\b/i },
  { operation: 'Consult', words: /\b(?:consult)(?:s|ed|ing|ation)?\b/i },
]

const special = /\b(?:health|medical|religio|ethnic|racial|political opinion|trade union|sexual|genetic|biometric)/i
const specialNames =
  /^(?:dpv:SpecialCategoryPersonalData|pd:(?:Health|MedicalHealth|Religion|Ethnicity|EthnicOrigin|PoliticalAffiliation|PoliticalOpinion|TradeUnionMembership|Sexual|SexualPreference|Genetic|Biometric|Disability|Race).*)$/

const specialIn = (activity: Processing): readonly string[] => [
  ...activity.specialCategories.filter((category) => !/^(?:none|no)\b/i.test(category) && !isNationalNumber(category, '')),
  ...activity.dataCategories.filter(({ name, dpv }) => special.test(name) || specialNames.test(dpv)).map(({ name }) => name),
]

const isNationalNumber = (name: string, dpv: string): boolean =>
  /\b(?:national (?:identi\w+|id|numbers?|registration)|personal (?:identi\w+ )?numbers?|social security|civil registration|cpr|nif|nie|personnummer|f\u00f8dselsnummer|tax (?:identi\w+ )?numbers?)\b/i.test(
    name,
  ) || /^pd:(?:OfficialID|NationalIdentificationNumber|SocialSecurityNumber|TaxIdentificationNumber)$/.test(dpv)

/** The same fact in two places: the description of the processing and a clause on scope; or two activities with one purpose. */
function differing(id: string, term: string, read: (activity: Processing) => readonly string[]): Rule {
  const code = `lint_${id.replaceAll('-', '_')}`
  return {
    id,
    level: 'question',
    about: 'What two places of the agreement list is the same list.',
    find: (agreement) => {
      const everything = plain(agreement.processing.flatMap(read))
      const inClauses = setsOf(agreement, 'scope', term).flatMap(({ clause, value }): readonly Found[] => {
        const differences = difference(plain(listed(value)), everything)
        return differences.length === 0
          ? []
          : [
              found(code, [`${clause.id}.${term}`, `processing.${term}`], [clause.id], {
                one: `clause ${clause.id}`,
                other: 'the description of the processing',
                differences,
              }),
            ]
      })
      return [...inClauses, ...betweenActivities(agreement, code, term, read)]
    },
  }
}

const betweenActivities = (
  agreement: Agreement,
  code: string,
  term: string,
  read: (activity: Processing) => readonly string[],
): readonly Found[] =>
  agreement.processing.flatMap((one, index) =>
    agreement.processing.slice(index + 1).flatMap((other) => {
      const differences =
        one.purpose === other.purpose && one.description === other.description ? difference(plain(read(one)), plain(read(other))) : []
      return differences.length === 0
        ? []
        : [found(code, [`processing.${other.id}.${term}`, other.id, one.id], [], { one: one.id, other: other.id, differences })]
    }),
  )

const plain = (names: readonly string[]): readonly string[] => names.map((name) => name.toLowerCase().trim())

const difference = (one: readonly string[], other: readonly string[]): readonly string[] => [
  ...new Set([...one.filter((name) => !other.includes(name)), ...other.filter((name) => !one.includes(name))]),
]
