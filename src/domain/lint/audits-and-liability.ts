import type { Rule } from './rule.ts'
import { found } from './rule.ts'
import { clausesOf, idsOf, setsOf, wordsOf } from './terms-of-modules.ts'

/** What both sides forget to settle: how often and when one audits, who bears what, and who may answer a person. */
export const auditsAndLiability: readonly Rule[] = [
  unsettled('audit-notice-missing', 'audits', 'notice', 'How long ahead an audit is announced (Article 28(3)(h) GDPR sets no period).'),
  unsettled('audit-cap-missing', 'audits', 'cap', 'How many audits there may be (Article 28(3)(h) GDPR sets no limit).'),
  unsettled('audit-cost-missing', 'audits', 'cost', 'Who bears the cost of an audit.'),
  unsettled(
    'liability-cap-missing',
    'liability',
    'cap',
    'Whether liability between the parties has a limit; a cap of `none` is an answer too.',
  ),
  unsettled('reply-lock-missing', 'rights-requests', 'replyLock', 'Whether the processor may answer a request of a data subject itself.'),
  {
    id: 'audit-cap-without-exception',
    level: 'warning',
    about: 'A limit on audits that has no exception for a breach or an order of an authority may fall short of Article 28(3)(h) GDPR.',
    find: (agreement) => {
      const capped = setsOf(agreement, 'audits', 'cap').filter(({ value }) => /^at most/i.test(String(value)))
      if (capped.length === 0 || wordsOf(agreement, 'audits', 'exceptions').length > 0) return []
      return capped.map(({ clause, value }) =>
        found('lint_audit_cap_without_exception', [`${clause.id}.exceptions`], [clause.id], { cap: String(value) }),
      )
    },
  },
]

function unsettled(id: string, module: string, term: string, about: string): Rule {
  return {
    id,
    level: 'question',
    about,
    find: (agreement) => {
      const clauses = clausesOf(agreement, module)
      // Liability is settled, or left open, even where no clause speaks of it; the others only where a clause does.
      if (clauses.length === 0 && module !== 'liability') return []
      if (clauses.some(({ terms }) => Object.hasOwn(terms, term))) return []
      return [found(`lint_${id.replaceAll('-', '_')}`, [`${module}.${term}`, module], idsOf(clauses))]
    },
  }
}
