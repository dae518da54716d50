/** Invented contacts as a file of CSV and as plain rows: the same people every time, spread as real lists are. */

const firstNames = [
  'Jørgen',
  'Anaïs',
  'María',
  'Lars',
  'Chloé',
  'Søren',
  'Inès',
  'Peter',
  'Åse',
  'Juan',
  'Élodie',
  'Hans',
  'Freja',
  'Noël',
  'Ida',
  'Marta',
]
const lastNames = [
  'Sørensen',
  'Lefèvre',
  'García',
  'Müller',
  'Dubois',
  'Nielsen',
  'Østergaard',
  'Martín',
  'Kjær',
  'Durand',
  'Holm',
  'Navarro',
  'Petit',
  'Lund',
  'Moreau',
  'Vega',
]
const trades = ['Transport', 'Conseil', 'Logística', 'Byg', 'Énergie', 'Software', 'Textiles', 'Møbler']
const titles = ['Directeur commercial', 'Indkøber', 'Jefa de ventas', 'Head of Sales', 'Responsable achats', 'Adm. direktør']
const forms = ['A/S', 'SARL', 'S.L.', 'GmbH']

export type InventedContact = {
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly phone: string
  readonly company: string
  readonly title: string
  readonly country: string
}

const pick = (list: readonly string[], nth: number): string => list[nth % list.length] ?? ''

/** The nth contact of a list: every value follows from the number. Thirty of them share a company. */
export const contact = (nth: number): InventedContact => {
  const firm = Math.floor(nth / 30)
  const spread = Math.imul(nth, 2_654_435_761) >>> 0
  return {
    firstName: pick(firstNames, spread),
    lastName: `${pick(lastNames, spread >>> 4)}${pick(['', 'sen', '-Petit', 'ez'], spread >>> 8)}`,
    email: `p${nth}.${pick(['info', 'salg', 'achat', 'work'], spread >>> 10)}@firma${firm}.example`,
    phone: `+33 1 ${String(10_000_000 + (nth % 80_000_000)).replace(/(..)(..)(..)(..)/, '$1 $2 $3 $4')}`,
    company: `${pick(trades, firm)} ${firm.toString(36)} ${pick(forms, firm >> 3)}`,
    title: pick(titles, spread >>> 12),
    country: pick(['FR', 'DK', 'ES', 'DE'], spread >>> 14),
  }
}

const head = 'First name;Last name;E-mail;Phone;Company;Job title;Country\r\n'

const line = ({ firstName, lastName, email, phone, company, title, country }: InventedContact): string =>
  `${firstName};${lastName};${email};${phone};"${company}";${title};${country}\r\n`

const linesAtOnce = 1_000

/** A file of so many contacts, made as it is read. */
export async function* contactFile(from: number, count: number): AsyncGenerator<Uint8Array, void, undefined> {
  yield Buffer.from(head)
  for (let at = 0; at < count; at += linesAtOnce) {
    let piece = ''
    for (let nth = at; nth < Math.min(count, at + linesAtOnce); nth += 1) piece += line(contact(from + nth))
    yield Buffer.from(piece)
  }
}

/** The same until a file has so many bytes. */
export async function* contactBytes(bytes: number): AsyncGenerator<Uint8Array, void, undefined> {
  let made = 0
  for await (const piece of contactFile(0, Number.MAX_SAFE_INTEGER)) {
    yield piece
    made += piece.length
    if (made >= bytes) return
  }
}
