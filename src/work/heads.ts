/** Every customer is sent the newest head of its trail once a day: whoever keeps it can show that nothing before it was changed. */
import { newestHead } from '../app/trail.ts'
import type { RealHouse } from '../app/house.ts'
import { enterAct } from '../app/run.ts'
import { listTenants } from '../app/tenants.ts'
import { caseId } from '../domain/ids.ts'
import { localDate } from '../domain/time.ts'

/** Queues the head of each tenant whose trail has grown since the last one; answers how many. */
export const sendHeads = async (house: RealHouse): Promise<number> => {
  let sent = 0
  for (const { id, kind } of await listTenants(house.store.database)) {
    if (kind !== 'controller') continue
    const queued = await house.store.act(id, 'shared', async (transaction) => {
      const { agreement } = transaction.standing
      if (agreement.status !== 'in force' && agreement.status !== 'ended') return false
      const head = await newestHead(transaction)
      if (head === null) return false
      const day = caseId(`head:${localDate(house.now(), 'UTC')}`)
      const facts = { checkpoint: head.checkpoint, size: head.size }
      await transaction.queue([
        { id: house.newId(), kind: 'mail', name: 'trail-head', clause: 'activity-log', case: day, facts, dueAt: house.now() },
      ])
      const request = {
        tenant: id,
        actor: { side: 'program', id: 'sealer' } as const,
        ip: null,
        act: 'trail.head',
        ground: null,
        names: [day],
      }
      await enterAct(house, transaction, request, { counts: { size: head.size } })
      return true
    })
    sent += queued ? 1 : 0
  }
  return sent
}
