/** Figures and what they are held against: a median, its range, and a goal that the whole range must reach. */

export type Goal = { readonly is: 'at least' | 'at most'; readonly value: number }

/** One line of the table. `ours` and `peer` are shown as they are; the ratios decide. */
export type Line = {
  readonly workload: string
  readonly ours: string
  readonly peer: string
  readonly ratios: readonly number[]
  /** Null where a figure is printed for the reader and held against nothing. */
  readonly goal: Goal | null
}

/** What a workload leaves: its lines, what was measured in words, the peer's SQL or settings as they ran, and the version of the server. */
export type Result = {
  readonly lines: readonly Line[]
  readonly words: readonly string[]
  readonly peer: string
  readonly postgres: string | null
}

export type Conditions = {
  /** Sizes that prove that a workload runs, and say nothing about speed. */
  readonly small: boolean
  readonly say: (line: string) => void
}

export type Workload = { readonly name: string; readonly measures: string; run(conditions: Conditions): Promise<Result> }

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2
}

export const rangeOf = (values: readonly number[]): readonly [number, number] => [Math.min(...values), Math.max(...values)]

/** The worst of the range decides: a range that straddles the goal has missed it. */
export const isMet = ({ is, value }: Goal, ratios: readonly number[]): boolean => {
  if (ratios.length === 0) return false
  const [least, most] = rangeOf(ratios)
  return is === 'at least' ? least >= value : most <= value
}

/** Three digits are all that a shared machine gives. */
export const shown = (value: number): string =>
  value >= 1_000 ? Math.round(Number(value.toPrecision(3))).toLocaleString('en-US') : String(Number(value.toPrecision(3)))

export const perSecond = (rates: readonly number[]): string => `${shown(median(rates))}/s`

export const milliseconds = (times: readonly number[]): string => `${shown(median(times))} ms`
