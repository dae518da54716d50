import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { base64, fromBase64, fromHex, hex, utf8 } from './bytes.ts'

test('texts become the UTF-8 that the platform writes, half a surrogate pair included', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => assert.deepEqual([...utf8(text)], [...new TextEncoder().encode(text)])))
  for (const text of ['', 'ä€😀', '\ud800', 'a\udc00b', '\ud83d', '\ud800\ud800\udc00', '\u07ff\u0800\uffff']) {
    assert.deepEqual([...utf8(text)], [...new TextEncoder().encode(text)], JSON.stringify(text))
  }
  assert.deepEqual([...utf8('é', 2)], [0, 0, 0xc3, 0xa9])
})

test('Base64 and hexadecimal are those of the platform and come back', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      assert.equal(base64(bytes), Buffer.from(bytes).toString('base64'))
      assert.equal(hex(bytes), Buffer.from(bytes).toString('hex'))
      assert.deepEqual(fromBase64(base64(bytes)), bytes)
      assert.deepEqual(fromHex(hex(bytes), bytes.length), bytes)
    }),
  )
})

test('a second spelling of the same bytes is refused', () => {
  for (const text of ['QQ', 'QQ=', 'QR==', 'QQ== ', 'QQ==\n', 'Q===', '=', 'QUI', 'QUJ=', '-_8='])
    assert.equal(fromBase64(text), null, text)
  for (const text of ['AB', 'abc', 'a b', 'zz', '']) assert.equal(fromHex(text, 1), null, text)
})
