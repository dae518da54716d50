/** Every sentence of the program by its code. A refusal's code that is missing here fails the check. */
import type { Refusal } from '../domain/refusal.ts'
import { instant } from '../domain/ids.ts'
import { writeInstant } from '../domain/time.ts'
import { agreementWords } from './en/agreement.ts'
import { clausesWords } from './en/clauses.ts'
import { clockWords } from './en/clock.ts'
import { backupWords } from './en/backup.ts'
import { enrichmentWords } from './en/enrichment.ts'
import { erasureWords } from './en/erasure.ts'
import { httpWords } from './en/http.ts'
import { groundWords } from './en/ground.ts'
import { intakeWords } from './en/intake.ts'
import { promisesWords } from './en/promises.ts'
import { timeWords } from './en/time.ts'
import { trailWords } from './en/trail.ts'
import { vaultWords } from './en/vault.ts'

export const sentences: Readonly<Record<string, string>> = {
  ...agreementWords,
  ...clausesWords,
  ...clockWords,
  ...backupWords,
  ...enrichmentWords,
  ...erasureWords,
  ...httpWords,
  ...groundWords,
  ...intakeWords,
  ...promisesWords,
  ...timeWords,
  ...trailWords,
  ...vaultWords,
}

/** The refusal as a person reads it: value, expectation, way out. A field named `…At` or `since` is an instant and is written as one. */
export const sentenceOf = (refusal: Refusal): string =>
  (sentences[refusal.refused] ?? `This was refused (${refusal.refused}).`).replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    shown(name, refusal[name]),
  )

/** The same with a short title, made from the code: `instruction_suspended` → `Instruction suspended`. */
export const sentenceFor = (refusal: Refusal): { readonly title: string; readonly detail: string } => {
  const words = refusal.refused.replaceAll('_', ' ')
  return { title: `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`, detail: sentenceOf(refusal) }
}

const shown = (name: string, value: Refusal[string] | undefined): string => {
  if (value === undefined || value === null) return '–'
  if (typeof value === 'number' && /(?:At|^since)$/.test(name)) return writeInstant(instant(value))
  return Array.isArray(value) ? value.join(', ') : String(value)
}
