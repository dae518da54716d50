import type { Head, NoteKey } from '../checkpoint.ts'
import { openCheckpoint } from '../checkpoint.ts'
import type { Evidence } from '../evidence.ts'
import type { Digest } from '../ids.ts'
import type { Fault } from '../refusal.ts'
import { fromHex, hex, sameBytes } from '../trail/bytes.ts'
import { appendLeaves, emptyFrontier, HASH_BYTES } from '../trail/merkle.ts'
import { verifyConsistency } from '../trail/proofs.ts'
import type { Means } from './verdict.ts'

/** Does the file's log extend the head that the reader got before? Without such a head there is nothing to refuse, and nothing proved. */
export const refuseHeld = (
  evidence: Evidence,
  head: Head,
  earlier: string | null,
  keys: readonly NoteKey[],
  { digest, verify }: Means,
): Fault | null => {
  if (earlier === null) return null
  const opened = openCheckpoint(earlier, keys, digest, verify)
  if ('refused' in opened) return { ...opened, at: 'head' }
  const held = opened.head
  if (held.origin !== head.origin) return { refused: 'held_head_of_other_log', at: 'head', held: held.origin, found: head.origin }
  if (held.size > head.size) return { refused: 'held_head_is_longer', at: 'checkpoint', held: held.size, size: head.size }
  switch (extension(evidence, head, held, digest)) {
    case 'extends':
      return null
    case 'differs':
      return { refused: 'held_head_not_extended', at: 'checkpoint', held: held.size, size: head.size }
    case 'no proof':
      return { refused: 'held_head_unproved', at: 'extensions', held: held.size, size: head.size }
  }
}

/** Does each earlier state that the file names lead to its head? They count for nothing until a head is held against them. */
export const refuseExtensions = (evidence: Evidence, head: Head, digest: Digest): Fault | null => {
  if (evidence.kind === 'trail') return null
  for (const [position, { from, root, proof }] of evidence.extensions.entries()) {
    const isProved = from > 0 && from < head.size && verifyConsistency({ size: from, root: hashOf(root) }, head, proof.map(hashOf), digest)
    if (!isProved) return { refused: 'evidence_extension_fails', at: `extensions[${position}]`, from, size: head.size }
  }
  return null
}

const hashOf = (text: string): Uint8Array => fromHex(text, HASH_BYTES) ?? new Uint8Array(0)

const extension = (evidence: Evidence, head: Head, held: Head, digest: Digest): 'extends' | 'differs' | 'no proof' => {
  if (evidence.kind === 'trail') {
    const first = evidence.entries.slice(0, held.size).map(({ leaf }) => hashOf(leaf))
    return sameBytes(appendLeaves(emptyFrontier, first, digest).root, held.root) ? 'extends' : 'differs'
  }
  if (held.size === 0) return verifyConsistency(held, head, [], digest) ? 'extends' : 'differs'
  const root = held.size === head.size ? hex(head.root) : evidence.extensions.find(({ from }) => from === held.size)?.root
  if (root === undefined) return 'no proof'
  return root === hex(held.root) ? 'extends' : 'differs'
}
