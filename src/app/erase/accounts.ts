/** Accounts after a contract: who belonged to this customer alone is forgotten, who has another one keeps the account for that. */
import type { PostgresTransaction } from '../../store/postgres.ts'
import type { Counts } from '../wing.ts'

export const closeAccounts = async ({ sql, tenant }: PostgresTransaction): Promise<Counts> => {
  const members = await sql<{ id: string }[]>`delete from membership where tenant_id = ${tenant} returning account_id as id`
  const sessions = await sql`delete from session where tenant_id = ${tenant}`
  const keys = await sql`delete from key_directory where tenant_id = ${tenant}`
  const accounts = await sql`
    delete from account where account_id = any (${members.map(({ id }) => id)}::uuid[])
      and not exists (select from membership where membership.account_id = account.account_id)`
  const papers = await sql`delete from vault where tenant_id = ${tenant} and class = 'account'`
  return { membership: members.length, session: sessions.count, key_directory: keys.count, account: accounts.count, vault: papers.count }
}
