import type { Agreement, AgreementClause, TermValue } from '../agreement-shape.ts'
import { termOf } from '../agreement/figures.ts'
import { isRefusal } from '../refusal.ts'
import type { Period, Term } from '../term.ts'
import { readTerm } from '../term.ts'

/** How a module reads a term: as a time that runs, as a limit (both in the notation of `term.ts`), or as words. */
export type TermUse = 'time' | 'limit' | 'words'

/** The terms that the modules read, by module.  */
export const termsOfModules: Readonly<Record<string, Readonly<Record<string, TermUse>>>> = {
  retention: { submitted: 'time', account: 'time', accessLogs: 'time', billing: 'time', evidence: 'time' },
  'end-of-contract': { exportWindow: 'time', eraseWithin: 'time', certificate: 'words', choice: 'words', terminationNotice: 'time' },
  erasure: { copies: 'words' },
  instructions: { channel: 'words', form: 'words', infringementNotice: 'time', suspendOnFlag: 'words', initialSources: 'words' },
  amendment: { notice: 'time', silence: 'words', terminationNotice: 'time' },
  acceptance: { mode: 'words' },
  scope: { specialCategories: 'words', dataSubjects: 'words', dataCategories: 'words' },
  breaches: { notifyController: 'time', target: 'time', contents: 'words', register: 'words', clockStart: 'words', authorityBy: 'words' },
  subprocessors: {
    noticePeriod: 'time',
    objectionWindow: 'time',
    windowStart: 'words',
    objectionForm: 'words',
    silence: 'words',
    objectionEffect: 'words',
    duringTalks: 'words',
    flowDown: 'words',
    copyOnRequest: 'words',
    undisclosed: 'words',
    terminationNotice: 'time',
  },
  'rights-requests': { forwardWithin: 'time', channel: 'words', replyLock: 'words', rights: 'words' },
  audits: { cap: 'limit', exceptions: 'words', notice: 'time', cost: 'words', scope: 'words' },
  'self-assessment': { every: 'time', surveyEvery: 'time', surveyMaxHours: 'limit' },
  transfers: { mechanisms: 'words', module: 'words', countries: 'words' },
  locations: { storage: 'words', access: 'words' },
  liability: { cap: 'words', exclusions: 'words' },
  fees: { billable: 'words', rate: 'words' },
  'activity-log': { keep: 'time' },
}

/** One value of a term and the clause that sets it. */
export type Setting = { readonly clause: AgreementClause; readonly term: string; readonly value: TermValue }

/** The clauses that a module keeps. */
export const clausesOf = (agreement: Agreement, ...modules: readonly string[]): readonly AgreementClause[] =>
  agreement.clauses.filter(({ keeps }) => keeps.by === 'module' && modules.includes(keeps.module))

/**
 * Every place that sets a module's term: the clauses that the module keeps and, where no other module has a term of that name, any clause.
 * So a duty that a person keeps by evidence may still state its standard.
 */
export const setsOf = (agreement: Agreement, module: string, term: string): readonly Setting[] => {
  const shared = Object.values(termsOfModules).filter((terms) => Object.hasOwn(terms, term)).length > 1
  const clauses = shared ? clausesOf(agreement, module) : agreement.clauses
  return clauses.flatMap((clause) => {
    const value = termOf(clause, term)
    return value === null ? [] : [{ clause, term, value }]
  })
}

/** The words of a module's term wherever they are set, in lower case, lists flattened. */
export const wordsOf = (agreement: Agreement, module: string, term: string): readonly string[] =>
  setsOf(agreement, module, term).flatMap(({ value }) => listed(value).map((word) => word.toLowerCase()))

export const listed = (value: TermValue): readonly string[] => (typeof value === 'string' ? [value] : value)

/** Does the value say that there is none? */
export const isNone = (value: TermValue): boolean =>
  listed(value).every((word) => /^(?:no|none\b.*|no transfer\b.*|not stated|nothing)$/i.test(word))

/** The ids of clauses, for a finding. */
export const idsOf = (clauses: readonly AgreementClause[]): readonly string[] => clauses.map(({ id }) => id)

/** Does the clause bind the processor? */
export const bindsProcessor = (clause: AgreementClause): boolean =>
  (clause.kind === 'obligation' || clause.kind === 'prohibition') && clause.debtor !== 'controller'

/** How long a written time lasts at most, in hours, months taken as 31 days: to compare two figures, never to run a clock. Null without a figure. */
export const atMostHours = (value: TermValue): number | null => {
  if (typeof value !== 'string') return null
  const term = readTerm(value)
  return isRefusal(term) ? null : hoursOf(term)
}

const hoursOf = (term: Term): number | null => {
  switch (term.type) {
    case 'period':
      return periodHours(term)
    case 'every':
      return periodHours(term.period)
    case 'vague':
      return term.target === null ? null : hoursOf(term.target)
    case 'earliest of': {
      const hours = term.terms.map(hoursOf).filter((each) => each !== null)
      return hours.length === 0 ? null : Math.min(...hours)
    }
    case 'continuous':
    case 'at most':
    case 'until':
    case 'last local day':
      return null
  }
}

const hoursIn = { hours: 1, days: 24, 'business days': 33.6, months: 744, years: 8784, 'days to month end': 24 } as const

const periodHours = ({ amount, unit }: Period): number => amount * hoursIn[unit] + (unit === 'days to month end' ? 744 : 0)
