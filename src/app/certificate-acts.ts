/** Taking certificates out: each time is an act with its entry. */
import type { CertificateEvidence, ErasureStatement } from '../domain/evidence.ts'
import { verifyEvidence } from '../domain/evidence/verify.ts'
import { instant } from '../domain/ids.ts'
import type { Refusal } from '../domain/refusal.ts'
import { writeInstant } from '../domain/time.ts'
import { renderPdf } from '../documents/pdf.ts'
import { digest } from '../store/postgres/trail-rows.ts'
import { trailSigner } from '../vault/house-keys.ts'
import { documentsWords } from '../words/en/documents.ts'
import { tellVerdict } from '../words/tell.ts'
import { keptAgreement } from './agreements.ts'
import { ask } from './ask.ts'
import { certificateOf, certificatePaper, certificatesOf } from './certificates.ts'
import type { RealHouse, Request } from './house.ts'
import { verifySignature } from './verify-signature.ts'

export const listCertificatesFor = async (house: RealHouse, request: Request): Promise<readonly ErasureStatement[] | Refusal> => {
  const found = await certificatesOf(house, request.tenant)
  return ask(
    house,
    request,
    async () => found,
    () => ({ counts: { certificates: found.length } }),
  )
}

export const takeCertificate = async (house: RealHouse, request: Request, erasure: string): Promise<CertificateEvidence | Refusal> => {
  const evidence = await certificateOf(house, request.tenant, erasure)
  return ask(house, request, async () => evidence)
}

/** The page for people: it prints what a check of the file came to, and nothing that the check did not show. */
export const printCertificate = async (
  house: RealHouse,
  request: Request,
  erasure: string,
): Promise<{ readonly pdf: Uint8Array } | Refusal> => {
  const evidence = await certificateOf(house, request.tenant, erasure)
  return ask<{ readonly pdf: Uint8Array }>(house, request, async (transaction) => {
    if ('refused' in evidence) return evidence
    const kept = await keptAgreement(transaction, evidence.statement.agreement)
    if ('refused' in kept) return kept
    const { controller, processor } = kept.agreement.parties
    const held = { fingerprint: trailSigner(house.store.ring).fingerprint, concluded: evidence.statement.agreement, earlierHead: null }
    const told = tellVerdict(verifyEvidence(evidence, held, { digest, verify: verifySignature }), (milliseconds) =>
      writeInstant(instant(milliseconds)),
    )
    const [proved, stated] = told.ok ? told.parts : []
    const paper = certificatePaper(house, evidence, {
      language: 'en',
      controller: controller?.legalName ?? '',
      processor: processor?.legalName ?? '',
      words: documentsWords,
      proved: proved?.sentences ?? [],
      stated: stated?.sentences ?? told.parts.flatMap((part) => part.sentences),
    })
    return { pdf: await renderPdf(paper, { createdAt: evidence.statement.erasedAt, producer: 'Mandate' }) }
  })
}
