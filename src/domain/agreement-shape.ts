/**
 * The shape of an agreement: what one YAML file under `agreements/` says, after it was read.
 * Source in law: GDPR Article 28(3), which lists what such a contract must set out.
 */

/** The legal force of a clause (W3C DPV: Obligation, Prohibition, Permission; the rest are statements of fact or allocation). */
export type ClauseKind = 'obligation' | 'prohibition' | 'permission' | 'fact' | 'allocation' | 'deeming'

/** Who owes it. */
export type Debtor = 'processor' | 'controller' | 'both'

/** A term as written in the file: a period (`30 business days`), a limit (`at most 1 per calendar year`), a choice (`terminate`) or a list. */
export type TermValue = string | readonly string[]

/** One of the two parties. Templates leave both out; a concluded agreement has both. */
export type Party = {
  readonly legalName: string
  readonly registerNumber: string
  readonly address: string
  readonly dataProtectionContact: string
}

/** One processing activity (Art. 28(3), first sentence: subject matter, duration, nature, purpose, type of data, categories of persons). */
export type Processing = {
  /** Stable; the first instruction that an acceptance opens for it carries this id. */
  readonly id: string
  readonly purpose: string
  readonly description: string
  readonly operations: readonly string[]
  readonly dataCategories: readonly { readonly name: string; readonly dpv: string; readonly columns: readonly string[] }[]
  readonly dataSubjects: readonly string[]
  readonly specialCategories: readonly string[]
  readonly duration: string
}

/** A technical or organisational measure (Art. 32). `floor` means it may not be lowered without a new version. */
export type Measure = { readonly id: string; readonly text: string; readonly dpv: string; readonly floor: boolean }

export type Subprocessor = {
  readonly id: string
  readonly name: string
  readonly activity: string
  readonly storageCountry: string
  readonly accessCountry: string
  readonly transferMechanism: string
}

/** Registers that change by their own procedure; the file pins the opening list only. */
export type Annexes = {
  readonly subprocessors: readonly Subprocessor[]
  readonly locations: readonly string[]
  readonly contacts: readonly { readonly role: string; readonly address: string }[]
}

/** How a clause is kept: by a module of `clauses/all.ts`, by evidence that a person files, or it is the other party's to keep. */
export type KeptBy =
  | { readonly by: 'module'; readonly module: string }
  | { readonly by: 'evidence'; readonly evidence: string; readonly why: string; readonly renewEvery: string | null }
  | { readonly by: 'other party' }
  | { readonly by: 'nobody' }

export type AgreementClause = {
  /** Stable; printed numbers may change. */
  readonly id: string
  readonly heading: string
  readonly kind: ClauseKind
  readonly debtor: Debtor
  readonly keeps: KeptBy
  readonly dpv: readonly string[]
  readonly terms: Readonly<Record<string, TermValue>>
  /** What an amendment does to deadlines that are open when it takes effect (TIME 9): term name → pinned or follows. */
  readonly onAmendment: Readonly<Record<string, 'pinned' | 'follows'>>
  /** May the clause be set aside by an annex (`overrides` names the clause that it sets aside)? */
  readonly overrides: readonly string[]
  readonly text: string
}

/** The recorded answer to a question that the linter asks. */
export type Resolution = { readonly rule: string; readonly about: string; readonly answer: string; readonly because: string }

export type Agreement = {
  readonly agreement: string
  readonly version: string
  /** Local date, YYYY-MM-DD. */
  readonly effective: string
  readonly language: string
  readonly title: string
  readonly time: { readonly zone: string; readonly calendar: string }
  readonly precedence: readonly string[]
  readonly parties: { readonly controller: Party | null; readonly processor: Party | null }
  /** Fingerprint (SHA-256 of the raw Ed25519 key) with which the operator signs trail heads; null in a template. */
  readonly trailKey: string | null
  readonly processing: readonly Processing[]
  readonly measures: readonly Measure[]
  readonly annexes: Annexes
  readonly clauses: readonly AgreementClause[]
  readonly resolutions: readonly Resolution[]
}

/** What a processor offers, and what both have concluded: the template's hash plus parties and choices (AGREEMENT: rule 3). */
export type Hashes = { readonly template: string; readonly concluded: string | null }
