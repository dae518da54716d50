/** Brands for values that must not be mixed. A brand costs nothing at run time; only these constructors may assert one. */

declare const brand: unique symbol
type Brand<Base, Name extends string> = Base & { readonly [brand]: Name }

/** A moment in time: whole milliseconds since 1970-01-01T00:00:00Z. Shown to people only through `time.ts`. */
export type Instant = Brand<number, 'Instant'>
/** The controller whose data is meant. The operator is a tenant for its own acts. A UUID in lower case. */
export type TenantId = Brand<string, 'TenantId'>
/** One stream of events of one clause: an instruction, an end of contract, one day of retention. At most 80 characters of [A-Za-z0-9:._-]. */
export type CaseId = Brand<string, 'CaseId'>
/** One record about a person, in a wing's table. A UUID in lower case. */
export type RecordId = Brand<string, 'RecordId'>
/** SHA-256 in lower-case hexadecimal, 64 characters. */
export type Sha256 = Brand<string, 'Sha256'>

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Is this text a UUID in lower case, the only form of id that leaves or enters the program? */
export const isUuid = (text: string): boolean => uuid.test(text)

const nobody = [
  /^[0-9a-f]{64}$/,
  /^[a-z-]{1,20}:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
  /^[A-Za-z]{1,20}:\d{4}-\d\d-\d\d$/,
]

/**
 * Can this text name nobody, whoever typed it: a UUID, a hash, or a word with a UUID or a date? Only such ids enter the trail and the
 * names of cases as they are; of others a digest enters.
 */
export const namesNobody = (text: string): boolean => isUuid(text) || nobody.some((form) => form.test(text))

export const instant = (milliseconds: number): Instant => milliseconds as Instant
export const tenantId = (text: string): TenantId => text as TenantId
export const caseId = (text: string): CaseId => text as CaseId
export const recordId = (text: string): RecordId => text as RecordId
export const sha256Hex = (text: string): Sha256 => text as Sha256

/** What makes new ids. Handed in, because a pure room has no randomness. */
export type NewId = () => string
/** SHA-256, handed in: node:crypto on the server, @noble/hashes in the browser. */
export type Digest = (bytes: Uint8Array) => Uint8Array
/** Ed25519 verification (RFC 8032), handed in like `Digest`. The key is the raw 32 bytes. */
export type Verify = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean
