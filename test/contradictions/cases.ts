import { casesOfChanges } from './cases-of-changes.ts'
import { casesOfText } from './cases-of-text.ts'
import { casesOfTimes } from './cases-of-times.ts'
import type { Edit } from './spoil.ts'

/** A rule, two ways to trip it that differ, and a change close to them that does not. */
export type Case = { readonly rule: string; readonly trips: readonly [readonly Edit[], readonly Edit[]]; readonly passes: readonly Edit[] }

export const cases: readonly Case[] = [...casesOfText, ...casesOfTimes, ...casesOfChanges]
