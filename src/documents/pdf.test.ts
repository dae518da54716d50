import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Block, PaperDocument } from '../domain/document.ts'
import { instant } from '../domain/ids.ts'
import { renderPdf } from './pdf.ts'
import type { Heard, ReadBack } from './pdf/read-back.ts'
import { allHeard, readBack } from './pdf/read-back.ts'
import { isDictionary, isName } from './pdf/syntax.ts'

const facts = { createdAt: instant(Date.UTC(2026, 5, 24, 9)), producer: 'Mandate & tests' }
const hash = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'

const paper = (blocks: readonly Block[]): PaperDocument => ({
  title: 'Agreement of Ærø & Søn <A/S>',
  language: 'da',
  subject: 'What Ærø & Søn agreed with its processor.',
  footer: `sha-256 ${hash}`,
  blocks,
})

const notice =
  'The processor tells the controller without undue delay, and at the latest within 72 hours after becoming aware, of every personal data ' +
  'breach; a sub-processor’s breach counts from the moment the sub-processor knows of it.'

const clause = (number: string): Block => ({
  kind: 'clause',
  id: `c-${number}`,
  number,
  heading: 'Breach',
  text: notice,
  figures: ['72 hours'],
})

const agreement = paper([
  { kind: 'heading', level: 1, text: 'Databehandleraftale' },
  { kind: 'paragraph', text: 'Mellem Ærø & Søn A/S\nog Œuvre d’été SARL.\n\nŁódź, İstanbul, Győr, Ελλάδα, Київ.' },
  { kind: 'heading', level: 2, text: 'Clauses' },
  ...Array.from({ length: 30 }, (_, index) => clause(`${index + 1}`)),
  clause('Annex number four'),
  { kind: 'heading', level: 2, text: 'Annexes' },
  { kind: 'heading', level: 3, text: 'Measures' },
  { kind: 'list', items: ['Keys lie apart.', notice] },
  {
    kind: 'table',
    caption: 'Sub-processors',
    head: ['Name', 'Country'],
    rows: Array.from({ length: 90 }, (_, index) => [`Row ${index}`, index === 40 ? `${notice} `.repeat(40) : '']),
  },
  { kind: 'code', label: 'Fingerprint', text: `${hash}${hash}` },
])

const read = async (document: PaperDocument): Promise<ReadBack> => readBack(await renderPdf(document, facts))
const tagged = (file: ReadBack, tag: string): readonly Heard[] => allHeard(file.tree).filter((element) => element.tag === tag)
const text = (value: unknown): string => (typeof value === 'object' && value !== null && 'text' in value ? String(value.text) : '')

test('the file says what a reader needs before the first word: tagged, language, title', async () => {
  const { catalog, info, metadata } = await read(agreement)
  const marks = catalog.get('MarkInfo')
  const viewer = catalog.get('ViewerPreferences')
  assert.ok(isDictionary(marks) && marks.get('Marked') === true)
  assert.ok(isDictionary(viewer) && viewer.get('DisplayDocTitle') === true)
  assert.equal(text(catalog.get('Lang')), 'da')
  assert.equal(text(info.get('Title')), agreement.title)
  assert.equal(text(info.get('CreationDate')), 'D:20260624090000Z')
  assert.match(metadata, /<pdfuaid:part>1<\/pdfuaid:part>/)
})

test('a title with signs of XML stays well formed in the metadata', async () => {
  const { metadata } = await read(agreement)
  assert.match(metadata, /xml:lang="x-default">Agreement of &#198;r&#248; &#38; S&#248;n &#60;A\/S&#62;</)
  assert.match(metadata, /<pdf:Producer>Mandate &#38; tests</)
  assert.doesNotMatch(metadata, /&(?!#\d+;)/)
})

test('every font is embedded', async () => {
  const { fonts, fontFiles } = await read(agreement)
  assert.equal(fonts, 3)
  assert.equal(fontFiles, 3)
})

test('everything painted is in the structure tree or an artifact, on every page', async () => {
  const { pages, orphans } = await read(agreement)
  assert.ok(pages.length > 5)
  assert.deepEqual(
    pages.flatMap((page) => page.unmarked),
    [],
  )
  assert.deepEqual(orphans, [])
})

test('heard in order, the document says its blocks and nothing else', async () => {
  const { tree } = await read(agreement)
  const spoken = (word: string): string => word.replace(/\s+/g, '')
  const expected = agreement.blocks.map((block) => {
    switch (block.kind) {
      case 'heading':
      case 'paragraph':
        return block.text
      case 'clause':
        return block.number + block.heading + block.text
      case 'list':
        return block.items.map((item) => `•${item}`).join('')
      case 'table':
        return [block.caption, ...block.head, ...block.rows.flat()].join('')
      case 'code':
        return block.label + block.text
    }
  })
  assert.equal(spoken(tree.text), spoken(expected.join('')))
})

test('words do not run together where a line ends', async () => {
  const [first] = tagged(await read(paper([{ kind: 'paragraph', text: notice }])), 'P')
  assert.equal(first?.text, notice)
})

test('headings go down one level at a time, clauses one below the heading they stand under', async () => {
  const file = await read(
    paper([
      { kind: 'heading', level: 2, text: 'a' },
      { kind: 'heading', level: 1, text: 'b' },
      { kind: 'heading', level: 3, text: 'c' },
      clause('1'),
    ]),
  )
  const tags = allHeard(file.tree).filter((element) => /^H\d$/.test(element.tag))
  assert.deepEqual(
    tags.map((heading) => `${heading.tag} ${heading.text}`),
    ['H1 a', 'H1 b', 'H2 c', 'H3 1 Breach'],
  )
})

test('bookmarks name every heading and clause in the order of the text', async () => {
  const [top] = (await read(agreement)).bookmarks
  assert.equal(top?.title, 'Databehandleraftale')
  assert.deepEqual(
    top?.children.map((entry) => entry.title),
    ['Clauses', 'Annexes'],
  )
  assert.equal(top?.children[0]?.children.length, 31)
  assert.equal(top?.children[0]?.children[30]?.title, 'Annex number four Breach')
})

test('a list says that it has bullets', async () => {
  const [list] = tagged(await read(agreement), 'L')
  const numbering = list?.attributes.get('ListNumbering')
  assert.ok(isName(numbering) && numbering.name === 'Disc')
  assert.deepEqual(
    list?.children.map((item) => item.children.map((part) => part.tag)),
    [
      ['Lbl', 'LBody'],
      ['Lbl', 'LBody'],
    ],
  )
})

test('a table over many pages is one table, heard with one row of headings, shown with one on each page', async () => {
  const file = await read(agreement)
  const [table, ...others] = tagged(file, 'Table')
  assert.deepEqual(others, [])
  assert.deepEqual(
    table?.children.slice(0, 2).map((child) => child.tag),
    ['Caption', 'TR'],
  )
  assert.equal(table?.children.length, 92)
  const heads = tagged(file, 'TH')
  assert.deepEqual(
    heads.map((head) => head.text),
    ['Name', 'Country'],
  )
  for (const head of heads) {
    const scope = head.attributes.get('Scope')
    assert.ok(isName(scope) && scope.name === 'Column')
  }
  const cellPages = new Set(tagged(file, 'TD').flatMap((cell) => cell.pages))
  const repeated = file.pages.filter((page) => page.artifacts.some((artifact) => artifact === 'NameCountry' || artifact === 'Name'))
  assert.ok(cellPages.size > 3)
  assert.equal(repeated.length, cellPages.size - 1)
})

test('a cell taller than a page goes on on the next, whole in the tree', async () => {
  const cell = tagged(await read(agreement), 'TD').find((one) => one.pages.length > 1)
  assert.equal(cell?.text, `${notice} `.repeat(40).trim())
})

test('a hash that takes two lines is one word to whoever copies it', async () => {
  const [code] = tagged(await read(agreement), 'Code')
  assert.equal(code?.actual, hash + hash)
  assert.equal(code?.text, hash + hash)
})

test('each page carries the footer and its number as artifacts', async () => {
  const { pages } = await read(agreement)
  for (const [index, page] of pages.entries()) {
    assert.ok(page.artifacts.includes(`${index + 1} / ${pages.length}`))
    assert.ok(page.artifacts.includes(agreement.footer))
  }
})

test('a letter that no font has is printed as its code point, and decomposed letters are composed', async () => {
  const [first] = tagged(await read(paper([{ kind: 'paragraph', text: 'A\u030angstro\u0308m 中 😀' }])), 'P')
  assert.equal(first?.text, 'Ångström [U+4E2D] [U+1F600]')
})

test('equal documents give equal bytes, and another document another file id', async () => {
  const first = await renderPdf(agreement, facts)
  assert.deepEqual(await renderPdf(agreement, facts), first)
  const id = (bytes: Uint8Array): string => /\/ID \[<([0-9a-f]{32})>/.exec(Buffer.from(bytes).toString('latin1'))?.[1] ?? ''
  assert.notEqual(id(await renderPdf({ ...agreement, footer: 'another hash' }, facts)), id(first))
})

test('odd documents are pages too: no blocks, empty texts, a row with too few cells', async () => {
  assert.equal((await read(paper([]))).pages.length, 1)
  const file = await read(
    paper([
      { kind: 'paragraph', text: '' },
      { kind: 'list', items: [''] },
      { kind: 'code', label: '', text: '' },
      { kind: 'table', caption: '', head: ['A', 'B', 'C', 'D', 'E'], rows: [['1'], []] },
      { kind: 'table', caption: 'None', head: ['Only a head'], rows: [] },
      { kind: 'clause', id: 'x', number: '', heading: '', text: 'x'.repeat(4000), figures: [''] },
    ]),
  )
  assert.deepEqual(
    file.pages.flatMap((page) => page.unmarked),
    [],
  )
  assert.match(file.tree.text.replace(/\s/g, ''), /^•ABCDE1NoneOnlyaheadx{4000}$/)
})

test('no heading and no bullet stands alone at the foot of a page', async () => {
  const length = (index: number) => notice.slice(0, 40 + ((index * 97) % (notice.length - 40)))
  const sections = Array.from({ length: 120 }, (_, index): readonly Block[] => {
    const heading: Block = { kind: 'heading', level: 2, text: `Section ${index}` }
    const row = [length(index), length(index + 1)]
    if (index % 4 === 0) return [heading, { kind: 'table', caption: 'A table', head: ['One', 'Two'], rows: [row, row] }]
    if (index % 4 === 1) return [heading, { kind: 'list', items: [length(index), length(index + 2), `${notice} ${notice}`] }]
    if (index % 4 === 2) return [heading, { kind: 'code', label: 'A hash', text: hash }]
    return [heading, { kind: 'clause', id: 'c', number: '1', heading: 'Breach', text: length(index), figures: [] }]
  })
  const { tree } = await read(paper(sections.flat()))
  const firstPage = (element: Heard | undefined): number | undefined =>
    element ? allHeard(element).flatMap((one) => one.pages)[0] : undefined
  const together = [...tree.children.entries()].flatMap(([index, element]) => {
    const item = allHeard(element).filter((one) => one.tag === 'LI' || one.tag === 'Sect')
    const pairs = item.map((one): readonly (Heard | undefined)[] => one.children)
    return /^H\d$/.test(element.tag) ? [...pairs, [element, tree.children[index + 1]]] : pairs
  })
  assert.ok(together.length > 200)
  for (const [above, below] of together) assert.equal(firstPage(above), firstPage(below), `"${above?.text}" stands alone`)
})
