import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { instant } from '../domain/ids.ts'
import type { Instant, NewId } from '../domain/ids.ts'
import { isRefusal } from '../domain/refusal.ts'
import type { Refusal } from '../domain/refusal.ts'
import { exportRing, exportsOf, importRing, restoreRing } from '../vault/export.ts'
import { openRing } from '../vault/open-ring.ts'
import type { OpenTools } from '../vault/open-ring.ts'
import { purposeText, readPurpose } from '../vault/purpose.ts'
import type { Ring } from '../vault/ring.ts'
import type { Unlock } from '../vault/wrapping.ts'
import { vaultWords } from '../words/en/vault.ts'
import type { Command, Io } from './command.ts'
import { passphraseFromFile } from './passphrase.ts'

/** Where the ring of a data folder lives: apart from `postgres/`, and never in a backup. */
export const ringFolderOf = (dataFolder: string): string => join(dataFolder, 'keys')

/** What `mandate keys` is handed by the place that wires things. */
export interface KeysPorts {
  /** The data folder that the words name or the configuration says, and the words without it. */
  readonly dataFolder: (words: readonly string[]) => { readonly folder: string; readonly rest: readonly string[] } | Refusal
  /** Asks for the passphrase of an exported copy, when `--passphrase-file` does not name one. */
  readonly passphrase: () => Promise<string>
  /** What the ring itself is wrapped with, as configured. */
  readonly unlock: () => Promise<Unlock | null>
  /** The ids that the erasure ledger of this data folder knows to be destroyed. */
  readonly destroyedElsewhere: (dataFolder: string) => Promise<readonly string[] | Refusal>
  readonly now: () => Instant
  readonly newId: NewId
}

const usage = [
  './mandate keys list [--json] [--data DIR]',
  './mandate keys export FILE --expires 30d [--passphrase-file FILE] [--data DIR]',
  './mandate keys import FILE [--passphrase-file FILE] [--data DIR]',
  './mandate keys rotate tenant/TENANT/CLASS | house/NAME [--data DIR]',
].join('\n')

/** `./mandate keys`: shows, copies, brings back and rotates the keys of a data folder. No word or answer of it is a key or a passphrase. */
export const keysCommand = (ports: KeysPorts): Command => ({
  name: 'keys',
  summary: 'list, export, import or rotate the keys of a data folder',
  usage,
  run: async (words, io) => {
    const chosen = ports.dataFolder(words)
    if (isRefusal(chosen)) return refuse(io, chosen, 2)
    const call = readCall(chosen.rest)
    if (call === null) {
      io.err(`Usage:\n${usage}`)
      return 2
    }
    const tools = { now: ports.now, newId: ports.newId, unlock: await ports.unlock() }
    switch (call.act) {
      case 'list':
        return withRing(chosen.folder, { ...tools, readOnly: true }, io, (ring) => list(ring, call.json, io))
      case 'export':
        return withRing(chosen.folder, { ...tools, readOnly: true }, io, (ring) => exportTo(ring, call, ports, io))
      case 'import':
        return importFrom(chosen.folder, call, tools, ports, io)
      case 'rotate':
        return withRing(chosen.folder, tools, io, (ring) => rotate(ring, call.family, io))
    }
  },
})

type Call =
  | { readonly act: 'list'; readonly json: boolean }
  | { readonly act: 'export'; readonly file: string; readonly days: number; readonly passphraseFile: string | null }
  | { readonly act: 'import'; readonly file: string; readonly passphraseFile: string | null }
  | { readonly act: 'rotate'; readonly family: string }

const readCall = (words: readonly string[]): Call | null => {
  const parsed = parse(words)
  if (parsed === null) return null
  const { values, positionals } = parsed
  const [act, what, ...more] = positionals
  const passphraseFile = values['passphrase-file'] ?? null
  if (more.length > 0) return null
  if (act === 'list' && what === undefined) return { act, json: values.json === true }
  if (what === undefined) return null
  const days = /^([1-9]\d{0,3})d$/.exec(values.expires ?? '')?.[1]
  if (act === 'export' && days !== undefined) return { act, file: what, days: Number(days), passphraseFile }
  if (act === 'import') return { act, file: what, passphraseFile }
  if (act === 'rotate') return { act, family: what }
  return null
}

const options = { json: { type: 'boolean' }, expires: { type: 'string' }, 'passphrase-file': { type: 'string' } } as const

const parse = (words: readonly string[]) => {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true })
  } catch {
    return null
  }
}

const withRing = async (dataFolder: string, tools: OpenTools, io: Io, act: (ring: Ring) => number | Promise<number>): Promise<number> => {
  const ring = openRing(ringFolderOf(dataFolder), tools)
  if (isRefusal(ring)) return refuse(io, ring, 1)
  try {
    return await act(ring)
  } finally {
    ring.close()
  }
}

const list = (ring: Ring, json: boolean, io: Io): number => {
  const destroyed = new Map(ring.destroyed().map((key) => [key.id, key]))
  const copies = exportsOf(ring.folder).filter((note) => note.expires > ring.now)
  const keys = ring.list().map((key) => {
    const end = destroyed.get(key.id)
    const facts = { id: key.id, purpose: purposeText(key.purpose), state: key.state, created: iso(key.created) }
    return end === undefined ? facts : { ...facts, destroyed: iso(end.destroyed), because: end.because }
  })
  if (json) {
    io.out(JSON.stringify({ ring: ring.id, folder: ring.folder, keys, copies }))
    return 0
  }
  io.out(`Ring ${ring.id} in ${ring.folder}: ${keys.length} keys, ${destroyed.size} of them destroyed.`)
  for (const note of copies) io.out(`A copy (${note.id}) was exported at ${iso(note.made)} and is valid until ${iso(note.expires)}.`)
  for (const key of keys) {
    const end = 'destroyed' in key ? `  ${key.destroyed}, because: ${key.because}` : ''
    io.out(`${key.id}  ${key.state.padEnd(9)}  ${key.created}  ${key.purpose}${end}`)
  }
  return 0
}

const exportTo = async (
  ring: Ring,
  call: { readonly file: string; readonly days: number; readonly passphraseFile: string | null },
  ports: KeysPorts,
  io: Io,
): Promise<number> => {
  const claimed = claim(call.file)
  if (claimed !== null) return refuse(io, claimed, 1)
  const passphrase = await passphraseFor(call.passphraseFile, ports)
  const expires = instant(ring.now + call.days * 86_400_000)
  const copy = typeof passphrase === 'string' ? exportRing(ring, passphrase, expires, ports.newId) : passphrase
  if (isRefusal(copy)) {
    rmSync(call.file)
    return refuse(io, copy, 1)
  }
  writeFileSync(call.file, copy, { flush: true })
  io.out(
    `${call.file} holds the keys of ring ${ring.id}, sealed with your passphrase; \`mandate keys import\` takes it until ${iso(expires)}.`,
  )
  io.out('Until then what is destroyed here can be had back from that file: certificates count with its date. Keep it away from backups.')
  return 0
}

/** Makes the file first, readable by its owner alone; an existing one is never written over. */
const claim = (file: string): Refusal | null => {
  try {
    writeFileSync(file, '', { mode: 0o600, flag: 'wx' })
    return null
  } catch (fault) {
    const exists = fault instanceof Error && 'code' in fault && fault.code === 'EEXIST'
    return exists ? { refused: 'export_file_exists', file } : { refused: 'export_file_unwritable', file }
  }
}

const importFrom = async (
  dataFolder: string,
  call: { readonly file: string; readonly passphraseFile: string | null },
  tools: OpenTools,
  ports: KeysPorts,
  io: Io,
): Promise<number> => {
  const copy = readCopy(call.file)
  if (copy === null) return refuse(io, { refused: 'import_file_unreadable', file: call.file }, 1)
  const known = await ports.destroyedElsewhere(dataFolder)
  if (isRefusal(known)) return refuse(io, known, 1)
  const passphrase = await passphraseFor(call.passphraseFile, ports)
  if (isRefusal(passphrase)) return refuse(io, passphrase, 1)
  const folder = ringFolderOf(dataFolder)
  const ring = openRing(folder, tools)
  if (isRefusal(ring) && ring.refused !== 'ring_missing') return refuse(io, ring, 1)
  if (isRefusal(ring)) {
    const restored = restoreRing(folder, copy, passphrase, known, tools)
    if (isRefusal(restored)) return refuse(io, restored, 1)
    const living = restored.list().filter((key) => key.state !== 'destroyed').length
    io.out(`Ring ${restored.id} is back in ${folder} with ${living} keys; ${restored.destroyed().length} stay destroyed.`)
    restored.close()
    return 0
  }
  try {
    const imported = importRing(ring, copy, passphrase, known)
    if (isRefusal(imported)) return refuse(io, imported, 1)
    io.out(`${imported.added.length} keys were added to ring ${ring.id}.`)
    if (imported.keptDestroyed.length > 0) io.out(`${imported.keptDestroyed.length} keys of the copy were destroyed since and stay so.`)
    return 0
  } finally {
    ring.close()
  }
}

const readCopy = (file: string): Uint8Array | null => {
  try {
    return readFileSync(file)
  } catch {
    return null
  }
}

const rotate = (ring: Ring, named: string, io: Io): number => {
  const family = readPurpose(`${named}/1`)
  // A period key has no versions: what a day's records need instead is another day.
  const key = family === null || family.of === 'period' ? null : family
  if (key === null) return refuse(io, { refused: 'not_a_key_to_rotate', key: named }, 2)
  if (key.of === 'tenant' && ring.newest(key) === undefined) return refuse(io, { refused: 'key_unknown', key: named, ring: ring.id }, 1)
  const made = key.of === 'tenant' ? ring.rotateTenant(key.tenant, key.class) : ring.rotateHouse(key.name)
  if (isRefusal(made)) return refuse(io, made, 1)
  io.out(
    `Key ${made.id} (${purposeText(made.purpose)}) is in use from now on. Older versions still open what they sealed, until they are retired.`,
  )
  return 0
}

const passphraseFor = async (file: string | null, ports: KeysPorts): Promise<string | Refusal> =>
  file === null ? ports.passphrase() : passphraseFromFile(file)

const words: Readonly<Record<string, string>> = vaultWords

const refuse = (io: Io, refusal: Refusal, status: 1 | 2): number => {
  const sentence = words[refusal.refused] ?? refusal.refused
  io.err(sentence.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(refusal[name] ?? `{${name}}`)))
  return status
}

const iso = (at: Instant): string => new Date(at).toISOString()
