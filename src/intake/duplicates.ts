import { normaliseCompany, normaliseEmail, normaliseName } from '../domain/normalise.ts'
import type { ContactFields } from './check-row.ts'

/** How many different people are remembered: 3 million fill 50 MB. Beyond it new rows are not compared, and the report says from which line on. */
const MOST_REMEMBERED = 3_000_000

/** Finds rows that mean the same person: by e-mail, else by name and company. Remembers 53-bit digests and lines, never a value. */
export type Duplicates = {
  /** The line where this person stood first, `null` for a new person, one that cannot be told, or when the memory is full. */
  readonly firstLine: (fields: ContactFields, line: number) => number | null
  /** The line from which on new people are no longer remembered. */
  readonly fullSince: () => number | null
}

export const duplicates = (most: number = MOST_REMEMBERED): Duplicates => {
  let digests = new Float64Array(1 << 12)
  let lines = new Uint32Array(1 << 12)
  let count = 0
  let full: number | null = null

  const slotOf = (digest: number, table: Float64Array): number => {
    let slot = digest % table.length
    while (table[slot] !== 0 && table[slot] !== digest) slot = (slot + 1) % table.length
    return slot
  }
  const grow = (): void => {
    const wider = new Float64Array(digests.length * 2)
    const widerLines = new Uint32Array(digests.length * 2)
    digests.forEach((digest, old) => {
      if (digest === 0) return
      const slot = slotOf(digest, wider)
      wider[slot] = digest
      widerLines[slot] = lines[old] ?? 0
    })
    digests = wider
    lines = widerLines
  }

  return {
    firstLine: (fields, line) => {
      const identity = identityOf(fields)
      if (identity === null) return null
      const digest = digestOf(identity)
      const slot = slotOf(digest, digests)
      if (digests[slot] === digest) return lines[slot] ?? null
      if (count >= most) {
        full ??= line
        return null
      }
      digests[slot] = digest
      lines[slot] = line
      count += 1
      if (count * 4 > digests.length * 3) grow()
      return null
    },
    fullSince: () => full,
  }
}

const identityOf = (fields: ContactFields): string | null => {
  if (fields.email !== undefined && !isShared(fields.email)) return `e:${normaliseEmail(fields.email)}`
  const name = fields.fullName ?? [fields.firstName ?? '', fields.lastName ?? ''].join(' ')
  const folded = normaliseName(name)
  if (folded === '' || fields.company === undefined) return null
  return `n:${folded}|${normaliseCompany(fields.company)}`
}

/** Mailboxes that many people share say nothing about who is meant. */
const isShared = (email: string): boolean =>
  /^(?:info|contact|kontakt|contacto|office|mail|hello|sales|support|admin|enquiries|post|service|accueil|secretariat)@/i.test(email)

/** Two 32-bit multiplicative hashes made into one number of 53 bits, never 0. For 3 million people the odds of one false pair are about 1 in 2,000. */
const digestOf = (text: string): number => {
  let high = 0x9e3779b9
  let low = 0x85ebca6b
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    high = Math.imul(high ^ code, 0x5bd1e995)
    high ^= high >>> 15
    low = Math.imul(low ^ code, 0xc2b2ae35)
    low ^= low >>> 13
  }
  return (high >>> 11) * 4294967296 + (low >>> 0) + 1
}
