const letters: Readonly<Record<string, string>> = { æ: 'ae', ø: 'o', œ: 'oe', ß: 'ss', ð: 'd', þ: 'th', ł: 'l', đ: 'd' }
const marks = /[\u0300-\u036f]/g
const wide = /[^ -~]/g
const word = /[a-z0-9]+/g
const known = new Map<string, string>()

/** Lower case without accents: `Kræftsyg` → `kraeftsyg`, `Évêque` → `eveque`. Other scripts stay as they are. */
export const folded = (text: string): string => text.toLowerCase().replace(wide, plainLetter)

const plainLetter = (letter: string): string => {
  const before = known.get(letter)
  if (before !== undefined) return before
  const plain = letters[letter] ?? letter.normalize('NFD').replace(marks, '')
  // Grows to 65,536 code units at most.
  known.set(letter, plain)
  return plain
}

/** The words of a text, folded: runs of Latin letters and digits. */
export const foldedWords = (text: string): readonly string[] => folded(text).match(word) ?? []

/** A list written with commas over several lines; a phrase may run over two of them. */
export const listed = (text: string): readonly string[] =>
  text
    .split(',')
    .map((item) => item.trim().replaceAll(/\s+/g, ' '))
    .filter((item) => item !== '')
