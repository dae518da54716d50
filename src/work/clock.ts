/**
 * The clock's round for one tenant: claim what is due, give each case its order, and call broken what is still open at its end.
 * Due steps are run in batches; each leaves its own trail entry.
 */
import type { ClauseCommand } from '../domain/clause.ts'
import type { Instant, TenantId } from '../domain/ids.ts'
import { enterAct, runEach } from '../app/run.ts'
import type { House, Request } from '../app/house.ts'
import type { DueStep } from '../store/store.ts'

export const batchSize = 500

/** Fires at most one batch; answers how many steps it took. Fewer than `batchSize` means that nothing more is due. */
export const fireDue = async (house: House, tenant: TenantId, now: Instant = house.now()): Promise<number> =>
  house.store.act(tenant, 'alone', async (transaction) => {
    const due = await transaction.claimDue(now, batchSize)
    const known = due.filter((step) => house.running.has(step.clause))
    if (known.length > 0)
      await runEach(
        house,
        transaction,
        known.map((step) => ({
          request: requestOf(tenant, step),
          orders: [{ clause: step.clause, case: step.case, command: commandOf(step) }],
        })),
      )
    const late = await transaction.markBroken(due.filter((step) => step.side === 'ours' && step.step.does === 'end'))
    for (const step of late)
      await enterAct(house, transaction, { ...requestOf(tenant, step), act: 'deadline.broken' }, { refused: 'deadline_broken' })
    if (due.length < batchSize) await transaction.settleAgenda()
    return due.length
  })

const commandOf = ({ name, step }: DueStep): ClauseCommand =>
  step.does === 'begin' || step.does === 'end'
    ? { type: step.does, deadline: name }
    : { type: 'remind', deadline: name, before: step.does.slice('remind '.length) }

const requestOf = (tenant: TenantId, { clause, case: id, name, step }: DueStep): Request => ({
  tenant,
  actor: { side: 'program', id: 'clock' },
  ip: null,
  act: `clock.${step.does.startsWith('remind') ? 'remind' : step.does}`,
  ground: null,
  names: [clause, id, name],
})
