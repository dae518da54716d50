/** Certificates of erasure: the evidence file that anyone checks offline, and the page for people. */
import type { CertificateEvidence, ErasureStatement } from '../domain/evidence.ts'
import { statementDigest } from '../domain/evidence.ts'
import type { PaperDocument } from '../domain/document.ts'
import type { TenantId } from '../domain/ids.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { certificateDocument, type CertificateWords } from '../documents/certificate.ts'
import { digest } from '../store/postgres/trail-rows.ts'
import { trailSigner } from '../vault/house-keys.ts'
import { keptCertificate, listCertificates } from './erase/kept.ts'
import type { RealHouse } from './house.ts'
import { provenEntries } from './trail.ts'

/**
 * The certificate of an erasure (its case), of a day of retention (`submitted:2026-06-24`) or of the end of the contract, at the stage that
 * it has reached. Refused until its entries are sealed: `work/jobs.ts` seals first.
 */
export const certificateOf = async (house: RealHouse, tenant: TenantId, erasure: string): Promise<CertificateEvidence | Refusal> =>
  house.store.act(tenant, 'shared', async (transaction) => {
    const kept = await keptCertificate(transaction, erasure)
    if (kept === null) return { refused: 'not_found', id: erasure }
    const proven = await provenEntries({ sql: transaction.sql, tenant, ring: transaction.ring }, kept.entries)
    if (isRefusal(proven)) return proven
    return { ...proven.vouched, kind: 'certificate', statement: kept.statement, entries: proven.entries, extensions: proven.extensions }
  })

const mostListed = 500

/** What was erased, newest first. */
export const certificatesOf = async (house: RealHouse, tenant: TenantId): Promise<readonly ErasureStatement[]> =>
  house.store.act(tenant, 'shared', async (transaction) =>
    (await listCertificates(transaction, mostListed)).map(({ statement }) => statement),
  )

/** What the page says besides the evidence: who, in which words, and what a check of the file came to. */
export type CertificatePage = {
  readonly language: string
  readonly controller: string
  readonly processor: string
  readonly words: CertificateWords
  readonly proved: readonly string[]
  readonly stated: readonly string[]
}

/** For `renderPdf` and the HTML writer alike. */
export const certificatePaper = (house: RealHouse, evidence: CertificateEvidence, page: CertificatePage): PaperDocument => {
  const { words, ...facts } = page
  const { statement, checkpoint } = evidence
  return certificateDocument(
    statement,
    { ...facts, digest: statementDigest(statement, digest), fingerprint: trailSigner(house.store.ring).fingerprint, checkpoint },
    words,
  )
}
