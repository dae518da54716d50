/**
 * Erasing too early cannot be undone, so a clock that jumps is not believed. One that goes backwards holds the round until it has
 * caught up; one that leaps ahead by more than an hour holds it until a second source of time agrees.
 */
import { instant, type Instant } from '../domain/ids.ts'
import type { Refusal } from '../domain/refusal.ts'

export type ClockSources = {
  /** The machine's clock, which an administrator or a bad time server can set. */
  readonly wall: () => Instant
  /** Milliseconds since some start, which nobody can set. */
  readonly steady: () => number
  /** Another machine's clock; null where there is none. */
  readonly second: (() => Promise<Instant>) | null
}

/** How far the wall clock may run ahead of the steady one, in milliseconds. */
export const largestLeap = 3_600_000
/** How close a second source must be to agree. */
const agreement = 300_000

export class ClockGuard {
  readonly #sources: ClockSources
  #seen: { readonly wall: Instant; readonly steady: number }

  /** `lastSeen`: the latest instant of an earlier run, so that a clock set back between two runs is noticed as well. */
  constructor(sources: ClockSources, lastSeen: Instant | null) {
    this.#sources = sources
    const wall = sources.wall()
    this.#seen = { wall: instant(Math.max(wall, lastSeen ?? wall)), steady: sources.steady() }
  }

  get lastSeen(): Instant {
    return this.#seen.wall
  }

  /** Null: go on. A refusal: hold everything that the clock fires, and show why. */
  async check(): Promise<Refusal | null> {
    const wall = this.#sources.wall()
    const steady = this.#sources.steady()
    const expected = this.#seen.wall + (steady - this.#seen.steady)
    if (wall < this.#seen.wall) return { refused: 'clock_went_back', sinceAt: wall, seenAt: this.#seen.wall }
    if (wall - expected > largestLeap && !(await this.#secondAgrees(wall)))
      return { refused: 'clock_leapt', sinceAt: wall, expectedAt: instant(Math.round(expected)) }
    this.#seen = { wall, steady }
    return null
  }

  async #secondAgrees(wall: Instant): Promise<boolean> {
    if (this.#sources.second === null) return false
    return Math.abs((await this.#sources.second()) - wall) <= agreement
  }
}
