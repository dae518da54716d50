/**
 * What a restore does between the last row that came back and the first request that is served: what was destroyed is destroyed again,
 * what let people in is void, what is due is erased, what was erased since is erased again and looked for. Every step may run twice.
 */
import type { Instant, TenantId } from '../domain/ids.ts'
import { grounds } from '../domain/gate.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { sweep } from '../store/postgres/sweep.ts'
import type { Erasers } from './erase.ts'
import { replayLedger } from './finish-intents.ts'
import { enterAct } from './run.ts'
import type { RealHouse, Request } from './house.ts'
import type { LedgerEntry } from './ledger.ts'
import { listTenants } from './tenants.ts'
import { emptyEnded } from './restore/ended.ts'
import { voidOld, type Voided } from './restore/void.ts'

export type RestoreFacts = {
  readonly erasers: Erasers
  readonly backup: { readonly id: string; readonly created: Instant }
  /** Fires every deadline and does every job that is due; mail waits until the house is served. */
  readonly rounds: () => Promise<void>
  readonly say: (line: string) => void
  readonly atStep?: (step: RestoreStep) => void
}

/** What a kill can be planned between, by a test. */
export type RestoreStep = 'keys ended' | 'voided' | 'due erased' | 'replayed' | 'swept' | 'entered'

/** Null when the house may serve. */
export const settleRestored = async (facts: RestoreFacts): Promise<Refusal | null> => {
  const { erasers, say, atStep = nothing } = facts
  const { house, ledger } = erasers
  // A customer that came after the backup is not in it, and nothing of its came back.
  const tenants = new Set((await listTenants(house.store.database)).map(({ id }) => id))
  const every = await ledger.entries()
  const entries = every.filter(({ tenant }) => tenant === null || tenants.has(tenant))
  const ended = endKeys(house, every)
  if (isRefusal(ended)) return ended
  say(`${ended} keys that had been destroyed since the backup were destroyed again.`)
  atStep('keys ended')
  sayVoided(await voidOld(house), say)
  atStep('voided')
  // First those whose keys are gone: nothing of them opens any more, and what cannot be opened cannot be looked through.
  const emptied = await emptyEnded(erasers, entries)
  if (isRefusal(emptied)) return emptied
  for (const { tenant, records, known } of emptied) {
    say(`The contract of ${tenant} had ended: ${records} rows of it had come back and are gone.`)
    if (!known) say(`Its end is younger than the backup: give its notice again, so that its register says so.`)
  }
  await facts.rounds()
  say('What has fallen due by now was erased.')
  atStep('due erased')
  const rest = entries.filter(({ act }) => act !== 'contract')
  const replayed = await replayLedger({ ...erasers, ledger: { ...portOf(ledger), entries: async () => rest } })
  if (isRefusal(replayed)) return { refused: 'restore_replay_failed', because: replayed.refused }
  say(`${rest.length} erasures of the ledger were replayed; ${replayed} rows of them had come back and are gone.`)
  atStep('replayed')
  await facts.rounds()
  const left = await sweepAll(house, entries)
  if (isRefusal(left)) return left
  say(`A sweep of every table for ${left} erased records found none.`)
  atStep('swept')
  await enterAll(facts)
  atStep('entered')
  return null
}

const endKeys = ({ store: { ring } }: RealHouse, entries: readonly LedgerEntry[]): number | Refusal => {
  const ids = entries.flatMap(({ keys }) => keys)
  const ended = ring.replayDestroyed(ids, 'replayed from the erasure ledger at a restore')
  return isRefusal(ended) ? ended : ended.length
}

/** Methods of a class are not its own properties: a spread would lose them. */
const portOf = (ledger: Erasers['ledger']): Erasers['ledger'] => ({
  intend: (entry) => ledger.intend(entry),
  done: (id, at) => ledger.done(id, at),
  pending: () => ledger.pending(),
  entries: () => ledger.entries(),
  head: () => ledger.head(),
  holds: (head) => ledger.holds(head),
  close: () => ledger.close(),
})

const idsAtOnce = 1_000

/** By other statements than the erasure's, over the tables that the catalogue names. */
const sweepAll = async ({ store: { database }, now }: RealHouse, entries: readonly LedgerEntry[]): Promise<number | Refusal> => {
  let swept = 0
  for (const [tenant, of] of Map.groupBy(entries, (entry) => entry.tenant)) {
    if (tenant === null) continue
    const ids = [...new Set(of.flatMap(({ records }) => Object.values(records).flat()))]
    swept += ids.length
    for (let start = 0; start < ids.length; start += idsAtOnce) {
      const { hits } = await sweep(database, tenant, { ids: ids.slice(start, start + idsAtOnce), tokens: [], emails: [], erasedAt: now() })
      if (hits.length > 0) return { refused: 'restore_left_over', tables: [...new Set(hits.map(({ table }) => table))], rows: hits.length }
    }
  }
  return swept
}

/** Each customer's trail says that the house was put back: what was done between the backup and now is not in it. */
const enterAll = async ({ erasers: { house }, backup }: RestoreFacts): Promise<void> => {
  for (const { id } of await listTenants(house.store.database))
    await house.store.act(id, 'shared', async (transaction) => {
      await enterAct(house, transaction, requestOf(id, backup.id), { counts: { backupMadeAt: backup.created } })
    })
}

const requestOf = (tenant: TenantId, backup: string): Request => ({
  tenant,
  actor: { side: 'program', id: 'restore' },
  ip: null,
  act: 'house.restore',
  ground: `restore: ${grounds.restore}`,
  names: [backup],
})

const sayVoided = (voided: Voided, say: (line: string) => void): void => {
  say(`${voided.sessions} sessions and ${voided.links} sign-in links are void: everybody signs in anew.`)
  say(`${voided.mails} messages that waited to be sent and ${voided.answers} stored answers are void.`)
  if (voided.apiKeys > 0) say(`${voided.apiKeys} API keys are valid as they were then: revoke again those that were revoked since.`)
}

const nothing = (): void => {}
