import type { Face, Style } from './design.ts'
import { ink, page } from './design.ts'
import type { Element, PdfFile } from './file.ts'
import type { Line, Measure, Run } from './lines.ts'

/** Where lines go and how they look; `backdrop` paints behind the lines of one page before they are set. */
export type Setting = {
  readonly style: Style
  readonly x: number
  readonly backdrop?: (top: number, height: number) => void
}

/** Sizes closer than this to the edge count as fitting: sums of fractions are not exact. */
const hair = 0.01

/**
 * The place on the current page where the next thing is set. Everything it sets is either inside the structure tree or marked as an
 * artifact (ISO 14289-1, 7.1), and no marked content crosses a page.
 */
export class Sheet {
  readonly file: PdfFile
  y: number = page.top

  constructor(file: PdfFile) {
    this.file = file
    this.turn()
  }

  /** Begins a new page. */
  turn(): void {
    this.file.addPage()
    this.y = page.top
  }

  room(): number {
    return page.height - page.bottom - this.y
  }

  /** Turns the page when less than `height` is left on this one. */
  need(height: number): void {
    if (height > this.room() + hair && this.y > page.top) this.turn()
  }

  /** Air above a block; none at the top of a page. */
  space(height: number): void {
    if (this.y > page.top) this.y += height
  }

  measureIn(style: Style): Measure {
    return (run) => this.face(run.face, style.size).widthOfString(run.text)
  }

  /** The text with letters that no font of ours has written as their code point: `[U+4E2D]`. An empty box would say nothing. */
  readable(text: string, face: Face): string {
    const font = this.face(face, 10)._font.font
    return text
      .normalize('NFC')
      .replace(/[^\x20-\x7e\n]/gu, (letter) => (font.hasGlyphForCodePoint(codePoint(letter)) ? letter : `[U+${hex(codePoint(letter))}]`))
  }

  /** Sets lines under an element of the structure tree, over as many pages as they need; two lines at least stay together at either end. */
  flow(element: Element, tag: string, lines: readonly Line[], setting: Setting): void {
    let rest = lines
    while (rest.length > 0) {
      const count = linesHere(rest.length, Math.floor((this.room() + hair) / setting.style.leading), this.y > page.top)
      if (count === 0) {
        this.turn()
        continue
      }
      setting.backdrop?.(this.y, count * setting.style.leading)
      this.mark(element, tag, () => this.lines(rest.slice(0, count), setting.x, setting.style))
      rest = rest.slice(count)
    }
  }

  /** Runs `set` as marked content of the element. */
  mark(element: Element, tag: string, set: () => void): void {
    const content = this.file.markStructureContent(tag)
    set()
    this.file.endMarkedContent()
    element.add(content)
  }

  /** Runs `set` as something that is not part of the text: rules, panels, page numbers. */
  artifact(type: 'Layout' | 'Pagination', set: () => void): void {
    this.file.markContent('Artifact', { type })
    set()
    this.file.endMarkedContent()
  }

  rule(x: number, width: number, thickness: number): void {
    this.artifact('Layout', () => {
      this.file
        .moveTo(x, this.y)
        .lineTo(x + width, this.y)
        .lineWidth(thickness)
        .stroke(ink.rule)
    })
  }

  panel(x: number, top: number, width: number, height: number): void {
    this.artifact('Layout', () => {
      this.file.rect(x, top, width, height).fill(ink.panel)
    })
  }

  lines(lines: readonly Line[], x: number, style: Style): void {
    for (const line of lines) {
      this.line(line, x, style)
      this.y += style.leading
    }
  }

  /** Sets one line with its top at the current place, which does not move. */
  line(line: readonly Run[], x: number, style: Style): void {
    let at = x
    for (const run of line) {
      const file = this.face(run.face, style.size).fillColor(style.colour)
      file.text(run.text, at, this.y, { lineBreak: false })
      at += file.widthOfString(run.text)
    }
  }

  private face(face: Face, size: number): PdfFile {
    this.file.font(face).fontSize(size)
    return this.file
  }
}

/** How many of the lines left go on this page when it has room for `fit`. None: turn the page first. */
const linesHere = (left: number, fit: number, canTurn: boolean): number => {
  if (left <= fit) return left
  if (!canTurn) return Math.max(1, left - fit === 1 && fit > 2 ? fit - 1 : fit)
  const count = left - fit === 1 ? fit - 1 : fit
  return count < 2 ? 0 : count
}

const codePoint = (letter: string): number => letter.codePointAt(0) ?? 0xfffd
const hex = (point: number): string => point.toString(16).toUpperCase().padStart(4, '0')
