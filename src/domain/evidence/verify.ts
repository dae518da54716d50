import type { Head, NoteKey } from '../checkpoint.ts'
import { fingerprintOf, openCheckpoint, readVerifierKey, refuseRotation } from '../checkpoint.ts'
import type { Evidence } from '../evidence.ts'
import type { Sha256 } from '../ids.ts'
import type { Fault, Refusal } from '../refusal.ts'
import { refuseEntries } from './entries.ts'
import { refuseExtensions, refuseHeld } from './held.ts'
import { provedBy, statedBy } from './sayings.ts'
import { refuseStatement } from './statement-check.ts'
import type { Held, Means, Verdict } from './verdict.ts'

/** Checks an evidence file against what the reader holds, and answers the first thing that is wrong or what is proved. */
export const verifyEvidence = (evidence: Evidence, held: Held, means: Means): Verdict => {
  const keys = trustedKeys(evidence, held.fingerprint, means)
  if ('refused' in keys) return { ok: false, wrong: keys }
  const opened = headOf(evidence, keys, means)
  if ('refused' in opened) return { ok: false, wrong: opened }
  const { head } = opened
  const wrong =
    refuseEntries(evidence, head, means.digest) ??
    refuseStatement(evidence, held.concluded, means.digest) ??
    refuseExtensions(evidence, head, means.digest) ??
    refuseHeld(evidence, head, held.earlierHead, keys, means)
  if (wrong !== null) return { ok: false, wrong }
  return { ok: true, kind: evidence.kind, head, proved: provedBy(evidence, head, held), stated: statedBy(evidence, head, held) }
}

/** The file's keys, each bound to the next by a note that both signed, and one of them the key that the reader trusts. */
const trustedKeys = (evidence: Evidence, fingerprint: Sha256, { digest, verify }: Means): readonly NoteKey[] | Fault => {
  const keys: NoteKey[] = []
  for (const [index, text] of evidence.keys.entries()) {
    const key = readVerifierKey(text, digest)
    if (key === null) return { refused: 'evidence_key_malformed', at: `keys[${index}]`, found: text }
    keys.push(key)
  }
  const fingerprints = keys.map((key) => fingerprintOf(key.key, digest))
  if (!fingerprints.includes(fingerprint)) return { refused: 'evidence_wrong_key', at: 'keys', trusted: fingerprint, found: fingerprints }
  if (evidence.rotations.length !== keys.length - 1) {
    return { refused: 'evidence_rotations_missing', at: 'rotations', found: evidence.rotations.length, expected: keys.length - 1 }
  }
  for (const [index, note] of evidence.rotations.entries()) {
    const [from, to] = [keys[index], keys[index + 1]]
    const refusal: Refusal | null = from === undefined || to === undefined ? null : refuseRotation(note, from, to, digest, verify)
    if (refusal !== null) return { ...refusal, at: `rotations[${index}]` }
  }
  return keys
}

/** The head, signed by the last of the keys, of a log that names its tenant. */
const headOf = (evidence: Evidence, keys: readonly NoteKey[], { digest, verify }: Means): { readonly head: Head } | Fault => {
  const opened = openCheckpoint(evidence.checkpoint, keys, digest, verify)
  if ('refused' in opened) return { ...opened, at: 'checkpoint' }
  const last = keys.at(-1)
  return last !== undefined && opened.signedBy.includes(last)
    ? { head: opened.head }
    : { refused: 'evidence_head_of_old_key', at: 'checkpoint', names: opened.signedBy.map((key) => key.name) }
}
