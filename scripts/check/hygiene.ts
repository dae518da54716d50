import { createHash } from 'node:crypto'
import { finding, type Finding, type Part } from './part.ts'
import { isTest, projectFiles, readText } from './project-files.ts'

/** Is this a file of text, small enough to be written by somebody? */
const isText = (file: string): boolean => !/\.(?:ttf|woff2?|png|jpe?g|gif|ico|pdf|gz|zip|xlsx|bin)$/.test(file)

/** What a stranger would trip over: paths of one machine, names that are not ours, promises in comments, tests that do not run. */
export const hygiene: Part = {
  name: 'hygiene',
  run: async (root) => {
    const files = projectFiles(root).filter(isText)
    return [...licence(root, files), ...files.flatMap((file) => faultsOf(file, readText(root, file)))]
  },
}

const licence = (root: string, files: readonly string[]): readonly Finding[] =>
  files.includes('LICENSE') && readText(root, 'LICENSE').includes('Apache License')
    ? []
    : [finding('LICENSE', 'is missing or is another licence: put the text of the Apache License 2.0 there')]

const faultsOf = (file: string, text: string): readonly Finding[] => {
  if (file === 'package-lock.json')
    return text.includes('"resolved"')
      ? [finding(file, 'names the registry of one machine ("resolved"): npm install with omit-lockfile-registry-resolved=true')]
      : []
  // Files of strangers are read as they came.
  if (file.startsWith('test/fixtures/')) return []
  return [...lineFaults(file, text), ...(file === 'LICENSE' ? [] : strangers(file, text))]
}

type LineRule = { readonly where: (file: string) => boolean; readonly what: RegExp; readonly says: (found: string) => string }

const isCode = (file: string): boolean => /\.(?:tsx?|sql|css|html|sh)$/.test(file)

const rules: readonly LineRule[] = [
  {
    where: () => true,
    what: /(?<![\w.}/-])\/(?:home|Users|root|work)\/[A-Za-z][\w.-]*/,
    says: (found) => `holds a path of one machine (${found}): find the place from import.meta.dirname, or say it relative to the project`,
  },
  {
    where: isCode,
    // The brackets keep this line from finding itself.
    what: /\b(?:T[O]DO|F[I]XME|H[A]CK)\b/,
    says: (found) => `"${found}" in the code is a promise that nobody keeps: do it now, or write an issue`,
  },
  {
    where: (file) => isCode(file) && !isTest(file),
    what: /\bnot (?:yet )?implemented\b|\bstub(?:bed)?\b/i,
    says: (found) => `"${found}": a part that does nothing is left out, or answers with a refusal that says so`,
  },
  {
    where: isTest,
    what: /^\s*(?:await )?(?:test|it|describe|suite)\.(?:skip|only|todo)\(/,
    says: (found) => `"${found.trim()}" keeps a test from running: mend it or remove it`,
  },
]

const lineFaults = (file: string, text: string): readonly Finding[] => {
  const wanted = rules.filter(({ where }) => where(file))
  return text.split('\n').flatMap((line, index) =>
    wanted.flatMap(({ what, says }) => {
      const found = what.exec(line)
      return found === null ? [] : [finding(`${file}:${index + 1}`, says(found[0]))]
    }),
  )
}

/** SHA-256 of names, in lower case, of companies whose contracts were read: their names are no part of the product. */
const notOurs = new Set([
  '7df26e59bd00322f4820bf905d2defc0565636eff9d101fed2fb6d1cae152f37',
  'fd872ac0ec0399b20d7c922206c209aa9e96e8b1c21a319c19416ccde5c0fb72',
  '98b4e372eb17ae62ba595bf1a624cce318e5d4db72f3f3e8b33f1e7fa998ce84',
])

const strangers = (file: string, text: string): readonly Finding[] =>
  wordsIn(text)
    .filter((word) => notOurs.has(digestOf(word)))
    .map((word) => finding(file, `names a company whose contract was read ("${word.slice(0, 3)}…"): say what it is instead`))

const digests = new Map<string, string>()

const digestOf = (word: string): string => {
  const known = digests.get(word)
  if (known !== undefined) return known
  const digest = createHash('sha256').update(word).digest('hex')
  digests.set(word, digest)
  return digest
}

const wordsIn = (text: string): readonly string[] => [...new Set(text.toLowerCase().match(/[a-z]{5,20}/g) ?? [])]
