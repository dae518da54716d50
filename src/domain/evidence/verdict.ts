import type { Head } from '../checkpoint.ts'
import type { Evidence } from '../evidence.ts'
import type { Digest, Sha256, Verify } from '../ids.ts'
import type { Fault, Named } from '../refusal.ts'

/** Something that a verdict says: a code with the values of its sentence, which stands in the words. Names that end in `At` are instants. */
export type Said = { readonly said: string } & { readonly [name: string]: Named }

/**
 * `proved` follows from the file and the key by computation; `stated` is the operator's word. When it is not so, `wrong` is the first
 * thing that is not, and where.
 */
export type Verdict =
  | {
      readonly ok: true
      readonly kind: Evidence['kind']
      readonly head: Head
      readonly proved: readonly Said[]
      readonly stated: readonly Said[]
    }
  | { readonly ok: false; readonly wrong: Fault }

/** What the reader holds besides the file. */
export type Held = {
  /** SHA-256 of the operator's raw key, from a key file or out of the signed agreement (`trailKey`). */
  readonly fingerprint: Sha256
  /** The concluded hash of the agreement that the reader holds, if it was given. */
  readonly concluded: Sha256 | null
  /** The text of a signed head that the reader got before, if there is one. */
  readonly earlierHead: string | null
}

/** The two computations that a platform lends. */
export type Means = { readonly digest: Digest; readonly verify: Verify }
