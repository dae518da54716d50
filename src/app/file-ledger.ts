/**
 * The ledger as a file: one line for each intent, synced before it answers, and one for each done. Each line carries a keyed hash over itself and
 * the line before, so that a line that was changed, removed or moved is found. A last line that a crash tore is cut off.
 */
import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs'
import { timingSafeEqual } from 'node:crypto'
import { dirname } from 'node:path'
import type { Instant } from '../domain/ids.ts'
import type { Refusal } from '../domain/refusal.ts'
import { syncFolder } from '../vault/durable-file.ts'
import { houseMac, houseMacOf } from '../vault/house-keys.ts'
import type { Ring } from '../vault/ring.ts'
import type { Ledger, LedgerEntry, LedgerHead } from './ledger.ts'

type Line = { readonly intend: LedgerEntry } | { readonly done: string; readonly at: Instant }

const noMac = '0'.repeat(64)

/** Opens the ledger, or begins one. Refuses a file of which a whole line is not as it was written. */
export const openFileLedger = (path: string, ring: Ring): FileLedger | Refusal => {
  const fresh = !existsSync(path)
  const file = openSync(path, 'a+', 0o600)
  if (fresh) syncFolder(dirname(path))
  const text = readFileSync(path, 'utf8')
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  const read = readLines(whole, ring, path)
  if ('refused' in read) {
    closeSync(file)
    return read
  }
  if (whole.length < text.length) {
    ftruncateSync(file, Buffer.byteLength(whole))
    fsyncSync(file)
  }
  return new FileLedger(path, file, ring, read)
}

type Read = { readonly lines: readonly Line[]; readonly macs: readonly string[] }

const readLines = (text: string, ring: Ring, file: string): Read | Refusal => {
  const lines: Line[] = []
  const macs: string[] = []
  for (const row of text.split('\n').slice(0, -1)) {
    const [, version = '', mac = '', body = ''] = /^(\d+) ([0-9a-f]{64}) (.*)$/.exec(row) ?? []
    const expected = houseMacOf(ring, 'ledger', Number(version), bound(macs.at(-1) ?? noMac, body))
    if (expected === null || !timingSafeEqual(expected, Buffer.from(mac.padEnd(64, '0'), 'hex')))
      return { refused: 'ledger_changed', line: lines.length + 1, file }
    // Its hash says that this program wrote it, whole.
    const line: Line = JSON.parse(body)
    lines.push(line)
    macs.push(mac)
  }
  return { lines, macs }
}

const bound = (before: string, body: string): Uint8Array => Buffer.from(`mandate/ledger/v1|${before}|${body}`)

export class FileLedger implements Ledger {
  readonly path: string
  readonly #file: number
  readonly #ring: Ring
  readonly #pending = new Map<string, LedgerEntry>()
  #head: LedgerHead
  #synced = true

  constructor(path: string, file: number, ring: Ring, read: Read) {
    this.path = path
    this.#file = file
    this.#ring = ring
    for (const line of read.lines) this.#note(line)
    this.#head = { lines: read.lines.length, mac: read.macs.at(-1) ?? noMac }
  }

  async intend(entry: LedgerEntry): Promise<void> {
    this.#write({ intend: entry })
    this.#sync()
  }

  // Not waited for: an intent whose done was lost with the power is finished again at the next start, and finds nothing.
  async done(id: string, at: Instant): Promise<void> {
    if (this.#pending.has(id)) this.#write({ done: id, at })
  }

  async pending(): Promise<readonly LedgerEntry[]> {
    return [...this.#pending.values()]
  }

  async entries(): Promise<readonly LedgerEntry[]> {
    const last = new Map<string, LedgerEntry>()
    for (const line of this.#read().lines) if ('intend' in line) last.set(line.intend.id, line.intend)
    return [...last.values()]
  }

  async head(): Promise<LedgerHead> {
    this.#sync()
    return this.#head
  }

  async holds({ lines, mac }: LedgerHead): Promise<boolean> {
    if (lines === 0) return true
    return lines <= this.#head.lines && this.#read().macs[lines - 1] === mac
  }

  async close(): Promise<void> {
    this.#sync()
    closeSync(this.#file)
  }

  #note(line: Line): void {
    if ('intend' in line) this.#pending.set(line.intend.id, line.intend)
    else this.#pending.delete(line.done)
  }

  // One synchronous write: two acts of this process never mix their lines.
  #write(line: Line): void {
    const body = JSON.stringify(line)
    const { version, mac } = houseMac(this.#ring, 'ledger', bound(this.#head.mac, body))
    const hex = Buffer.from(mac).toString('hex')
    const bytes = Buffer.from(`${version} ${hex} ${body}\n`)
    for (let at = 0; at < bytes.length;) at += writeSync(this.#file, bytes, at)
    this.#synced = false
    this.#note(line)
    this.#head = { lines: this.#head.lines + 1, mac: hex }
  }

  #sync(): void {
    if (this.#synced) return
    fsyncSync(this.#file)
    this.#synced = true
  }

  #read(): Read {
    const read = readLines(readFileSync(this.path, 'utf8'), this.#ring, this.path)
    if ('refused' in read) throw new Error('the ledger of erasures was changed while it was open')
    return read
  }
}
