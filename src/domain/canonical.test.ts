import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { canonicalHash, canonicalJson, type Json } from './canonical.ts'

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()

const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value')),
    fc.dictionary(fc.string({ unit: 'binary' }), tie('value')),
  ),
})).value

test('numbers, strings and literals are written as in the example of RFC 8785, section 3.2.2', () => {
  const input: Json = {
    numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '\u20ac$\u000f\u000aA\u0027\u0042\u0022\u005c\\"/',
    literals: [null, true, false],
  }
  assert.equal(
    canonicalJson(input),
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  )
})

test('names are sorted by UTF-16 code units, as in RFC 8785, section 3.2.3', () => {
  const input: Json = {
    '\u20ac': 'Euro',
    '\r': 'CR',
    '\ufb33': 'Dalet',
    '1': 'One',
    '\ud83d\ude00': 'Grin',
    '\u0080': 'Control',
    '\u00f6': 'o',
  }
  assert.equal(canonicalJson(input), '{"\\r":"CR","1":"One","\u0080":"Control","ö":"o","€":"Euro","😀":"Grin","\ufb33":"Dalet"}')
})

test('minus zero is zero', () => {
  assert.equal(canonicalJson(-0), '0')
})

test('what has no canonical form is a bug and throws', () => {
  assert.throws(() => canonicalJson(Number.NaN), /JSON cannot write/)
  assert.throws(() => canonicalJson(Number.POSITIVE_INFINITY), /JSON cannot write/)
  assert.throws(() => canonicalJson('\ud800'), /surrogate/)
})

test('the canonical form reads back as the value and is its own canonical form', () => {
  fc.assert(
    fc.property(json, (value) => {
      const text = canonicalJson(value)
      assert.equal(canonicalJson(JSON.parse(text)), text)
    }),
  )
})

test('the order in which names were given does not matter', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.integer()), (value) => {
      assert.equal(canonicalJson(Object.fromEntries(Object.entries(value).toReversed())), canonicalJson(value))
    }),
  )
})

test('the hash is SHA-256 over the UTF-8 bytes of the canonical form', () => {
  fc.assert(
    fc.property(json, (value) => {
      assert.equal(canonicalHash(value, sha256), createHash('sha256').update(canonicalJson(value), 'utf8').digest('hex'))
    }),
  )
})
