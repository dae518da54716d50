/** The agreement of a tenant as people read it: text, figures, hashes, and which clause is kept by what. */
import type { Agreement, AgreementClause, TermValue } from '../domain/agreement-shape.ts'
import { filledText } from '../domain/agreement/figures.ts'
import { concludedHash, templateHash, termsHash, textHash } from '../domain/hashes.ts'
import type { Instant } from '../domain/ids.ts'
import { renderAgreement } from '../domain/render.ts'
import type { Refusal } from '../domain/refusal.ts'
import { governingHash, type AgreementStanding } from '../domain/standing.ts'
import { renderAgreementHtml } from '../documents/html.ts'
import { renderPdf } from '../documents/pdf.ts'
import type { PostgresTransaction } from '../store/postgres.ts'
import { digest } from '../store/postgres/trail-rows.ts'
import { ask } from './ask.ts'
import type { RealHouse, Request } from './house.ts'

export type Keeper = 'running' | 'planned' | 'evidence' | 'other party' | 'nobody'
export type ShownClause = {
  readonly id: string
  readonly heading: string
  readonly kind: string
  readonly debtor: string
  readonly text: string
  readonly terms: Readonly<Record<string, TermValue>>
  readonly keptBy: Keeper
  readonly module: string | null
}
export type AgreementHashes = { readonly template: string; readonly concluded: string; readonly text: string; readonly terms: string }
export type ShownAgreement = {
  readonly standing: AgreementStanding
  readonly hashes: AgreementHashes
  readonly agreement: Agreement
  readonly clauses: readonly ShownClause[]
  readonly keptSince: Instant
}

/** The one in force, or the one on offer. */
export const readAgreementOf = async (house: RealHouse, request: Request): Promise<ShownAgreement | Refusal> =>
  ask(
    house,
    request,
    async (transaction) => {
      const found = await governing(transaction)
      if ('refused' in found) return found
      return { ...found, standing: transaction.standing.agreement, clauses: found.agreement.clauses.map((clause) => shown(house, clause)) }
    },
    ({ hashes }) => ({ names: [hashes.concluded] }),
  )

type Governing = { readonly agreement: Agreement; readonly hashes: AgreementHashes; readonly keptSince: Instant }

export const governing = async (transaction: PostgresTransaction): Promise<Governing | Refusal> => {
  const hash = governingHash(transaction.standing)
  return hash === null ? { refused: 'nothing_offered', status: 'none' } : keptAgreement(transaction, hash)
}

/** A version by its hash, in force or not. */
export const keptAgreement = async ({ sql, tenant, agreement: find }: PostgresTransaction, hash: string): Promise<Governing | Refusal> => {
  const agreement = await find(hash)
  const [row] = await sql<{ at: Instant }[]>`select created_at as at from agreement where tenant_id = ${tenant} and hash = ${hash}`
  if (agreement === null || !row) return { refused: 'not_found', id: hash }
  return { agreement, hashes: hashesOf(agreement), keptSince: row.at }
}

export const hashesOf = (agreement: Agreement): AgreementHashes => ({
  template: templateHash(agreement, digest),
  concluded: concludedHash(agreement, digest),
  text: textHash(agreement, digest),
  terms: termsHash(agreement, digest),
})

/** What keeps a clause in this version of the program. */
export const keeperOf = (house: RealHouse, clause: AgreementClause): Keeper => {
  if (clause.keeps.by === 'module') return house.running.has(clause.keeps.module) ? 'running' : 'planned'
  return clause.keeps.by
}

const shown = (house: RealHouse, clause: AgreementClause): ShownClause => ({
  id: clause.id,
  heading: clause.heading,
  kind: clause.kind,
  debtor: clause.debtor,
  text: filledText(clause),
  terms: clause.terms,
  keptBy: keeperOf(house, clause),
  module: clause.keeps.by === 'module' ? clause.keeps.module : null,
})

export const agreementHtml = ({ agreement, hashes }: Governing): string => renderAgreementHtml(renderAgreement(agreement, hashes))

/** Equal agreements give equal bytes: the time in the file is the one at which the version was kept. */
export const agreementPdf = async ({ agreement, hashes, keptSince }: Governing): Promise<Uint8Array> =>
  renderPdf(renderAgreement(agreement, hashes), { createdAt: keptSince, producer: 'Mandate' })
