import type { Agreement, Resolution } from '../agreement-shape.ts'
import type { Named, Refusal } from '../refusal.ts'

/** A fault is refused. A warning is shown. A question is refused until the file records the answer under `resolutions`. */
export type Level = 'fault' | 'warning' | 'question'

/** What a rule found: where, in which clauses, and the sentence to say with its values. */
export type Found = {
  /** Names under which an answer may refer to it: the place first, then clauses, then the module. */
  readonly places: readonly string[]
  readonly clauses: readonly string[]
  readonly says: Refusal
}

/** One kind of contradiction or hole. It reads structure: kinds, modules, terms, vocabulary; never an agreement's name or a clause's id. */
export type Rule = {
  readonly id: string
  readonly level: Level
  /** What the rule guards, in one sentence, with its source in law. */
  readonly about: string
  find(agreement: Agreement): readonly Found[]
}

export type Finding = Found & {
  readonly rule: string
  readonly level: Level
  /** The recorded answer; only a question has one. */
  readonly answer: Resolution | null
}

/** `code` is the sentence in `src/words/`; `at` is the first of `places`. */
export const found = (
  code: string,
  places: readonly string[],
  clauses: readonly string[],
  values: Readonly<Record<string, Named>> = {},
): Found => ({
  places: [...new Set([...places, ...clauses])],
  clauses,
  says: { refused: code, at: places[0] ?? clauses[0] ?? '', ...values },
})
