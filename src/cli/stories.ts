import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A test that proves promises: its title begins with their ids, `[LI-5.6b][BC-7.1] thirty days after the end nothing can be read`. */
export type Story = { readonly file: string; readonly title: string; readonly ids: readonly string[] }

// A test stands at the start of its line: one behind `//`, or behind `test.skip(`, proves nothing.
const testCall = /^[ \t]*test\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1\s*,\s*(\{[^}]*\})?/gmsu
const bracketed = /\[([A-Z]{2}-[A-Z\d][A-Za-z\d.]*)\]/gu

/** The stories of one file. Left out: tests whose title names no id, tests without a fixed title, and tests marked `skip` or `todo`. */
export const readStories = (file: string, source: string): readonly Story[] =>
  Array.from(source.replaceAll(/^[ \t]*\/\*.*?\*\//gmsu, '').matchAll(testCall)).flatMap(([, , title = '', options = '']) => {
    const ids = Array.from(title.matchAll(bracketed), ([, id = '']) => id)
    const isIdle = /\b(?:todo|skip)\s*:\s*(?!false\b)/u.test(options)
    return ids.length === 0 || isIdle || title.includes('${') ? [] : [{ file, title: title.replaceAll(/\\(.)/gsu, '$1'), ids }]
  })

/** All stories of a folder of `*.test.ts`, in the order of the files' names; none where there is no such folder. */
export const scanStories = (folder: string, shownAs: string): readonly Story[] => {
  if (!existsSync(folder)) return []
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'))
  return files
    .map(({ name }) => name)
    .toSorted()
    .flatMap((name) => readStories(`${shownAs}/${name}`, readFileSync(join(folder, name), 'utf8')))
}

/** The first story that names an id, as `file: title`; null where none does. */
export const storiesOf = (stories: readonly Story[]): ((id: string) => string | null) => {
  const byId = new Map<string, string>()
  for (const { file, title, ids } of stories) {
    for (const id of ids) if (!byId.has(id)) byId.set(id, `${file}: ${title}`)
  }
  return (id) => byId.get(id) ?? null
}
