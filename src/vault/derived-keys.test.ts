import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DerivedKeys } from './derived-keys.ts'

const made = () => ({ key: new Uint8Array(4).fill(9) })

test('what is asked for again and again stays while a thousand others pass, and no more than the bound are kept', () => {
  const keys = new DerivedKeys<{ key: Uint8Array }>(10)
  const wanted = made()
  keys.keep('wanted', wanted)
  for (let count = 0; count < 1_000; count += 1) {
    keys.keep(`passing ${count}`, made())
    assert.equal(keys.find('wanted'), wanted)
    assert.ok(keys.size <= 10)
  }
  assert.equal(keys.find('passing 0'), undefined)
  assert.deepEqual([...wanted.key], [9, 9, 9, 9])
})

test('a key that is forgotten is overwritten', () => {
  const keys = new DerivedKeys<{ key: Uint8Array }>(4)
  const [early, late] = [made(), made()]
  keys.keep('early', early)
  for (const name of ['b', 'c', 'd', 'e']) keys.keep(name, made())
  assert.equal(keys.find('early'), undefined)
  assert.deepEqual([...early.key], [0, 0, 0, 0])
  keys.keep('late', late)
  keys.clear()
  assert.deepEqual([...late.key], [0, 0, 0, 0])
  assert.equal(keys.size, 0)
})
