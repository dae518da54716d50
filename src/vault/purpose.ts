import { isKeyClass } from './classes.ts'
import type { KeyClass } from './classes.ts'

/** The keys of the house itself, made with the ring. */
export const houseNames = ['personDirectory', 'pepper', 'session', 'trailSigning', 'ledger'] as const
export type HouseName = (typeof houseNames)[number]

/** What a key is for. At most one key of a ring has a given purpose; rotation counts the version up. */
export type Purpose =
  | { readonly of: 'tenant'; readonly tenant: string; readonly class: KeyClass; readonly version: number }
  | { readonly of: 'period'; readonly class: KeyClass; readonly day: string }
  | { readonly of: 'house'; readonly name: HouseName; readonly version: number }

export const purposeText = (purpose: Purpose): string => {
  switch (purpose.of) {
    case 'tenant':
      return `tenant/${purpose.tenant}/${purpose.class}/${purpose.version}`
    case 'period':
      return `period/${purpose.class}/${purpose.day}`
    case 'house':
      return `house/${purpose.name}/${purpose.version}`
  }
}

/** What stays the same when a key is rotated: the purpose without its version. A period key has no versions. */
export const familyText = (purpose: Purpose): string => {
  switch (purpose.of) {
    case 'tenant':
      return `tenant/${purpose.tenant}/${purpose.class}`
    case 'period':
      return `period/${purpose.class}/${purpose.day}`
    case 'house':
      return `house/${purpose.name}`
  }
}

export const versionOf = (purpose: Purpose): number => (purpose.of === 'period' ? 1 : purpose.version)

const day = /^\d{4}-\d{2}-\d{2}$/
const tenant = /^[0-9a-z-]{1,64}$/

export const isDay = (text: string): boolean => day.test(text)
export const isTenantText = (text: string): boolean => tenant.test(text)

/** Reads what `purposeText` wrote; null for anything else. */
export const readPurpose = (text: string): Purpose | null => {
  const [of, first = '', second = '', third = '', ...rest] = text.split('/')
  if (rest.length > 0) return null
  if (of === 'tenant' && isTenantText(first) && isKeyClass(second) && isVersion(third))
    return { of, tenant: first, class: second, version: Number(third) }
  if (of === 'period' && isKeyClass(first) && isDay(second) && third === '') return { of, class: first, day: second }
  const name = houseNames.find((known) => known === first)
  if (of === 'house' && name !== undefined && isVersion(second) && third === '') return { of, name, version: Number(second) }
  return null
}

/** An envelope has two bytes for the version of its key. */
export const lastVersion = 65_535
const isVersion = (text: string): boolean => /^[1-9]\d{0,4}$/.test(text) && Number(text) <= lastVersion
