/** Taking an import back: one that has not closed at any time, one that has within 24 hours. Erasing needs no instruction. */
import type { RealHouse, Request } from '../../../app/house.ts'
import { onGround } from '../../../app/permit.ts'
import { enterAct } from '../../../app/run.ts'
import { isRefusal, type Refusal } from '../../../domain/refusal.ts'
import type { PostgresTransaction } from '../../../store/postgres.ts'
import { undoUntil } from '../rules.ts'
import { eraseImported } from '../store/change.ts'
import { endImport, lockImport, restoreReplaced, type StoredImport } from '../store/imports.ts'
import { dropFiles } from '../store/sealed-files.ts'
import { refuse } from './in-steps.ts'

export type Undone = { readonly erased: number; readonly restored: number }

/** Takes back an import that is not closed: the upload and every row that it brought so far. */
export const rollBackImport = async (house: RealHouse, request: Request, { id }: { readonly id: string }): Promise<Undone | Refusal> =>
  takeBack(house, request, id, 'rolled back', ({ state }) =>
    state === 'uploading' || state === 'checked' || state === 'open' ? null : { refused: 'import_not_open', import: id, state },
  )

/**
 * Takes back a closed import within 24 hours. What it brought goes; records that were replaced come back; a record that somebody edited
 * since is that person's work and stays.
 */
export const undoImport = async (house: RealHouse, request: Request, { id }: { readonly id: string }): Promise<Undone | Refusal> =>
  takeBack(house, request, id, 'undone', ({ state, closedAt }) => {
    if (state !== 'closed' || closedAt === null) return { refused: 'import_not_closed', import: id, state }
    const until = undoUntil(closedAt)
    return house.now() > until ? { refused: 'undo_over', import: id, untilAt: until } : null
  })

const takeBack = async (
  house: RealHouse,
  request: Request,
  id: string,
  state: 'undone' | 'rolled back',
  judge: (found: StoredImport) => Refusal | null,
): Promise<Undone | Refusal> => {
  const named = { ...request, names: [...request.names, id] }
  return onGround(house, named, 'erasure', 'Erase', async (transaction, _permit, grounded) => {
    const found = await lockImport(transaction, id)
    const refusal = found === null ? { refused: 'not_found', id } : judge(found)
    if (isRefusal(refusal)) return refuse(house, transaction, grounded, refusal)
    const undone = await erase(transaction, id, state)
    await enterAct(house, transaction, grounded, { counts: undone })
    return undone
  })
}

const erase = async (transaction: PostgresTransaction, id: string, state: 'undone' | 'rolled back'): Promise<Undone> => {
  const restored = await restoreReplaced(transaction, id)
  const erased = await eraseImported(transaction, id)
  await dropFiles(transaction, id, ['upload', 'errors', 'quarantine', 'report'])
  await endImport(transaction, id, state)
  return { erased, restored }
}
