import type { Face } from './design.ts'

/** A stretch of text in one face. */
export type Run = { readonly text: string; readonly face: Face }
export type Line = readonly Run[]
/** The width of a run in points, in the size that is being set. */
export type Measure = (run: Run) => number

/** Text between two places where a line may end; its trailing space may stand beyond the edge. */
type Piece = readonly Run[]

/** A figure up to this length never parts from its unit: `72 hours` stays on one line. */
const keptTogether = 24

/** Breaks runs into lines no wider than `width`: at spaces, after hyphens between letters, and inside a word only when it is wider than a line. */
export const breakLines = (runs: readonly Run[], width: number, measure: Measure): readonly Line[] => {
  const lines: Line[] = []
  let line: Run[] = []
  let used = 0
  for (const piece of pieces(runs).flatMap((piece) => fitting(piece, width, measure))) {
    if (line.length > 0 && used + widthOf(trimmed(piece), measure) > width) {
      lines.push(merged(line))
      line = []
      used = 0
    }
    line.push(...piece)
    used += widthOf(piece, measure)
  }
  if (line.length > 0) lines.push(merged(line))
  return lines
}

/** Breaks text that must be copied exactly: only at its own line ends and where the width is used up, without adding or dropping a letter. */
export const breakCode = (text: string, width: number, measure: Measure): readonly Line[] =>
  text.split('\n').flatMap((line) => chopped({ text: line, face: 'code' }, width, measure).map((run) => [run]))

/** The width of the widest piece that cannot be broken at a space or hyphen. */
export const widestPiece = (runs: readonly Run[], measure: Measure): number =>
  Math.max(0, ...pieces(runs).map((piece) => widthOf(trimmed(piece), measure)))

/** Splits a clause's text into runs, its figures strong. A figure is found only as whole words: `3 days` is not in `13 days`. */
export const withFigures = (text: string, figures: readonly string[]): readonly Run[] => {
  const wanted = figures
    .map(squeezed)
    .filter((figure) => figure !== '')
    .toSorted((a, b) => b.length - a.length)
  if (wanted.length === 0) return [{ text, face: 'text' }]
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(${wanted.map(escaped).join('|')})(?![\\p{L}\\p{N}])`, 'u')
  return text
    .split(pattern)
    .map((part, index): Run => ({ text: part, face: index % 2 === 1 ? 'strong' : 'text' }))
    .filter((run) => run.text !== '')
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')

/** One space between words, as HTML shows it; no-break spaces stay. */
export const squeezed = (text: string): string => text.replace(/[ \t\r\n\f]+/g, ' ').trim()

const pieces = (runs: readonly Run[]): readonly Piece[] => {
  const result: Run[][] = []
  let open = false
  for (const run of runs) {
    for (const text of chunks(run)) {
      const last = result.at(-1)
      if (open && last) last.push({ text, face: run.face })
      else result.push([{ text, face: run.face }])
      open = false
    }
    open = !/[ ]$/.test(run.text)
  }
  return result
}

const chunks = (run: Run): readonly string[] => {
  if (run.face === 'strong' && run.text.length <= keptTogether) return [run.text]
  return (run.text.match(/[^ ]+ *| +/g) ?? []).flatMap((word) => word.split(/(?<=\p{L}[-–—/])(?=\p{L})/u))
}

const fitting = (piece: Piece, width: number, measure: Measure): readonly Piece[] => {
  if (widthOf(trimmed(piece), measure) <= width) return [piece]
  const words = piece.flatMap((run) => (run.text.match(/[^ ]+ *| +/g) ?? []).map((text): Run => ({ text, face: run.face })))
  return words.flatMap((run) => chopped(run, width, measure)).map((run) => [run])
}

const chopped = (run: Run, width: number, measure: Measure): readonly Run[] => {
  const result: Run[] = []
  let text = ''
  for (const letter of graphemes.segment(run.text)) {
    if (text !== '' && letter.segment !== ' ' && measure({ text: text + letter.segment, face: run.face }) > width) {
      result.push({ text, face: run.face })
      text = ''
    }
    text += letter.segment
  }
  return [...result, { text, face: run.face }]
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

const trimmed = (piece: Piece): Piece => {
  const last = piece.at(-1)
  return last ? [...piece.slice(0, -1), { text: last.text.trimEnd(), face: last.face }] : piece
}

const widthOf = (piece: Piece, measure: Measure): number => piece.reduce((sum, run) => sum + (run.text === '' ? 0 : measure(run)), 0)

const merged = (line: readonly Run[]): Line => {
  const result: Run[] = []
  for (const run of line) {
    const last = result.at(-1)
    if (last?.face === run.face) result.splice(-1, 1, { text: last.text + run.text, face: run.face })
    else result.push(run)
  }
  return result
}
