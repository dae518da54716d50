/**
 * Touching a person's data: the tenant's lock, the standing, the gate, then the act, all in one transaction. Suspending takes the
 * same lock alone, so after it has committed nothing runs under the suspended instruction.
 */
import type { Need } from '../domain/clauses/scope.ts'
import { admit, admitOnGround, grounds, type Ground, type Permit } from '../domain/gate.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { governingHash } from '../domain/standing.ts'
import type { Transaction } from '../store/store.ts'
import type { House, Request } from './house.ts'
import { enterAct } from './run.ts'

/** Under an instruction in force. `act` leaves the trail entry of what it did; a refusal of the gate leaves one here. */
export const withPermit = async <T extends Transaction, Result>(
  house: House<T>,
  request: Request,
  need: Need,
  act: (transaction: T, permit: Permit) => Promise<Result>,
): Promise<Result | Refusal> =>
  house.store.act(request.tenant, 'shared', async (transaction) => {
    const hash = governingHash(transaction.standing)
    const agreement = hash === null ? null : await transaction.agreement(hash)
    const permit = admit(need, request.tenant, transaction.standing, agreement, house.now(), house.running)
    return enterOrAct(house, transaction, request, permit, act)
  })

/** Under one of the grounds that need no instruction. The ground and its law stand in the trail entry. */
export const onGround = async <T extends Transaction, Result>(
  house: House<T>,
  request: Request,
  ground: Ground,
  operation: string,
  act: (transaction: T, permit: Permit, request: Request) => Promise<Result>,
): Promise<Result | Refusal> =>
  house.store.act(request.tenant, 'shared', async (transaction) => {
    const grounded = { ...request, ground: `${ground}: ${grounds[ground]}` }
    const permit = admitOnGround(ground, operation, request.tenant, transaction.standing, house.now())
    return enterOrAct(house, transaction, grounded, permit, (inner, leave) => act(inner, leave, grounded))
  })

const enterOrAct = async <T extends Transaction, Result>(
  house: House<T>,
  transaction: T,
  request: Request,
  permit: Permit | Refusal,
  act: (transaction: T, permit: Permit) => Promise<Result>,
): Promise<Result | Refusal> => {
  if (!isRefusal(permit)) return act(transaction, permit)
  await enterAct(house, transaction, request, { refused: permit.refused })
  return permit
}
