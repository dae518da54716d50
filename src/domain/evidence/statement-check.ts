import type { Evidence, ProvenEntry } from '../evidence.ts'
import { statementDigest } from '../evidence.ts'
import type { Digest, Sha256 } from '../ids.ts'
import type { Fault } from '../refusal.ts'
import { opens } from '../trail.ts'

/** Is the statement the one to which an entry of the log commits, and is it about the agreement that the reader holds? */
export const refuseStatement = (evidence: Evidence, concluded: Sha256 | null, digest: Digest): Fault | null => {
  if (evidence.kind === 'trail') return null
  const { statement } = evidence
  const at = 'statement'
  if (statement.statement === 'mandate-acceptance/1' && !opens('evidence', statement.evidence, digest)) {
    return { refused: 'trail_value_replaced', at: 'statement.evidence', index: null, field: 'evidence' }
  }
  const entry = committingEntry(evidence.entries, statementDigest(statement, digest))
  if (entry === null) return { refused: 'evidence_statement_edited', at, id: statement.id }
  if (entry.entry.tenant !== statement.tenant)
    return { refused: 'evidence_statement_of_other', at: `${at}.tenant`, tenant: statement.tenant }
  if (entry.entry.outcome === 'refused') return { refused: 'evidence_act_was_refused', at, index: entry.index, act: entry.entry.act }
  // A certificate may name an older version of the agreement; an acceptance of another text is no acceptance of this one.
  if (statement.statement === 'mandate-acceptance/1' && concluded !== null && concluded !== statement.concluded) {
    return { refused: 'evidence_other_agreement', at: `${at}.concluded`, accepted: statement.concluded, held: concluded }
  }
  return null
}

const committingEntry = (entries: readonly ProvenEntry[], digest: Sha256): ProvenEntry | null =>
  entries.find(({ entry }) => entry.detailDigest === digest) ?? null
