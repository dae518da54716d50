/**
 * The closed list of what the vault holds apart. Each class has tenant keys of its own, so that one can end while another stays.
 * - `expires: 'always'`: a record of the class carries the local day on which it must be unreadable, and is sealed under that day's key.
 * - `expires: 'once known'`: the day may be open (the life of an account, the term of a contract); it is null until it is known.
 * - `outlives`: the class is kept after the contract ended, because a law or a claim needs it.
 */
export const keyClasses = {
  submitted: { expires: 'once known', outlives: false },
  account: { expires: 'once known', outlives: false },
  accessLogs: { expires: 'always', outlives: true },
  billing: { expires: 'always', outlives: true },
  evidence: { expires: 'once known', outlives: true },
  /** What the house keeps for itself: credentials, sign-in links, messages on their way, stored answers. */
  house: { expires: 'once known', outlives: true },
} as const

export type KeyClass = keyof typeof keyClasses

export const keyClassNames: readonly KeyClass[] = ['submitted', 'account', 'accessLogs', 'billing', 'evidence', 'house']

export const isKeyClass = (text: string): text is KeyClass => Object.hasOwn(keyClasses, text)

/** The classes whose keys the end of a contract destroys. */
export const classesThatEnd: readonly KeyClass[] = keyClassNames.filter((name) => !keyClasses[name].outlives)
