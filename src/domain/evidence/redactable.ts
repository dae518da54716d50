import type { Redactable } from '../trail.ts'
import type { Place } from './fields.ts'
import { fieldsOf, orNull, shaOf, textOf } from './fields.ts'

/** Reads a value that may have been taken away. */
export const redactableOf = (place: Place): Redactable => {
  const field = fieldsOf(place, ['commitment', 'open'])
  return {
    commitment: shaOf(field('commitment')),
    open: orNull(field('open'), (opened) => {
      const part = fieldsOf(opened, ['value', 'salt'])
      return {
        value: textOf(part('value'), /^.{0,20000}$/su, 'a text of at most 20,000 characters'),
        salt: textOf(part('salt'), /^[0-9a-f]{32}$/, '32 hexadecimal digits in lower case'),
      }
    }),
  }
}
