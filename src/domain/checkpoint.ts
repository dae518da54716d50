import type { Digest, Instant, Sha256, Verify } from './ids.ts'
import { instant, sha256Hex } from './ids.ts'
import type { Refusal } from './refusal.ts'
import { base64, concat, fromBase64, hex, sameBytes, utf8 } from './trail/bytes.ts'
import { HASH_BYTES } from './trail/merkle.ts'

/**
 * The signed head of a log: a checkpoint (c2sp.org/tlog-checkpoint) in a signed note (c2sp.org/signed-note) with Ed25519. More than one
 * key may sign; a signature by an unknown key is passed over, a wrong one by a known key refuses the note.
 */

/** `origin` names the log and nothing else does; `at` is when it was signed, by the operator's clock. */
export type Head = { readonly origin: string; readonly size: number; readonly root: Uint8Array; readonly at: Instant | null }

/** A public key of 32 bytes and the name it signs under. */
export type NoteKey = { readonly name: string; readonly key: Uint8Array }

/** An Ed25519 signature of 64 bytes over the note's text. */
export type NoteSignature = NoteKey & { readonly signature: Uint8Array }

/** A note that was opened: its text, and which of the keys signed it. */
export type OpenNote = { readonly text: string; readonly signedBy: readonly NoteKey[] }

const ED25519 = 1
const PUBLIC_KEY_BYTES = 32
const SIGNATURE_BYTES = 64
const MOST_SIGNATURES = 16
const signatureLine = /^— (\S+) ([A-Za-z0-9+/=]+)$/

/** May a key have this name? No Unicode space, no plus sign, no control character (signed-note). */
export const isKeyName = (name: string): boolean => /^[^\s\p{Z}\p{C}+]+$/u.test(name)

/** The first four bytes of SHA-256 over name, newline, the type Ed25519 and the key (signed-note). */
export const keyId = ({ name, key }: NoteKey, digest: Digest): Uint8Array =>
  digest(concat([utf8(`${name}\n`), Uint8Array.of(ED25519), key])).slice(0, 4)

/** What stands in a signed agreement as `trailKey`: SHA-256 of the raw key. */
export const fingerprintOf = (key: Uint8Array, digest: Digest): Sha256 => sha256Hex(hex(digest(key)))

/** The key as one line, as tools of the Go checksum database write it: name, id, type and key. */
export const writeVerifierKey = (key: NoteKey, digest: Digest): string =>
  `${key.name}+${hex(keyId(key, digest))}+${base64(concat([Uint8Array.of(ED25519), key.key]))}`

/** Reads what `writeVerifierKey` writes; null for anything else, a wrong id included. */
export const readVerifierKey = (text: string, digest: Digest): NoteKey | null => {
  const match = /^([^+]+)\+[0-9a-f]{8}\+([A-Za-z0-9+/=]+)$/.exec(text)
  const typed = fromBase64(match?.[2] ?? '')
  if (match?.[1] === undefined || typed?.length !== 1 + PUBLIC_KEY_BYTES || typed[0] !== ED25519) return null
  const key = { name: match[1], key: typed.slice(1) }
  return isKeyName(key.name) && writeVerifierKey(key, digest) === text ? key : null
}

/** The text of a checkpoint: origin, size, root, and the time of signing as an extension line where there is one. */
export const writeCheckpoint = (head: Head): string => {
  if (!isKeyName(head.origin)) throw new Error(`"${head.origin}" cannot be the origin of a log: it holds a space, a plus sign or nothing`)
  return `${head.origin}\n${head.size}\n${base64(head.root)}\n${head.at === null ? '' : `time ${head.at}\n`}`
}

/** The bytes that a key signs: the text with its last newline, without the empty line that follows. */
export const noteToSign = (text: string): Uint8Array => utf8(text)

/** The text with its signatures. */
export const sealNote = (text: string, signatures: readonly NoteSignature[], digest: Digest): string =>
  `${text}\n${signatures.map((by) => `— ${by.name} ${base64(concat([keyId(by, digest), by.signature]))}\n`).join('')}`

/** Opens a note with the keys that are trusted. Refuses a broken form, a wrong signature by one of them, and a note that none signed. */
export const openNote = (note: string, keys: readonly NoteKey[], digest: Digest, verify: Verify): OpenNote | Refusal => {
  const border = note.lastIndexOf('\n\n')
  const lines = note.slice(border + 2).split('\n')
  if (border < 0 || lines.pop() !== '' || lines.length === 0 || lines.length > MOST_SIGNATURES || !isNoteText(note)) {
    return { refused: 'note_malformed', expected: 'a text, an empty line, and 1 to 16 signature lines' }
  }
  const text = note.slice(0, border + 1)
  const signedBy: NoteKey[] = []
  for (const line of lines) {
    const [, name = '', encoded = ''] = signatureLine.exec(line) ?? []
    const bytes = fromBase64(encoded)
    if (bytes === null || bytes.length < 5 || !isKeyName(name))
      return { refused: 'note_malformed', expected: 'a dash, a key name and a signature in Base64' }
    const key = keys.find((known) => known.name === name && sameBytes(keyId(known, digest), bytes.subarray(0, 4)))
    if (key === undefined) continue
    const signature = bytes.subarray(4)
    if (signature.length !== SIGNATURE_BYTES || !verify(key.key, utf8(text), signature)) return { refused: 'note_forged', name }
    signedBy.push(key)
  }
  return signedBy.length === 0 ? { refused: 'note_unsigned', names: keys.map((key) => key.name) } : { text, signedBy }
}

const isNoteText = (note: string): boolean => !/[^\P{C}\n]/u.test(note)

/** Opens a signed checkpoint: a head, or why it is none. */
export const openCheckpoint = (
  note: string,
  keys: readonly NoteKey[],
  digest: Digest,
  verify: Verify,
): { readonly head: Head; readonly signedBy: readonly NoteKey[] } | Refusal => {
  const opened = openNote(note, keys, digest, verify)
  if ('refused' in opened) return opened
  const head = readCheckpoint(opened.text)
  return head === null
    ? { refused: 'checkpoint_malformed', expected: 'an origin, a size and a root of 32 bytes, each on its line' }
    : { head, signedBy: opened.signedBy }
}

/** Reads the text of a checkpoint, signed or not; null unless `writeCheckpoint` would write it again byte for byte. */
export const readCheckpoint = (text: string): Head | null => {
  const [origin = '', size = '', root = '', time = ''] = text.split('\n')
  const rootBytes = fromBase64(root)
  if (!isKeyName(origin) || !isCount(size) || rootBytes?.length !== HASH_BYTES) return null
  const head = { origin, size: Number(size), root: rootBytes, at: readTime(time) }
  return writeCheckpoint(head) === text ? head : null
}

// ECMAScript's dates end there; a later time could not be shown to anyone.
const LATEST = 8_640_000_000_000_000

const readTime = (line: string): Instant | null => {
  const milliseconds = Number(/^time (0|[1-9][0-9]*)$/.exec(line)?.[1] ?? Number.NaN)
  return milliseconds <= LATEST ? instant(milliseconds) : null
}

const isCount = (text: string): boolean => /^(0|[1-9][0-9]{0,15})$/.test(text) && Number.isSafeInteger(Number(text))

/** The text by which one key hands over to the next; it counts when both have signed it, and the trail has an entry that commits to it. */
export const writeRotation = (rotation: { readonly from: NoteKey; readonly to: NoteKey; readonly at: Instant }, digest: Digest): string =>
  [
    'mandate-key-rotation/1',
    writeVerifierKey(rotation.from, digest),
    writeVerifierKey(rotation.to, digest),
    `time ${rotation.at}`,
    '',
  ].join('\n')

/** Does this note hand over from the one key to the other, signed by both? Answers null when it does. */
export const refuseRotation = (note: string, from: NoteKey, to: NoteKey, digest: Digest, verify: Verify): Refusal | null => {
  const opened = openNote(note, [from, to], digest, verify)
  if ('refused' in opened) return opened
  const at = readTime(opened.text.split('\n')[3] ?? '')
  const expected = at === null ? null : writeRotation({ from, to, at }, digest)
  const bothSigned = opened.signedBy.includes(from) && opened.signedBy.includes(to)
  if (expected === opened.text && bothSigned) return null
  return { refused: 'rotation_incomplete', from: fingerprintOf(from.key, digest), to: fingerprintOf(to.key, digest) }
}
