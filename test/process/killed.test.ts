import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { leftoverServer } from '../../src/store/embedded.ts'
import { processEnded, processWords, sendSignal } from '../../src/store/embedded/process.ts'
import {
  acceptAs,
  closedImport,
  invite,
  keyOf,
  runImport,
  setUpHouse,
  withKey,
  type Answer,
  type Caller,
  type Import,
  type Preview,
} from './caller.rig.ts'
import { beginServer, databaseGone, freePort, freshPlace, mandate, startServer, type Served } from './process.rig.ts'

const { place, data } = freshPlace()

/** Moments that are the same on every run: mulberry32. */
const moments = (seed: number) => {
  let state = seed
  return (most: number): number => {
    state = (state + 0x6d_2b_79_f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * most)
  }
}
const moment = moments(20_260_624)
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

test('a first start that is killed at any moment leaves a folder that the next one starts from', async () => {
  for (let round = 0; round < 3; round += 1) {
    const begun = beginServer(data, await freePort())
    await pause(200 + moment(2_500))
    sendSignal(begun.pid, 'SIGKILL')
    await begun.ended
  }
  const served = await startServer(data)
  await served.kill('SIGTERM')
})

const rows = 4_000
const people = (round: number): string =>
  [
    'First name;Last name;E-mail;Company',
    ...Array.from({ length: rows }, (_, row) => `Ada${row};Lovelace;person-${round}-${row}@round.example;Engines ${row}`),
  ].join('\n')

const emailsOf = async (caller: Caller): Promise<readonly string[]> => {
  const all = await caller.get<readonly { readonly email: string }[]>('/v1/contacts/export?format=json')
  assert.equal(all.status, 200, all.text)
  return all.body.map(({ email }) => email)
}

/** What the server answered, or null: it died first. */
const asked = (sent: Promise<Answer<unknown>>): Promise<number | null> =>
  sent.then(
    ({ status }) => status,
    () => null,
  )

test('a server that is killed at any moment loses nothing, finishes or takes back what was under way, and its log holds up', async () => {
  let served = await startServer(data)
  const staff = await setUpHouse(served)
  const customer = await invite(served.origin, staff, 'owner@nordlys.example', 'Nordlys ApS')
  writeFileSync(join(place, 'agreement.json'), (await customer.owner.get('/v1/agreement/file')).text)
  await acceptAs(customer)
  const secret = (await keyOf(served.origin, customer.owner)).headers()['authorization']?.slice('Bearer '.length) ?? ''
  const keyAt = ({ origin }: Served) => withKey(origin, secret)

  const expected = new Set<string>()
  for (let round = 0; round < 5; round += 1) {
    const key = keyAt(served)
    const upload = await key.file<Preview>('/v1/imports', people(round))
    assert.equal(upload.status, 201, upload.text)
    const { id } = upload.body.import
    const victim = [...expected][moment(expected.size)]
    const broken = asked(key.file('/v1/imports', people(1_000 + round)))
    const started = asked(key.post(`/v1/imports/${id}/start`, {}))
    const erased = victim === undefined ? null : asked(key.post('/v1/persons/erase', { emails: [victim] }))
    await pause(moment(1_200))
    await served.kill('SIGKILL')
    const [wasStarted, wasErased] = [await started, await erased]
    await broken
    assert.ok(await databaseGone(data), 'the database ends with the program that supervised it')

    served = await startServer(data)
    const again = keyAt(served)
    const { body } = await again.get<{ readonly import: Import }>(`/v1/imports/${id}`)
    assert.ok((wasStarted === null ? ['checked', 'open', 'closed'] : ['open', 'closed']).includes(body.import.state))
    const done = body.import.state === 'checked' ? await runImport(again, id, 60) : await closedImport(again, id, 60)
    assert.deepEqual([done.counts.rows, done.counts.imported], [rows, rows])
    for (let row = 0; row < rows; row += 1) expected.add(`person-${round}-${row}@round.example`)

    const imports = (await again.get<{ readonly imports: readonly Import[] }>('/v1/imports')).body.imports
    assert.deepEqual(
      imports.filter(({ state }) => state === 'uploading'),
      [],
      'nobody sends the rest of a broken upload',
    )
    const there = await emailsOf(again)
    if (victim !== undefined) {
      assert.ok(wasErased === 200 || wasErased === null)
      if (wasErased === 200) assert.equal(there.includes(victim), false, 'an erasure that was answered is done')
      if (!there.includes(victim)) expected.delete(victim)
    }
    assert.equal(there.length, expected.size)
    assert.ok(there.every((email) => expected.has(email)))
  }
  await served.kill('SIGTERM')
  served = await startServer(data)
  const trail = await keyAt(served).get('/v1/trail/file')
  writeFileSync(join(place, 'trail.json'), trail.text)
  const verdict = await mandate(['verify', join(place, 'trail.json'), '--agreement', join(place, 'agreement.json')])
  assert.equal(verdict.status, 0, verdict.err)
  await served.kill('SIGTERM')
})

/** The shell that ends the database when the program dies: a direct child of it. */
const tetherOf = (pid: number): number =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((each) => parentOf(each) === pid && processWords(each).includes('read -r _')) ?? 0

const parentOf = (pid: number): number => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return 0
  }
}

test(
  'a database that outlived its program is named by status, ended by the next start, and ended by stop',
  { skip: process.platform !== 'linux' },
  async () => {
    for (const by of ['start', 'stop'] as const) {
      const served = await startServer(data)
      const tether = tetherOf(served.pid)
      assert.ok(tether > 0)
      sendSignal(tether, 'SIGKILL')
      assert.ok(await processEnded(tether, 5_000))
      await served.kill('SIGKILL')
      const orphan = leftoverServer(data)
      assert.ok(orphan !== null)
      const status = await mandate(['status', '--data', data])
      assert.equal(status.status, 1)
      assert.match(status.out, new RegExp(`Not running, but process ${orphan} is a database server of an earlier run`))
      if (by === 'stop') {
        const stopped = await mandate(['stop', '--data', data])
        assert.deepEqual([stopped.status, leftoverServer(data)], [0, null])
        assert.match(stopped.out, /its database was still there; it was stopped/)
      } else {
        const next = await startServer(data)
        assert.match(next.said(), /A database server of an earlier run was still there; it was stopped/)
        await next.kill('SIGTERM')
        assert.equal(await next.ended, 0)
      }
      assert.equal(leftoverServer(data), null)
    }
  },
)
