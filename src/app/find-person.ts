/** What an erasure would find, before it is ordered: rows by table and shapes of what would go, never the values. */
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { maskedValue } from '../intake/mask.ts'
import { findRecords, readSelectors } from './erase/selectors.ts'
import type { RealHouse, Request } from './house.ts'
import { onGround } from './permit.ts'
import { enterAct } from './run.ts'
import type { Counts, Selectors, Wing } from './wing.ts'

export type FoundSummary = {
  readonly counts: Counts
  readonly records: readonly {
    readonly table: string
    readonly id: string
    readonly emails: readonly string[]
    readonly phones: readonly string[]
    readonly names: readonly string[]
  }[]
  /** Other addresses and numbers that the found records led to, by shape. */
  readonly reached: { readonly emails: readonly string[]; readonly phones: readonly string[] }
}

const mostShown = 50

export const findPerson = async (
  house: RealHouse,
  wings: readonly Wing[],
  request: Request,
  asked: Partial<Selectors>,
): Promise<FoundSummary | Refusal> =>
  onGround(house, request, 'erasure', 'find', async (transaction, permit, grounded) => {
    const wanted = readSelectors(asked)
    if (isRefusal(wanted)) {
      await enterAct(house, transaction, grounded, { refused: wanted.refused })
      return wanted
    }
    const { records, selectors } = await findRecords(wings, transaction, permit, wanted, 'person')
    await enterAct(house, transaction, { ...grounded, names: records.map(({ id }) => id) }, { counts: { found: records.length } })
    const shapes = (values: readonly string[]) => values.map(maskedValue)
    return {
      counts: Object.fromEntries([...Map.groupBy(records, (record) => record.table)].map(([table, of]) => [table, of.length])),
      records: records.slice(0, mostShown).map(({ table, id, selectors: { emails, phones, names } }) => ({
        table,
        id,
        emails: shapes(emails),
        phones: shapes(phones),
        names: shapes(names),
      })),
      reached: {
        emails: shapes(selectors.emails.filter((email) => !wanted.emails.includes(email))),
        phones: shapes(selectors.phones.filter((phone) => !wanted.phones.includes(phone))),
      },
    }
  })
