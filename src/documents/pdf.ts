import type { PaperDocument } from '../domain/document.ts'
import type { Instant } from '../domain/ids.ts'
import { setBlock } from './pdf/blocks.ts'
import { column, page, style } from './pdf/design.ts'
import { bytesOf, loadFonts, PdfFile } from './pdf/file.ts'
import { breakCode } from './pdf/lines.ts'
import { Outline } from './pdf/outline.ts'
import { Sheet } from './pdf/sheet.ts'

/** When the document was made and by what program: printed nowhere, kept in the file's metadata. */
export type PdfFacts = { readonly createdAt: Instant; readonly producer: string }

/**
 * The document as a tagged PDF (ISO 32000-1, claiming PDF/UA-1): its blocks in reading order, bookmarks, page numbers and the footer on
 * every page. Equal documents and facts give equal bytes.
 */
export const renderPdf = async (document: PaperDocument, facts: PdfFacts): Promise<Uint8Array> => {
  const file = new PdfFile(
    {
      title: document.title,
      subject: document.subject,
      language: document.language,
      keywords: document.footer,
      producer: facts.producer,
      createdAt: new Date(facts.createdAt),
    },
    await loadFonts(),
  )
  const sheet = new Sheet(file)
  const root = file.struct('Document')
  file.addStructure(root)
  const place = { sheet, parent: root, outline: new Outline(file) }
  for (const block of document.blocks) setBlock(block, place)
  root.end()
  setFooters(document.footer, sheet)
  return bytesOf(file)
}

const pageNumberWidth = 50

/** The footer and the number of each page. They are artifacts: a reader of the text does not meet them between two sentences. */
const setFooters = (text: string, sheet: Sheet): void => {
  const look = style.footer
  const lines = breakCode(sheet.readable(text, look.face), column.width - pageNumberWidth, sheet.measureIn(look))
  const { count } = sheet.file.bufferedPageRange()
  for (let index = 0; index < count; index += 1) {
    sheet.file.switchToPage(index)
    sheet.artifact('Pagination', () => {
      const number = { text: `${index + 1} / ${count}`, face: look.face }
      sheet.y = page.height - page.footer
      sheet.line([number], column.left + column.width - sheet.measureIn(look)(number), look)
      sheet.lines(lines, column.left, look)
    })
  }
}
