/** The partitions of a day, made and dropped by functions of the owner. */
import type { TenantId } from '../../../domain/ids.ts'
import type { Sql, TransactionSql } from '../../../store/database/pool.ts'

export const openDay = async (sql: TransactionSql, day: string | null): Promise<void> => {
  if (day !== null) await sql`select enrichment_open_day(${day}::text::date)`
}

/** Drops the day when only these tenants have rows there and none is held. */
export const dropDay = async (worker: Sql, day: string, due: readonly TenantId[]): Promise<boolean> => {
  const [row] = await worker<{ dropped: boolean }[]>`select enrichment_drop_day(${day}::text::date, ${[...due]}::uuid[]) as dropped`
  return row?.dropped === true
}

/** Is anything of the day left, of any tenant? */
export const dayInUse = async (worker: Sql, day: string): Promise<boolean> => {
  const [row] = await worker<{ kept: boolean }[]>`select enrichment_day_in_use(${day}::text::date) as kept`
  return row?.kept !== false
}
