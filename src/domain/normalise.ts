/**
 * One spelling for each value that is looked up by keyed index. Import, search and the erasure sweep all use these functions, so that
 * a person who was written `Zoë O’Brien` is found as `zoe obrien`. Pure text work: Unicode decomposition, no locale.
 */

/** Letters that Unicode does not decompose, and the plain letters that stand for them. */
const undecomposed: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  ŋ: 'n',
  ŧ: 't',
  þ: 'th',
}

/** The second spelling that a keyboard without the letter makes people write: Müller, Mueller. */
const spelledOut: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', å: 'aa', ø: 'oe' }

const legalForms = new Set(
  (
    'gmbh mbh ag kg kgaa ohg ug gbr ev eg se ltd limited plc llp llc inc incorporated corp corporation co company sa sas sasu sarl eurl ' +
    'snc spa srl bv nv bvba sprl ab as asa aps oy oyj sro doo zoo spzoo kft zrt sl slu lda pty pte'
  ).split(' '),
)

const foldLetters = (text: string): string =>
  text
    // Before decomposition, which would turn the acute accent that people type for an apostrophe into a space.
    .replace(/[´`]/gu, "'")
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    // Lower case first, so that one table serves both cases; İ leaves a combining dot behind.
    .replace(/\p{M}+/gu, '')
    .replace(/[ßæœøđðħıłŋŧþ]/gu, (letter) => undecomposed[letter] ?? letter)

/** Apostrophes join (O'Brien → obrien); everything else that is neither letter nor digit parts words. */
const partWords = (folded: string): string =>
  folded
    .replace(/['’‘ʼ]/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** A person's name without case, diacritics and punctuation, one space between words. Empty when nothing is left. */
export const normaliseName = (text: string): string => partWords(foldLetters(text))

/**
 * The spellings under which a name is indexed and sought: the folded one, and, for ä ö ü å ø, the one that writes them as two letters.
 * `Müller` answers `muller` and `mueller`; `Mueller` answers itself; so either spelling finds the other's record.
 */
export const nameSpellings = (text: string): readonly string[] => {
  const plain = normaliseName(text)
  const long = normaliseName(
    text
      .normalize('NFC')
      .toLowerCase()
      .replace(/[äöüåø]/gu, (letter) => spelledOut[letter] ?? letter),
  )
  return [...new Set([plain, long])].filter((spelling) => spelling !== '')
}

/** A company's name as `normaliseName`, `&` read as `and`, the legal forms at its end left out unless nothing else would remain. */
export const normaliseCompany = (text: string): string => {
  const words = partWords(foldLetters(text).replace(/&/gu, ' and ')).split(' ')
  let end = words.length
  for (let form = formAtEnd(words, end); form > 0; form = formAtEnd(words, end)) end -= form
  // "Meyer GmbH & Co. KG": the joining word goes with the forms that it joined.
  while (end > 1 && end < words.length && (words[end - 1] === 'and' || formAtEnd(words, end) > 0)) end -= formAtEnd(words, end) || 1
  return words.slice(0, end).join(' ')
}

/** How many of the words before `end` are one legal form (`s a r l` is four); 0 when none is, or when nothing would remain. */
const formAtEnd = (words: readonly string[], end: number): number => {
  for (const count of [4, 3, 2, 1]) {
    const form = words.slice(Math.max(0, end - count), end)
    if (end > count && (count === 1 || form.every((word) => word.length <= 2)) && legalForms.has(form.join(''))) return count
  }
  return 0
}

/**
 * An e-mail address without case, surrounding space, angle brackets and `mailto:`. Dots and plus-tags stay: to most servers they are
 * other mailboxes (RFC 5321 section 2.3.11 leaves the local part to the host), and two people must not become one.
 */
export const normaliseEmail = (text: string): string =>
  text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/^(?:<|mailto:|\s)+/u, '')
    .replace(/[>\s]+$/u, '')

/**
 * A telephone number as digits, led by `+` when its country is known: by `+`, by `00`, or by `callingCode` (digits, `49`), which then also
 * replaces a leading trunk 0 (Italy, 39, keeps it: ITU-T E.164 national numbers there begin with 0). An extension is cut off, `(0)` after
 * a country code dropped. Empty when there is no digit. Without a country `0151 234` and `+49 151 234` stay two values.
 */
export const normalisePhone = (text: string, callingCode: string | null = null): string => {
  const plain = westernDigits(text.normalize('NFKC').trim().toLowerCase()).replace(/^tel:/u, '')
  const number = plain.replace(/(?:;ext=|\bext\b|\bextension\b|\bdurchwahl\b|\bdw\b|\bposte\b|(?<=\d)\s*x(?=\s*\d)|#).*$/u, '')
  const international = /^[^\d]*\+/u.test(number)
  const digits = (international ? number.replace(/\(0\)/u, '') : number).replace(/\D+/gu, '')
  if (digits === '') return ''
  if (international) return `+${digits}`
  if (digits.startsWith('00')) return `+${digits.slice(2)}`
  if (callingCode === null) return digits
  if (callingCode === '39') return `+39${digits}`
  return `+${callingCode}${digits.replace(/^0/u, '')}`
}

/** Arabic-Indic, extended Arabic-Indic and Devanagari digits; full-width ones are already folded by NFKC. */
const westernDigits = (text: string): string =>
  text.replace(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/gu, (digit) => {
    const point = digit.charCodeAt(0)
    return String(point - (point < 0x6f0 ? 0x660 : point < 0x966 ? 0x6f0 : 0x966))
  })

/** Any other exact value: compatibility forms, case and runs of white space folded, diacritics kept. */
export const normaliseText = (text: string): string => text.normalize('NFKC').toLowerCase().trim().replace(/\s+/gu, ' ')

/** What a searchable column holds; each has one normal form. */
export type Searchable = 'email' | 'phone' | 'name' | 'company' | 'text'

/** The normal form of one value of a column of this kind. An empty answer means that there is nothing to index. */
export const normalise = (kind: Searchable, text: string, callingCode: string | null = null): string => {
  switch (kind) {
    case 'email':
      return normaliseEmail(text)
    case 'phone':
      return normalisePhone(text, callingCode)
    case 'name':
      return normaliseName(text)
    case 'company':
      return normaliseCompany(text)
    case 'text':
      return normaliseText(text)
  }
}

/** Fewest and most letters of a word that a search by prefix can use. */
export const prefixLetters = { fewest: 3, most: 6 } as const

/** The word prefixes of 3 to 6 letters of a normalised name; a word of one or two letters stands for itself, so that `Li` is found. */
export const prefixesOf = (normalised: string): readonly string[] => {
  const found = new Set<string>()
  for (const word of normalised.split(' ')) {
    const letters = Array.from(word)
    if (letters.length > 0 && letters.length < prefixLetters.fewest) found.add(word)
    for (let length: number = prefixLetters.fewest; length <= Math.min(letters.length, prefixLetters.most); length += 1)
      found.add(letters.slice(0, length).join(''))
  }
  return [...found]
}

/**
 * What to look up for a typed word prefix, normalised: its first 6 letters. Longer input is checked on the opened record by `hasPrefix`.
 */
export const soughtPrefix = (normalised: string): string => Array.from(normalised).slice(0, prefixLetters.most).join('')

/** Does a word of the normalised name begin with the whole typed prefix? */
export const hasPrefix = (normalised: string, prefix: string): boolean =>
  prefix !== '' && normalised.split(' ').some((word) => word.startsWith(prefix))
