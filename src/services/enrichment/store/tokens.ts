/** The keyed indexes of a contact, in hexadecimal: what is written beside a record, and what a search looks for. */
import { isRefusal, type Refusal } from '../../../domain/refusal.ts'
import { nameSpellings, normalise } from '../../../domain/normalise.ts'
import { prefixTokens, soughtPrefixTokens, soughtTokens, token, type IndexPlace } from '../../../vault/blind-index.ts'
import type { KeyClass } from '../../../vault/classes.ts'
import { tenantFamily, type Ring } from '../../../vault/ring.ts'
import { KeyGone } from '../../../store/postgres/sealing.ts'
import { indexedOf, indexedPrefixes, soughtBeginning, type ContactFields } from '../rules.ts'
import { contactClasses } from './contact.ts'

export type ContactTokens = {
  readonly email: string
  readonly phone: string
  readonly name: string
  readonly company: string
  /** Prefixes of words and other spellings of the name; each is a row of the word index. */
  readonly words: readonly string[]
}

/** A file repeats its companies and its surnames: a token is made once for each, and forgotten with the maker. */
const mostRemembered = 50_000

export type TokensOf = (fields: ContactFields) => ContactTokens

/** Tokens are made under the class that the record is sealed under, so that both turn to a new key together. */
export const tokenMaker = (ring: Ring, tenant: string, keyClass: KeyClass): TokensOf => {
  const placeOf = (field: string): IndexPlace => ({ tenant, class: keyClass, field })
  const known = new Map<string, readonly string[]>()
  const remember = (key: string, make: () => readonly string[]): readonly string[] => {
    const found = known.get(key)
    if (found !== undefined) return found
    const made = make()
    if (known.size >= mostRemembered) known.clear()
    known.set(key, made)
    return made
  }
  const whole = (field: string, value: string): string => (value === '' ? '' : hex(must(token(ring, placeOf(field), value))))
  const company = (value: string): string => (value === '' ? '' : (remember(`company ${value}`, () => [whole('company', value)])[0] ?? ''))
  const word = (value: string): readonly string[] =>
    remember(`word ${value}`, () =>
      indexedPrefixes(value).flatMap((prefix) => {
        // The vault makes every prefix of the text; of a text that is itself a prefix the last is the whole of it.
        const all = must(prefixTokens(ring, placeOf('words'), prefix))
        return all.slice(-1).map(hex)
      }),
    )
  return (fields) => {
    const indexed = indexedOf(fields)
    const words = [...indexed.words.flatMap(word), ...indexed.otherNames.map((name) => whole('name', name))]
    return {
      email: whole('email', indexed.email),
      phone: whole('phone', indexed.phone),
      name: whole('name', indexed.name),
      company: company(indexed.company),
      words: [...new Set(words)],
    }
  }
}

/** What a person or program may look for exactly. */
export type ExactField = 'email' | 'phone' | 'name' | 'company'

/** One token for each spelling, each class that a contact may be sealed under, and each living version of its key. */
export const soughtExactly = (
  ring: Ring,
  tenant: string,
  field: ExactField,
  value: string,
  classes: readonly KeyClass[] = contactClasses,
): readonly string[] => {
  const spellings = field === 'name' ? nameSpellings(value) : [normalise(field, value)].filter((text) => text !== '')
  return spellings
    .flatMap((spelling) => classes.flatMap((keyClass) => soughtTokens(ring, { tenant, class: keyClass, field }, spelling)))
    .map(hex)
}

/** Is the token that is written the only one there is, because the class has had no other key? */
export const hasOneKey = (ring: Ring, tenant: string, keyClass: KeyClass): boolean =>
  ring.living(tenantFamily(tenant, keyClass)).length === 1

/** The tokens of the beginning of a word; none when nothing searchable was typed. */
export const soughtByBeginning = (ring: Ring, tenant: string, typed: string): readonly string[] => {
  const beginning = soughtBeginning(typed)
  if (beginning === '') return []
  return contactClasses.flatMap((keyClass) => soughtPrefixTokens(ring, { tenant, class: keyClass, field: 'words' }, beginning)).map(hex)
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')

const must = <Value>(found: Value | Refusal): Value => {
  if (isRefusal(found)) throw new KeyGone(found.refused, 'enrichment_contact')
  return found
}
