import type { Block } from '../../domain/document.ts'
import type { Face, Style } from './design.ts'
import { column, headingStyle, style } from './design.ts'
import type { Element } from './file.ts'
import type { Line, Run } from './lines.ts'
import { breakCode, breakLines, squeezed, withFigures } from './lines.ts'
import type { Outline } from './outline.ts'
import type { Sheet } from './sheet.ts'
import { setTable } from './table.ts'

/** Where a block goes: the page, the element of the structure tree that holds it, and the bookmarks. */
export type Place = { readonly sheet: Sheet; readonly parent: Element; readonly outline: Outline }

type Of<Kind extends Block['kind']> = Extract<Block, { readonly kind: Kind }>

export const setBlock = (block: Block, place: Place): void => {
  switch (block.kind) {
    case 'heading':
      return setHeading(block, place)
    case 'paragraph':
      return setParagraphs(block.text, [], place)
    case 'clause':
      return setClause(block, place)
    case 'list':
      return setList(block, place)
    case 'table':
      return setTable(block, place.sheet, place.parent)
    case 'code':
      return setCode(block, place)
  }
}

/** Lines that must fit below for a paragraph to begin on this page: with three, two at least stay together at either end. */
const begin = 3
/** A heading never stands alone at the foot of a page: another heading and the first rows of a table would still fit below it. */
const followers = 9 * style.body.leading

const setHeading = (block: Of<'heading'>, { sheet, parent, outline }: Place): void => {
  const look = headingStyle[block.level]
  const text = sheet.readable(squeezed(block.text), look.face)
  const lines = broken(sheet, text, look)
  sheet.space(look.before)
  sheet.need(lines.length * look.leading + look.after + followers)
  const tag = outline.heading(block.level, text, sheet.y)
  within(sheet, parent, tag, (element) => sheet.flow(element, tag, lines, { style: look, x: column.left }))
  sheet.y += look.after
}

const setClause = (block: Of<'clause'>, place: Place): void => {
  const { sheet, outline } = place
  const look = style.clauseHeading
  const number: Run = { text: `${sheet.readable(squeezed(block.number), 'strong')} `, face: 'strong' }
  const heading = sheet.readable(squeezed(block.heading), 'strong')
  const hangs = sheet.measureIn(look)(number) <= column.left - column.gutter
  const lines = broken(sheet, hangs ? heading : number.text + heading, look)
  sheet.space(look.before)
  sheet.need(Math.max(1, lines.length) * look.leading + look.after + begin * style.body.leading)
  const tag = outline.clause(`${number.text}${heading}`.trim(), sheet.y)
  within(sheet, place.parent, 'Sect', (section) => {
    within(sheet, section, tag, (element) =>
      sheet.mark(element, tag, () => {
        if (hangs) sheet.line([number], column.gutter, { ...look, colour: style.codeLabel.colour })
        sheet.lines(lines, column.left, look)
        if (lines.length === 0) sheet.y += look.leading
      }),
    )
    sheet.y += look.after
    setParagraphs(block.text, block.figures, { ...place, parent: section })
  })
}

const setParagraphs = (text: string, figures: readonly string[], { sheet, parent }: Place): void => {
  const look = style.body
  const readable = figures.map((figure) => sheet.readable(figure, 'strong'))
  for (const paragraph of text.split(/\n[ \t]*\n/).map(squeezed)) {
    if (paragraph === '') continue
    const lines = breakLines(withFigures(sheet.readable(paragraph, look.face), readable), column.width, sheet.measureIn(look))
    within(sheet, parent, 'P', (element) => sheet.flow(element, 'P', lines, { style: look, x: column.left }))
    sheet.y += look.after
  }
}

const indent = 14

const setList = (block: Of<'list'>, { sheet, parent }: Place): void => {
  const look = style.listItem
  within(sheet, parent, 'L', (list) => {
    // ISO 14289-1, 7.6: a list with labels says how it is numbered.
    list.dictionary.data.A = { O: 'List', ListNumbering: 'Disc' }
    for (const item of block.items) {
      const lines = broken(sheet, sheet.readable(squeezed(item), look.face), look, column.width - indent)
      sheet.need(Math.min(lines.length, begin) * look.leading)
      within(sheet, list, 'LI', (entry) => {
        within(sheet, entry, 'Lbl', (label) =>
          sheet.mark(label, 'Lbl', () => sheet.line([{ text: '• ', face: look.face }], column.left, look)),
        )
        within(sheet, entry, 'LBody', (body) => sheet.flow(body, 'LBody', lines, { style: look, x: column.left + indent }))
      })
      sheet.y += look.after
    }
  })
  sheet.y += style.body.after - look.after
}

const inset = 8

const setCode = (block: Of<'code'>, { sheet, parent }: Place): void => {
  const look = style.code
  const text = sheet.readable(block.text, look.face)
  const lines = breakCode(text, column.width - 2 * inset, sheet.measureIn(look))
  const label = broken(sheet, sheet.readable(squeezed(block.label), style.codeLabel.face), style.codeLabel)
  sheet.space(style.codeLabel.before)
  sheet.need(label.length * style.codeLabel.leading + style.codeLabel.after + Math.min(lines.length, begin) * look.leading + 2 * inset)
  within(sheet, parent, 'P', (element) => sheet.flow(element, 'P', label, { style: style.codeLabel, x: column.left }))
  sheet.y += style.codeLabel.after + inset / 2
  within(sheet, parent, 'P', (paragraph) => {
    // The lines of a long hash are one word to whoever hears or copies it.
    const code = sheet.file.struct('Code', { actual: text })
    paragraph.add(code)
    sheet.flow(code, 'Code', lines, {
      style: look,
      x: column.left + inset,
      backdrop: (top, height) => sheet.panel(column.left, top - inset / 2, column.width, height + inset / 2),
    })
    code.end()
  })
  sheet.y += look.after
}

/** Adds an element under its parent, sets what it holds, and closes it. */
export const within = (sheet: Sheet, parent: Element, tag: string, set: (element: Element) => void): void => {
  const element = sheet.file.struct(tag)
  parent.add(element)
  set(element)
  element.end()
}

const broken = (sheet: Sheet, text: string, look: Style & { readonly face: Face }, width: number = column.width): readonly Line[] =>
  breakLines([{ text, face: look.face }], width, sheet.measureIn(look))
