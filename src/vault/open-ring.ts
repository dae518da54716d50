import { existsSync } from 'node:fs'
import type { Refusal } from '../domain/refusal.ts'
import { makeKey } from './key.ts'
import type { Key } from './key.ts'
import { closeToOthers, giveUpFolder, ownFolder, readOnlyFolder, readRingFile, ringFile, writeRingFile } from './ring-folder.ts'
import type { RingFolder } from './ring-folder.ts'
import { readRingText, RingWriter } from './ring-text.ts'
import { houseFamilies, Ring } from './ring.ts'
import type { RingTools } from './ring.ts'
import { newWrap } from './wrapping.ts'
import type { Unlock } from './wrapping.ts'

export type OpenTools = RingTools & {
  /** What a wrapped ring is opened with; null or left out for one that only the file system protects. */
  readonly unlock?: Unlock | null
  /** Read without owning: while the server runs. Every change is then refused. */
  readonly readOnly?: boolean
  /** What the database knows: the id of its ring and of one key in it. Another ring is refused, and a missing one is named. */
  readonly expected?: { readonly ring: string; readonly key: string } | null
}

/** Opens the ring of a folder and owns it until `close()`. */
export const openRing = (folder: string, tools: OpenTools): Ring | Refusal => {
  const { unlock = null, readOnly = false, expected = null } = tools
  // Before the lock, so that a wrong path is not littered with an empty folder.
  if (!existsSync(ringFile(folder)))
    return expected === null
      ? { refused: 'ring_missing', folder }
      : { refused: 'ring_lost', folder, ring: expected.ring, key: expected.key }
  const own = readOnly ? readOnlyFolder(folder) : ownFolder(folder)
  if ('refused' in own) return own
  const ring = readRing(own, unlock, tools)
  if ('refused' in ring) {
    giveUpFolder(own)
    return ring
  }
  if (expected !== null && expected.ring !== ring.id) {
    const found = ring.id
    ring.close()
    return { refused: 'ring_other', folder, ring: found, expected: expected.ring, key: expected.key }
  }
  return ring
}

/** Makes a ring with the keys of the house in a folder that has none. */
export const createRing = (folder: string, tools: OpenTools): Ring | Refusal => {
  const ring = tools.newId()
  return writeNewRing(
    folder,
    ring,
    houseFamilies.map((purpose) => makeKey(purpose, tools.now(), tools.newId)),
    tools,
  )
}

/** Writes a first `ring.json`; refuses where there is one. Used by `createRing` and by the restoring of an exported copy. */
export const writeNewRing = (folder: string, ring: string, keys: readonly Key[], tools: OpenTools): Ring | Refusal => {
  const made = tools.unlock === undefined || tools.unlock === null ? { wrap: null, key: null } : newWrap(tools.unlock)
  if ('refused' in made) return made
  const own = ownFolder(folder)
  if ('refused' in own) return own
  if (existsSync(own.file)) {
    giveUpFolder(own)
    return { refused: 'ring_exists', folder }
  }
  closeToOthers(folder)
  const image = { ring, created: tools.now(), keys, wrap: made.wrap, wrapKey: made.key }
  writeRingFile(own, new RingWriter(ring, image.created, made.wrap, made.key).bytes(keys), false, tools.atStep ?? (() => {}))
  return new Ring(own, image, tools)
}

const readRing = (own: RingFolder, unlock: Unlock | null, tools: OpenTools): Ring | Refusal => {
  const text = readRingFile(own)
  if (typeof text !== 'string') return text
  const image = readRingText(text, own.file, unlock)
  return 'refused' in image ? image : new Ring(own, image, tools)
}
