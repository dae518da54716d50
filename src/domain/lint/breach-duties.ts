import { bindsProcessor, clausesOf, idsOf, isNone, setsOf, wordsOf } from './terms-of-modules.ts'
import type { Agreement } from '../agreement-shape.ts'
import type { Found, Rule } from './rule.ts'
import { found } from './rule.ts'

/** Breaches: whose clock, from when, what is told, what is kept (Articles 33 and 34 GDPR). */
export const breachDuties: readonly Rule[] = [
  {
    id: 'breach-clock-without-start',
    level: 'question',
    about: 'The period for telling the controller begins at a named moment; Article 33(2) GDPR says when the processor becomes aware.',
    find: (agreement) => {
      const clocks = setsOf(agreement, 'breaches', 'notifyController')
      if (clocks.length === 0 || setsOf(agreement, 'breaches', 'clockStart').length > 0) return []
      return clocks.map(({ clause, value }) =>
        found('lint_breach_clock_without_start', [`${clause.id}.clockStart`, 'breaches.clockStart'], [clause.id], { value }),
      )
    },
  },
  {
    id: 'authority-notice-owed-by-processor',
    level: 'fault',
    about:
      'The notice to the supervisory authority is the controller’s (Article 33(1) GDPR); the processor helps, and owes its own notice to the controller.',
    find: (agreement) => [
      ...setsOf(agreement, 'breaches', 'authorityBy')
        .filter(({ value }) => /^(?:the )?processor\b/i.test(String(value)))
        .map(({ clause, value }) => found('lint_authority_notice_owed_by_processor', [`${clause.id}.authorityBy`], [clause.id], { value })),
      ...agreement.clauses
        .filter(
          (clause) =>
            bindsProcessor(clause) && sentences(clause.text).some((sentence) => tellsAuthority.test(sentence) && !onlyHelps.test(sentence)),
        )
        .map((clause) => found('lint_authority_notice_owed_by_processor', [`${clause.id}.text`], [clause.id], { value: 'processor' })),
    ],
  },
  {
    id: 'breach-register-missing',
    level: 'question',
    about: 'Breaches are written down in a register; Article 33(5) GDPR asks it of the controller, who needs the processor’s for it.',
    find: (agreement) => {
      const isKept = setsOf(agreement, 'breaches', 'register').some(({ value }) => !isNone(value))
      const isNamed = agreement.clauses.some((clause) => bindsProcessor(clause) && clause.dpv.includes('eu-gdpr:DataBreachRegister'))
      return isKept || isNamed ? [] : aboutBreaches(agreement, 'lint_breach_register_missing', 'breaches.register')
    },
  },
  {
    id: 'breach-contents-missing',
    level: 'question',
    about: 'The agreement says what a notice of a breach contains; the list of Article 33(3) GDPR is what the controller will need.',
    find: (agreement) => {
      const contents = wordsOf(agreement, 'breaches', 'contents')
      if (contents.length === 0) return aboutBreaches(agreement, 'lint_breach_contents_missing', 'breaches.contents')
      const missing = article33.filter(({ words }) => !contents.some((item) => words.test(item))).map(({ point }) => point)
      if (missing.length === 0) return []
      const clauses = setsOf(agreement, 'breaches', 'contents').map(({ clause }) => clause.id)
      return [found('lint_breach_contents_short', [`${clauses[0] ?? ''}.contents`, 'breaches.contents'], clauses, { missing })]
    },
  },
]

const sentences = (text: string): readonly string[] => text.split(/(?<=[.;:])\s+/)
const tellsAuthority = /\bprocessor\b.{0,60}\b(?:notif(?:y|ies)|tells?|informs?|reports?|alerts?)\b.{0,60}\bauthorit(?:y|ies)\b/i
const onlyHelps = /\b(?:help|assist|support|instruct|behalf|request|controller)/i

const article33 = [
  { point: 'the nature of the breach', words: /nature|description|what happened/ },
  { point: 'the point of contact', words: /contact|officer/ },
  { point: 'the likely consequences', words: /consequence/ },
  { point: 'the measures taken or proposed', words: /measure/ },
]

const aboutBreaches = (agreement: Agreement, code: string, place: string): readonly Found[] => {
  const clauses = clausesOf(agreement, 'breaches')
  return clauses.length === 0 ? [] : [found(code, [place, 'breaches'], idsOf(clauses))]
}
