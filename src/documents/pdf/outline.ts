import type { PdfFile } from './file.ts'

type Bookmark = PDFKit.PDFOutline
type Open = { readonly level: number; readonly bookmark: Bookmark }

/** Bookmarks and heading tags, which agree: levels start at one and never skip one going down (ISO 14289-1, 7.4.2). */
export class Outline {
  private readonly file: PdfFile
  private open: readonly Open[] = []
  private wanted = 0

  constructor(file: PdfFile) {
    this.file = file
  }

  /** Enters a heading and returns its tag, `H1` to `H4`. */
  heading(level: number, text: string, top: number): string {
    this.wanted = level
    return this.enter(level, text, top)
  }

  /** Enters a clause one level below the heading it stands under. */
  clause(text: string, top: number): string {
    return this.enter(this.wanted + 1, text, top)
  }

  private enter(level: number, text: string, top: number): string {
    const above = this.open.filter((entry) => entry.level < level)
    const parent = above.at(-1)?.bookmark ?? this.file.outline
    this.open = [...above, { level, bookmark: parent.addItem(text, { top, expanded: true }) }]
    return `H${this.open.length}`
  }
}
