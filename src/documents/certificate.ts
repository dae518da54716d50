import type { Block, PaperDocument } from '../domain/document.ts'
import type { ErasureStatement } from '../domain/evidence.ts'
import type { Instant, Sha256 } from '../domain/ids.ts'
import { writeInstant } from '../domain/time.ts'

/** What the page says besides the statement: who, and what a check of the evidence file came to, in sentences. */
export type CertificateFacts = {
  readonly language: string
  readonly controller: string
  readonly processor: string
  /** `statementDigest` of the statement. */
  readonly digest: Sha256
  readonly fingerprint: Sha256
  readonly checkpoint: string
  readonly proved: readonly string[]
  readonly stated: readonly string[]
}

type Plain =
  | 'title'
  | 'subject'
  | 'simulated'
  | 'of'
  | 'field'
  | 'value'
  | 'id'
  | 'controller'
  | 'processor'
  | 'scope'
  | 'ground'
  | 'clause'
  | 'no_clause'
  | 'asked_at'
  | 'not_asked'
  | 'rows'
  | 'table'
  | 'row_count'
  | 'all_tables'
  | 'subjects'
  | 'stages'
  | 'stage'
  | 'meaning'
  | 'when'
  | 'erased'
  | 'erased_means'
  | 'complete'
  | 'complete_means'
  | 'audited'
  | 'audited_means'
  | 'not_yet'
  | 'remains'
  | 'nothing_remains'
  | 'what'
  | 'until'
  | 'because'
  | 'no_date'
  | 'keys'
  | 'keys_mean'
  | 'proved'
  | 'stated'
  | 'checking'
  | 'checking_how'
  | 'digest'
  | 'agreement'
  | 'fingerprint'
  | 'checkpoint'

/** The sentences of one language, from its catalogue. */
export type CertificateWords = { readonly [word in `certificate_${Plain | `scope_${ErasureStatement['scope']}`}`]: string }

/** An erasure certificate for people. It claims no more than its statement: a stage that was not reached says so, what remains is named. */
export const certificateDocument = (statement: ErasureStatement, facts: CertificateFacts, words: CertificateWords): PaperDocument => ({
  title: `${words.certificate_title}: ${statement.id}`,
  language: facts.language,
  subject: words.certificate_subject,
  footer: `sha-256 ${facts.digest}`,
  blocks: [
    { kind: 'heading', level: 1, text: words.certificate_title },
    // Before anything else, so that a trial is never taken for the real thing.
    ...(statement.clock === 'simulated' ? [paragraph(words.certificate_simulated)] : []),
    about(statement, facts, words),
    rowsErased(statement, words),
    stages(statement, words),
    ...remains(statement, words),
    ...destroyedKeys(statement, words),
    ...listed(words.certificate_proved, facts.proved),
    ...listed(words.certificate_stated, facts.stated),
    ...checking(statement, facts, words),
  ],
})

const about = (statement: ErasureStatement, facts: CertificateFacts, words: CertificateWords): Block => ({
  kind: 'table',
  caption: words.certificate_of,
  head: [words.certificate_field, words.certificate_value],
  rows: [
    [words.certificate_id, statement.id],
    [words.certificate_controller, facts.controller],
    [words.certificate_processor, facts.processor],
    [words.certificate_scope, words[`certificate_scope_${statement.scope}`]],
    [words.certificate_subjects, statement.subjects.join(', ')],
    [words.certificate_ground, statement.ground],
    [words.certificate_clause, statement.clause ?? words.certificate_no_clause],
    [words.certificate_asked_at, timeOr(statement.askedAt, words.certificate_not_asked)],
  ],
})

const rowsErased = ({ tables }: ErasureStatement, words: CertificateWords): Block => ({
  kind: 'table',
  caption: words.certificate_rows,
  head: [words.certificate_table, words.certificate_row_count],
  rows: [
    ...tables.map(({ table, rows }) => [table, String(rows)]),
    [words.certificate_all_tables, String(tables.reduce((sum, { rows }) => sum + rows, 0))],
  ],
})

const stages = (statement: ErasureStatement, words: CertificateWords): Block => ({
  kind: 'table',
  caption: words.certificate_stages,
  head: [words.certificate_stage, words.certificate_meaning, words.certificate_when],
  rows: [
    [words.certificate_erased, words.certificate_erased_means, writeInstant(statement.erasedAt)],
    [words.certificate_complete, words.certificate_complete_means, timeOr(statement.completeAt, words.certificate_not_yet)],
    [words.certificate_audited, words.certificate_audited_means, timeOr(statement.auditedAt, words.certificate_not_yet)],
  ],
})

const remains = (statement: ErasureStatement, words: CertificateWords): readonly Block[] => {
  if (statement.remains.length === 0) return [heading(words.certificate_remains), paragraph(words.certificate_nothing_remains)]
  return [
    {
      kind: 'table',
      caption: words.certificate_remains,
      head: [words.certificate_what, words.certificate_because, words.certificate_until],
      rows: statement.remains.map(({ what, because, until }) => [what, because, timeOr(until, words.certificate_no_date)]),
    },
  ]
}

const destroyedKeys = ({ keysDestroyed }: ErasureStatement, words: CertificateWords): readonly Block[] =>
  keysDestroyed.length === 0
    ? []
    : [heading(words.certificate_keys), paragraph(words.certificate_keys_mean), { kind: 'list', items: keysDestroyed }]

const checking = (statement: ErasureStatement, facts: CertificateFacts, words: CertificateWords): readonly Block[] => [
  heading(words.certificate_checking),
  paragraph(words.certificate_checking_how),
  { kind: 'code', label: words.certificate_digest, text: facts.digest },
  { kind: 'code', label: words.certificate_agreement, text: statement.agreement },
  { kind: 'code', label: words.certificate_fingerprint, text: facts.fingerprint },
  { kind: 'code', label: words.certificate_checkpoint, text: facts.checkpoint.trimEnd() },
]

const listed = (title: string, items: readonly string[]): readonly Block[] =>
  items.length === 0 ? [] : [heading(title), { kind: 'list', items }]

const heading = (text: string): Block => ({ kind: 'heading', level: 2, text })
const paragraph = (text: string): Block => ({ kind: 'paragraph', text })
const timeOr = (at: Instant | null, otherwise: string): string => (at === null ? otherwise : writeInstant(at))
