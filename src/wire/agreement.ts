import { z } from 'zod'
import { Choices, Hash, Moment, Name, Party } from './parts.ts'

const Standing = z.object({
  status: z.enum(['none', 'offered', 'in force', 'ended', 'closed']),
  since: Moment.nullable(),
  exportOpen: z.boolean().nullable().describe('After the end: may data still be taken out?'),
})
const Clause = z.object({
  id: z.string(),
  heading: z.string(),
  kind: z.string(),
  debtor: z.string(),
  text: z.string().describe('With its figures filled in'),
  terms: z.record(z.string(), z.union([z.string(), z.array(z.string()).readonly()])),
  keptBy: z
    .enum(['running', 'planned', 'evidence', 'other party', 'nobody'])
    .describe('`planned`: not yet kept by this version of the program'),
  module: z.string().nullable(),
})
/** The agreement in force, or the one on offer: what a person needs to see before accepting. */
export const Agreement = z.object({
  agreement: z.string(),
  title: z.string(),
  version: z.string(),
  language: z.string(),
  effective: z.string(),
  standing: Standing,
  hashes: z.object({ concluded: Hash, template: Hash, text: Hash, terms: Hash }),
  parties: z.object({ controller: Party.nullable(), processor: Party.nullable() }),
  trailKey: z.string().nullable().describe('Fingerprint of the key that signs the trail'),
  time: z.object({ zone: z.string(), calendar: z.string() }),
  clauses: z.array(Clause).readonly(),
})

/** Acceptance by click: the hash of what was read, by what authority, and the tick itself (AGREEMENT rule 7). */
export const Accept = z.object({
  hash: Hash,
  capacity: z.string().trim().min(1).max(500).describe('By what authority you bind your side'),
  agree: z.literal(true),
})
export const Accepted = z.object({
  hash: Hash,
  proof: z.string().describe('The sealed record of who accepted; its statement is at /v1/agreement/proofs'),
})

/** A further version: a template by name, or the text of an agreement file; one of the two. */
export const Propose = z
  .object({ template: Name.nullable().default(null), text: z.string().max(200_000).nullable().default(null), choices: Choices.default({}) })
  .refine(({ template, text }) => (template === null) !== (text === null), 'either a template by name or a text')
export const Proposed = z.object({ case: z.string(), hash: Hash })

/** What changes, in words and in behaviour; the shape is that of `domain/diff.ts`. */
export const Compared = z.object({ before: Hash, after: Hash, diff: z.record(z.string(), z.unknown()) })

/** The statement of an acceptance: what was concluded, and the commitment to who did. */
export const Proof = z.object({ statement: z.record(z.string(), z.unknown()) })
