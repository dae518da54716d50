/** Rules of the wing that need neither table nor key: which column of the agreement a field is, names, ids, what may be undone. */
import { instant, type Instant } from '../../domain/ids.ts'
import { nameSpellings, normaliseCompany, normaliseEmail, normaliseName, normalisePhone } from '../../domain/normalise.ts'

/** The fields of a contact by key of the wing's columns; empty ones are absent. */
export type ContactFields = Readonly<Record<string, string>>

/** What happens to a row whose e-mail address the customer has handed in before. */
export const duplicatePolicies = ['skip', 'update', 'keep'] as const
/** `skip`: the known record stays. `update`: the row takes its place, whole: fields of the older submission would outlive their period under the day of the newer. `keep`: both stand. */
export type DuplicatePolicy = (typeof duplicatePolicies)[number]

/** The processing activity of the agreement under which this wing works. */
export const enrichContacts = 'enrich-contacts'

const namesInAgreement: Readonly<Record<string, string>> = {
  title: 'jobTitle',
  website: 'companyWebsite',
  industry: 'companyIndustry',
  location: 'companyLocation',
  linkedin: 'linkedinUrl',
}

/** The names by which the agreement lists these fields, for the scope check (Art. 28(3), first sentence). */
export const agreementColumns = (keys: readonly string[]): readonly string[] => [
  ...new Set(keys.map((key) => namesInAgreement[key] ?? key)),
]

/** First and last name in one, where no full name was given. Empty when neither is there. */
export const fullNameOf = (fields: ContactFields): string =>
  fields['fullName'] ?? [fields['firstName'], fields['lastName']].filter((part) => part !== undefined).join(' ')

/** What the keyed indexes of a record are made of, each in its normal form; empty where there is nothing to index. */
export type Indexed = {
  readonly email: string
  readonly phone: string
  readonly name: string
  readonly company: string
  /** Other spellings of the whole name: `mueller` beside `muller`. */
  readonly otherNames: readonly string[]
  /** Words whose beginnings are searchable: of the last name (of the full name where no last name is known) and of the company. */
  readonly words: readonly string[]
}

/** A word more is a subtitle, not a name; it would cost an index row for each contact. */
const mostWords = 4

/** Reads the indexed values out of a record. */
export const indexedOf = (fields: ContactFields): Indexed => {
  const [name = '', ...otherNames] = nameSpellings(fullNameOf(fields))
  const company = normaliseCompany(fields['company'] ?? '')
  const last = nameSpellings(fields['lastName'] ?? fullNameOf(fields)).flatMap((spelling) => spelling.split(' '))
  const words = [...last.slice(0, mostWords), ...company.split(' ').slice(0, mostWords)].filter((word) => word !== '')
  return {
    email: normaliseEmail(fields['email'] ?? ''),
    phone: normalisePhone(fields['phone'] ?? ''),
    name,
    company,
    otherNames,
    words: [...new Set(words)],
  }
}

/** Two prefixes are indexed for each word, of 3 and of 6 letters: a search for 4 or 5 looks among those of 3 and reads on in the record. */
export const indexedPrefixLetters = { short: 3, long: 6 } as const

/** The beginnings of a normalised word that are indexed: itself when it has no more than 3 letters. */
export const indexedPrefixes = (word: string): readonly string[] => {
  const letters = Array.from(word)
  const { short, long } = indexedPrefixLetters
  const first = letters.slice(0, short).join('')
  return letters.length < long ? [first] : [first, letters.slice(0, long).join('')]
}

/** What to look for when a word's beginning was typed, normalised; the opened record is then asked whether it begins so. */
export const soughtBeginning = (typed: string): string => {
  const word = normaliseName(typed).split(' ')[0] ?? ''
  const letters = Array.from(word)
  return letters.slice(0, letters.length < indexedPrefixLetters.long ? indexedPrefixLetters.short : indexedPrefixLetters.long).join('')
}

/** The name and the company as one normalised text, which a typed beginning is compared with. */
export const searchedText = (fields: ContactFields): string => {
  const { name, otherNames, company } = indexedOf(fields)
  const last = nameSpellings(fields['lastName'] ?? '').join(' ')
  return [last === '' ? [name, ...otherNames].join(' ') : last, company].join(' ')
}

/**
 * An id that sorts by time and then by number: UUID version 7 (RFC 9562, 5.7) with a counter of 30 bits (6.2, method 1) and 44 bits of the
 * random id. `random` is a UUID; `number` counts the records made at one instant.
 */
export const orderedId = (at: Instant, number: number, random: string): string => {
  const time = Math.max(0, at).toString(16).padStart(12, '0').slice(-12)
  const counter = number % 2 ** 30
  const high = Math.floor(counter / 2 ** 18)
  const low = counter % 2 ** 18
  const variant = (0x8000 + Math.floor(low / 16)).toString(16)
  const last = (low % 16).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${high.toString(16).padStart(3, '0')}-${variant}-${last}${random.slice(-11)}`
}

/** How long an import can be undone: 24 hours after its rows became visible. */
export const undoWindow = 24 * 3_600_000

/** The last instant at which an import that was closed at `closed` can be undone. */
export const undoUntil = (closed: Instant): Instant => instant(closed + undoWindow)

/** What an import counts. `rows` = `accepted` + `refused` + `quarantined`; `accepted` = `imported` + `updated` + `skipped`. */
export type ImportCounts = {
  readonly rows: number
  readonly accepted: number
  readonly refused: number
  readonly quarantined: number
  readonly imported: number
  readonly updated: number
  readonly skipped: number
  /** Rows whose e-mail address was known before, whatever became of them. */
  readonly duplicates: number
  readonly byRule: Readonly<Record<string, number>>
}

/** Before the first row. */
export const noCounts: ImportCounts = {
  rows: 0,
  accepted: 0,
  refused: 0,
  quarantined: 0,
  imported: 0,
  updated: 0,
  skipped: 0,
  duplicates: 0,
  byRule: {},
}

/** Both together. */
export const addCounts = (one: ImportCounts, other: ImportCounts): ImportCounts => {
  const byRule = { ...one.byRule }
  for (const [rule, count] of Object.entries(other.byRule)) byRule[rule] = (byRule[rule] ?? 0) + count
  return {
    rows: one.rows + other.rows,
    accepted: one.accepted + other.accepted,
    refused: one.refused + other.refused,
    quarantined: one.quarantined + other.quarantined,
    imported: one.imported + other.imported,
    updated: one.updated + other.updated,
    skipped: one.skipped + other.skipped,
    duplicates: one.duplicates + other.duplicates,
    byRule,
  }
}

/** Mailboxes that many people share say nothing about who is meant: two rows with one are two people. */
export const isSharedMailbox = (email: string): boolean =>
  /^(?:info|contact|kontakt|contacto|office|mail|hello|sales|support|admin|enquiries|post|service|accueil|secretariat)@/i.test(email)
