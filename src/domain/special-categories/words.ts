const letters: Readonly<Record<string, string>> = { æ: 'ae', ø: 'o', œ: 'oe', ß: 'ss', ð: 'd', þ: 'th', ł: 'l', đ: 'd' }
const wide = /[^ -~]/
const special = /[æøœßðþłđ]/g
const marks = /[\u0300-\u036f]/g
const word = /[a-z0-9]+/g

/** Lower case without accents: `Kræftsyg` → `kraeftsyg`, `Évêque` → `eveque`. Other scripts stay as they are. */
export const folded = (text: string): string => {
  const lower = text.toLowerCase()
  if (!wide.test(lower)) return lower
  return lower
    .normalize('NFD')
    .replace(marks, '')
    .replace(special, (letter) => letters[letter] ?? letter)
}

/** The words of a text, folded: runs of Latin letters and digits. */
export const foldedWords = (text: string): readonly string[] => folded(text).match(word) ?? []

/** A list written with commas over several lines; a phrase may run over two of them. */
export const listed = (text: string): readonly string[] =>
  text
    .split(',')
    .map((item) => item.trim().replaceAll(/\s+/g, ' '))
    .filter((item) => item !== '')
