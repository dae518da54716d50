import type { Agreement, Resolution } from './agreement-shape.ts'
import { nearest } from './agreement/tree.ts'
import { article28 } from './lint/article-28.ts'
import { auditsAndLiability } from './lint/audits-and-liability.ts'
import { breachDuties } from './lint/breach-duties.ts'
import { endAndRetention } from './lint/end-and-retention.ts'
import { figuresInText } from './lint/figures-in-text.ts'
import { keeping } from './lint/keeping.ts'
import { references } from './lint/references.ts'
import type { Finding, Found, Rule } from './lint/rule.ts'
import { found } from './lint/rule.ts'
import { subprocessorChanges } from './lint/subprocessor-changes.ts'
import { transfersAndPlaces } from './lint/transfers-and-places.ts'
import { twiceSaid } from './lint/twice-said.ts'
import { whatIsProcessed } from './lint/what-is-processed.ts'

/** Every rule, in the order in which findings are told. */
export const rules: readonly Rule[] = [
  ...article28,
  ...keeping,
  ...figuresInText,
  ...references,
  ...twiceSaid,
  ...whatIsProcessed,
  ...endAndRetention,
  ...breachDuties,
  ...subprocessorChanges,
  ...transfersAndPlaces,
  ...auditsAndLiability,
]

/**
 * The contradictions and holes of an agreement. A question that the file answers under `resolutions` carries its answer; faults cannot be answered.
 * An answer that no rule asks for is a finding too: it would hide that the text changed.
 */
export const lint = (agreement: Agreement): readonly Finding[] => {
  const findings = rules.flatMap((rule) =>
    rule.find(agreement).map((each): Finding => ({ ...each, rule: rule.id, level: rule.level, answer: answerTo(agreement, rule, each) })),
  )
  return [...findings, ...agreement.resolutions.flatMap((resolution, index) => idle(resolution, index, findings))]
}

/** The findings that keep an agreement from being offered or signed: faults, and questions without an answer. */
export const obstacles = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(({ level, answer }) => level === 'fault' || (level === 'question' && answer === null))

const answerTo = (agreement: Agreement, rule: Rule, each: Found): Resolution | null =>
  rule.level === 'question'
    ? (agreement.resolutions.find((resolution) => resolution.rule === rule.id && each.places.includes(resolution.about)) ?? null)
    : null

/** A resolution of a rule that does not exist is a fault; one whose question nothing in the file asks is a warning. */
const idle = (resolution: Resolution, index: number, findings: readonly Finding[]): readonly Finding[] => {
  const place = `resolutions[${index}]`
  const rule = rules.find(({ id }) => id === resolution.rule)
  const values = { rule: resolution.rule, about: resolution.about }
  if (rule === undefined) {
    const meant = nearest(
      resolution.rule,
      rules.map(({ id }) => id),
    )
    return [
      {
        ...found('lint_answer_to_no_rule', [place], [], { ...values, nearest: meant }),
        rule: 'answer-to-no-rule',
        level: 'fault',
        answer: null,
      },
    ]
  }
  if (rule.level !== 'question') {
    return [
      {
        ...found('lint_answer_to_no_question', [place], [], { ...values, level: rule.level }),
        rule: 'answer-to-no-question',
        level: 'fault',
        answer: null,
      },
    ]
  }
  if (findings.some(({ answer }) => answer === resolution)) return []
  const asked = findings.filter((finding) => finding.rule === resolution.rule).map(({ places }) => places[0] ?? '')
  return [
    {
      ...found('lint_answer_without_question', [place], [], { ...values, asked }),
      rule: 'answer-without-question',
      level: 'warning',
      answer: null,
    },
  ]
}
