import type { Head } from '../checkpoint.ts'
import { readCheckpoint } from '../checkpoint.ts'
import type { AcceptanceStatement, ErasureStatement, Evidence } from '../evidence.ts'
import type { Held, Said } from './verdict.ts'

/** What a file that holds up has proved: all of it follows from the key by computation. */
export const provedBy = (evidence: Evidence, head: Head, held: Held): readonly Said[] => [
  { said: 'proved_head', origin: head.origin, size: head.size, fingerprint: held.fingerprint },
  ...(evidence.rotations.length > 0 ? [{ said: 'proved_rotations', count: evidence.rotations.length }] : []),
  ...provedEntries(evidence, head),
  ...provedAgreement(evidence, held),
  ...provedExtension(held),
]

/** What is the operator's word alone, and what the file leaves open. */
export const statedBy = (evidence: Evidence, head: Head, held: Held): readonly Said[] => [
  ...(evidence.kind === 'trail' ? [] : clockSaid(evidence.statement)),
  ...(held.earlierHead === null ? [{ said: 'unproved_latest' }] : []),
  ...(head.at === null ? [] : [{ said: 'stated_head_time', headAt: head.at }]),
  ...redactedIn(evidence),
  ...statedIn(evidence, held),
]

const provedEntries = (evidence: Evidence, head: Head): readonly Said[] => {
  if (evidence.kind === 'trail') return [{ said: 'proved_whole_log', size: head.size }]
  const places = evidence.entries.map(({ index }) => String(index)).join(', ')
  const entries: Said = { said: 'proved_entries', size: head.size, places }
  const statement: Said = { said: evidence.kind === 'certificate' ? 'proved_certificate' : 'proved_acceptance', id: evidence.statement.id }
  const opened = evidence.kind === 'acceptance' && evidence.statement.evidence.open !== null
  return [entries, statement, ...(opened ? [{ said: 'proved_acceptance_evidence' }] : [])]
}

const agreementOf = (evidence: Evidence): string | null => {
  switch (evidence.kind) {
    case 'trail':
      return null
    case 'certificate':
      return evidence.statement.agreement
    case 'acceptance':
      return evidence.statement.concluded
  }
}

const provedAgreement = (evidence: Evidence, { concluded }: Held): readonly Said[] =>
  concluded !== null && concluded === agreementOf(evidence) ? [{ said: 'proved_agreement', concluded }] : []

const provedExtension = ({ earlierHead }: Held): readonly Said[] => {
  const earlier = earlierHead === null ? null : readCheckpoint(earlierHead.slice(0, earlierHead.lastIndexOf('\n\n') + 1))
  return earlier === null ? [] : [{ said: 'proved_extends', held: earlier.size }]
}

const redactedIn = ({ entries }: Evidence): readonly Said[] => {
  const count = entries.filter(({ entry }) => entry.actor.open === null || entry.ip.open === null).length
  return count === 0 ? [] : [{ said: 'stated_redacted', count }]
}

const statedIn = (evidence: Evidence, held: Held): readonly Said[] => {
  switch (evidence.kind) {
    case 'trail':
      return [{ said: 'stated_acts' }]
    case 'certificate':
      return [...otherAgreement(evidence.statement, held), ...erasureSaid(evidence.statement)]
    case 'acceptance':
      return acceptanceSaid(evidence.statement)
  }
}

const otherAgreement = ({ agreement }: ErasureStatement, { concluded }: Held): readonly Said[] =>
  concluded !== null && concluded !== agreement ? [{ said: 'stated_other_agreement', named: agreement, concluded }] : []

const erasureSaid = (statement: ErasureStatement): readonly Said[] => {
  const rows = statement.tables.reduce((sum, table) => sum + table.rows, 0)
  const tables = statement.tables.map((table) => `${table.table} (${table.rows})`).join(', ')
  return [
    { said: `stated_erasure_${statement.scope}`, erasedAt: statement.erasedAt, rows, tables, ground: statement.ground },
    ...(statement.completeAt === null
      ? [{ said: 'stated_not_complete' }]
      : [{ said: 'stated_complete', completeAt: statement.completeAt }]),
    ...(statement.auditedAt === null ? [{ said: 'stated_not_audited' }] : [{ said: 'stated_audited', auditedAt: statement.auditedAt }]),
    ...(statement.keysDestroyed.length === 0 ? [] : [{ said: 'stated_keys_destroyed', keys: statement.keysDestroyed.join(', ') }]),
    ...remainsSaid(statement),
  ]
}

const remainsSaid = ({ remains }: ErasureStatement): readonly Said[] =>
  remains.length === 0
    ? [{ said: 'stated_nothing_remains' }]
    : remains.map(({ what, until, because }) =>
        until === null ? { said: 'stated_remains', what, because } : { said: 'stated_remains_until', what, untilAt: until, because },
      )

const acceptanceSaid = (statement: AcceptanceStatement): readonly Said[] => [
  {
    said: 'stated_acceptance',
    agreement: statement.agreement,
    version: statement.version,
    acceptedAt: statement.acceptedAt,
    concluded: statement.concluded,
  },
  ...(statement.evidence.open === null
    ? [{ said: 'stated_evidence_withheld' }]
    : [{ said: 'stated_evidence', evidence: statement.evidence.open.value }]),
]

const clockSaid = ({ clock }: ErasureStatement | AcceptanceStatement): readonly Said[] =>
  clock === 'simulated' ? [{ said: 'stated_simulated' }] : []
