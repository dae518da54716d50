import type { Agreement, AgreementClause } from '../agreement-shape.ts'
import { withoutPlaceholders } from '../agreement/figures.ts'
import { nearest } from '../agreement/tree.ts'
import type { Found, Rule } from './rule.ts'
import { found } from './rule.ts'
import { bindsProcessor } from './terms-of-modules.ts'

/** What the text points at is there, and what is set aside is set aside by a record. */
export const references: readonly Rule[] = [
  {
    id: 'reference-to-nothing',
    level: 'fault',
    about: 'A reference names a clause by its id in quotation marks, or an annex of the file, and it exists; printed numbers change.',
    find: (agreement) => agreement.clauses.flatMap((clause) => danglingIn(agreement, clause)),
  },
  {
    id: 'override-of-nothing',
    level: 'fault',
    about: 'An override names another clause that exists, and no two clauses set each other aside.',
    find: (agreement) =>
      agreement.clauses.flatMap((clause) =>
        clause.overrides.flatMap((id): readonly Found[] => {
          const target = agreement.clauses.find((candidate) => candidate.id === id)
          if (target !== undefined && !reaches(agreement, [target.id], clause.id)) return []
          const code = target === undefined ? 'lint_override_of_nothing' : 'lint_override_in_a_circle'
          return [
            found(code, [`${clause.id}.overrides`], [clause.id], {
              target: id,
              nearest: nearest(
                id,
                agreement.clauses.map((each) => each.id),
              ),
            }),
          ]
        }),
      ),
  },
  {
    id: 'switched-off-without-record',
    level: 'fault',
    about: 'A clause that says another does not apply records which, under `overrides`.',
    find: (agreement) =>
      agreement.clauses
        .filter(({ overrides, text }) => overrides.length === 0 && switchesOff.test(text))
        .map(({ id, text }) =>
          found('lint_switched_off_without_record', [`${id}.overrides`], [id], { words: switchesOff.exec(text)?.[0] ?? '' }),
        ),
  },
  {
    id: 'override-weakens',
    level: 'question',
    about: 'A clause of the body that an annex row sets aside is visible as such; a changed body may no longer count as adopted clauses.',
    find: (agreement) =>
      overridden(agreement)
        .filter(({ target, by }) => !isSoleDuty(agreement, target, by))
        .map(({ target, by }) =>
          found('lint_override_weakens', [`${by.id}.overrides`], [by.id, target.id], { target: target.id, by: by.id }),
        ),
  },
  {
    id: 'override-of-a-duty-of-law',
    level: 'fault',
    about: 'No row of an annex sets aside the only clause that keeps a duty of Article 28(3) GDPR: law stands above the agreement.',
    find: (agreement) =>
      overridden(agreement)
        .filter(({ target, by }) => isSoleDuty(agreement, target, by))
        .map(({ target, by }) =>
          found('lint_override_of_a_duty_of_law', [`${by.id}.overrides`], [by.id, target.id], {
            target: target.id,
            by: by.id,
            module: target.keeps.by === 'module' ? target.keeps.module : '',
          }),
        ),
  },
  {
    id: 'precedence-missing',
    level: 'question',
    about: 'The file says which text wins where two differ.',
    find: (agreement) => (agreement.precedence.length > 0 ? [] : [found('lint_precedence_missing', ['precedence'], [])]),
  },
  {
    id: 'precedence-upside-down',
    level: 'fault',
    about: 'Law stands first, standard contractual clauses before this agreement (their Clause 5), terms of service after it.',
    find: (agreement) => {
      const ranks = agreement.precedence
        .map((text) => ({ text, rank: layers.findIndex((layer) => layer.test(text)) }))
        .filter(({ rank }) => rank >= 0)
      return ranks.slice(1).flatMap(({ text, rank }, index) => {
        const above = ranks[index]
        return above !== undefined && above.rank > rank
          ? [found('lint_precedence_upside_down', ['precedence'], [], { below: text, above: above.text })]
          : []
      })
    },
  },
]

const layers = [
  /\blaw\b|gdpr|statute/i,
  /standard contractual|\bsccs?\b/i,
  /this agreement|\bbody\b|data processing agreement|the clauses/i,
  /annex|appendi/i,
  /terms of service|service agreement|main agreement/i,
]

const quoted = /\b(?:clause|clauses|annex|appendix)\s+["“]([^"”]{1,60})["”]/gi
const printed = /\b(?:[Cc]lause|[Ss]ection|[Pp]aragraph|[Aa]nnex|[Aa]ppendix|[Ss]chedule)s?\s+(?:\d[\d.]*|[A-Z](?:\.\d[\d.]*)?(?![\w’']))/g
const switchesOff =
  /\b(?:clause|section|provision)s?\b[^.]{0,60}\b(?:shall not apply|does not apply|do not apply|is set aside|are set aside|is disapplied)\b|\b(?:notwithstanding|regardless of|in deviation from) (?:clause|section)\b/i

const danglingIn = (agreement: Agreement, clause: AgreementClause): readonly Found[] => {
  const known = [
    ...agreement.clauses.map(({ id }) => id),
    'processing',
    'measures',
    'subprocessors',
    'locations',
    'contacts',
    'resolutions',
    'terms',
  ]
  const text = withoutPlaceholders(clause.text)
  const names = Array.from(text.matchAll(quoted), (match) => match[1] ?? '').filter((name) => !known.includes(name.toLowerCase()))
  const numbers = text.match(printed) ?? []
  return [...names, ...numbers].map((name) =>
    found('lint_reference_to_nothing', [`${clause.id}.text`], [clause.id], { name, nearest: nearest(name, known) }),
  )
}

/** Do overrides lead from the ids to the goal? Every clause is visited once. */
const reaches = (agreement: Agreement, from: readonly string[], goal: string): boolean => {
  const seen = new Set<string>(from)
  for (const id of seen) {
    if (id === goal) return true
    for (const next of agreement.clauses.find((clause) => clause.id === id)?.overrides ?? []) seen.add(next)
  }
  return false
}

/** The duties of the processor that another clause sets aside without itself being one. */
const overridden = (agreement: Agreement): readonly { readonly target: AgreementClause; readonly by: AgreementClause }[] =>
  agreement.clauses
    .filter((by) => !bindsProcessor(by))
    .flatMap((by) =>
      agreement.clauses.filter((target) => by.overrides.includes(target.id) && bindsProcessor(target)).map((target) => ({ target, by })),
    )

const modulesOfLaw = [
  'instructions',
  'confidentiality',
  'security-measures',
  'subprocessors',
  'rights-requests',
  'assistance',
  'end-of-contract',
  'audits',
  'breaches',
]

const isSoleDuty = (agreement: Agreement, target: AgreementClause, by: AgreementClause): boolean => {
  const { keeps } = target
  if (keeps.by !== 'module' || !modulesOfLaw.includes(keeps.module)) return false
  return !agreement.clauses.some(
    (clause) =>
      clause.id !== target.id &&
      !by.overrides.includes(clause.id) &&
      bindsProcessor(clause) &&
      clause.keeps.by === 'module' &&
      clause.keeps.module === keeps.module,
  )
}
