/**
 * The personal-data map: every column of every table says what it holds, about whom, how long, how open it lies, and what erasure
 * does to it. A column that no map names fails the check.
 */

/** `open`: plain, sorts and filters. `searchable`: a keyed token, found only by who has the key. `sealed`: inside an envelope. */
export type Openness = 'open' | 'searchable' | 'sealed'

export type ColumnMap = {
  readonly holds: string
  /** Whose: the persons whom a customer's data is about, people with an account, or nobody. */
  readonly subject: 'person concerned' | 'account holder' | 'nobody'
  readonly openness: Openness
  /** What erasing a person does to the value. `kept` needs its reason. */
  readonly onErasure: 'row deleted' | 'redacted' | { readonly kept: string }
}

export type TableMap = {
  readonly table: string
  /** Retention class of its rows (vault/classes), or `none` for rows that hold nobody. */
  readonly class: string
  readonly columns: Readonly<Record<string, ColumnMap>>
}

/** The same words for many columns of one kind. */
export const nobody = (holds: string): ColumnMap => ({
  holds,
  subject: 'nobody',
  openness: 'open',
  onErasure: { kept: 'it is about nobody' },
})
