/**
 * Contracts that the ledger knows to be over. Their keys are destroyed, so their rows are noise; they go all the same, whatever the
 * restored standing says: the notice that ended the contract may be younger than the backup.
 */
import type { TenantId } from '../../domain/ids.ts'
import { isRefusal, type Refusal } from '../../domain/refusal.ts'
import { classesThatEnd } from '../../vault/classes.ts'
import type { Erasers } from '../erase.ts'
import type { Request } from '../house.ts'
import type { LedgerEntry } from '../ledger.ts'
import { onGround } from '../permit.ts'
import { enterAct } from '../run.ts'

/** `known`: the restored register says itself that the contract is over. */
export type Emptied = { readonly tenant: TenantId; readonly records: number; readonly known: boolean }

export const emptyEnded = async ({ house, wings }: Erasers, entries: readonly LedgerEntry[]): Promise<readonly Emptied[] | Refusal> => {
  const emptied: Emptied[] = []
  for (const entry of entries) {
    const { tenant } = entry
    if (entry.act !== 'contract' || tenant === null) continue
    const request: Request = {
      tenant,
      actor: { side: 'program', id: 'restore' },
      ip: null,
      act: 'contract.erase',
      ground: null,
      names: [entry.id],
    }
    const done = await onGround(house, request, 'erasure', 'erase', async (transaction, permit, grounded) => {
      const counts: Record<string, number> = {}
      for (const wing of wings) for (const [table, rows] of Object.entries(await wing.eraseAll(transaction, permit))) counts[table] = rows
      const { sql } = transaction
      counts['vault'] = (await sql`delete from vault where tenant_id = ${tenant} and class = any(${[...classesThatEnd]}::text[])`).count
      await enterAct(house, transaction, grounded, { counts })
      const { status } = transaction.standing.agreement
      return {
        tenant,
        records: Object.values(counts).reduce((sum, rows) => sum + rows, 0),
        known: status === 'ended' || status === 'closed',
      }
    })
    if (isRefusal(done)) return done
    emptied.push(done)
  }
  return emptied
}
