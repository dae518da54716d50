/** A read, or an act that is no clause's: one transaction of one tenant, and the one entry that it leaves, refused or done. */
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import type { PostgresTransaction } from '../store/postgres.ts'
import type { Lock } from '../store/store.ts'
import type { RealHouse, Request } from './house.ts'
import { enterAct } from './run.ts'

/** What the entry says of the outcome: ids that only the act itself knows, and counts. */
export type Told = { readonly names?: readonly string[]; readonly counts?: Readonly<Record<string, number>> }

/** `work` refuses before it writes anything: a refusal commits its entry, and whatever was written before it. */
export const ask = async <Result>(
  house: RealHouse,
  request: Request,
  work: (transaction: PostgresTransaction) => Promise<Result | Refusal>,
  tell: (result: Result) => Told = () => ({}),
  lock: Lock = 'shared',
): Promise<Result | Refusal> =>
  house.store.act(request.tenant, lock, async (transaction) => {
    const result = await work(transaction)
    if (isRefusal(result)) {
      await enterAct(house, transaction, request, { refused: result.refused })
      return result
    }
    const { names = [], counts = {} } = tell(result)
    await enterAct(house, transaction, { ...request, names: [...request.names, ...names] }, { counts })
    return result
  })

/** An act that the door refused: nothing was done, and that stands on the trail as well. */
export const enterRefused = async (house: RealHouse, request: Request, refusal: Refusal): Promise<void> => {
  await ask(house, request, async () => refusal)
}
