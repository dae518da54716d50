/** Does a text hold a person? One pass over the text, however many people are looked for. */
import { normaliseEmail, normaliseName } from '../../domain/normalise.ts'

/** By what the person of one erasure is known. */
export type Needles = {
  readonly case: string
  readonly ids: readonly string[]
  readonly emails: readonly string[]
  readonly phones: readonly string[]
  /** Only where there is neither address nor number: names alone are shared by many. */
  readonly names: readonly string[]
}

/** The cases whose person the text holds. */
export type Matcher = (text: string) => ReadonlySet<string>

const idPattern = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi
const emailPattern = /[^\s"'<>,;:()[\]{}|\\]+@[^\s"'<>,;:()[\]{}|\\]+/g
const phonePattern = /\+?\d[\d \u00a0().\-/]{5,30}\d/g

/** Digits at the end of two numbers that must agree when one was written without its country. */
const nationalDigits = 8

export const matcherOf = (wanted: readonly Needles[]): Matcher => {
  const ids = index(wanted, (each) => each.ids)
  const emails = index(wanted, (each) => each.emails)
  const phones = index(wanted, (each) => each.phones.map(phoneTail).filter((tail) => tail.length === nationalDigits))
  const numbers = new Map(wanted.map((each) => [each.case, each.phones.map(significant)] as const))
  const names = wanted.flatMap((each) => each.names.map((name) => ({ name: ` ${name} `, case: each.case })))
  return (text) => {
    const found = new Set<string>()
    const note = (cases: readonly string[] | undefined) => cases?.forEach((each) => found.add(each))
    if (ids.size > 0) for (const [id] of text.matchAll(idPattern)) note(ids.get(id.toLowerCase()))
    if (emails.size > 0 && text.includes('@'))
      for (const [email] of text.matchAll(emailPattern)) note(emails.get(normaliseEmail(email).replace(/[.!?]+$/, '')))
    if (phones.size > 0)
      for (const [written] of text.matchAll(phonePattern)) {
        const number = significant(written)
        note(
          phones
            .get(number.slice(-nationalDigits))
            ?.filter((each) => numbers.get(each)?.some((own) => own.endsWith(number) || number.endsWith(own))),
        )
      }
    if (names.length > 0) {
      const words = ` ${normaliseName(text)} `
      for (const each of names) if (words.includes(each.name)) found.add(each.case)
    }
    return found
  }
}

/** A number without its country's or trunk's leading signs: `+33 6 12…`, `0033 6 12…` and `06 12…` end in the same digits. */
const significant = (phone: string): string => phone.replace(/\(0\)/g, '').replace(/\D+/g, '').replace(/^0+/, '')
const phoneTail = (phone: string): string => significant(phone).slice(-nationalDigits)

const index = (wanted: readonly Needles[], values: (each: Needles) => readonly string[]): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>()
  for (const each of wanted)
    for (const value of new Set(values(each))) {
      const cases = found.get(value)
      if (cases) cases.push(each.case)
      else found.set(value, [each.case])
    }
  return found
}
