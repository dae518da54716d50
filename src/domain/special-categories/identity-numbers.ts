import type { SpecialFinding, TextKind } from '../special-categories.ts'
import { folded } from './words.ts'

/**
 * National identity numbers of people inside a text. A number is `certain` when its form and its check both hold, or when the text names it
 * ("CPR 010203-1234"); a bare run of ten digits that happens to check out is only `possible`, because phones and invoices look the same.
 */
export const findIdentityNumbers = (text: string, kind: TextKind): readonly SpecialFinding[] => {
  if (!hasSevenDigits(text)) return nothing
  const found: SpecialFinding[] = []
  for (const [candidate] of text.matchAll(candidates)) {
    const rule = judged(candidate.toUpperCase(), kind, text)
    if (rule !== null) found.push({ category: 'identity', rule: `number:${rule.number}`, certainty: rule.certainty })
  }
  return found
}

const nothing: readonly SpecialFinding[] = []

/** The shortest number has seven digits; this asks before the costlier pattern does. */
const hasSevenDigits = (text: string): boolean => {
  let digits = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code >= 48 && code <= 57 && (digits += 1) === 7) return true
  }
  return false
}

const names = /\b(cpr|personnummer|personnr|fodselsnummer|fodselsnr|dni|nif|nie|nir|secu|securite sociale|identity number|national id)\b/
/** Words that say what a number is instead: a doubtful number beside them is believed to be that. */
const others =
  /\b(phone|tel|tlf|telefon|telephone|telefono|mobil|mobile|movil|invoice|faktura|facture|factura|order|ordre|commande|pedido|iban|konto)\b/
/** The forms, longest first; a letter or digit on either side means that it is part of something else. */
const candidates =
  /(?<![\p{L}\d])(?:[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}|(?:\d{8}|\d{6})[-+]\d{4}|\d{6} \d{5}|\d{6} \d{4}|\d{10,12}|[XYZKLM]-?\d{7}-?[A-Z]|\d{8}-?[A-Z])(?![\p{L}\d])/giu

type Judgement = { readonly number: string; readonly certainty: 'certain' | 'possible' }

const judged = (candidate: string, kind: TextKind, text: string): Judgement | null => {
  const compact = candidate.replace(/[ .+-]/g, '')
  const separated = /[-+]/.test(candidate)
  if (/[A-Z]$/.test(compact)) return isSpanishPersonNumber(compact) ? { number: 'es_nif', certainty: 'certain' } : null
  if (compact.length === 15) return isFrenchNir(compact) ? { number: 'fr_nir', certainty: 'certain' } : null
  if (kind === 'phone' && !separated) return null
  if (compact.length === 12) return isSwedishPersonnummer(compact) ? { number: 'se_personnummer', certainty: 'certain' } : null
  if (compact.length === 11) return isNorwegianNumber(compact) ? { number: 'no_fodselsnummer', certainty: 'certain' } : null
  if (!isDanishCprDate(compact) && !isSwedishPersonnummer(compact)) return null
  const words = folded(text)
  const named = kind !== 'phone' && names.test(words)
  const judgement = tenDigits(compact, separated, named)
  return judgement?.certainty === 'possible' && !named && others.test(words) ? null : judgement
}

const tenDigits = (digits: string, separated: boolean, named: boolean): Judgement | null => {
  const surely = separated || named ? 'certain' : 'possible'
  if (isDanishCprWithCheck(digits)) return { number: 'dk_cpr', certainty: surely }
  if (isSwedishPersonnummer(digits)) return { number: 'se_personnummer', certainty: surely }
  // Since 2007 the CPR office issues numbers whose mod 11 does not hold: https://cpr.dk/media/12066/personnummeret-i-cpr.pdf
  if (isDanishCprDate(digits) && named) return { number: 'dk_cpr', certainty: 'certain' }
  if (isDanishCprDate(digits) && separated) return { number: 'dk_cpr', certainty: 'possible' }
  return null
}

const digitsOf = (text: string): readonly number[] => Array.from(text, Number)
const weighed = (digits: readonly number[], weights: readonly number[]): number =>
  weights.reduce((sum, weight, index) => sum + weight * (digits[index] ?? 0), 0)

/** Does this day exist? Gregorian, no `Date` in this room. */
const isDay = (year: number, month: number, day: number): boolean => {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  return days !== undefined && day >= 1 && day <= days
}

const number = (text: string, start: number, end: number): number => Number(text.slice(start, end))

/** Century of a CPR number by its seventh digit and its year (rule of the CPR office, 2008). */
const cprYear = (digits: string): number => {
  const year = number(digits, 4, 6)
  const seventh = number(digits, 6, 7)
  if (seventh <= 3) return 1900 + year
  if (seventh === 4 || seventh === 9) return year <= 36 ? 2000 + year : 1900 + year
  return year <= 57 ? 2000 + year : 1800 + year
}

/** Are the ten digits a Danish CPR number by date and century? The check digit is not asked for. */
export const isDanishCprDate = (digits: string): boolean =>
  /^\d{10}$/.test(digits) && isDay(cprYear(digits), number(digits, 2, 4), number(digits, 0, 2))

/** Are the ten digits a Danish CPR number whose mod 11 holds too (weights 4327654321)? */
export const isDanishCprWithCheck = (digits: string): boolean =>
  isDanishCprDate(digits) && weighed(digitsOf(digits), [4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0

/** Are the ten or twelve digits a Swedish personnummer or samordningsnummer (day + 60)? Date and Luhn. Organisation numbers have a month ≥ 20. */
export const isSwedishPersonnummer = (digits: string): boolean => {
  if (!/^(?:(?:18|19|20)\d{10}|\d{10})$/.test(digits)) return false
  const short = digits.slice(-10)
  const day = number(short, 4, 6)
  // Without a century both are open; a year divisible by four gives the longer February.
  const year = digits.length === 12 ? number(digits, 0, 4) : 2000 + number(short, 0, 2)
  if (!isDay(year, number(short, 2, 4), day > 60 ? day - 60 : day)) return false
  const sum = digitsOf(short).reduce((total, digit, index) => total + (index % 2 === 0 ? luhn(digit) : digit), 0)
  return sum % 10 === 0
}

const luhn = (digit: number): number => (digit > 4 ? digit * 2 - 9 : digit * 2)

/**
 * Are the eleven digits a Norwegian fødselsnummer, D-number (day + 40) or help number (month + 40)? Date and both mod 11 checks, the second
 * check digit as it is until 2032 (Skatteetaten: the remainder 0 for k2; for k1 also 1, 2, 3 from 2032 on, which are not yet issued).
 */
export const isNorwegianNumber = (text: string): boolean => {
  if (!/^\d{11}$/.test(text)) return false
  const digits = digitsOf(text)
  if (weighed(digits, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 !== 0) return false
  if (weighed(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 !== 0) return false
  const day = number(text, 0, 2)
  const month = number(text, 2, 4)
  return isDay(2000 + number(text, 4, 6), month > 40 ? month - 40 : month, day > 40 ? day - 40 : day)
}

/** Is this a French NIR of thirteen characters with its key of two (97 minus the number modulo 97)? 2A counts as 19, 2B as 18. */
export const isFrenchNir = (text: string): boolean => {
  if (!/^[12]\d{2}(?:0[1-9]|1[0-2]|[2-4]\d|[5-9]\d)(?:\d{2}|2[AB])\d{8}$/.test(text)) return false
  const body = text.slice(0, 13).replace('2A', '19').replace('2B', '18')
  return 97 - (Number(body) % 97) === number(text, 13, 15)
}

/** Is this a Spanish number of a natural person: DNI/NIF, NIE (X, Y, Z) or the NIF of K, L, M, with its control letter? A CIF is a company's. */
export const isSpanishPersonNumber = (text: string): boolean => {
  const match = /^([XYZKLM]?)(\d{7,8})([A-Z])$/.exec(text)
  if (match === null) return false
  const [, prefix = '', digits = '', letter = ''] = match
  if (prefix.length + digits.length !== 8) return false
  const leading = prefix === 'Y' ? '1' : prefix === 'Z' ? '2' : ''
  return 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(leading + digits) % 23] === letter
}

/** Is this the CIF of a Spanish company or body, with its control digit or letter? Not personal data; known so that it raises no alarm. */
export const isSpanishCif = (text: string): boolean => {
  const match = /^([ABCDEFGHJNPQRSUVW])(\d{7})([0-9A-J])$/.exec(text)
  if (match === null) return false
  const [, kind = '', body = '', control = ''] = match
  const sum = digitsOf(body).reduce((total, digit, index) => total + (index % 2 === 0 ? luhn(digit) : digit), 0)
  const check = (10 - (sum % 10)) % 10
  if ('PQRSNW'.includes(kind)) return control === 'JABCDEFGHI'[check]
  if ('ABEH'.includes(kind)) return control === String(check)
  return control === String(check) || control === 'JABCDEFGHI'[check]
}
