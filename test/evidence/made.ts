import type { KeyObject } from 'node:crypto'
import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { digest } from '../../src/cli/node-crypto.ts'
import type { NoteKey } from '../../src/domain/checkpoint.ts'
import { fingerprintOf, noteToSign, sealNote, writeCheckpoint, writeRotation, writeVerifierKey } from '../../src/domain/checkpoint.ts'
import type {
  AcceptanceEvidence,
  AcceptanceStatement,
  CertificateEvidence,
  ErasureStatement,
  ProvenEntry,
  TrailEvidence,
} from '../../src/domain/evidence.ts'
import { evidenceFormat, statementDigest } from '../../src/domain/evidence.ts'
import type { Sha256 } from '../../src/domain/ids.ts'
import { caseId, instant, sha256Hex, tenantId } from '../../src/domain/ids.ts'
import type { TrailEntry } from '../../src/domain/trail.ts'
import { commit, leafHash } from '../../src/domain/trail.ts'
import { hex } from '../../src/domain/trail/bytes.ts'
import { appendLeaves, emptyFrontier } from '../../src/domain/trail/merkle.ts'
import { consistencyRanges, inclusionRanges, proofFrom } from '../../src/domain/trail/proofs.ts'
import { nodesFromTiles } from '../../src/domain/trail/tiles.ts'

/** Evidence as an operator would make it, with keys that are the same on every run. Nothing here checks anything. */

export const tenant = tenantId('6f1f2c3e-9a7b-4c55-8b1e-0d6f8f4c2a11')
export const origin = `operator.example/trail/${tenant}`

export type Signer = NoteKey & { readonly secret: KeyObject }

/** A key from one byte, so that files are the same on every run. */
export const signer = (seed: number, name = 'operator.example'): Signer => {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, seed)])
  const secret = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const spki = createPublicKey(secret).export({ format: 'der', type: 'spki' })
  return { name, key: new Uint8Array(spki.subarray(12)), secret }
}

export const pemOf = (by: Signer): string => createPublicKey(by.secret).export({ format: 'pem', type: 'spki' }).toString()
export const fingerprint = (by: Signer): Sha256 => fingerprintOf(by.key, digest)

export const signed = (text: string, by: readonly Signer[]): string =>
  sealNote(
    text,
    by.map((each) => ({ name: each.name, key: each.key, signature: sign(null, noteToSign(text), each.secret) })),
    digest,
  )

const uuid = (number: number): string => `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`
const salt = (number: number): string => number.toString(16).padStart(32, '0')

export const entryAt = (index: number, changes: Partial<TrailEntry> = {}): TrailEntry => ({
  id: uuid(index),
  tenant,
  at: instant(1_782_291_600_000 + index * 60_000),
  act: index % 3 === 0 ? 'contacts imported' : 'record viewed',
  ground: index % 3 === 0 ? 'instruction enrich' : null,
  clause: 'processing-scope',
  case: caseId(`instruction:${index % 5}`),
  names: [uuid(1000 + index), 'Zürich – ä😀'],
  outcome: index % 7 === 6 ? 'refused' : 'done',
  refused: index % 7 === 6 ? 'instruction_suspended' : null,
  counts: index % 3 === 0 ? { rows: 120 + index, refusedRows: 3 } : {},
  detailDigest: null,
  actor: commit('actor', { value: `person-${index % 4}@customer.example`, salt: salt(2 * index) }, digest),
  ip: commit('ip', { value: `192.0.2.${index % 250}`, salt: salt(2 * index + 1) }, digest),
  ...changes,
})

/** A log of these entries that can prove things. */
export const logOf = (entries: readonly TrailEntry[]) => {
  const leaves = entries.map((entry) => leafHash(entry, digest))
  const { grown } = appendLeaves(emptyFrontier, leaves, digest)
  const read = nodesFromTiles(
    ({ level, index }) => grown.find((tile) => tile.level === level && tile.index === index)?.hashes ?? new Uint8Array(0),
    digest,
  )
  const rootAt = (size: number): Uint8Array => appendLeaves(emptyFrontier, leaves.slice(0, size), digest).root
  return {
    size: entries.length,
    head: (by: readonly Signer[], size = entries.length, at = 1_782_400_000_000): string =>
      signed(writeCheckpoint({ origin, size, root: rootAt(size), at: instant(at) }), by),
    logged: entries.map((entry, index) => ({ index, leaf: sha256Hex(hex(leaves[index] ?? new Uint8Array(0))), entry })),
    rootOf: (size: number): Sha256 => sha256Hex(hex(rootAt(size))),
    inclusion: (index: number): readonly Sha256[] =>
      proofFrom(inclusionRanges(index, entries.length), read, digest).map((hash) => sha256Hex(hex(hash))),
    consistency: (from: number): readonly Sha256[] =>
      proofFrom(consistencyRanges(from, entries.length), read, digest).map((hash) => sha256Hex(hex(hash))),
  }
}

export const operator = signer(7)
export const successor = signer(8)
export const stranger = signer(9)

const vouched = (by: Signer): Pick<TrailEvidence, 'format' | 'keys' | 'rotations'> => ({
  format: evidenceFormat,
  keys: [writeVerifierKey(by, digest)],
  rotations: [],
})

export const trailOf = (count: number, by = operator): TrailEvidence => {
  const log = logOf(Array.from({ length: count }, (_, index) => entryAt(index)))
  return { ...vouched(by), kind: 'trail', checkpoint: log.head([by]), entries: log.logged }
}

/** A trail whose head is signed by the successor, to which the operator's first key handed over. */
export const rotatedTrail = (count: number): TrailEvidence => {
  const log = logOf(Array.from({ length: count }, (_, index) => entryAt(index)))
  const handover = writeRotation({ from: operator, to: successor, at: instant(1_782_300_000_000) }, digest)
  return {
    format: evidenceFormat,
    kind: 'trail',
    keys: [writeVerifierKey(operator, digest), writeVerifierKey(successor, digest)],
    rotations: [signed(handover, [operator, successor])],
    checkpoint: log.head([successor]),
    entries: log.logged,
  }
}

export const concluded = sha256Hex('ab'.repeat(32))

export const erasure: ErasureStatement = {
  statement: 'mandate-erasure/1',
  id: 'certificate-0001',
  tenant,
  agreement: concluded,
  scope: 'retention',
  subjects: ['submitted:2026-09-22'],
  ground: 'retention, Art. 5(1)(e) GDPR',
  clause: 'retention',
  askedAt: null,
  erasedAt: instant(1_790_067_600_000),
  completeAt: instant(1_790_067_660_000),
  auditedAt: null,
  stage: 'complete',
  tables: [
    { table: 'enrichment_contact', rows: 1204 },
    { table: 'vault_record', rows: 2408 },
  ],
  keysDestroyed: ['submitted-2026-09-22'],
  remains: [{ what: 'copies in backups', until: instant(1_792_659_600_000), because: 'the last backup that holds them expires then' }],
  clock: 'real',
}

const proven = (log: ReturnType<typeof logOf>, index: number): ProvenEntry => ({
  ...(log.logged[index] ?? nothing()),
  proof: log.inclusion(index),
})

const nothing = (): never => {
  throw new Error('no such entry')
}

const logAround = (statement: ErasureStatement | AcceptanceStatement, count: number, index: number, act: string) =>
  logOf(
    Array.from({ length: count }, (_, at) =>
      at === index ? entryAt(at, { act, outcome: 'done', refused: null, detailDigest: statementDigest(statement, digest) }) : entryAt(at),
    ),
  )

export const certificateOf = (count: number, index: number, statement = erasure): CertificateEvidence => {
  const log = logAround(statement, count, index, 'erasure certified')
  return {
    ...vouched(operator),
    kind: 'certificate',
    statement,
    checkpoint: log.head([operator]),
    entries: [proven(log, index)],
    extensions: [{ from: 5, root: log.rootOf(5), proof: log.consistency(5) }],
  }
}

export const acceptance = (opened: boolean): AcceptanceStatement => {
  const evidence = commit('evidence', { value: 'Ada Example, director, by passkey, from 192.0.2.7', salt: salt(99) }, digest)
  return {
    statement: 'mandate-acceptance/1',
    id: 'acceptance-0001',
    tenant,
    agreement: 'enrichment',
    version: '1.0',
    language: 'en',
    template: sha256Hex('01'.repeat(32)),
    concluded,
    text: sha256Hex('02'.repeat(32)),
    terms: sha256Hex('03'.repeat(32)),
    acceptedAt: instant(1_782_291_600_000),
    evidence: opened ? evidence : { commitment: evidence.commitment, open: null },
    clock: 'simulated',
  }
}

export const acceptanceOf = (count: number, index: number, opened = true): AcceptanceEvidence => {
  const statement = acceptance(opened)
  const log = logAround(statement, count, index, 'agreement accepted')
  return {
    ...vouched(operator),
    kind: 'acceptance',
    statement,
    checkpoint: log.head([operator]),
    entries: [proven(log, index)],
    extensions: [],
  }
}

/** A head of the same log as it was at an earlier size. */
export const earlierHead = (count: number, by: readonly Signer[] = [operator]): string =>
  logOf(Array.from({ length: count }, (_, index) => entryAt(index))).head(by)
