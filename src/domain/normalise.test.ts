import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import {
  hasPrefix,
  nameSpellings,
  normalise,
  normaliseCompany,
  normaliseEmail,
  normaliseName,
  normalisePhone,
  prefixesOf,
  soughtPrefix,
} from './normalise.ts'

test('a name is found whatever its case, diacritics and apostrophes', () => {
  for (const [written, folded] of [
    ['Zoë O’Brien', 'zoe obrien'],
    ["ZOË  O'BRIEN", 'zoe obrien'],
    ['Łukasz Żółć', 'lukasz zolc'],
    ['Nguyễn Văn Ánh', 'nguyen van anh'],
    ['İpek Işık', 'ipek isik'],
    ['Jean-Luc  d´Arc', 'jean luc darc'],
    ['STRAẞE', 'strasse'],
    ['Þórður', 'thordur'],
    ['Ｆｕｌｌ', 'full'],
    ['李 小龙', '李 小龙'],
    [' - ', ''],
  ] as const)
    assert.equal(normaliseName(written), folded)
})

test('decomposed and composed letters are the same name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      assert.equal(normaliseName(text.normalize('NFD')), normaliseName(text.normalize('NFC')))
    }),
  )
})

test('every normal form is its own normal form', () => {
  fc.assert(
    fc.property(fc.constantFrom('email', 'phone', 'name', 'text'), fc.string({ unit: 'grapheme' }), (kind, text) => {
      const once = normalise(kind, text)
      assert.equal(normalise(kind, once), once)
    }),
  )
})

test('Müller and Mueller share a spelling, Bauer and Baur do not', () => {
  const shares = (one: string, other: string): boolean => nameSpellings(one).some((spelling) => nameSpellings(other).includes(spelling))
  assert.deepEqual(nameSpellings('Müller'), ['muller', 'mueller'])
  assert.deepEqual(nameSpellings('Mu\u0308ller'), ['muller', 'mueller'])
  assert.ok(shares('Müller', 'MUELLER'))
  assert.ok(shares('Müller', 'Muller'))
  assert.ok(shares('Søren Ålund', 'Soeren Aalund'))
  assert.ok(!shares('Bauer', 'Baur'))
  assert.deepEqual(nameSpellings(' '), [])
})

test('a company is found with and without its legal form', () => {
  for (const [written, folded] of [
    ['Example GmbH', 'example'],
    ['Example GmbH & Co. KG', 'example'],
    ['EXAMPLE, Ltd.', 'example'],
    ['Exemple S.à r.l.', 'exemple'],
    ['Příklad s.r.o.', 'priklad'],
    ['Smith & Sons Limited', 'smith and sons'],
    ['AG', 'ag'],
    ['Co Company', 'co'],
  ] as const)
    assert.equal(normaliseCompany(written), folded, written)
})

test('an e-mail address keeps its dots and tags and loses case, brackets and mailto', () => {
  assert.equal(normaliseEmail(' <Ada.Lovelace+news@Example.ORG> '), 'ada.lovelace+news@example.org')
  assert.equal(normaliseEmail('mailto:ADA@example.org'), 'ada@example.org')
  assert.notEqual(normaliseEmail('a.da@example.org'), normaliseEmail('ada@example.org'))
})

test('a telephone number is the same in every way of writing it', () => {
  for (const [written, code, digits] of [
    ['+49 (0)151 234-567', null, '+49151234567'],
    ['0049 151 234567', null, '+49151234567'],
    ['0151/234567', '49', '+49151234567'],
    ['0151/234567', null, '0151234567'],
    ['06 1234 567', '39', '+39061234567'],
    ['+1 (555) 010-0199 x42', null, '+15550100199'],
    ['tel:+1-555-010-0199;ext=42', null, '+15550100199'],
    ['٠١٢٣', null, '0123'],
    ['none', null, ''],
  ] as const)
    assert.equal(normalisePhone(written, code), digits, written)
})

test('a word has prefixes of three to six letters and a short word stands for itself', () => {
  assert.deepEqual(prefixesOf('van der lovelace'), ['van', 'der', 'lov', 'love', 'lovel', 'lovela'])
  assert.deepEqual(prefixesOf('li'), ['li'])
  assert.deepEqual(prefixesOf(''), [])
})

test('what is sought for a typed prefix is among the prefixes of every name that begins with it', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', 'b', 'z'), minLength: 3, maxLength: 12 }), fc.nat({ max: 12 }), (word, cut) => {
      const typed = word.slice(0, Math.max(3, cut))
      assert.ok(prefixesOf(word).includes(soughtPrefix(typed)))
      assert.ok(hasPrefix(`x ${word}`, typed))
    }),
  )
})
