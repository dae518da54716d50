/** A value that a refusal's sentence may name. */
export type Named = string | number | boolean | null | readonly string[]

/**
 * A rule that says no. `refused` is the code; the other fields are the value, the expectation and whatever the way out needs.
 * The sentence stands in `src/words/` under the code; `npm run check` fails for a code without one.
 */
export type Refusal = { readonly refused: string } & { readonly [name: string]: Named }

/** A refusal about one place of something that was read: `at` is a path (`clauses[3].terms.notice`) or a cell (`row 12, column "E-mail"`). */
export type Fault = Refusal & { readonly at: string }

export const isRefusal = (value: unknown): value is Refusal => typeof value === 'object' && value !== null && 'refused' in value
