import type { Agreement } from '../agreement-shape.ts'
import { shown } from '../agreement/figures.ts'
import type { Found, Rule } from './rule.ts'
import { found } from './rule.ts'
import { atMostHours, clausesOf, idsOf, isNone, setsOf, wordsOf } from './terms-of-modules.ts'

/** Changes of sub-processors: notice, objection and what follows (Article 28(2) and (4) GDPR). */
export const subprocessorChanges: readonly Rule[] = [
  missingTerm(
    'notice-without-lead-time',
    'noticePeriod',
    'How long before it takes effect a change of sub-processors is notified (Article 28(2) GDPR: an opportunity to object).',
  ),
  missingTerm('objection-window-missing', 'objectionWindow', 'For how long the controller may object to a change.'),
  missingTerm('objection-silence-missing', 'silence', 'What it means when the controller says nothing within the window.'),
  missingTerm(
    'objection-effect-missing',
    'objectionEffect',
    'What an objection does: bar the change for this controller, end the contract, or lead to talks.',
  ),
  missingTerm('flow-down-missing', 'flowDown', 'A sub-processor is bound to the same duties by contract (Article 28(4) GDPR).'),
  {
    id: 'objection-outlives-notice',
    level: 'question',
    about: 'A window for objections that is longer than the notice lets a change take effect while the right to object still runs.',
    find: (agreement) =>
      setsOf(agreement, 'subprocessors', 'objectionWindow').flatMap((objection) => {
        const window = atMostHours(objection.value)
        if (window === null) return []
        return setsOf(agreement, 'subprocessors', 'noticePeriod')
          .filter(({ value }) => (atMostHours(value) ?? window) < window)
          .map((notice) =>
            found(
              'lint_objection_outlives_notice',
              [`${objection.clause.id}.objectionWindow`, 'subprocessors.objectionWindow'],
              [objection.clause.id, notice.clause.id],
              {
                window: shown(objection.value),
                notice: shown(notice.value),
              },
            ),
          )
      }),
  },
  {
    id: 'talks-without-standstill',
    level: 'question',
    about: 'Talks after an objection have no time of their own: either the change waits for them or it does not.',
    find: (agreement) => {
      const ends = wordsOf(agreement, 'subprocessors', 'objectionEffect').filter((effect) =>
        /terminat|talk|agree|negotiat|exit/.test(effect),
      )
      if (ends.length === 0 || setsOf(agreement, 'subprocessors', 'duringTalks').length > 0) return []
      const clauses = setsOf(agreement, 'subprocessors', 'objectionEffect').map(({ clause }) => clause.id)
      return [
        found('lint_talks_without_standstill', [`${clauses[0] ?? ''}.duringTalks`, 'subprocessors.duringTalks'], clauses, {
          effect: ends[0] ?? '',
        }),
      ]
    },
  },
  {
    id: 'flow-down-weaker',
    level: 'warning',
    about: 'Article 28(4) GDPR asks for the same duties; another word for the standard invites a dispute about what it leaves out.',
    find: (agreement) =>
      setsOf(agreement, 'subprocessors', 'flowDown')
        .filter(({ value }) => !/same|no less|at least/i.test(shown(value)))
        .map(({ clause, value }) => found('lint_flow_down_weaker', [`${clause.id}.flowDown`], [clause.id], { value: shown(value) })),
  },
  {
    id: 'names-withheld',
    level: 'warning',
    about: 'The controller has name, address and contact of every sub-processor ready at all times (EDPB Opinion 22/2024, 7 October 2024).',
    find: (agreement) => [
      ...setsOf(agreement, 'subprocessors', 'undisclosed')
        .filter(({ value }) => !isNone(value))
        .map(({ clause, value }) => found('lint_names_withheld', [`${clause.id}.undisclosed`], [clause.id], { value: shown(value) })),
      ...agreement.annexes.subprocessors
        .filter(({ name, activity }) => /undisclosed|withheld|under seal|trade secret|confidential name/i.test(`${name} ${activity}`))
        .map(({ id, name }) => found('lint_names_withheld', [`annexes.subprocessors.${id}`], [], { value: name })),
    ],
  },
  {
    id: 'activity-beyond-service',
    level: 'question',
    about:
      'A sub-processor is engaged for what the service needs; analytics and marketing serve the processor itself (Article 28(3)(a) GDPR).',
    find: (agreement) =>
      agreement.annexes.subprocessors
        .filter(({ activity }) => /analytic|advertis|marketing|profiling|product improvement/i.test(activity))
        .map(({ id, name, activity }) =>
          found('lint_activity_beyond_service', [`annexes.subprocessors.${id}`, id], [], { name, activity }),
        ),
  },
  {
    id: 'one-entity-two-names',
    level: 'question',
    about: 'A company stands in the lists once: under two names it is unclear who is bound.',
    find: (agreement) => {
      const names = namesOf(agreement)
      return names.flatMap((one, index) =>
        names
          .slice(index + 1)
          .filter((other) => other.name !== one.name && stem(other.name) === stem(one.name))
          .map((other) =>
            found('lint_one_entity_two_names', [other.place, one.place], [...one.clauses, ...other.clauses], {
              one: one.name,
              other: other.name,
            }),
          ),
      )
    },
  },
]

function missingTerm(id: string, term: string, about: string): Rule {
  return {
    id,
    level: 'question',
    about,
    find: (agreement): readonly Found[] => {
      const clauses = clausesOf(agreement, 'subprocessors')
      const isSet = setsOf(agreement, 'subprocessors', term).some(
        ({ value }) => term === 'silence' || term === 'objectionEffect' || !isNone(value),
      )
      return clauses.length === 0 || isSet
        ? []
        : [found(`lint_${id.replaceAll('-', '_')}`, [`subprocessors.${term}`, 'subprocessors'], idsOf(clauses))]
    },
  }
}

type Named = { readonly name: string; readonly place: string; readonly clauses: readonly string[] }

/** Company names: the annex, and lists that clauses about sub-processors carry. */
const namesOf = (agreement: Agreement): readonly Named[] => [
  ...agreement.annexes.subprocessors.map(({ id, name }) => ({ name, place: `annexes.subprocessors.${id}`, clauses: [] })),
  ...clausesOf(agreement, 'subprocessors').flatMap((clause) =>
    Object.entries(clause.terms).flatMap(([term, value]) =>
      typeof value === 'string' ? [] : value.map((name) => ({ name, place: `${clause.id}.${term}`, clauses: [clause.id] })),
    ),
  ),
]

const forms =
  /\b(?:inc|incorporated|ltd|limited|llc|corp|corporation|gmbh|ag|sarl|sas|sa|ab|as|aps|bv|oy|plc|s r o|emea|europe|ireland|com|the|company)\b/g

/** What is left of a company's name without its legal form, country and punctuation. Names of one short word stay whole. */
const stem = (name: string): string => {
  const plain = name
    .toLowerCase()
    .replaceAll(/\(.*?\)/g, ' ')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .replaceAll(/\bb v\b/g, 'bv')
    .replaceAll(/\bs a r l\b/g, 'sarl')
  const left = plain.replaceAll(forms, ' ').replaceAll(/\s+/g, ' ').trim()
  return left === '' ? plain.trim() : left
}
