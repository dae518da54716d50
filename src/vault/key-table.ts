import type { Key } from './key.ts'
import { familyText, purposeText, versionOf } from './purpose.ts'

/** The keys of a ring by purpose, family and id. A change makes a new table, so that a failed write leaves the old one standing. */
export class KeyTable {
  readonly #byPurpose = new Map<string, Key>()
  readonly #byId = new Map<string, Key>()
  readonly #families = new Map<string, Key[]>()

  constructor(keys: Iterable<Key>) {
    for (const key of keys) {
      this.#byPurpose.set(purposeText(key.purpose), key)
      this.#byId.set(key.id, key)
    }
    for (const key of this.#byPurpose.values()) {
      const name = familyText(key.purpose)
      const family = this.#families.get(name)
      if (family === undefined) this.#families.set(name, [key])
      else family.push(key)
    }
    for (const family of this.#families.values())
      if (family.length > 1) family.sort((one, other) => versionOf(other.purpose) - versionOf(one.purpose))
  }

  get size(): number {
    return this.#byPurpose.size
  }

  at(purpose: string): Key | undefined {
    return this.#byPurpose.get(purpose)
  }

  byId(id: string): Key | undefined {
    return this.#byId.get(id)
  }

  /** Newest version first. */
  family(name: string): readonly Key[] {
    return this.#families.get(name) ?? []
  }

  newest(name: string): Key | undefined {
    return this.#families.get(name)?.[0]
  }

  all(): Iterable<Key> {
    return this.#byPurpose.values()
  }

  /** The same table with these keys added, or put in the place of the key of the same purpose. */
  with(changed: readonly Key[]): KeyTable {
    const next = new Map(this.#byPurpose)
    for (const key of changed) next.set(purposeText(key.purpose), key)
    return new KeyTable(next.values())
  }
}
