import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, test } from 'node:test'
import { instant } from '../domain/ids.ts'
import { createRing, openRing } from '../vault/open-ring.ts'
import { keysCommand, ringFolderOf } from './keys.ts'
import { passphraseFromInput } from './passphrase.ts'

const root = mkdtempSync(join(tmpdir(), 'mandate-keys-'))
after(() => rmSync(root, { recursive: true }))
const day = 86_400_000
const clock = { now: instant(1_782_291_600_000) }
const secret = 'six words that nobody would guess'
const tenant = randomUUID()

const dataFolder = (): string => {
  const folder = join(root, randomUUID())
  const ring = createRing(ringFolderOf(folder), { now: () => clock.now, newId: randomUUID })
  assert.ok(!('refused' in ring))
  ring.prepare([
    { of: 'tenant', tenant, class: 'submitted', version: 1 },
    { of: 'period', class: 'submitted', day: '2026-09-22' },
  ])
  ring.close()
  return folder
}

const called = async (folder: string, words: readonly string[], known: readonly string[] = []) => {
  const out: string[] = []
  const err: string[] = []
  const command = keysCommand({
    dataFolder: (rest) => ({ folder, rest }),
    passphrase: () => passphraseFromInput(Readable.from([`${secret}\nnot this`]), () => {}),
    unlock: async () => null,
    destroyedElsewhere: async () => known,
    now: () => clock.now,
    newId: randomUUID,
  })
  const status = await command.run(words, { out: (text) => out.push(text), err: (text) => err.push(text) })
  const said = [...out, ...err].join('\n')
  assert.ok(!said.includes(secret))
  return { status, out: out.join('\n'), err: err.join('\n') }
}

test('keys list names every key and shows none', async () => {
  const folder = dataFolder()
  const listed = await called(folder, ['list'])
  assert.equal(listed.status, 0)
  assert.match(listed.out, /7 keys, 0 of them destroyed/)
  assert.ok(listed.out.includes(`tenant/${tenant}/submitted/1`))
  for (const [, bytes] of readFileSync(join(ringFolderOf(folder), 'ring.json'), 'utf8').matchAll(/"bytes":"([^"]+)"/g))
    assert.ok(bytes !== undefined && !listed.out.includes(bytes))
  const read: unknown = JSON.parse((await called(folder, ['list', '--json'])).out)
  assert.ok(typeof read === 'object' && read !== null && 'keys' in read && Array.isArray(read.keys) && read.keys.length === 7)
})

test('a copy is exported while the server owns the ring, and brings a lost ring back', async () => {
  const folder = dataFolder()
  const file = join(root, 'copy')
  const owner = openRing(ringFolderOf(folder), { now: () => clock.now, newId: randomUUID })
  assert.ok(!('refused' in owner))
  const exported = await called(folder, ['export', file, '--expires', '30d'])
  assert.deepEqual([exported.status, exported.err], [0, ''])
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.match((await called(folder, ['list'])).out, /valid until 2026-07-24T09:00:00\.000Z/)
  assert.match((await called(folder, ['import', file])).err, new RegExp(`Process ${process.pid} owns the key ring`))
  owner.close()
  const again = await called(folder, ['export', file, '--expires', '30d'])
  assert.deepEqual(
    [again.status, again.err],
    [1, `${file} exists already, and a copy of the keys is never written over a file. Name a new file.`],
  )
  const periodId = idOf(folder, 'period/submitted/2026-09-22')
  rmSync(ringFolderOf(folder), { recursive: true })
  const back = await called(folder, ['import', file], [periodId])
  assert.equal(back.status, 0, back.err)
  assert.match(back.out, /with 6 keys; 1 stay destroyed/)
  const twice = await called(folder, ['import', file], [periodId])
  assert.match(twice.out, /0 keys were added[^]*1 keys of the copy were destroyed since and stay so/)
  clock.now = instant(clock.now + 30 * day)
  const late = await called(folder, ['import', file])
  clock.now = instant(clock.now - 30 * day)
  assert.equal(late.status, 1)
  assert.match(late.err, /expired at 2026-07-24T09:00:00\.000Z/)
})

const idOf = (folder: string, purpose: string): string => {
  const [, id] =
    new RegExp(`"id":"([^"]+)","purpose":"${purpose}"`).exec(readFileSync(join(ringFolderOf(folder), 'ring.json'), 'utf8')) ?? []
  assert.ok(id !== undefined)
  return id
}

test('a passphrase that is too short, or a file that cannot be read, leaves no half-written copy', async () => {
  const folder = dataFolder()
  const short = join(root, 'short')
  writeFileSync(short, 'short\n')
  const file = join(root, 'never')
  assert.match((await called(folder, ['export', file, '--expires', '1d', '--passphrase-file', short])).err, /has 5 characters/)
  assert.match((await called(folder, ['export', file, '--expires', '1d', '--passphrase-file', join(root, 'no')])).err, /cannot be read/)
  assert.ok(!existsSync(file))
})

test('keys rotate makes the next version, of a tenant or of the house', async () => {
  const folder = dataFolder()
  assert.match((await called(folder, ['rotate', `tenant/${tenant}/submitted`])).out, new RegExp(`tenant/${tenant}/submitted/2`))
  assert.match((await called(folder, ['rotate', 'house/trailSigning'])).out, /house\/trailSigning\/2/)
  for (const wrong of ['period/submitted/2026-09-22', 'house/nothing', `tenant/${tenant}/submitted/1`])
    assert.equal((await called(folder, ['rotate', wrong])).status, 2, wrong)
  assert.equal((await called(folder, ['rotate', `tenant/${randomUUID()}/submitted`])).status, 1)
})

test('words that are off are answered by the usage', async () => {
  const folder = dataFolder()
  for (const words of [
    [],
    ['list', 'x'],
    ['export', 'file'],
    ['export', 'file', '--expires', 'soon'],
    ['import'],
    ['lost'],
    ['list', '--key'],
  ])
    assert.equal((await called(folder, words)).status, 2, words.join(' '))
  assert.match((await called(join(root, 'nowhere'), ['list'])).err, /There is no key ring/)
})
