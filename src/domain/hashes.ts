import type { Agreement } from './agreement-shape.ts'
import { filledText } from './agreement/figures.ts'
import { canonicalHash } from './canonical.ts'
import type { Digest, Sha256 } from './ids.ts'

/** The hash of the text that a processor offers: everything but the parties and the key, which a template does not have. SHA-256 of the canonical JSON. */
export const templateHash = (agreement: Agreement, digest: Digest): Sha256 =>
  canonicalHash({ ...agreement, parties: { controller: null, processor: null }, trailKey: null }, digest)

/** The hash of what both sides concluded: text, parties, choices and the operator's key. This is the one that is signed. */
export const concludedHash = (agreement: Agreement, digest: Digest): Sha256 => canonicalHash(agreement, digest)

/** The hash of the parameters alone: every term of every clause, by clause id, with the zone and calendar in which periods are counted. */
export const termsHash = (agreement: Agreement, digest: Digest): Sha256 =>
  canonicalHash({ time: agreement.time, clauses: agreement.clauses.map(({ id, keeps, terms }) => ({ id, keeps, terms })) }, digest)

/** The hash of the words as people read them: title and clauses, figures filled in. Two versions with the same words have the same. */
export const textHash = (agreement: Agreement, digest: Digest): Sha256 =>
  canonicalHash(
    { title: agreement.title, clauses: agreement.clauses.map((clause) => ({ heading: clause.heading, text: filledText(clause) })) },
    digest,
  )
