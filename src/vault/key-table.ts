import type { Key } from './key.ts'
import { familyText, purposeText, versionOf } from './purpose.ts'

/** The keys of a ring by purpose, family and id, in the order in which they were made. */
export class KeyTable {
  readonly #byPurpose = new Map<string, Key>()
  readonly #byId = new Map<string, Key>()
  readonly #families = new Map<string, Key[]>()

  constructor(keys: Iterable<Key>) {
    for (const key of keys) this.put(key)
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

  /** What `all` would say after `put` of these keys: for the file, which is written before the table is changed. */
  allWith(changed: readonly Key[]): readonly Key[] {
    const purposes = new Map(changed.map((key) => [purposeText(key.purpose), key]))
    const after: Key[] = []
    for (const [purpose, key] of this.#byPurpose) {
      after.push(purposes.get(purpose) ?? key)
      purposes.delete(purpose)
    }
    return [...after, ...purposes.values()]
  }

  /** Adds a key, or puts it in the place of the one with its purpose. */
  put(key: Key): void {
    this.#byPurpose.set(purposeText(key.purpose), key)
    this.#byId.set(key.id, key)
    const name = familyText(key.purpose)
    const family = this.#families.get(name)
    if (family === undefined) {
      this.#families.set(name, [key])
      return
    }
    const version = versionOf(key.purpose)
    const others = family.filter((other) => versionOf(other.purpose) !== version)
    this.#families.set(
      name,
      [...others, key].toSorted((one, other) => versionOf(other.purpose) - versionOf(one.purpose)),
    )
  }
}
