import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { test } from 'node:test'
import { fromHex, hex, utf8 } from './bytes.ts'
import type { Frontier, TileGrowth } from './merkle.ts'
import { appendLeaves, emptyFrontier, frontierBytes, hashLeaf, hashNode, readFrontier, rootOf } from './merkle.ts'
import type { Measured, NodeReader, Range } from './proofs.ts'
import { consistencyRanges, inclusionRanges, proofFrom, verifyConsistency, verifyInclusion } from './proofs.ts'
import { nodesFromTiles, tilePath, tilesFor, tileWidth } from './tiles.ts'

const digest = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer')
const bytes = (text: string): Uint8Array => fromHex(text, text.length / 2) ?? assert.fail(`not hexadecimal: ${text}`)

// RFC 9162, 2.1.1, word for word: the oracle.
const naiveRoot = (leaves: readonly Uint8Array[], start = 0, end = leaves.length): Uint8Array => {
  if (end === start) return digest(new Uint8Array(0))
  if (end - start === 1) return leaves[start] ?? assert.fail('no leaf')
  let split = 1
  while (split * 2 < end - start) split *= 2
  return hashNode(naiveRoot(leaves, start, start + split), naiveRoot(leaves, start + split, end), digest)
}

const leavesUpTo = (count: number): readonly Uint8Array[] => Array.from({ length: count }, (_, at) => hashLeaf(utf8(`entry ${at}`), digest))

class Shelf {
  readonly #tiles = new Map<string, Uint8Array>()
  put(grown: readonly TileGrowth[]): void {
    for (const { level, index, from, hashes } of grown) {
      const before = this.#tiles.get(`${level}/${index}`) ?? new Uint8Array(0)
      assert.equal(before.length, from * 32, 'a tile grows from where it ended')
      this.#tiles.set(`${level}/${index}`, Buffer.concat([before, hashes]))
    }
  }
  get tiles(): ReadonlyMap<string, Uint8Array> {
    return this.#tiles
  }
  reader(allowed: readonly Range[] | null = null): NodeReader {
    const names = allowed === null ? null : new Set(tilesFor(allowed).map(({ level, index }) => `${level}/${index}`))
    return nodesFromTiles(({ level, index }) => {
      assert.ok(names === null || names.has(`${level}/${index}`), 'a proof reads only the tiles that were planned')
      return this.#tiles.get(`${level}/${index}`) ?? assert.fail(`no tile ${level}/${index}`)
    }, digest)
  }
}

const grow = (leaves: readonly Uint8Array[], batch: number): { frontier: Frontier; shelf: Shelf } => {
  const shelf = new Shelf()
  let frontier = emptyFrontier
  for (let at = 0; at < leaves.length; at += batch) {
    const appended = appendLeaves(frontier, leaves.slice(at, at + batch), digest)
    shelf.put(appended.grown)
    frontier = appended.frontier
  }
  return { frontier, shelf }
}

const largeSizes = [255, 256, 257, 1000, 65535, 65836, 70000, 131329, 139999] as const
const many = leavesUpTo(139_999)

// The reference vectors of Certificate Transparency: transparency-dev/merkle, proof/verify_test.go (Apache-2.0).
const referenceLeaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'] as const
const referenceRoots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
] as const
const rootAt = (size: number): Uint8Array => bytes(referenceRoots[size - 1] ?? assert.fail('no such root'))
const inclusionVectors = [
  [
    0,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    5,
    8,
    [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
  [
    1,
    5,
    [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
] as const
const consistencyVectors = [
  [1, 1, []],
  [
    1,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    6,
    8,
    [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [
    2,
    5,
    [
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
  [
    6,
    7,
    [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
] as const

test('the empty log has the digest of nothing as its root', () => {
  assert.equal(hex(rootOf(emptyFrontier, digest)), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
})

test('the reference leaves of Certificate Transparency have the published roots and proofs', () => {
  const leaves = referenceLeaves.map((leaf) => hashLeaf(bytes(leaf), digest))
  for (const [at, root] of referenceRoots.entries())
    assert.equal(hex(appendLeaves(emptyFrontier, leaves.slice(0, at + 1), digest).root), root)
  const read = grow(leaves, 8).shelf.reader()
  for (const [index, size, published] of inclusionVectors) {
    assert.deepEqual(proofFrom(inclusionRanges(index, size), read, digest).map(hex), published)
    const claim = { index, size, leafHash: leaves[index] ?? assert.fail(), root: rootAt(size) }
    assert.ok(verifyInclusion(claim, published.map(bytes), digest))
  }
  for (const [from, to, published] of consistencyVectors) {
    assert.deepEqual(proofFrom(consistencyRanges(from, to), read, digest).map(hex), published)
    assert.ok(verifyConsistency({ size: from, root: rootAt(from) }, { size: to, root: rootAt(to) }, published.map(bytes), digest))
  }
})

test('the root equals the recursion of the RFC at every size from 0 to 70, whatever the batches', () => {
  for (let size = 0; size <= 70; size += 1) {
    const leaves = many.slice(0, size)
    const expected = hex(naiveRoot(leaves))
    for (const batch of [1, 2, 3, 7, 70])
      assert.equal(hex(rootOf(grow(leaves, batch).frontier, digest)), expected, `${size} leaves by ${batch}`)
  }
})

test('the root equals the recursion of the RFC at large odd sizes, and the tiles are those of tlog-tiles', () => {
  for (const size of largeSizes) {
    const { frontier, shelf } = grow(many.slice(0, size), 1024)
    assert.equal(hex(rootOf(frontier, digest)), hex(naiveRoot(many, 0, size)), `${size} leaves`)
    for (const [name, tile] of shelf.tiles) {
      const [level = 0, index = 0] = name.split('/').map(Number)
      assert.equal(tile.length, 32 * tileWidth({ level, index }, size), `tile ${name} of ${size}`)
      const span = 256 ** level
      const start = index * 256 * span
      assert.equal(hex(tile.subarray(0, 32)), hex(naiveRoot(many, start, start + span)))
    }
  }
})

test('a log of 70,000 entries has 273 full tiles and one of 112, one full and one of 17, and one of 1', () => {
  const { shelf } = grow(many.slice(0, 70_000), 1024)
  const widths = (level: number) => [...shelf.tiles].filter(([name]) => name.startsWith(`${level}/`)).map(([, tile]) => tile.length / 32)
  assert.deepEqual(widths(0), [...Array.from({ length: 273 }, () => 256), 112])
  assert.deepEqual(widths(1), [256, 17])
  assert.deepEqual(widths(2), [1])
  assert.equal(tilePath({ level: 0, index: 1_234_067 }, 256), 'tile/0/x001/x234/067')
  assert.equal(tilePath({ level: 1, index: 1 }, 17), 'tile/1/001.p/17')
})

test('every entry of every log up to 70 proves that it is in it, and no other entry does', () => {
  for (let size = 1; size <= 70; size += 1) {
    const leaves = many.slice(0, size)
    const root = naiveRoot(leaves)
    const { shelf } = grow(leaves, 9)
    for (const [index, leafHash] of leaves.entries()) {
      const ranges = inclusionRanges(index, size)
      const proof = proofFrom(ranges, shelf.reader(ranges), digest)
      assert.ok(proof.length <= Math.ceil(Math.log2(size)))
      assert.ok(verifyInclusion({ index, size, leafHash, root }, proof, digest))
      assert.ok(!verifyInclusion({ index, size, leafHash: many[size] ?? assert.fail(), root }, proof, digest))
      assert.ok(!verifyInclusion({ index: index + 1, size, leafHash, root }, proof, digest))
      assert.ok(!verifyInclusion({ index, size, leafHash, root }, [...proof, root], digest))
      if (proof.length > 0) assert.ok(!verifyInclusion({ index, size, leafHash, root }, proof.slice(1), digest))
    }
  }
})

test('every log up to 70 proves that it extends every earlier one, and fails with a wrong root, step or size', () => {
  const roots = Array.from({ length: 71 }, (_, size) => naiveRoot(many, 0, size))
  const at = (size: number): Measured => ({ size, root: roots[size] ?? assert.fail() })
  const { shelf } = grow(many.slice(0, 70), 70)
  for (let to = 0; to <= 70; to += 1) {
    for (let from = 0; from <= to; from += 1) {
      const proof = proofFrom(consistencyRanges(from, to), shelf.reader(), digest)
      assert.ok(verifyConsistency(at(from), at(to), proof, digest), `${from} to ${to}`)
      const other = { size: from, root: hashLeaf(utf8('another history'), digest) }
      assert.ok(!verifyConsistency(other, at(to), proof, digest), `another history of ${from} to ${to}`)
      assert.ok(!verifyConsistency(at(from), at(to), [...proof, other.root], digest), `one step too many from ${from} to ${to}`)
      for (const cut of proof.keys()) {
        assert.ok(!verifyConsistency(at(from), at(to), proof.toSpliced(cut, 1), digest), `${from} to ${to} without step ${cut}`)
        assert.ok(
          !verifyConsistency(at(from), at(to), proof.toSpliced(cut, 1, other.root), digest),
          `${from} to ${to}, step ${cut} replaced`,
        )
      }
      if (from < to) assert.ok(!verifyConsistency(at(to), at(from), proof, digest), `${to} is not before ${from}`)
    }
  }
})

test('proofs hold at large odd sizes and read few tiles', () => {
  for (const size of largeSizes) {
    const { shelf, frontier } = grow(many.slice(0, size), 1024)
    const root = rootOf(frontier, digest)
    for (const index of [0, 1, 255, Math.floor(size / 2), size - 2, size - 1].filter((index) => index < size)) {
      const ranges = inclusionRanges(index, size)
      assert.ok(tilesFor(ranges).length <= 6)
      const proof = proofFrom(ranges, shelf.reader(ranges), digest)
      assert.ok(verifyInclusion({ index, size, leafHash: many[index] ?? assert.fail(), root }, proof, digest), `${index} of ${size}`)
    }
    for (const from of [1, 254, 255, Math.floor(size / 3), size - 1]) {
      const ranges = consistencyRanges(from, size)
      const proof = proofFrom(ranges, shelf.reader(ranges), digest)
      assert.ok(verifyConsistency({ size: from, root: naiveRoot(many, 0, from) }, { size, root }, proof, digest), `${from} to ${size}`)
    }
  }
})

test('a frontier survives storing, and bytes that do not fit the size are refused', () => {
  for (const size of [0, 1, 6, 70, 255, 1000]) {
    const { frontier } = grow(many.slice(0, size), 100)
    const stored = frontierBytes(frontier)
    const again = readFrontier(size, stored) ?? assert.fail('it does not come back')
    assert.equal(hex(appendLeaves(again, many.slice(size, size + 5), digest).root), hex(naiveRoot(many, 0, size + 5)))
    assert.equal(readFrontier(size, Buffer.concat([stored, Buffer.alloc(32)])), null)
  }
  assert.equal(readFrontier(-1, new Uint8Array(0)), null)
})
