/** Longest masked form; the rest is shown as an ellipsis. */
const SHOWN = 40

/**
 * The shape of a value without the value: letters become x or X, digits 9, marks stay. `Zoë.Muller(at)example.fr` → `Xxx.xxxxxx(xx)xxxxxxx.xx`:
 * enough to see what is wrong with a cell, nothing that names a person.
 */
export const maskedValue = (value: string): string => {
  const characters = Array.from(value.slice(0, SHOWN * 2)).slice(0, SHOWN)
  const shape = characters.map((character) => {
    if (/\p{Lu}/u.test(character)) return 'X'
    if (/[\p{L}\p{M}]/u.test(character)) return 'x'
    if (/\p{N}/u.test(character)) return '9'
    if (/[\p{C}\s]/u.test(character)) return ' '
    return /[ -~]/.test(character) ? character : '·'
  })
  return shape.join('') + (value.length > characters.join('').length ? '…' : '')
}
