/** Work on many tenants. */
import type { TenantId } from '../domain/ids.ts'

const tenantsTogether = 8

/** A few tenants at a time: they share no lock, and one waits for the disk while another thinks. After a failure no further one is begun. */
export const eachTenant = async (tenants: readonly TenantId[], act: (tenant: TenantId) => Promise<void>): Promise<void> => {
  const waiting = [...tenants]
  const work = async (): Promise<void> => {
    for (let tenant = waiting.shift(); tenant !== undefined; tenant = waiting.shift())
      try {
        await act(tenant)
      } catch (error) {
        waiting.length = 0
        throw error
      }
  }
  const ended = await Promise.allSettled(Array.from({ length: tenantsTogether }, work))
  for (const each of ended) if (each.status === 'rejected') throw each.reason
}
