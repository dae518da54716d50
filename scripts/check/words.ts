import { sentences } from '../../src/words/catalogue.ts'
import { mailWords } from '../../src/words/en/mail.ts'
import { observeReactions } from './observed-reactions.ts'
import { finding, type Finding, type Part } from './part.ts'
import { isTest } from './project-files.ts'
import { codesIn, mentionsIn, type Code } from './refusal-codes.ts'
import { projectSources, type Source } from './source.ts'

/** Every code has its sentence, every sentence its code, and what a sentence names is what the refusal carries. */
export const words: Part = {
  name: 'words',
  run: async (root) => {
    const sources = projectSources(root).filter(({ file }) => file.startsWith('src/') && !isTest(file))
    const codes = sources.filter(({ file }) => !file.startsWith('src/words/')).flatMap(codesIn)
    const written = writtenSentences(sources)
    return [
      ...withoutSentence(codes, written),
      ...withoutValue(codes),
      ...unusedSentences(sources),
      ...badSentences(),
      ...saidTwice(written),
      ...mail(root, sources),
    ]
  },
}

type Written = { readonly code: string; readonly file: string }

/** Sentences as they stand in their files, whether the catalogue has them or not. */
const writtenSentences = (sources: readonly Source[]): readonly Written[] =>
  sources
    .filter(({ file, text }) => file.startsWith('src/words/en/') && /export const \w+Words = \{/.test(text))
    .flatMap(({ file, text }) => Array.from(text.matchAll(/^ {2}([a-z]\w*):/gm), ([, code = '']) => ({ code, file })))

const withoutSentence = (codes: readonly Code[], written: readonly Written[]): readonly Finding[] => {
  const missing = codes.filter(({ code }) => !Object.hasOwn(sentences, code))
  const homes = new Map(written.map(({ code, file }) => [code, file]))
  const waiting = Map.groupBy(missing, ({ code }) => homes.get(code))
  return [...waiting].flatMap(([home, found]) =>
    home === undefined
      ? found.map(({ code, at }) =>
          finding(at, `the refusal "${code}" has no sentence: write one (value, expectation, way out) in src/words/en/`),
        )
      : [finding(home, `src/words/catalogue.ts does not merge this file, and ${listed(found)} wait for it: merge it there`)],
  )
}

const listed = (codes: readonly Code[]): string => [...new Set(codes.map(({ code }) => code))].join(', ')

const placeholders = (sentence: string): readonly string[] => Array.from(sentence.matchAll(/\{(\w+)\}/g), ([, name = '']) => name)

const withoutValue = (codes: readonly Code[]): readonly Finding[] =>
  codes.flatMap(({ code, fields, at }) => {
    const sentence = Object.hasOwn(sentences, code) ? sentences[code] : undefined
    if (sentence === undefined || fields === null) return []
    const missing = placeholders(sentence).filter((name) => !fields.includes(name))
    return missing.length === 0
      ? []
      : [
          finding(
            at,
            `the sentence of "${code}" names {${missing.join('}, {')}}, which this refusal does not carry: add the field, or say it without`,
          ),
        ]
  })

const unusedSentences = (sources: readonly Source[]): readonly Finding[] => {
  const { literals, patterns } = mentionsIn(
    sources.filter(({ file }) => !file.startsWith('src/words/en/') && file !== 'src/words/catalogue.ts'),
  )
  return Object.keys(sentences)
    .filter((code) => !literals.has(code) && !patterns.some((pattern) => pattern.test(code)))
    .map((code) => finding(`sentence "${code}"`, 'no code of src/ says it: remove it, or use it'))
}

const badSentences = (): readonly Finding[] =>
  Object.entries(sentences).flatMap(([code, sentence]) => {
    if (sentence.trim() === '') return [finding(`sentence "${code}"`, 'is empty: say the value, the expectation and the way out')]
    if (/\bundefined\b|\$\{/.test(sentence))
      return [finding(`sentence "${code}"`, 'shows a slip of the program (undefined, ${…}): write it as a person would')]
    // A sentence may end in what is shown: an example, the call of a command.
    return isTitle(code) || /(?:[.?…][”")’]?|: \{\w+\})$/.test(sentence)
      ? []
      : [finding(`sentence "${code}"`, `does not end with a full stop ("…${sentence.slice(-20)}"): end it`)]
  })

/** Headings and signs of a page stand among the sentences and are none. */
const isTitle = (code: string): boolean => /^verdict_(?:proved|stated)$/.test(code)

/** Two files with the same code: the later one would silently win. */
const saidTwice = (keys: readonly Written[]): readonly Finding[] =>
  keys.flatMap(({ code, file }, index) => {
    const other = keys.findIndex((each) => each.code === code)
    return other === index
      ? []
      : [finding(file, `the code "${code}" has a sentence in ${keys[other]?.file ?? ''} too: keep one of them, or rename the code`)]
  })

/** What every template may name besides the facts of its task. */
const always = ['origin', 'case']

const mail = (root: string, sources: readonly Source[]): readonly Finding[] => {
  const sent = observeReactions(root).flatMap(({ by, event, orders, task }) =>
    orders === 'mail' && task !== null ? [{ by, event, ...task }] : [],
  )
  const { literals, patterns } = mentionsIn(sources.filter(({ file }) => !file.startsWith('src/words/')))
  const unsent = Object.keys(mailWords).filter(
    (name) => !sent.some((each) => each.name === name) && !literals.has(name) && !patterns.some((pattern) => pattern.test(name)),
  )
  const faults = sent.flatMap(({ by, event, name, facts }) => {
    const template = Object.hasOwn(mailWords, name) ? mailWords[name] : undefined
    if (template === undefined)
      return [finding(`clause "${by}"`, `sends the mail "${name}" on ${event}, which has no words: write them in src/words/en/mail.ts`)]
    const missing = placeholders(`${template.subject} ${template.text}`).filter((each) => !always.includes(each) && !facts.includes(each))
    return missing.length === 0
      ? []
      : [
          finding(
            `mail "${name}"`,
            `names {${missing.join('}, {')}}, and the clause "${by}" hands over ${facts.join(', ') || 'nothing'}: hand it over, or say it without`,
          ),
        ]
  })
  return [
    ...new Map(faults.map((each) => [`${each.at} ${each.says}`, each])).values(),
    ...unsent.map((name) => finding(`mail "${name}"`, 'nothing sends it: remove it, or send it')),
  ]
}
