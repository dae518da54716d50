/** Uploads that were under way when an earlier run of the program ended: nobody sends the rest any more. */
import type { RealHouse } from '../../../app/house.ts'
import type { TenantId } from '../../../domain/ids.ts'
import { isRefusal, type Refusal } from '../../../domain/refusal.ts'
import { listUploading } from '../store/imports.ts'
import { rollBackImport } from './undo.ts'

/** Takes back what came of them. To be called before anything is served; answers how many there were. */
export const takeBackBrokenUploads = async (house: RealHouse, tenant: TenantId): Promise<number | Refusal> => {
  const broken = await house.store.act(tenant, 'shared', listUploading)
  for (const id of broken) {
    const actor = { side: 'program', id: 'import' } as const
    const done = await rollBackImport(
      house,
      { tenant, actor, ip: null, act: 'contacts.import.broken-off', ground: null, names: [] },
      { id },
    )
    if (isRefusal(done)) return done
  }
  return broken.length
}
