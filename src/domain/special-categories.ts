import { findIdentityNumbers } from './special-categories/identity-numbers.ts'
import { headerTerms } from './special-categories/headers.ts'
import { findTerms } from './special-categories/lexicon.ts'
import { foldedWords } from './special-categories/words.ts'

/**
 * What a processor may not be handed unless the agreement says so: Art. 9(1) GDPR (health to orientation, genetic and biometric data),
 * Art. 10 (criminal) and Art. 87 (national identity numbers).
 */
export type SpecialCategory =
  | 'health'
  | 'religion'
  | 'union'
  | 'politics'
  | 'orientation'
  | 'ethnicity'
  | 'biometric'
  | 'genetic'
  | 'criminal'
  | 'identity'

/**
 * `certain`: the text itself states it (a checksum holds, "HIV positive"): the row is refused.
 * `possible`: a word that may mean it ("cancer"): a person decides; the row is offered for quarantine.
 */
export type Certainty = 'certain' | 'possible'

/** One thing found. `rule` names the rule that spoke (`word:diabetic`, `number:dk_cpr`, `column:religion`), never the value. */
export type SpecialFinding = { readonly category: SpecialCategory; readonly rule: string; readonly certainty: Certainty }

/**
 * What kind of text a cell holds. Names of people are not read for words ("Christian", "Gay", "Bishop"); names of organisations and places only
 * for identity numbers, because an employer is not a statement about the person; titles also for offices ("parish priest").
 */
export type TextKind = 'personName' | 'organisation' | 'title' | 'free' | 'phone' | 'code'

/** Every category, in the order of Art. 9(1), then Art. 10 and Art. 87. */
export const specialCategories: readonly SpecialCategory[] = [
  'ethnicity',
  'politics',
  'religion',
  'union',
  'genetic',
  'biometric',
  'health',
  'orientation',
  'criminal',
  'identity',
]

/** Is this text the name of a special category? */
export const isSpecialCategory = (text: string): text is SpecialCategory => specialCategories.some((category) => category === text)

/**
 * What free text cannot tell: paraphrase ("cannot work after the treatment"), other languages, names that reveal a faith or a party by
 * inference (CJEU C-184/20), pictures. Shown with every dry run, so that nobody takes "nothing found" for "nothing there".
 */
export const limitsOfScreening = [
  'words are known in English, French, Danish and Spanish only',
  'a statement without any of the known words is not seen',
  'what a name, an employer or an address lets one infer is not judged',
  'identity numbers are known for Denmark, Norway, Sweden, France and Spain',
] as const

/** Does the name of a column announce special data? English, French, Danish, Spanish; whole words, folded. Certain when it does. */
export const screenColumnName = (header: string): SpecialFinding | null => {
  const name = foldedWords(header.replaceAll(camelHump, '$1 $2')).join(' ')
  for (const [category, terms] of headerTerms) {
    const term = terms.find((candidate) =>
      candidate.startsWith('=') ? name === candidate.slice(1) : ` ${name} `.includes(` ${candidate} `),
    )
    if (term !== undefined) return { category, rule: `column:${term.replace('=', '').replaceAll(' ', '_')}`, certainty: 'certain' }
  }
  return null
}

const camelHump = /(\p{Ll})(\p{Lu})/gu

/** What the value of one cell gives away. At most one finding for each category, the most certain one. */
export const screenValue = (text: string, kind: TextKind): readonly SpecialFinding[] => {
  if (text.length < 2) return []
  const found = [...findIdentityNumbers(text, kind), ...(readsWords(kind) ? findTerms(text, kind === 'title') : [])]
  return found.length < 2 ? found : strongestOfEach(found)
}

const readsWords = (kind: TextKind): boolean => kind === 'free' || kind === 'title'

const strongestOfEach = (found: readonly SpecialFinding[]): readonly SpecialFinding[] => {
  const best = new Map<SpecialCategory, SpecialFinding>()
  for (const finding of found) {
    const known = best.get(finding.category)
    if (known === undefined || (known.certainty === 'possible' && finding.certainty === 'certain')) best.set(finding.category, finding)
  }
  return [...best.values()]
}
