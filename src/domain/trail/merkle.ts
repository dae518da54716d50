import type { Digest } from '../ids.ts'
import { concat } from './bytes.ts'

/**
 * The Merkle tree of RFC 9162, section 2.1, grown from its right edge: appending a batch costs one hash per leaf and about one per
 * node, whatever the size of the log.
 */

/** SHA-256: 32 bytes. */
export const HASH_BYTES = 32
/** A tile holds 256 consecutive hashes of one level; each hash of a level above is the root of a full tile (C2SP tlog-tiles). */
export const TILE_WIDTH = 256

/** The complete subtrees that cover the log, largest first: all that appending needs to know. */
export type Frontier = { readonly size: number; readonly peaks: readonly Uint8Array[] }

/** Hashes to be put behind the `from` hashes that tile `index` of `level` holds already; `hashes` is a multiple of 32 bytes. */
export type TileGrowth = { readonly level: number; readonly index: number; readonly from: number; readonly hashes: Uint8Array }

/** What an append leaves: the new edge, the new root, and what every touched tile gains. */
export type Appended = { readonly frontier: Frontier; readonly root: Uint8Array; readonly grown: readonly TileGrowth[] }

/** The log before its first entry. */
export const emptyFrontier: Frontier = { size: 0, peaks: [] }

/** The hash of a leaf (RFC 9162, 2.1.1: a zero byte, then the entry). */
export const hashLeaf = (leaf: Uint8Array, digest: Digest): Uint8Array => {
  const input = new Uint8Array(leaf.length + 1)
  input.set(leaf, 1)
  return digest(input)
}

/** The hash of an inner node (RFC 9162, 2.1.1: a byte of one, then both children). */
export const hashNode = (left: Uint8Array, right: Uint8Array, digest: Digest): Uint8Array => nodeHasher(digest)(left, right)

/** Hashes many nodes through one buffer; `digest` must not keep what it is given. */
export const nodeHasher = (digest: Digest): ((left: Uint8Array, right: Uint8Array) => Uint8Array) => {
  const input = new Uint8Array(1 + 2 * HASH_BYTES)
  input[0] = 1
  return (left, right) => {
    input.set(left, 1)
    input.set(right, 1 + HASH_BYTES)
    return digest(input)
  }
}

/** The root of the log: its peaks folded from the right; the digest of nothing for an empty log (RFC 9162, 2.1.1). */
export const rootOf = (frontier: Frontier, digest: Digest): Uint8Array => {
  const node = nodeHasher(digest)
  const root = frontier.peaks.reduceRight<Uint8Array | null>((right, left) => (right === null ? left : node(left, right)), null)
  return root ?? digest(new Uint8Array(0))
}

/** Appends leaf hashes in their order. */
export const appendLeaves = (frontier: Frontier, leafHashes: readonly Uint8Array[], digest: Digest): Appended => {
  const node = nodeHasher(digest)
  const peaks = [...frontier.peaks]
  const gained: Uint8Array[][] = [[...leafHashes]]
  let size = frontier.size
  for (const leaf of leafHashes) {
    let subtree = leaf
    let height = 0
    for (let pairs = size; pairs % 2 === 1; pairs = (pairs - 1) / 2) {
      const left = peaks.pop()
      if (left === undefined) throw new Error(`the frontier of ${frontier.size} leaves lacks a peak`)
      subtree = node(left, subtree)
      height += 1
      if (height % 8 === 0) (gained[height / 8] ??= []).push(subtree)
    }
    peaks.push(subtree)
    size += 1
  }
  const after: Frontier = { size, peaks }
  return { frontier: after, root: rootOf(after, digest), grown: gained.flatMap((hashes, level) => growthOf(level, hashes, frontier.size)) }
}

/** Splits what a level gained at the borders of its tiles. */
const growthOf = (level: number, hashes: readonly Uint8Array[], sizeBefore: number): readonly TileGrowth[] => {
  const grown: TileGrowth[] = []
  let position = Math.floor(sizeBefore / TILE_WIDTH ** level)
  for (let at = 0; at < hashes.length;) {
    const from = position % TILE_WIDTH
    const take = Math.min(TILE_WIDTH - from, hashes.length - at)
    grown.push({ level, index: Math.floor(position / TILE_WIDTH), from, hashes: concat(hashes.slice(at, at + take)) })
    at += take
    position += take
  }
  return grown
}

/** The peaks one after the other, to be kept beside the size. */
export const frontierBytes = (frontier: Frontier): Uint8Array => concat(frontier.peaks)

/** The reverse of `frontierBytes`. Null when the bytes are not one hash for each binary one of the size. */
export const readFrontier = (size: number, bytes: Uint8Array): Frontier | null => {
  let ones = 0
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) ones += rest % 2
  if (!Number.isSafeInteger(size) || size < 0 || bytes.length !== ones * HASH_BYTES) return null
  return { size, peaks: Array.from({ length: ones }, (_, at) => bytes.slice(at * HASH_BYTES, (at + 1) * HASH_BYTES)) }
}
