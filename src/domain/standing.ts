/**
 * Standing: one small value per tenant that the gate reads before anything runs. It is a fold over the events of four clauses,
 * saved in the transaction of the act, so that reading it costs the same after ten events and after a hundred thousand.
 */
import type { Happened } from './clause.ts'
import type { Instant } from './ids.ts'

/** An instruction as the gate sees it (Art. 28(3)(a)). */
export type InstructionStanding =
  | { readonly status: 'in force'; readonly processing: string }
  | { readonly status: 'suspended'; readonly processing: string; readonly since: Instant }

export type AgreementStanding =
  | { readonly status: 'none' }
  | { readonly status: 'offered'; readonly hash: string }
  | { readonly status: 'in force'; readonly hash: string; readonly since: Instant }
  /** The service has ended. While `exportOpen` the customer may still take its data out; nothing else runs. */
  | { readonly status: 'ended'; readonly hash: string; readonly endedAt: Instant; readonly exportOpen: boolean }
  /** All data gone, keys destroyed: nothing can run again. */
  | { readonly status: 'closed'; readonly hash: string; readonly closedAt: Instant }

export type Standing = {
  readonly agreement: AgreementStanding
  /** By case id; withdrawn instructions are absent. */
  readonly instructions: Readonly<Record<string, InstructionStanding>>
}

export const noStanding: Standing = { agreement: { status: 'none' }, instructions: {} }

/** The hash of the agreement whose terms govern the tenant now; it governs on until everything is closed. */
export const governingHash = (standing: Standing): string | null => (standing.agreement.status === 'none' ? null : standing.agreement.hash)

/** What holds after an event. Events of other clauses leave the standing as it is: the very same value comes back. */
export const foldStanding = (standing: Standing, { clause, case: id, event }: Happened): Standing => {
  switch (`${clause}/${event.type}`) {
    case 'acceptance/offered':
      return standing.agreement.status === 'none' || standing.agreement.status === 'offered'
        ? { ...standing, agreement: { status: 'offered', hash: text(event.hash) } }
        : standing
    case 'acceptance/offerWithdrawn':
      return standing.agreement.status === 'offered' ? { ...standing, agreement: { status: 'none' } } : standing
    case 'acceptance/accepted':
      return { ...standing, agreement: { status: 'in force', hash: text(event.hash), since: event.at } }
    case 'amendment/tookEffect':
      // A contract that has ended is not opened again by a version that was still on notice.
      return standing.agreement.status === 'in force'
        ? { ...standing, agreement: { status: 'in force', hash: text(event.hash), since: event.at } }
        : standing
    case 'end-of-contract/ended':
      return standing.agreement.status === 'none'
        ? standing
        : {
            ...standing,
            agreement: { status: 'ended', hash: standing.agreement.hash, endedAt: event.at, exportOpen: event.exportOpen === true },
          }
    case 'end-of-contract/exportClosed':
      return standing.agreement.status === 'ended' ? { ...standing, agreement: { ...standing.agreement, exportOpen: false } } : standing
    case 'end-of-contract/closed':
      return standing.agreement.status === 'none'
        ? standing
        : { instructions: {}, agreement: { status: 'closed', hash: standing.agreement.hash, closedAt: event.at } }
    case 'instructions/given':
    case 'instructions/confirmed':
    case 'instructions/amended':
      return withInstruction(standing, id, { status: 'in force', processing: text(event.processing) })
    case 'instructions/suspended':
      return withInstruction(standing, id, { status: 'suspended', processing: text(event.processing), since: event.at })
    case 'instructions/withdrawn':
      return { ...standing, instructions: Object.fromEntries(Object.entries(standing.instructions).filter(([key]) => key !== id)) }
    default:
      return standing
  }
}

const withInstruction = (standing: Standing, id: string, instruction: InstructionStanding): Standing => ({
  ...standing,
  instructions: { ...standing.instructions, [id]: instruction },
})

const text = (value: unknown): string => {
  if (typeof value !== 'string') throw new Error('an event of the standing lacks a text field')
  return value
}
