import type { Case } from './cases.ts'
import { adding, without } from './spoil.ts'

/** Rules on the processing, on sub-processors and on places. */
export const casesOfChanges: readonly Case[] = [
  {
    rule: 'processing-incomplete',
    trips: [
      [['operations: [dpv:Store, dpv:Retrieve, dpv:Erase]', 'operations: []']],
      [['    duration: Until the end of the contract\n', '']],
    ],
    passes: [['specialCategories: []', 'specialCategories: [none]']],
  },
  {
    rule: 'operation-not-listed',
    trips: [[['stores subscribers', 'stores and sources subscribers']], [['stores subscribers', 'stores and matches subscribers']]],
    passes: [
      ['stores subscribers', 'stores and sources subscribers'],
      ['[dpv:Store,', '[Collect, dpv:Store,'],
    ],
  },
  {
    rule: 'special-categories-excluded-yet-listed',
    trips: [
      [['specialCategories: []', 'specialCategories: [health]']],
      [['name: Name, dpv: pd:Name', 'name: Religious belief, dpv: pd:Religion']],
    ],
    passes: [
      ['specialCategories: []', 'specialCategories: [health]'],
      ['{ specialCategories: refused,', '{ specialCategories: health data only,'],
    ],
  },
  {
    rule: 'special-category-among-ordinary-data',
    trips: [
      [['name: Name, dpv: pd:Name', 'name: Trade union membership, dpv: pd:Name']],
      [['name: Name, dpv: pd:Name', 'name: Notes, dpv: pd:MedicalHealth']],
    ],
    passes: [['name: Name, dpv: pd:Name', 'name: Trade, dpv: pd:Professional']],
  },
  {
    rule: 'national-number-among-ordinary-data',
    trips: [
      [['name: Name, dpv: pd:Name', 'name: CPR number, dpv: pd:Name']],
      [['name: Name, dpv: pd:Name', 'name: Number for tax, dpv: pd:OfficialID']],
    ],
    passes: [
      ['name: Name, dpv: pd:Name', 'name: CPR number, dpv: pd:Name'],
      ['specialCategories: []', 'specialCategories: [national identification numbers]'],
    ],
  },
  {
    rule: 'data-subjects-differ',
    trips: [
      [['dataSubjects: [subscribers] }', 'dataSubjects: [subscribers, donors] }']],
      [['    dataSubjects: [subscribers]\n    special', '    dataSubjects: [subscribers, readers]\n    special']],
    ],
    passes: [['dataSubjects: [subscribers] }', 'dataSubjects: [Subscribers] }']],
  },
  {
    rule: 'data-categories-differ',
    trips: [
      [
        ['dataSubjects: [subscribers] }', 'dataSubjects: [subscribers], dataCategories: [Name] }'],
        ['covers {{dataSubjects}}.', 'covers {{dataSubjects}} and {{dataCategories}}.'],
      ],
      [
        ['dataSubjects: [subscribers] }', 'dataSubjects: [subscribers], dataCategories: [name, e-mail address, telephone] }'],
        ['covers {{dataSubjects}}.', 'covers {{dataSubjects}} and {{dataCategories}}.'],
      ],
    ],
    passes: [
      ['dataSubjects: [subscribers] }', 'dataSubjects: [subscribers], dataCategories: [e-mail address, name] }'],
      ['covers {{dataSubjects}}.', 'covers {{dataSubjects}} and {{dataCategories}}.'],
    ],
  },
  {
    rule: 'two-roles-unseparated',
    trips: [
      [adding('own', 'kind: fact', 'keeps: source-database', 'text: The provider has a database of its own.')],
      [adding('own', 'kind: obligation', 'keeps: source-database', 'text: The provider informs the people in its own database.')],
    ],
    passes: [
      adding(
        'own',
        'kind: prohibition',
        'keeps: source-database',
        'text: What is submitted never enters the own database of the provider.',
      ),
    ],
  },
  {
    rule: 'notice-without-lead-time',
    trips: [
      [
        ['{ noticePeriod: 30 days }', '{}'],
        ['{ noticePeriod: pinned }', '{}'],
        ['{{noticePeriod}} ahead', 'ahead'],
      ],
      [['noticePeriod: 30 days', 'noticePeriod: none']],
    ],
    passes: [['noticePeriod: 30 days', 'noticePeriod: 15 days']],
  },
  {
    rule: 'objection-window-missing',
    trips: [
      [
        ['objectionWindow: 15 days, ', ''],
        ['{ objectionWindow: pinned }', '{}'],
        [' within {{objectionWindow}}', ''],
      ],
      [['objectionWindow: 15 days', 'objectionWindow: none']],
    ],
    passes: [['objectionWindow: 15 days', 'objectionWindow: until the change takes effect']],
  },
  {
    rule: 'objection-silence-missing',
    trips: [
      [
        ['silence: accepted, ', ''],
        ['Silence means {{silence}}; the', 'The'],
      ],
      [without('objection')],
    ],
    passes: [['silence: accepted', 'silence: refused']],
  },
  {
    rule: 'objection-effect-missing',
    trips: [
      [
        ['objectionEffect: exit after talks, ', ''],
        ['the effect is {{objectionEffect}}', 'no effect'],
      ],
      [without('objection')],
    ],
    passes: [['objectionEffect: exit after talks', 'objectionEffect: block']],
  },
  {
    rule: 'flow-down-missing',
    trips: [
      [
        ['terms: { flowDown: the same }\n', 'terms: {}\n'],
        ['{{flowDown}}', 'some'],
      ],
      [without('same-duties')],
    ],
    passes: [['flowDown: the same', 'flowDown: no less protective']],
  },
  {
    rule: 'flow-down-weaker',
    trips: [[['flowDown: the same', 'flowDown: substantially equivalent']], [['flowDown: the same', 'flowDown: comparable']]],
    passes: [['flowDown: the same', 'flowDown: no less protective']],
  },
  {
    rule: 'objection-outlives-notice',
    trips: [[['objectionWindow: 15 days', 'objectionWindow: 2 months']], [['noticePeriod: 30 days', 'noticePeriod: 10 days']]],
    passes: [['objectionWindow: 15 days', 'objectionWindow: 30 days']],
  },
  {
    rule: 'talks-without-standstill',
    trips: [[[', duringTalks: block', '']], [['exit after talks, duringTalks: block', 'termination']]],
    passes: [['exit after talks, duringTalks: block', 'block']],
  },
  {
    rule: 'names-withheld',
    trips: [
      [['{ flowDown: the same }', '{ flowDown: the same, undisclosed: revealed on demand }']],
      [['name: Nordic Hosting AB', 'name: Undisclosed provider']],
    ],
    passes: [['{ flowDown: the same }', '{ flowDown: the same, undisclosed: none }']],
  },
  {
    rule: 'activity-beyond-service',
    trips: [[['activity: Servers', 'activity: Product analytics']], [['activity: Delivery of mail', 'activity: Marketing of our own']]],
    passes: [['activity: Servers', 'activity: Servers and error reports']],
  },
  {
    rule: 'one-entity-two-names',
    trips: [
      [
        adding(
          'terms',
          'kind: fact',
          'keeps: subprocessors',
          'terms: { standardTerms: [Pigeon Post EMEA Limited] }',
          'text: These have terms of their own - {{standardTerms}}.',
        ),
      ],
      [
        [
          '    - id: mail',
          '    - { id: host, name: "Nordic Hosting (Sweden) Ltd", activity: Backup, storageCountry: Sweden, accessCountry: Sweden, transferMechanism: none }\n    - id: mail',
        ],
      ],
    ],
    passes: [
      adding(
        'terms',
        'kind: fact',
        'keeps: subprocessors',
        'terms: { standardTerms: [Pigeon Post Inc.] }',
        'text: These have terms of their own - {{standardTerms}}.',
      ),
    ],
  },
  {
    rule: 'third-country-without-mechanism',
    trips: [
      [['transferMechanism: Data Privacy Framework', 'transferMechanism: none']],
      [['accessCountry: Sweden', 'accessCountry: India']],
    ],
    passes: [['accessCountry: Sweden', 'accessCountry: Norway']],
  },
  {
    rule: 'mechanism-not-agreed',
    trips: [
      [['transferMechanism: Data Privacy Framework', 'transferMechanism: Binding Corporate Rules']],
      [['[an adequacy decision, Standard Contractual Clauses]', '[Standard Contractual Clauses]']],
    ],
    passes: [['transferMechanism: Data Privacy Framework', 'transferMechanism: SCC 2021/914 module 3']],
  },
  {
    rule: 'country-not-agreed',
    trips: [[['countries: [United States]', 'countries: [Japan]']], [['storageCountry: Ireland', 'storageCountry: Brazil']]],
    passes: [['countries: [United States]', 'countries: [Japan, United States]']],
  },
  {
    rule: 'stored-inside-reached-from-outside',
    trips: [
      [['access: [Sweden, Ireland, United States]', 'access: [Sweden, Ireland]']],
      [
        ['{ storage: [Sweden, Ireland], access: [Sweden, Ireland, United States] }', '{ storage: [European Union] }'],
        [' and reached from {{access}}', ''],
      ],
    ],
    passes: [['access: [Sweden, Ireland, United States]', 'access: [United States, Sweden]']],
  },
  {
    rule: 'transfer-named-and-denied',
    trips: [
      [adding('some', 'kind: fact', 'keeps: transfers', 'text: Some sub-processors, such as Nordic Hosting, may transfer data.')],
      [
        adding(
          'some',
          'kind: permission',
          'keeps: transfers',
          'terms: { who: [Nordic] }',
          'text: One of them can also transfer data - {{who}}.',
        ),
      ],
    ],
    passes: [adding('some', 'kind: fact', 'keeps: transfers', 'text: Some sub-processors, such as Pigeon Post, may transfer data.')],
  },
  {
    rule: 'transfers-without-clause',
    trips: [
      [without('transfers')],
      [
        ['keeps: transfers', 'keeps: locations'],
        ['terms: { mechanisms: [an adequacy decision, Standard Contractual Clauses], countries: [United States] }', 'terms: {}'],
        ['Data go to {{countries}} only under {{mechanisms}}, among them', 'Data travel under'],
      ],
    ],
    passes: [
      without('transfers'),
      ['accessCountry: United States\n      transferMechanism: Data Privacy Framework', 'accessCountry: Ireland'],
    ],
  },
]
