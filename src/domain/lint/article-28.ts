import type { Agreement, AgreementClause } from '../agreement-shape.ts'
import type { Rule } from './rule.ts'
import { found } from './rule.ts'
import { bindsProcessor } from './terms-of-modules.ts'

/** What GDPR Article 28(3) says that such a contract must set out. */
export const article28: readonly Rule[] = [
  {
    id: 'article-28-content-missing',
    level: 'fault',
    about: 'Each of the points (a) to (h) of Article 28(3) GDPR, and the notice of Article 33(2), is a duty of the processor in a clause.',
    find: (agreement) =>
      contents
        .filter((content) => !isThere(agreement, content))
        .map(({ point, duty, modules, dpv }) =>
          found('lint_article_28_content_missing', [`article 28(3)(${point})`, `28(3)(${point})`], [], { point, duty, modules, dpv }),
        ),
  },
  {
    id: 'processing-incomplete',
    level: 'fault',
    about: 'The contract sets out operations, types of data, categories of people and duration (Article 28(3) GDPR, first sentence).',
    find: (agreement) => {
      if (agreement.processing.length === 0) return [found('lint_processing_missing', ['processing'], [])]
      return agreement.processing.flatMap((activity) =>
        [
          { part: 'operations', isMissing: activity.operations.length === 0 },
          { part: 'dataCategories', isMissing: activity.dataCategories.length === 0 },
          { part: 'dataSubjects', isMissing: activity.dataSubjects.length === 0 },
          { part: 'duration', isMissing: activity.duration === '' },
        ]
          .filter(({ isMissing }) => isMissing)
          .map(({ part }) =>
            found('lint_processing_incomplete', [`processing.${activity.id}.${part}`, activity.id], [], { activity: activity.id, part }),
          ),
      )
    },
  },
  {
    id: 'suspension-missing',
    level: 'question',
    about: 'What happens to an instruction that looks unlawful until the controller answers (Article 28(3), last subparagraph GDPR).',
    find: (agreement) => {
      const clauses = agreement.clauses.filter(({ keeps }) => keeps.by === 'module' && keeps.module === 'instructions')
      if (clauses.length === 0 || clauses.some(({ terms }) => Object.hasOwn(terms, 'suspendOnFlag'))) return []
      const named = clauses.filter(({ terms }) => Object.hasOwn(terms, 'infringementNotice'))
      return [
        found(
          'lint_suspension_missing',
          ['instructions.suspendOnFlag', 'instructions'],
          (named.length > 0 ? named : clauses).map(({ id }) => id),
        ),
      ]
    },
  },
]

type Content = { readonly point: string; readonly duty: string; readonly modules: readonly string[]; readonly dpv: readonly string[] }

/** A point is there when a duty of the processor is kept by one of the modules or carries one of the names. */
const contents: readonly Content[] = [
  { point: 'a', duty: 'act on documented instructions only', modules: ['instructions'], dpv: ['mandate:Instruction'] },
  {
    point: 'b',
    duty: 'commit people to confidentiality',
    modules: ['confidentiality'],
    dpv: ['dpv:ConfidentialityAgreement', 'dpv:ContractConfidentialityClause'],
  },
  {
    point: 'c',
    duty: 'take the measures of Article 32',
    modules: ['security-measures', 'encryption'],
    dpv: ['dpv:EncryptionAtRest', 'dpv:EncryptionInTransfer'],
  },
  {
    point: 'd',
    duty: 'engage sub-processors only as Article 28(2) and (4) say',
    modules: ['subprocessors'],
    dpv: ['dpv:SubProcessorAgreement', 'mandate:SubprocessorChangeNotice'],
  },
  { point: 'e', duty: 'help to answer people who exercise their rights', modules: ['rights-requests'], dpv: ['dpv:RightExerciseActivity'] },
  { point: 'f', duty: 'help with Articles 32 to 36', modules: ['assistance', 'dpia'], dpv: ['dpv:DPIA', 'dpv:ConsultationWithAuthority'] },
  { point: 'g', duty: 'erase or return the data at the end', modules: ['end-of-contract', 'erasure'], dpv: ['dpv:StorageDeletion'] },
  {
    point: 'h',
    duty: 'give the information that proves compliance and allow audits',
    modules: ['audits'],
    dpv: ['dpv:Audit', 'dpv:LegalComplianceAudit'],
  },
  { point: 'f, with 33(2)', duty: 'tell the controller of a breach', modules: ['breaches'], dpv: ['eu-gdpr:ProcessorBreachNotice'] },
]

const isThere = (agreement: Agreement, { modules, dpv }: Content): boolean =>
  agreement.clauses.some((clause: AgreementClause) => {
    if (!bindsProcessor(clause)) return false
    const byModule = clause.keeps.by === 'module' && modules.includes(clause.keeps.module)
    return byModule || clause.dpv.some((name) => dpv.includes(name))
  })
