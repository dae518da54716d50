import { z } from 'zod'
import type { Agreement, AgreementClause } from '../domain/agreement-shape.ts'
import type { Refusal } from '../domain/refusal.ts'

const row = z.strictObject({
  id: z.string().regex(/^[A-Z]{2}-[A-Za-z0-9.]+$/),
  kind: z.enum(['obligation', 'prohibition', 'permission', 'fact', 'allocation', 'deeming']),
  duty: z.string().min(1),
  clause: z.string(),
  theme: z.string(),
  manualEvidence: z.string().min(1).optional(),
  theirDuty: z.literal(true).optional(),
  module: z.string().optional(),
})

/** One statement of a source on which an agreement is modelled, and the clause on which it stands. */
export type Promised = z.infer<typeof row>

/** Reads a list under `agreements/promises/`. Refuses what is no such list (`promises_not_a_list`) and an id that stands twice (`promise_twice`). */
export const readPromises = (file: string, text: string): readonly Promised[] | Refusal => {
  const read = z.array(row).safeParse(parsed(text))
  if (!read.success) {
    const [issue] = read.error.issues
    return { refused: 'promises_not_a_list', file, place: issue?.path.join('.') ?? '', problem: issue?.message ?? 'no JSON' }
  }
  const ids = read.data.map(({ id }) => id)
  const twice = ids.find((id, index) => ids.indexOf(id) < index)
  return twice === undefined ? read.data : { refused: 'promise_twice', file, promise: twice }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What keeps a promise. Exactly one of these holds. */
export type Outcome =
  | { readonly keptBy: { readonly module: string; readonly story: string } }
  | { readonly manualEvidence: string }
  | { readonly theirDuty: true }
  /** Reserved. It awaits its module, or, where the module runs, the story that would prove it. */
  | { readonly planned: { readonly module: string; readonly awaits: 'module' | 'story' } }
  /** A fact, a permission or an allocation: nobody has to act. */
  | { readonly statement: true }

/** The words under which outcomes are counted. */
export const outcomeNames = ['keptBy', 'manualEvidence', 'theirDuty', 'planned', 'statement'] as const
export type OutcomeName = (typeof outcomeNames)[number]

export const outcomeName = (outcome: Outcome): OutcomeName => outcomeNames.find((name) => Object.hasOwn(outcome, name)) ?? 'statement'

/** Judges one promise. Refuses one whose clause is not in the agreement, is of another kind, or is kept by nothing at all. */
export const judge = (
  promised: Promised,
  agreement: Agreement,
  running: readonly string[],
  storiesOf: (id: string) => string | null,
): Outcome | Refusal => {
  const clause = agreement.clauses.find(({ id }) => id === promised.clause)
  const named = { promise: promised.id, agreement: agreement.agreement, clause: promised.clause }
  if (clause === undefined) return { refused: 'promise_without_clause', ...named }
  if (promised.kind !== 'obligation' && promised.kind !== 'prohibition') return { statement: true }
  if (clause.kind !== promised.kind) return { refused: 'promise_of_another_kind', ...named, kind: promised.kind, found: clause.kind }
  if (promised.theirDuty === true) return { theirDuty: true }
  if (promised.manualEvidence !== undefined) return { manualEvidence: promised.manualEvidence }
  const module = promised.module ?? moduleOf(clause)
  if (module === null) return { refused: 'promise_kept_by_nothing', ...named }
  const story = storiesOf(promised.id)
  if (!running.includes(module)) return { planned: { module, awaits: 'module' } }
  return story === null ? { planned: { module, awaits: 'story' } } : { keptBy: { module, story } }
}

const moduleOf = ({ keeps }: AgreementClause): string | null => (keeps.by === 'module' ? keeps.module : null)
