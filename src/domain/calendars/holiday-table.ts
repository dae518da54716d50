/**
 * The public holidays of one country or named addition, as data. `days` names the columns; each year has one `MM-DD` per column.
 * `version` is made from the content (SHA-256, twelve digits): a deadline stores it, and a table cannot change without it.
 */
export type HolidayTable = {
  readonly name: string
  readonly version: string
  readonly days: readonly string[]
  readonly years: Readonly<Record<number, readonly string[]>>
}
