import type { Head } from '../checkpoint.ts'
import type { Evidence, LoggedEntry, ProvenEntry, TrailEvidence } from '../evidence.ts'
import type { Digest } from '../ids.ts'
import type { Fault } from '../refusal.ts'
import { leafHash, opens } from '../trail.ts'
import { fromHex, hex, sameBytes } from '../trail/bytes.ts'
import { appendLeaves, emptyFrontier, HASH_BYTES } from '../trail/merkle.ts'
import { verifyInclusion } from '../trail/proofs.ts'

/** Are the entries those that the head was signed over? Answers the first that is not, and what was done to it as far as the file tells. */
export const refuseEntries = (evidence: Evidence, head: Head, digest: Digest): Fault | null => {
  switch (evidence.kind) {
    case 'trail':
      return refuseOrder(evidence, head) ?? refuseEach(evidence.entries, head, digest) ?? refuseWhole(evidence, head, digest)
    case 'certificate':
    case 'acceptance':
      return refuseEach(evidence.entries, head, digest) ?? refuseProofs(evidence.entries, head, digest)
  }
}

/** A whole log holds entry 0, 1, 2 … up to its size. */
const refuseOrder = ({ entries }: TrailEvidence, head: Head): Fault | null => {
  const off = entries.findIndex((logged, position) => logged.index !== position)
  if (off >= 0) return misplaced(entries, off)
  if (entries.length < head.size)
    return { refused: 'trail_tail_cut', at: `entries[${entries.length}]`, size: head.size, count: entries.length }
  if (entries.length > head.size)
    return { refused: 'trail_entry_inserted', at: `entries[${head.size}]`, index: head.size, size: head.size, count: entries.length }
  return null
}

const misplaced = (entries: readonly LoggedEntry[], position: number): Fault => {
  const found = entries[position]?.index ?? 0
  const at = `entries[${position}]`
  const isElsewhere = entries.some((logged, other) => other > position && logged.index === position)
  const isSecond = entries.some((logged, other) => other < position && logged.index === found)
  if (isSecond) return { refused: 'trail_entry_inserted', at, index: found, size: entries.length - 1, count: entries.length }
  return isElsewhere
    ? { refused: 'trail_reordered', at, index: found, expected: position }
    : { refused: 'trail_entry_removed', at, index: position, found }
}

/** Each entry gives its leaf, each value that is still there its commitment, and all are of the tenant whose log it is. */
const refuseEach = (entries: readonly LoggedEntry[], head: Head, digest: Digest): Fault | null => {
  for (const [position, { index, leaf, entry }] of entries.entries()) {
    const at = `entries[${position}]`
    if (!head.origin.endsWith(`/${entry.tenant}`))
      return { refused: 'trail_foreign_entry', at, index, tenant: entry.tenant, origin: head.origin }
    if (!opens('actor', entry.actor, digest)) return { refused: 'trail_value_replaced', at: `${at}.entry.actor`, index, field: 'actor' }
    if (!opens('ip', entry.ip, digest)) return { refused: 'trail_value_replaced', at: `${at}.entry.ip`, index, field: 'ip' }
    if (hex(leafHash(entry, digest)) !== leaf) return { refused: 'trail_entry_edited', at, index, act: entry.act }
  }
  return null
}

const hashesOf = (texts: readonly string[]): readonly Uint8Array[] => texts.map((text) => fromHex(text, HASH_BYTES) ?? new Uint8Array(0))

/** All leaves together give the root that was signed. When they do not, entry and leaf were changed together: no place can be told. */
const refuseWhole = ({ entries }: TrailEvidence, head: Head, digest: Digest): Fault | null => {
  const { root } = appendLeaves(emptyFrontier, hashesOf(entries.map(({ leaf }) => leaf)), digest)
  return sameBytes(root, head.root) ? null : { refused: 'trail_root_differs', at: 'entries', size: head.size }
}

const refuseProofs = (entries: readonly ProvenEntry[], head: Head, digest: Digest): Fault | null => {
  for (const [position, { index, leaf, proof }] of entries.entries()) {
    const [leafBytes = new Uint8Array(0), ...steps] = hashesOf([leaf, ...proof])
    const holds = verifyInclusion({ index, size: head.size, leafHash: leafBytes, root: head.root }, steps, digest)
    if (!holds) return { refused: 'trail_proof_fails', at: `entries[${position}]`, index, size: head.size }
  }
  return null
}
