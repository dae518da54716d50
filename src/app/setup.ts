/** The first start: whoever holds the code that `start` printed names the operator and becomes its first member of staff. Once. */
import type { Party } from '../domain/agreement-shape.ts'
import type { Refusal } from '../domain/refusal.ts'
import { ensureAccount, joinTenant } from './accounts.ts'
import { ask } from './ask.ts'
import type { RealHouse, Request } from './house.ts'
import { putProfile } from './profile.ts'
import { isSameSecret } from './secret.ts'
import { openSession } from './sessions.ts'

/** While nobody is staff, the house waits to be set up. */
export const isSetUp = async (house: RealHouse): Promise<boolean> => {
  const rows = await house.store.database.app`select 1 from membership where tenant_id = ${house.operator} and role = 'staff' limit 1`
  return rows.length > 0
}

export type SetUp = { readonly secret: string; readonly account: string }
export type FirstStart = { readonly code: string; readonly email: string; readonly party: Party }

/** `expected` is the code that was printed; null when this run printed none. Answers the secret of a session for the first member of staff. */
export const setUp = async (
  house: RealHouse,
  request: Request,
  expected: string | null,
  { code, email, party }: FirstStart,
): Promise<SetUp | Refusal> =>
  ask<SetUp>(
    house,
    { ...request, tenant: house.operator },
    async (transaction) => {
      if (await isSetUp(house)) return { refused: 'already_set_up' }
      if (expected === null || !isSameSecret(code, expected)) return { refused: 'setup_code_wrong' }
      const { sql, ring } = transaction
      const account = await ensureAccount(house, sql, ring, email)
      await joinTenant(sql, account, { tenant: house.operator, role: 'staff' }, house.now())
      await sql`update account set verified_at = ${house.now()} where account_id = ${account} and verified_at is null`
      await putProfile(house, transaction, party)
      return { account, secret: await openSession(sql, account, house.operator, house.now()) }
    },
    ({ account }) => ({ names: [account] }),
    // Alone, so that two who set up at once do not both become the first.
    'alone',
  )
