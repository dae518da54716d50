import type { Block, PaperDocument } from '../domain/document.ts'

/** A document as one HTML page that needs nothing else: no script, no other file. Every text is escaped; headings, tables and lists say what they are. */
export const renderAgreementHtml = (document: PaperDocument): string => `<!doctype html>
<html lang="${escaped(document.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="${escaped(document.subject)}">
<title>${escaped(document.title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${document.blocks.map(blockHtml).join('\n')}
</main>
<footer><p>${escaped(document.footer)}</p></footer>
</body>
</html>
`

/** The blocks alone, for a page that has its own head and frame. */
export const renderBlocksHtml = (blocks: readonly Block[]): string => blocks.map(blockHtml).join('\n')

const blockHtml = (block: Block): string => {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}${block.id === undefined ? '' : ` id="${escaped(block.id)}"`}>${escaped(block.text)}</h${block.level}>`
    case 'paragraph':
      return paragraphs(block.text, escaped)
    case 'clause':
      return clauseHtml(block)
    case 'list':
      return listHtml(block.items, escaped)
    case 'table':
      return tableHtml(block)
    case 'code':
      return `<p class="code">${escaped(block.label)}: <code>${escaped(block.text)}</code></p>`
  }
}

const clauseHtml = (clause: Extract<Block, { kind: 'clause' }>): string => {
  const id = escaped(clause.id)
  const show = (text: string): string => withFigures(text, clause.figures)
  return `<section id="clause-${id}" aria-labelledby="heading-${id}">
<h3 id="heading-${id}">${escaped(clause.number)}. ${escaped(clause.heading)}</h3>
${paragraphs(clause.text, show)}
</section>`
}

// A wide table scrolls by itself; the region can be reached with the keyboard and bears the caption as its name.
const tableHtml = ({
  caption,
  head,
  rows,
}: Extract<Block, { kind: 'table' }>): string => `<div class="table" role="region" aria-label="${escaped(caption)}" tabindex="0">
<table>
<caption>${escaped(caption)}</caption>
<thead><tr>${head.map((cell) => `<th scope="col">${escaped(cell)}</th>`).join('')}</tr></thead>
<tbody>
${rows.map((row) => `<tr>${row.map((cell, index) => (index === 0 ? `<th scope="row">${escaped(cell)}</th>` : `<td>${escaped(cell)}</td>`)).join('')}</tr>`).join('\n')}
</tbody>
</table>
</div>`

/** Paragraphs are parted by an empty line; lines that begin with `- ` are the items of a list. */
const paragraphs = (text: string, show: (text: string) => string): string =>
  text
    .split('\n\n')
    .map((paragraph) => {
      const lines = paragraph.split('\n')
      const items = lines.filter((line) => line.startsWith('- ')).map((line) => line.slice(2))
      const words = lines.filter((line) => !line.startsWith('- ')).join(' ')
      return `${words === '' ? '' : `<p>${show(words)}</p>`}${items.length === 0 ? '' : listHtml(items, show)}`
    })
    .join('\n')

const listHtml = (items: readonly string[], show: (text: string) => string): string =>
  `<ul>${items.map((item) => `<li>${show(item)}</li>`).join('')}</ul>`

/** Sets the figures of a clause apart, longest first, so that `30 days` does not cut `30 days to month end` in two. */
const withFigures = (text: string, figures: readonly string[]): string => {
  const known = figures.filter((figure) => figure !== '').toSorted((one, other) => other.length - one.length)
  if (known.length === 0) return escaped(text)
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${known.map(literally).join('|')})(?![\\p{L}\\p{N}])`, 'gu')
  const plain = text.split(pattern)
  const marked = text.match(pattern) ?? []
  return plain
    .map((piece, index) => `${escaped(piece)}${marked[index] === undefined ? '' : `<strong>${escaped(marked[index])}</strong>`}`)
    .join('')
}

const literally = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, (mark) => `\\${mark}`)

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (mark) => entities[mark] ?? '')

const style = `body{font:1rem/1.55 system-ui,sans-serif;color:#1b1b1b;background:#fff;margin:0}
main,footer{max-width:52rem;margin:0 auto;padding:1.5rem}
h1{line-height:1.2}h2{margin-top:2.5rem}
.table{overflow-x:auto}table{border-collapse:collapse;width:100%;margin:1rem 0}caption{text-align:left;font-weight:600;padding:.4rem 0}
th,td{border:1px solid #8a8a8a;padding:.4rem .6rem;text-align:left;vertical-align:top}thead th{background:#f1f1f1}
code{overflow-wrap:anywhere}footer{border-top:1px solid #8a8a8a;font-size:.875rem;overflow-wrap:anywhere}
@media print{.table{overflow:visible}section,tr{break-inside:avoid}}`
