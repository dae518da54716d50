import type { Digest } from '../ids.ts'
import { HASH_BYTES, nodeHasher, TILE_WIDTH } from './merkle.ts'
import type { NodeId, NodeReader, Range } from './proofs.ts'
import { nodesOf } from './proofs.ts'

/** Tiles of 256 hashes (C2SP tlog-tiles): what a log keeps, and where a proof finds its hashes. */

export type TileId = { readonly level: number; readonly index: number }

/** The tile that holds what a complete subtree is computed from. */
const tileOf = ({ level, index }: NodeId): TileId => {
  const tileLevel = Math.floor(level / 8)
  return { level: tileLevel, index: Math.floor((index * 2 ** (level % 8)) / TILE_WIDTH) }
}

/** Each tile that the ranges of a proof need, once. */
export const tilesFor = (ranges: readonly Range[]): readonly TileId[] => {
  const tiles = new Map<string, TileId>()
  for (const range of ranges) {
    for (const node of nodesOf(range)) {
      const tile = tileOf(node)
      tiles.set(`${tile.level}/${tile.index}`, tile)
    }
  }
  return [...tiles.values()]
}

/** How many hashes a tile holds in a log of `size`: 0 to 256. */
export const tileWidth = ({ level, index }: TileId, size: number): number =>
  Math.max(0, Math.min(TILE_WIDTH, Math.floor(size / TILE_WIDTH ** level) - index * TILE_WIDTH))

/**
 * Reads complete subtrees out of tiles that were fetched before. `bytesOf` answers a tile's hashes, one after the other; it may hold
 * more than the log in question. A tile that is too short is a bug of the caller's and throws.
 */
export const nodesFromTiles = (bytesOf: (tile: TileId) => Uint8Array, digest: Digest): NodeReader => {
  const node = nodeHasher(digest)
  return (id) => {
    const tile = tileOf(id)
    const bytes = bytesOf(tile)
    const span = 2 ** (id.level % 8)
    const first = id.index * span - tile.index * TILE_WIDTH
    if (bytes.length < (first + span) * HASH_BYTES) {
      throw new Error(`tile ${tile.level}/${tile.index} holds ${bytes.length / HASH_BYTES} hashes, and ${first + span} are needed`)
    }
    const fold = (from: number, count: number): Uint8Array =>
      count === 1
        ? bytes.subarray(from * HASH_BYTES, (from + 1) * HASH_BYTES)
        : node(fold(from, count / 2), fold(from + count / 2, count / 2))
    return fold(first, span)
  }
}

/** Where tlog-tiles puts a tile: `tile/1/x001/234`, and `.p/17` behind a tile that is not full. */
export const tilePath = ({ level, index }: TileId, width: number): string => {
  const parts: string[] = []
  for (let rest = index; parts.length === 0 || rest > 0; rest = Math.floor(rest / 1000)) {
    parts.unshift(`${parts.length === 0 ? '' : 'x'}${String(rest % 1000).padStart(3, '0')}`)
  }
  return `tile/${level}/${parts.join('/')}${width === TILE_WIDTH ? '' : `.p/${width}`}`
}
