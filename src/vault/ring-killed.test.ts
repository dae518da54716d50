import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, test } from 'node:test'
import { instant } from '../domain/ids.ts'
import { replaceSteps } from './durable-file.ts'
import type { ReplaceStep } from './durable-file.ts'
import { open, seal } from './envelope.ts'
import type { Place } from './envelope.ts'
import { trailPublicKeys, trailSigners } from './house-keys.ts'
import { createRing, openRing } from './open-ring.ts'
import type { OpenTools } from './open-ring.ts'
import type { Ring } from './ring.ts'

const root = mkdtempSync(join(tmpdir(), 'mandate-killed-'))
after(() => rmSync(root, { recursive: true }))
const tools: OpenTools = { now: () => instant(1_782_291_600_000), newId: randomUUID }
const place: Place = { tenant: 'aaaa', class: 'submitted', day: '2026-09-22', table: 'contacts', id: 'r' }

// A real process that kills itself as `kill -9` would, at the step of a write that it is told.
const child = `
  import { randomUUID } from 'node:crypto'
  import { createRing, openRing } from '${new URL('open-ring.ts', import.meta.url).href}'
  import { sealJson } from '${new URL('envelope.ts', import.meta.url).href}'
  const [folder, act, killedAt] = process.argv.slice(1)
  const atStep = (step) => { if (step === killedAt) process.kill(process.pid, 'SIGKILL') }
  const make = act === 'create' ? createRing : openRing
  const ring = make(folder, { now: () => ${tools.now()}, newId: randomUUID, atStep })
  if ('refused' in ring) { console.log(ring.refused); process.exit(0) }
  console.log('owns')
  const acts = {
    create: () => {},
    hold: () => process.stdin.resume(),
    seal: () => sealJson(ring, { tenant: 'bbbb', class: 'account', day: null, table: 't', id: 'x' }, 1),
    rotate: () => ring.rotateTenant('aaaa', 'submitted'),
    retire: () => ring.retireTenant('aaaa', 'submitted', 1, async () => 0),
    rotateTrail: () => ring.rotateHouse('trailSigning'),
    retireTrail: () => ring.retireHouse('trailSigning', 1, async () => 0),
    destroy: () => ring.destroyPeriod('submitted', '2026-09-22', 'retention'),
  }
  await acts[act]()
`
type Act = 'create' | 'hold' | 'seal' | 'rotate' | 'retire' | 'rotateTrail' | 'retireTrail' | 'destroy'
const start = (folder: string, act: Act, killedAt = '') =>
  spawn(process.execPath, ['--input-type=module', '-e', child, folder, act, killedAt], { stdio: ['pipe', 'pipe', 'inherit'] })

const killed = async (folder: string, act: Act, step: string): Promise<void> => {
  const running = start(folder, act, step)
  const signal = await new Promise((resolve) => running.once('close', (_, by) => resolve(by)))
  assert.equal(signal, 'SIGKILL', `${act} passes "${step}"`)
}

const owned = (ring: Ring | object): Ring => {
  assert.ok(!('refused' in ring), JSON.stringify(ring))
  assert.ok('rotateTenant' in ring)
  return ring
}

const state = (ring: Ring): string => JSON.stringify(ring.list().map((key) => [key.purpose, key.state]))

/** The states before and after an act that nobody disturbs, from a ring that was made alike. */
const prepared = (act: Act): Ring => {
  const ring = owned(createRing(join(root, randomUUID()), tools))
  seal(ring, place, Buffer.from('x'))
  if (act === 'retire') ring.rotateTenant('aaaa', 'submitted')
  if (act === 'retireTrail') ring.rotateHouse('trailSigning')
  return ring
}

for (const act of ['seal', 'rotate', 'retire', 'rotateTrail', 'retireTrail', 'destroy'] as const) {
  test(`a process killed at any step of "${act}" leaves a ring that is as before or as after, and whole`, async () => {
    await Promise.all(
      stepsOf(act).map(async (step) => {
        const ring = prepared(act)
        const first = seal(ring, place, Buffer.from('Ada'))
        assert.ok(first instanceof Uint8Array)
        const before = state(ring)
        const secret = secretOf(ring, act)
        ring.close()
        await killed(ring.folder, act, step)
        const back = owned(openRing(ring.folder, tools))
        const happened = state(back) !== before
        assert.equal(happened, replaceSteps.indexOf(step) >= replaceSteps.indexOf('new file in place'), step)
        assert.deepEqual(
          readdirSync(ring.folder).filter((name) => /\.(new|old)$/.test(name)),
          [],
        )
        const opened = open(back, place, first)
        const lost = happened && act === 'destroy'
        assert.equal('refused' in opened, lost, `${act} at ${step}`)
        if (happened && (act === 'destroy' || act === 'retire' || act === 'retireTrail'))
          for (const name of readdirSync(ring.folder)) assert.ok(!readFileSync(join(ring.folder, name), 'utf8').includes(secret), name)
        // Doing it again ends where it would have ended undisturbed.
        if (!happened) {
          back.close()
          const again = start(ring.folder, act)
          assert.equal(await new Promise((resolve) => again.once('close', resolve)), 0)
          const done = owned(openRing(ring.folder, tools))
          assert.notEqual(state(done), before)
          done.close()
        } else back.close()
      }),
    )
  })
}

/** Only a destruction overwrites the file that it replaces. */
const stepsOf = (act: Act): readonly ReplaceStep[] =>
  act === 'destroy' || act === 'retire' || act === 'retireTrail'
    ? replaceSteps
    : replaceSteps.filter((step) => step !== 'old file overwritten')

/** The bytes, as the file has them, of the key that the act destroys. */
const secretOf = (ring: Ring, act: Act): string => {
  const purpose =
    act === 'retireTrail' ? 'house/trailSigning/1' : act === 'retire' ? 'tenant/aaaa/submitted/1' : 'period/submitted/2026-09-22'
  const line = readFileSync(join(ring.folder, 'ring.json'), 'utf8')
    .split('\n')
    .find((text) => text.includes(`"${purpose}"`))
  const [, secret] = /"bytes":"([^"]+)"/.exec(line ?? '') ?? []
  assert.ok(secret !== undefined)
  return secret
}

test('a process killed while it makes a ring leaves none or a whole one', async () => {
  await Promise.all(
    stepsOf('create').map(async (step) => {
      const folder = join(root, randomUUID())
      await killed(folder, 'create', step)
      const there = openRing(folder, tools)
      const ring = 'refused' in there ? owned(createRing(folder, tools)) : there
      assert.equal('refused' in there, replaceSteps.indexOf(step) < replaceSteps.indexOf('new file in place'), step)
      assert.deepEqual(
        readdirSync(folder).filter((name) => /\.(new|old)$/.test(name)),
        [],
      )
      assert.equal(ring.list().length, 5)
      ring.close()
    }),
  )
})

test('after a rotation of the trail key both sign, and the public half of a destroyed one stays', async () => {
  const ring = prepared('rotateTrail')
  ring.rotateHouse('trailSigning')
  assert.deepEqual(
    trailSigners(ring).map((signer) => signer.version),
    [2, 1],
  )
  const [, old] = trailPublicKeys(ring)
  await ring.retireHouse('trailSigning', 1, async () => 0)
  ring.close()
  const back = owned(openRing(ring.folder, tools))
  assert.deepEqual(
    trailSigners(back).map((signer) => signer.version),
    [2],
  )
  assert.deepEqual(trailPublicKeys(back)[1], { ...old, state: 'destroyed' })
  back.close()
})

/** Starts many openers at once; each says whether it owns the ring and holds it until its input ends. */
const race = async (folder: string, count: number): Promise<readonly string[]> => {
  const openers = Array.from({ length: count }, () => start(folder, 'hold'))
  const ended = openers.map((opener) => new Promise((resolve) => opener.once('close', resolve)))
  const answers = await Promise.all(
    openers.map((opener) => new Promise<string>((resolve) => createInterface(opener.stdout).once('line', resolve))),
  )
  for (const opener of openers) opener.stdin.end()
  await Promise.all(ended)
  return [...answers].toSorted()
}

test('of six openers at once one owns the ring', async () => {
  const ring = prepared('hold')
  ring.close()
  assert.deepEqual(await race(ring.folder, 6), ['owns', ...Array<string>(5).fill('ring_held')].toSorted())
})

test('of six openers that find the lock of a dead process one owns the ring', async () => {
  const ring = prepared('hold')
  ring.close()
  await killed(ring.folder, 'rotate', 'new file written')
  assert.ok(readdirSync(ring.folder).includes('ring.lock'))
  assert.deepEqual(await race(ring.folder, 6), ['owns', ...Array<string>(5).fill('ring_held')].toSorted())
  owned(openRing(ring.folder, tools)).close()
})
