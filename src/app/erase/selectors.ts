/** By what a person is known: asked for, found, and kept sealed until the last check is done. */
import { nameSpellings, normaliseEmail, normalisePhone } from '../../domain/normalise.ts'
import { isUuid } from '../../domain/ids.ts'
import type { Refusal } from '../../domain/refusal.ts'
import type { PostgresTransaction } from '../../store/postgres.ts'
import { dropVault, putVault } from '../../store/postgres/vault-rows.ts'
import { personHmacs } from '../../vault/house-keys.ts'
import type { Permit } from '../../domain/gate.ts'
import type { FoundRecord, Selectors, Wing } from '../wing.ts'
import type { RealHouse } from '../house.ts'
import { openOwned } from './kept.ts'
import type { Needles } from './matcher.ts'

export const noSelectors: Selectors = { emails: [], phones: [], names: [], records: [] }

/** What a person typed, in normal form. Refused when nothing is left to look for, or an id is none. */
export const readSelectors = (asked: Partial<Selectors>): Selectors | Refusal => {
  const records = (asked.records ?? []).map((id) => id.trim().toLowerCase())
  const wrong = records.find((id) => !isUuid(id))
  if (wrong !== undefined) return { refused: 'record_id_malformed', id: wrong.slice(0, 40) }
  const read: Selectors = {
    emails: unique((asked.emails ?? []).map(normaliseEmail)),
    phones: unique((asked.phones ?? []).map((phone) => normalisePhone(phone))),
    names: unique((asked.names ?? []).flatMap(nameSpellings)),
    records: unique(records),
  }
  return Object.values(read).every((values) => values.length === 0) ? { refused: 'nothing_to_look_for' } : read
}

export const joinSelectors = (...parts: readonly Selectors[]): Selectors => ({
  emails: unique(parts.flatMap((part) => part.emails)),
  phones: unique(parts.flatMap((part) => part.phones)),
  names: unique(parts.flatMap((part) => part.names)),
  records: unique(parts.flatMap((part) => part.records)),
})

/** A chain of addresses and numbers longer than this is a list, not a person. */
const mostRounds = 5

export type FoundPerson = {
  readonly byWing: ReadonlyMap<Wing, readonly FoundRecord[]>
  readonly records: readonly FoundRecord[]
  readonly selectors: Selectors
}

/**
 * The records of a person over all wings: what the selectors find, and what the addresses and numbers of those find in turn. Whoever bears
 * another name behind the same number or mailbox is somebody else, and what both share then identifies neither.
 */
export const findRecords = async (
  wings: readonly Wing[],
  transaction: PostgresTransaction,
  permit: Permit,
  asked: Selectors,
  reach: 'person' | 'record',
): Promise<FoundPerson> => {
  const byWing = new Map<Wing, readonly FoundRecord[]>()
  for (const [wing, found] of await Promise.all(wings.map(async (wing) => [wing, await wing.find(transaction, permit, asked)] as const)))
    byWing.set(wing, found)
  const others: FoundRecord[] = []
  let fresh = [...byWing.values()].flat()
  let selectors = asked
  for (let round = 0; round < mostRounds && reach === 'person' && fresh.length > 0; round += 1) {
    const next = joinSelectors(...fresh.map((record) => ({ ...record.selectors, names: [], records: [] })))
    const wanted = { ...noSelectors, emails: without(next.emails, selectors.emails), phones: without(next.phones, selectors.phones) }
    selectors = joinSelectors(selectors, next)
    fresh = []
    for (const wing of hasAny(wanted) ? wings : []) {
      const known = byWing.get(wing) ?? []
      const seen = new Set([...known, ...others].map((record) => record.id))
      const names = new Set([...byWing.values()].flat().flatMap((record) => record.selectors.names))
      const found = (await wing.find(transaction, permit, wanted)).filter((record) => !seen.has(record.id))
      const own = found.filter(
        (record) => record.selectors.names.length === 0 || names.size === 0 || record.selectors.names.some((name) => names.has(name)),
      )
      others.push(...found.filter((record) => !own.includes(record)))
      byWing.set(wing, [...known, ...own])
      fresh.push(...own)
    }
  }
  const records = [...byWing.values()].flat()
  const all = joinSelectors(selectors, ...records.map((record) => record.selectors), {
    ...noSelectors,
    records: records.map((record) => record.id),
  })
  const shared = joinSelectors(...others.map((record) => record.selectors))
  return { byWing, records, selectors: { ...all, emails: without(all.emails, shared.emails), phones: without(all.phones, shared.phones) } }
}

/** What the checks look for, as it lies sealed in the vault until the audit is over. */
export type KeptSelectors = { readonly scope: 'record' | 'person'; readonly selectors: Selectors; readonly tokens: readonly string[] }

const kind = 'erasure-selectors'

export const keepSelectors = async (
  house: RealHouse,
  transaction: PostgresTransaction,
  id: string,
  erasure: string,
  kept: KeptSelectors,
): Promise<void> => {
  await putVault(transaction, { id, class: 'evidence', day: null, kind, owner: erasure }, Buffer.from(JSON.stringify(kept)), house.now())
}

export const keptSelectors = async (transaction: PostgresTransaction, erasure: string): Promise<KeptSelectors | null> => {
  const text = await openOwned(transaction, kind, erasure)
  if (text === null) return null
  const kept: KeptSelectors = JSON.parse(text)
  return kept
}

export const dropSelectors = (transaction: PostgresTransaction, erasure: string): Promise<number> => dropVault(transaction, kind, erasure)

/**
 * What a check reads texts for. Of one record only its id: the same person may lawfully stand in another record. A name counts where
 * there is neither address nor number; many people bear it.
 */
export const needlesOf = (erasure: string, { scope, selectors }: KeptSelectors): Needles => {
  const known = selectors.emails.length + selectors.phones.length > 0
  if (scope === 'record') return { case: erasure, ids: selectors.records, emails: [], phones: [], names: [] }
  return { case: erasure, ids: selectors.records, emails: selectors.emails, phones: selectors.phones, names: known ? [] : selectors.names }
}

/** Under what the directory of persons knows these addresses and numbers, for each living version of its key. */
export const directoryTokens = ({ ring }: PostgresTransaction, { emails, phones }: Selectors): readonly Uint8Array[] => [
  ...emails.flatMap((email) => personHmacs(ring, 'email', email)),
  ...phones.flatMap((phone) => personHmacs(ring, 'phone', phone)),
]

const unique = (values: readonly string[]): readonly string[] => [...new Set(values)].filter((value) => value !== '')
const without = (values: readonly string[], known: readonly string[]): readonly string[] => values.filter((value) => !known.includes(value))
const hasAny = (selectors: Selectors): boolean => Object.values(selectors).some((values) => values.length > 0)
