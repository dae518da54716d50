import assert from 'node:assert/strict'
import { test } from 'node:test'
import { instant } from '../domain/ids.ts'
import { ClockGuard } from './clock-guard.ts'

const hour = 3_600_000
const start = 1_000_000_000_000

const guarded = (second: number | null = null, lastSeen: number | null = null) => {
  const at = { wall: start, steady: 5_000 }
  const guard = new ClockGuard(
    { wall: () => instant(at.wall), steady: () => at.steady, second: second === null ? null : async () => instant(second) },
    lastSeen === null ? null : instant(lastSeen),
  )
  return { at, guard }
}

test('a clock that runs as steadily as the machine is believed', async () => {
  const { at, guard } = guarded()
  for (const step of [1, 1_000, 30 * hour]) {
    at.wall += step
    at.steady += step
    assert.equal(await guard.check(), null)
  }
})

test('a clock that goes backwards holds until it has caught up', async () => {
  const { at, guard } = guarded()
  at.wall -= 10
  assert.equal((await guard.check())?.refused, 'clock_went_back')
  at.wall += 10
  assert.equal(await guard.check(), null)
})

test('a clock that was set back between two runs holds', async () => {
  const { guard } = guarded(null, start + hour)
  assert.equal((await guard.check())?.refused, 'clock_went_back')
})

test('a leap of more than an hour holds for as long as nobody else says the same', async () => {
  const { at, guard } = guarded()
  at.wall += 2 * hour
  assert.equal((await guard.check())?.refused, 'clock_leapt')
  assert.equal((await guard.check())?.refused, 'clock_leapt')
  at.wall = start + 1
  assert.equal(await guard.check(), null)
})

test('a leap is believed when a second source agrees, and not when it disagrees', async () => {
  const agreeing = guarded(start + 2 * hour)
  agreeing.at.wall += 2 * hour
  assert.equal(await agreeing.guard.check(), null)
  const disagreeing = guarded(start)
  disagreeing.at.wall += 2 * hour
  assert.equal((await disagreeing.guard.check())?.refused, 'clock_leapt')
})
