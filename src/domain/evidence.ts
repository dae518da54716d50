import { canonicalJson } from './canonical.ts'
import type { Digest, Instant, Sha256, TenantId } from './ids.ts'
import { sha256Hex } from './ids.ts'
import type { Redactable, TrailEntry } from './trail.ts'
import { hex, utf8 } from './trail/bytes.ts'

/**
 * The evidence file, `mandate-evidence/1`: what a customer keeps and anyone can check without the operator (Art. 28(3)(h)). Three kinds:
 * the whole trail, an erasure certificate, an acceptance. A statement is bound to the log by the `detailDigest` of one of its entries.
 */

export const evidenceFormat = 'mandate-evidence/1' as const

/** What every kind carries to show who vouches for it. */
type Vouched = {
  readonly format: typeof evidenceFormat
  /** The operator's keys from the one in the agreement to the one that signed the head, as verifier keys (C2SP signed-note). */
  readonly keys: readonly string[]
  /** Between each key and the next, the note by which both handed over. One less than `keys`. */
  readonly rotations: readonly string[]
  /** The signed head of the log. Its origin ends with a slash and the tenant's id. */
  readonly checkpoint: string
}

/** An entry, where it stands in the log (from 0), and the hash that its leaf has there. */
export type LoggedEntry = { readonly index: number; readonly leaf: Sha256; readonly entry: TrailEntry }
/** With its inclusion proof under the file's head. */
export type ProvenEntry = LoggedEntry & { readonly proof: readonly Sha256[] }
/** Proof that the file's head extends the log as it was at size `from` with this root: for heads that the reader may hold. */
export type Extension = { readonly from: number; readonly root: Sha256; readonly proof: readonly Sha256[] }

/** A customer's whole log. */
export type TrailEvidence = Vouched & { readonly kind: 'trail'; readonly entries: readonly LoggedEntry[] }

/** An erasure certificate: a statement, the entries that it rests on, their proofs. */
export type CertificateEvidence = Vouched & {
  readonly kind: 'certificate'
  readonly statement: ErasureStatement
  readonly entries: readonly ProvenEntry[]
  readonly extensions: readonly Extension[]
}

/** An acceptance: what was concluded, and the entry that commits to it. */
export type AcceptanceEvidence = Vouched & {
  readonly kind: 'acceptance'
  readonly statement: AcceptanceStatement
  readonly entries: readonly ProvenEntry[]
  readonly extensions: readonly Extension[]
}

export type Evidence = TrailEvidence | CertificateEvidence | AcceptanceEvidence

/**
 * How far the erasure is shown. `erased`: the rows are gone. `complete`: a sweep that shares no query with the erasure found nothing.
 * `audited`: a scan that decrypts found nothing.
 */
export const erasureStages = ['erased', 'complete', 'audited'] as const
export type ErasureStage = (typeof erasureStages)[number]

/** What was to go: one record, one person over all services, what one day of a retention class held, or all of a customer. */
export const erasureScopes = ['record', 'person', 'retention', 'everything'] as const
export type ErasureScope = (typeof erasureScopes)[number]

/** Is the deployment's clock the world's, or one that is moved for trial? */
export const clockKinds = ['real', 'simulated'] as const
export type ClockKind = (typeof clockKinds)[number]

/** What an erasure certificate says (Art. 28(3)(g), Art. 17). Ids, counts and instants only: never what was erased. */
export type ErasureStatement = {
  readonly statement: 'mandate-erasure/1'
  readonly id: string
  readonly tenant: TenantId
  /** The concluded hash of the agreement in force. */
  readonly agreement: Sha256
  readonly scope: ErasureScope
  /** Ids of what was erased: records, the request, or class and expiry day. */
  readonly subjects: readonly string[]
  readonly ground: string
  readonly clause: string | null
  readonly askedAt: Instant | null
  readonly erasedAt: Instant
  readonly completeAt: Instant | null
  readonly auditedAt: Instant | null
  readonly stage: ErasureStage
  readonly tables: readonly { readonly table: string; readonly rows: number }[]
  /** Ids of the keys whose destruction makes old copies unreadable. */
  readonly keysDestroyed: readonly string[]
  /** What is left, and until when it can be read; null where a law keeps it without a date known yet. */
  readonly remains: readonly { readonly what: string; readonly until: Instant | null; readonly because: string }[]
  readonly clock: ClockKind
}

/** What an acceptance says (Art. 28(9): in writing, electronic form included). Who accepted, by what authority and factor, is redactable. */
export type AcceptanceStatement = {
  readonly statement: 'mandate-acceptance/1'
  readonly id: string
  readonly tenant: TenantId
  readonly agreement: string
  readonly version: string
  readonly language: string
  readonly template: Sha256
  readonly concluded: Sha256
  /** The hashes of the words and of the parameters that stood on the page. */
  readonly text: Sha256
  readonly terms: Sha256
  readonly acceptedAt: Instant
  readonly evidence: Redactable
  readonly clock: ClockKind
}

/** The bytes to which an entry commits, as text: the statement's canonical JSON, redactable values by their commitments alone. */
export const statementText = (statement: ErasureStatement | AcceptanceStatement): string =>
  canonicalJson(statement.statement === 'mandate-acceptance/1' ? { ...statement, evidence: statement.evidence.commitment } : statement)

/** What the entry's `detailDigest` must be: SHA-256 of the UTF-8 of `statementText`. */
export const statementDigest = (statement: ErasureStatement | AcceptanceStatement, digest: Digest): Sha256 =>
  sha256Hex(hex(digest(utf8(statementText(statement)))))

/** The file as text, as `readEvidence` takes it back. */
export const writeEvidence = (evidence: Evidence): string => `${JSON.stringify(evidence, null, 1)}\n`
