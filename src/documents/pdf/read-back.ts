import { inflateSync } from 'node:zlib'
import type { Dictionary, Value } from './syntax.ts'
import { isDictionary, isList, isName, isReference, isText, Scanner } from './syntax.ts'

/** An element of the structure tree as a screen reader meets it. */
export type Heard = {
  readonly tag: string
  readonly text: string
  readonly attributes: Dictionary
  readonly actual: string | undefined
  readonly children: readonly Heard[]
  /** Pages that hold its own marked content, counted from zero. */
  readonly pages: readonly number[]
}

/** What a page paints: text by marked content id, text of artifacts, and every painting operator outside both. */
export type Painted = {
  readonly marked: ReadonlyMap<number, string>
  readonly artifacts: readonly string[]
  readonly unmarked: readonly string[]
}

export type ReadBack = {
  readonly catalog: Dictionary
  readonly info: Dictionary
  readonly metadata: string
  readonly fontFiles: number
  readonly fonts: number
  readonly pages: readonly Painted[]
  readonly tree: Heard
  /** Marked content ids of each page that no element of the tree holds. */
  readonly orphans: readonly string[]
  readonly bookmarks: readonly Bookmark[]
}

export type Bookmark = { readonly title: string; readonly children: readonly Bookmark[] }

type Stored = { readonly value: Value; readonly stream: string | undefined }
type Objects = ReadonlyMap<number, Stored>

/** Reads a PDF of ours back through its structure tree alone. For tests: it shares nothing with the code that writes. */
export const readBack = (bytes: Uint8Array): ReadBack => {
  const source = Buffer.from(bytes).toString('latin1')
  const objects = readObjects(source)
  const get = (value: Value | undefined): Value => (isReference(value) ? (objects.get(value.reference)?.value ?? null) : (value ?? null))
  const dictionary = (value: Value | undefined): Dictionary => {
    const found = get(value)
    return isDictionary(found) ? found : new Map()
  }
  const stream = (value: Value | undefined): string => (isReference(value) ? (objects.get(value.reference)?.stream ?? '') : '')
  const trailer = valueAt(source, source.lastIndexOf('trailer') + 'trailer'.length)
  const catalog = dictionary(dictionary(trailer).get('Root'))

  const kids = get(dictionary(catalog.get('Pages')).get('Kids'))
  const pageReferences = isList(kids) ? kids.filter(isReference) : []
  const pages = pageReferences.map((page) => {
    const fonts = dictionary(dictionary(dictionary(page).get('Resources')).get('Font'))
    const maps = new Map([...fonts].map(([name, font]) => [name, readCmap(stream(dictionary(font).get('ToUnicode')))]))
    return readPage(stream(dictionary(page).get('Contents')), maps)
  })

  const pageOf = (value: Value | undefined): number =>
    pageReferences.findIndex((page) => isReference(value) && page.reference === value.reference)
  const heard = new Set<string>()
  const hear = (value: Value): Heard => {
    const element = dictionary(value)
    const children: Heard[] = []
    const used: number[] = []
    let text = ''
    const content = (page: number, id: number): void => {
      heard.add(`${page}:${id}`)
      used.push(page)
      text += pages[page]?.marked.get(id) ?? ''
    }
    const held = get(element.get('K'))
    for (const kid of isList(held) ? held : [held]) {
      const child = dictionary(kid)
      const id = child.get('MCID')
      if (typeof kid === 'number') content(pageOf(element.get('Pg')), kid)
      else if (typeof id === 'number') content(pageOf(child.get('Pg')), id)
      else if (child.size > 0) {
        const one = hear(kid)
        children.push(one)
        text += one.text
      }
    }
    const tag = element.get('S')
    const actual = element.get('ActualText')
    const attributes = dictionary(element.get('A'))
    return { tag: isName(tag) ? tag.name : '', text, attributes, actual: isText(actual) ? actual.text : undefined, children, pages: used }
  }
  const roots = get(dictionary(catalog.get('StructTreeRoot')).get('K'))
  const tree = hear(isList(roots) ? (roots[0] ?? null) : roots)

  const readBookmarks = (first: Value | undefined): readonly Bookmark[] => {
    const entry = dictionary(first)
    const title = get(entry.get('Title'))
    if (!isText(title)) return []
    return [{ title: title.text, children: readBookmarks(entry.get('First')) }, ...readBookmarks(entry.get('Next'))]
  }

  const all = [...objects.values()].flatMap(({ value }) => (isDictionary(value) ? [value] : []))
  return {
    catalog: new Map([...catalog].map(([key, value]) => [key, get(value)])),
    info: new Map([...dictionary(dictionary(trailer).get('Info'))].map(([key, value]) => [key, get(value)])),
    metadata: stream(catalog.get('Metadata')),
    fonts: all.filter((value) => named(value, 'Type') === 'FontDescriptor').length,
    fontFiles: all.filter((value) => value.has('FontFile2')).length,
    pages,
    tree,
    orphans: pages.flatMap((page, index) => [...page.marked.keys()].map((id) => `${index}:${id}`)).filter((place) => !heard.has(place)),
    bookmarks: readBookmarks(dictionary(catalog.get('Outlines')).get('First')),
  }
}

/** Every element of the tree, in reading order. */
export const allHeard = (element: Heard): readonly Heard[] => [element, ...element.children.flatMap(allHeard)]

const named = (value: Dictionary, key: string): string => {
  const found = value.get(key)
  return isName(found) ? found.name : ''
}

const valueAt = (source: string, at: number): Value => {
  const token = new Scanner(source, at).next()
  return token && 'value' in token ? token.value : null
}

const readObjects = (source: string): Objects => {
  const table = /startxref\s+(\d+)/.exec(source.slice(-64))
  const entries = source.slice(Number(table?.[1])).matchAll(/^(\d{10}) 00000 n/gm)
  const objects = new Map<number, Stored>()
  for (const [, offset] of entries) {
    const start = Number(offset)
    const head = /^(\d+) 0 obj/.exec(source.slice(start, start + 20))
    if (!head) throw new Error(`no object at byte ${start}, where the cross-reference table says there is one`)
    const value = valueAt(source, start + head[0].length)
    objects.set(Number(head[1]), { value, stream: streamOf(source, start, value) })
  }
  return objects
}

const streamOf = (source: string, start: number, value: Value): string | undefined => {
  const length = isDictionary(value) ? value.get('Length') : undefined
  if (!isDictionary(value) || typeof length !== 'number') return undefined
  const from = source.indexOf('stream\n', start) + 'stream\n'.length
  const bytes = Buffer.from(source.slice(from, from + length), 'latin1')
  return named(value, 'Filter') === 'FlateDecode' ? inflateSync(bytes).toString('latin1') : bytes.toString('utf8')
}

/** A ToUnicode map: glyph number to text (ISO 32000-1, 9.10.3). */
type Cmap = ReadonlyMap<number, string>

const readCmap = (source: string): Cmap => {
  const map = new Map<number, string>()
  for (const [, start, texts] of source.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/gi)) {
    for (const [index, [, text]] of [...(texts ?? '').matchAll(/<([^>]*)>/g)].entries()) {
      map.set(Number.parseInt(start ?? '', 16) + index, utf16((text ?? '').replace(/\s/g, '')))
    }
  }
  return map
}

const utf16 = (digits: string): string => new TextDecoder('utf-16be').decode(Buffer.from(digits, 'hex'))

const painting = new Set(['TJ', 'Tj', 'f', 'F', 'f*', 'S', 's', 'B', 'b', 'Do', 'sh'])

const readPage = (source: string, fonts: ReadonlyMap<string, Cmap>): Painted => {
  const marked = new Map<number, string>()
  const artifacts: string[] = []
  const unmarked: string[] = []
  const open: (number | 'artifact' | 'other')[] = []
  let font: Cmap = new Map()
  let operands: Value[] = []
  const scanner = new Scanner(source)
  for (let token = scanner.next(); token; token = scanner.next()) {
    if ('value' in token) {
      operands.push(token.value)
      continue
    }
    const [first, second] = operands
    if (token.operator === 'Tf' && isName(first)) font = fonts.get(first.name) ?? new Map()
    if (token.operator === 'BMC' || token.operator === 'BDC') {
      const id = isDictionary(second) ? second.get('MCID') : undefined
      if (typeof id === 'number') marked.set(id, '')
      open.push(typeof id === 'number' ? id : isName(first) && first.name === 'Artifact' ? 'artifact' : 'other')
    }
    if (token.operator === 'EMC' && open.pop() === undefined) unmarked.push('EMC without BDC')
    if (painting.has(token.operator)) {
      const within = open.at(-1)
      const text = isList(first) ? first.map((part) => (isText(part) ? shown(part.text, font) : '')).join('') : ''
      if (typeof within === 'number') marked.set(within, (marked.get(within) ?? '') + text)
      else if (within === 'artifact') artifacts.push(text)
      else unmarked.push(token.operator)
    }
    operands = []
  }
  if (open.length > 0) unmarked.push('BDC without EMC')
  return { marked, artifacts, unmarked }
}

const shown = (glyphs: string, font: Cmap): string =>
  (glyphs.match(/[\s\S]{2}/g) ?? []).map((pair) => font.get(pair.charCodeAt(0) * 256 + pair.charCodeAt(1)) ?? '\ufffd').join('')
