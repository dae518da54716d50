import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  findIdentityNumbers,
  isDanishCprDate,
  isDanishCprWithCheck,
  isFrenchNir,
  isNorwegianNumber,
  isSpanishCif,
  isSpanishPersonNumber,
  isSwedishPersonnummer,
} from './identity-numbers.ts'

/** A check is worth something when a wrong digit in any place is noticed; Luhn and mod 11 find every single one. */
const survivors = (valid: string, isValid: (text: string) => boolean): number => {
  let count = 0
  for (let at = 0; at < valid.length; at += 1) {
    for (const digit of '0123456789') {
      const changed = valid.slice(0, at) + digit + valid.slice(at + 1)
      if (changed !== valid && isValid(changed)) count += 1
    }
  }
  return count
}

test('a Danish CPR number holds by date, century and mod 11, and no single wrong digit passes', () => {
  assert.equal(isDanishCprWithCheck('0707614285'), true)
  assert.equal(survivors('0707614285', isDanishCprWithCheck), 0)
  assert.equal(isDanishCprDate('3002011234'), false)
  assert.equal(isDanishCprDate('2902001234'), false, '1900 had no 29 February, and a seventh digit of 1 means the 1900s')
  assert.equal(isDanishCprDate('2902004234'), true, '2000 had one, and a seventh digit of 4 with year 00 means the 2000s')
})

test('a Swedish personnummer holds by date and Luhn; an organisation number with month 20 or more is none', () => {
  assert.equal(isSwedishPersonnummer('8112189876'), true)
  assert.equal(isSwedishPersonnummer('198112189876'), true)
  assert.equal(survivors('8112189876', isSwedishPersonnummer), 0)
  assert.equal(isSwedishPersonnummer('5560360793'), false)
})

test('a Norwegian number holds by date and two mod 11 digits', () => {
  assert.equal(isNorwegianNumber('15108695088'), true)
  assert.equal(survivors('15108695088', isNorwegianNumber), 0)
  assert.equal(isNorwegianNumber('33612345678'), false)
})

test('a French NIR holds by its key of two, Corsica included', () => {
  assert.equal(isFrenchNir('255081416802538'), true)
  assert.equal(isFrenchNir('295109912611193'), true)
  assert.equal(survivors('255081416802538', isFrenchNir), 0)
  const corsica = 1_85_05_19_003_004n
  const key = String(97n - (corsica % 97n)).padStart(2, '0')
  assert.equal(isFrenchNir(`185052A003004${key}`), true)
})

test('Spanish numbers of people hold by their letter; a company has a CIF and is no person', () => {
  for (const valid of ['12345678Z', '54362315K', 'X2482300W', 'X1234567L', '00000000T'])
    assert.equal(isSpanishPersonNumber(valid), true, valid)
  for (const wrong of ['12345678A', '54362315Z', 'X2482300A', 'A58818501', '1234567Z'])
    assert.equal(isSpanishPersonNumber(wrong), false, wrong)
  assert.equal(isSpanishCif('A58818501'), true)
  assert.equal(isSpanishCif('J99216582'), true)
  assert.equal(isSpanishCif('A58818502'), false)
})

test('a bare run of ten digits is only possible, a named or separated one certain, one that names itself an invoice nothing', () => {
  assert.deepEqual(findIdentityNumbers('0707614285', 'free'), [{ category: 'identity', rule: 'number:dk_cpr', certainty: 'possible' }])
  assert.equal(findIdentityNumbers('cpr 0707614285', 'free')[0]?.certainty, 'certain')
  assert.equal(findIdentityNumbers('070761-4285', 'free')[0]?.certainty, 'certain')
  assert.deepEqual(findIdentityNumbers('faktura 0707614285', 'free'), [])
  assert.deepEqual(findIdentityNumbers('0707614285', 'phone'), [])
  assert.equal(findIdentityNumbers('070761-4285', 'phone')[0]?.certainty, 'certain')
})

test('numbers of companies, bank accounts, telephones and days are not taken for people', () => {
  for (const text of [
    '73282932000074',
    'DK5000400440116243',
    '+33 6 12 34 56 78',
    '+46 8 123 456 78',
    '2024-04-03',
    'CVR 25313763',
    'A58818501',
    '4539 1488 0343 6467',
  ]) {
    assert.deepEqual(findIdentityNumbers(text, 'free'), [], text)
  }
})
