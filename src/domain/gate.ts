/**
 * The gate: nothing touches a person's data without a Permit, and a Permit is minted here or nowhere. It lives in one
 * transaction; jobs carry none and ask again for every batch.
 */
import type { Agreement } from './agreement-shape.ts'
import { withinScope, type Need } from './clauses/scope.ts'
import type { Instant, TenantId } from './ids.ts'
import type { Refusal } from './refusal.ts'
import type { Standing } from './standing.ts'

declare const minted: unique symbol

/** Leave to touch the data of one tenant, for one need, until the transaction ends. */
export type Permit = {
  readonly [minted]: true
  readonly tenant: TenantId
  readonly operation: string
  /** The instruction that covers it, or the ground that stands in for one. */
  readonly under: { readonly instruction: string } | { readonly ground: Ground }
  readonly at: Instant
}

/** Acts that no instruction covers: a closed list, each with its law. */
export const grounds = {
  erasure: 'Article 28(3)(g) and Article 17: erasure is owed whatever else is suspended',
  export: 'Article 28(3)(g) and Article 20: the controller may always take its data out',
  restore: 'Article 32(1)(c): restoring availability after an incident',
  rotation: 'Article 32(1)(a): keys are renewed',
  'notice owed': 'Article 28(3): the processor informs the controller',
  'sign-in': 'Article 32(1)(b): access is checked',
  'legal duty': 'Article 28(3)(a): Union or Member State law requires it',
} as const
export type Ground = keyof typeof grounds

/** Is the need covered by an instruction in force, for an activity that the agreement lists? */
export const admit = (
  need: Need,
  tenant: TenantId,
  standing: Standing,
  agreement: Agreement | null,
  now: Instant,
  running: ReadonlySet<string>,
): Permit | Refusal => {
  const inForce = standing.agreement.status === 'in force'
  if (!inForce || agreement === null) return { refused: 'no_agreement_in_force', status: standing.agreement.status }
  // Art. 32(1)(a): a house that does not seal what it keeps takes nothing in.
  if (!running.has('encryption')) return { refused: 'module_not_running', module: 'encryption' }
  if (running.has('scope')) {
    const within = withinScope(agreement, need)
    if ('refused' in within) return within
  }
  if (!running.has('instructions')) return mint({ tenant, operation: need.operation, under: { instruction: 'none' }, at: now })
  const covering = Object.entries(standing.instructions).filter(([, each]) => each.processing === need.processing)
  const suspended = covering.find(([, each]) => each.status === 'suspended')
  if (suspended) return { refused: 'instruction_suspended', instruction: suspended[0], processing: need.processing }
  const [found] = covering
  if (!found) return { refused: 'no_instruction_in_force', processing: need.processing }
  return mint({ tenant, operation: need.operation, under: { instruction: found[0] }, at: now })
}

/** Leave under a ground of the closed list: it needs no instruction, and is on the trail like everything else. */
export const admitOnGround = (ground: Ground, operation: string, tenant: TenantId, standing: Standing, now: Instant): Permit | Refusal => {
  if (ground === 'export' && standing.agreement.status === 'ended' && !standing.agreement.exportOpen)
    return { refused: 'export_window_over', endedAt: standing.agreement.endedAt }
  return mint({ tenant, operation, under: { ground }, at: now })
}

const mint = (permit: Omit<Permit, typeof minted>): Permit => permit as Permit
