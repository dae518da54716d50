import type { Verdict } from '../domain/evidence/verdict.ts'
import type { Named } from '../domain/refusal.ts'
import { trailWords } from './en/trail.ts'

/** A verdict in sentences: one that says what it comes to, then the paragraphs behind it. */
export type Told = {
  readonly ok: boolean
  readonly headline: string
  readonly parts: readonly { readonly title: string; readonly sentences: readonly string[] }[]
}

/** How an instant is shown: handed in, because a pure room has no calendar. */
export type ShowInstant = (milliseconds: number) => string

const words: Readonly<Record<string, string>> = trailWords

/** The sentence of a code. A name without a value, or a code without a sentence, is shown as it is, so that nothing is hidden. */
export const tellCode = (code: string, values: Readonly<Record<string, Named>>, show: ShowInstant): string =>
  (words[code] ?? code).replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = values[name]
    if (value === undefined) return placeholder
    if (typeof value === 'number' && name.endsWith('At')) return show(value)
    return typeof value === 'object' && value !== null ? value.join(', ') : String(value)
  })

/** Tells a verdict. */
export const tellVerdict = (verdict: Verdict, show: ShowInstant): Told => {
  if (!verdict.ok) return tellWrong(verdict.wrong.refused, verdict.wrong, show)
  return {
    ok: true,
    headline: tellCode(`verdict_true_${verdict.kind}`, {}, show),
    parts: [
      { title: trailWords.verdict_proved, sentences: verdict.proved.map((said) => tellCode(said.said, said, show)) },
      { title: trailWords.verdict_stated, sentences: verdict.stated.map((said) => tellCode(said.said, said, show)) },
    ],
  }
}

/** Tells the one thing that is wrong. */
export const tellWrong = (code: string, values: Readonly<Record<string, Named>>, show: ShowInstant): Told => ({
  ok: false,
  headline: trailWords.verdict_false,
  parts: [{ title: '', sentences: [tellCode(code, values, show)] }],
})
