import type { Digest } from '../ids.ts'
import { sameBytes } from './bytes.ts'
import { HASH_BYTES, nodeHasher } from './merkle.ts'

/**
 * Inclusion and consistency proofs of RFC 9162, section 2.1. Making one goes in two steps, so that the pure part never waits: the
 * ranges of leaves whose roots the proof lists, then those roots from a reader of complete subtrees.
 */

/** The leaves from `start` up to, not including, `end`. */
export type Range = { readonly start: number; readonly end: number }

/** A complete subtree: 2^level leaves, the index-th of its level. */
export type NodeId = { readonly level: number; readonly index: number }

/** Answers the hash of a complete subtree. */
export type NodeReader = (node: NodeId) => Uint8Array

const largestPowerBelow = (size: number): number => {
  let power = 1
  while (power * 2 < size) power *= 2
  return power
}

/** The ranges of the inclusion proof of leaf `index` in a log of `size`, in the order of the proof (RFC 9162, 2.1.3.1). */
export const inclusionRanges = (index: number, size: number): readonly Range[] => {
  const path = (start: number, end: number): readonly Range[] => {
    if (end - start === 1) return []
    const middle = start + largestPowerBelow(end - start)
    return index < middle ? [...path(start, middle), { start: middle, end }] : [...path(middle, end), { start, end: middle }]
  }
  return index >= 0 && index < size ? path(0, size) : []
}

/** The ranges of the proof that a log of `to` leaves extends its own first `from` (RFC 9162, 2.1.4.1). */
export const consistencyRanges = (from: number, to: number): readonly Range[] => {
  const path = (start: number, end: number, known: boolean): readonly Range[] => {
    if (end === from) return known ? [] : [{ start, end }]
    const middle = start + largestPowerBelow(end - start)
    return from <= middle ? [...path(start, middle, known), { start: middle, end }] : [...path(middle, end, false), { start, end: middle }]
  }
  return from > 0 && from < to ? path(0, to, true) : []
}

/** The complete subtrees that a range consists of, left to right. */
export const nodesOf = ({ start, end }: Range): readonly NodeId[] => {
  const nodes: NodeId[] = []
  for (let at = start; at < end;) {
    let level = 0
    let span = 1
    while (at % (span * 2) === 0 && at + span * 2 <= end) {
      span *= 2
      level += 1
    }
    nodes.push({ level, index: at / span })
    at += span
  }
  return nodes
}

/** The hashes of a proof: each range's complete subtrees folded from the right. */
export const proofFrom = (ranges: readonly Range[], read: NodeReader, digest: Digest): readonly Uint8Array[] => {
  const node = nodeHasher(digest)
  return ranges.map((range) =>
    nodesOf(range)
      .map(read)
      .reduceRight((right, left) => node(left, right)),
  )
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0
const areHashes = (hashes: readonly Uint8Array[]): boolean => hashes.every((hash) => hash.length === HASH_BYTES)

/** Does the proof lead from the leaf hash at `index` to the root of a log of `size` (RFC 9162, 2.1.3.2)? */
export const verifyInclusion = (
  claim: { readonly index: number; readonly size: number; readonly leafHash: Uint8Array; readonly root: Uint8Array },
  proof: readonly Uint8Array[],
  digest: Digest,
): boolean => {
  if (!isCount(claim.index) || !isCount(claim.size) || claim.index >= claim.size || !areHashes([claim.leafHash, claim.root, ...proof]))
    return false
  const node = nodeHasher(digest)
  let place = claim.index
  let last = claim.size - 1
  let hash = claim.leafHash
  for (const step of proof) {
    if (last === 0) return false
    if (place % 2 === 1 || place === last) {
      hash = node(step, hash)
      while (place % 2 === 0 && place !== 0) {
        place /= 2
        last = Math.floor(last / 2)
      }
    } else {
      hash = node(hash, step)
    }
    place = Math.floor(place / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 && sameBytes(hash, claim.root)
}

/** A size and the root that the log had at it. */
export type Measured = { readonly size: number; readonly root: Uint8Array }

/** Is the earlier log the beginning of the later one (RFC 9162, 2.1.4.2)? Every log extends the empty one. */
export const verifyConsistency = (earlier: Measured, later: Measured, proof: readonly Uint8Array[], digest: Digest): boolean => {
  if (!isCount(earlier.size) || !isCount(later.size) || earlier.size > later.size) return false
  if (!areHashes([earlier.root, later.root, ...proof])) return false
  if (earlier.size === later.size) return proof.length === 0 && sameBytes(earlier.root, later.root)
  if (earlier.size === 0) return proof.length === 0 && sameBytes(earlier.root, digest(new Uint8Array(0)))
  const node = nodeHasher(digest)
  let place = earlier.size - 1
  let last = later.size - 1
  while (place % 2 === 1) {
    place = (place - 1) / 2
    last = Math.floor(last / 2)
  }
  // A size that is a power of two is itself the first node of the path, so the proof leaves it out.
  const steps = place === 0 ? [earlier.root, ...proof] : proof
  const [first, ...rest] = steps
  if (first === undefined) return false
  let before = first
  let after = first
  for (const step of rest) {
    if (last === 0) return false
    if (place % 2 === 1 || place === last) {
      before = node(step, before)
      after = node(step, after)
      while (place % 2 === 0 && place !== 0) {
        place /= 2
        last = Math.floor(last / 2)
      }
    } else {
      after = node(after, step)
    }
    place = Math.floor(place / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 && sameBytes(before, earlier.root) && sameBytes(after, later.root)
}
