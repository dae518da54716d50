/** The one queue at work: claim a lease, do the task, and record it done or set it for another try. Mail leaves from here alone. */
import { caseId, instant, type TenantId } from '../domain/ids.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { enterAct } from '../app/run.ts'
import type { House } from '../app/house.ts'
import type { ClaimedTask, Transaction } from '../store/store.ts'

/** Carries out one task. A refusal is tried again later; a throw too. Must be able to run twice. */
export type Perform<T extends Transaction> = (house: House<T>, tenant: TenantId, task: ClaimedTask) => Promise<Refusal | null>

/** By `mail/<template>` or `job/<name>`; `mail/*` and `job/*` stand for all others of their kind. */
export type Performers<T extends Transaction> = Readonly<Record<string, Perform<T>>>

const claimSize = 50

/** Does at most `claimSize` tasks; answers how many were claimed. */
export const performTasks = async <T extends Transaction>(
  house: House<T>,
  performers: Performers<T>,
  tenant: TenantId,
): Promise<number> => {
  const tasks = await house.store.act(tenant, 'shared', (transaction) => transaction.claimTasks(house.now(), claimSize))
  for (const task of mailFirst(tasks)) {
    const perform = performers[`${task.kind}/${task.name}`] ?? performers[`${task.kind}/*`]
    const failed = perform === undefined ? 'task_without_performer' : await attempt(house, perform, tenant, task)
    await house.store.act(tenant, 'shared', async (transaction) => {
      if (failed === null) await transaction.finishTask(task.id, house.now())
      else await transaction.retryTask(task.id, instant(house.now() + waitAfter(task.attempts)), failed)
      const request = {
        tenant,
        actor: { side: 'program', id: 'outbox' } as const,
        ip: null,
        act: `${task.kind}.${task.name}`,
        ground: null,
        names: [task.clause, caseId(task.case), task.id],
      }
      await enterAct(house, transaction, request, failed === null ? {} : { refused: failed })
    })
  }
  // Alone: an act that commits meanwhile could bring the agenda forward and have it set back by what was read before.
  if (tasks.length < claimSize) await house.store.act(tenant, 'alone', (transaction) => transaction.settleAgenda())
  return tasks.length
}

/** A job may erase the account to which a letter of the same moment is owed: the certificate of the erasure itself, above all. */
const mailFirst = (tasks: readonly ClaimedTask[]): readonly ClaimedTask[] =>
  tasks.toSorted((one, other) => Number(one.kind === 'job') - Number(other.kind === 'job'))

const attempt = async <T extends Transaction>(
  house: House<T>,
  perform: Perform<T>,
  tenant: TenantId,
  task: ClaimedTask,
): Promise<string | null> => {
  try {
    const refusal = await perform(house, tenant, task)
    return isRefusal(refusal) ? refusal.refused : null
  } catch (error) {
    // The message may quote a value; the kind of error is enough to find it by.
    return error instanceof Error ? `failed: ${error.name}` : 'failed'
  }
}

/** 1, 2, 4 … minutes, at most 6 hours, in milliseconds. */
const waitAfter = (attempts: number): number => Math.min(60_000 * 2 ** Math.min(attempts - 1, 12), 6 * 3_600_000)
