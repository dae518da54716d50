import type { Refusal } from '../domain/refusal.ts'
import { groundWords } from '../words/en/ground.ts'

const words: Readonly<Record<string, string>> = groundWords

/** The sentence of a refusal that can come before anything else of the program works. */
export const groundSentence = (refusal: Refusal): string =>
  (words[refusal.refused] ?? refusal.refused).replaceAll(/\{(\w+)\}/g, (_, name: string) => String(refusal[name] ?? `{${name}}`))
