/**
 * Derived keys by name, bounded: two generations of at most half the bound each. What was not asked for during a whole generation is
 * overwritten and forgotten. Reading costs one look-up in a Map, without the reordering of a true LRU.
 */
export class DerivedKeys<Value extends { readonly key: Uint8Array }> {
  readonly #half: number
  #young = new Map<string, Value>()
  #old = new Map<string, Value>()

  constructor(bound: number) {
    this.#half = Math.max(1, Math.floor(bound / 2))
  }

  get size(): number {
    return this.#young.size + this.#old.size
  }

  find(name: string): Value | undefined {
    const young = this.#young.get(name)
    if (young !== undefined) return young
    const old = this.#old.get(name)
    if (old === undefined) return undefined
    this.#old.delete(name)
    this.keep(name, old)
    return old
  }

  keep(name: string, value: Value): void {
    if (this.#young.size >= this.#half) {
      wipe(this.#old)
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(name, value)
  }

  /** Overwrites and forgets all: called whenever a key of the ring changes its state. */
  clear(): void {
    wipe(this.#young)
    wipe(this.#old)
    this.#young.clear()
    this.#old.clear()
  }
}

const wipe = (generation: ReadonlyMap<string, { readonly key: Uint8Array }>): void => {
  for (const { key } of generation.values()) key.fill(0)
}
