import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import type { Block, PaperDocument } from '../domain/document.ts'
import { renderAgreementHtml, renderBlocksHtml } from './html.ts'

const page = (...blocks: readonly Block[]): PaperDocument => ({
  title: 'Title',
  language: 'en',
  subject: 'What it is.',
  footer: 'SHA-256 abc',
  blocks,
})
const clause = (text: string, ...figures: readonly string[]): Block => ({
  kind: 'clause',
  id: 'breach',
  number: '3',
  heading: 'Breach',
  text,
  figures,
})

test('a page names its language and title, holds one main part, and has no script', () => {
  const html = renderAgreementHtml(page({ kind: 'heading', level: 1, text: 'Title', id: 'top' }))
  assert.match(html, /^<!doctype html>\n<html lang="en">/)
  assert.match(html, /<title>Title<\/title>/)
  assert.match(html, /<main>\n<h1 id="top">Title<\/h1>\n<\/main>\n<footer><p>SHA-256 abc<\/p><\/footer>/)
  assert.doesNotMatch(html, /<script|\bon\w+=|https?:/)
})

test('a clause is a section that its heading names, with the figures set apart', () => {
  assert.equal(
    renderBlocksHtml([clause('Within 72 hours.\n\nIt says:\n- what\n- when', '72 hours')]),
    '<section id="clause-breach" aria-labelledby="heading-breach">\n<h3 id="heading-breach">3. Breach</h3>\n<p>Within <strong>72 hours</strong>.</p>\n<p>It says:</p><ul><li>what</li><li>when</li></ul>\n</section>',
  )
})

test('a longer figure is not cut in two by a shorter one, and a figure inside a word is left alone', () => {
  const html = renderBlocksHtml([clause('30 days to month end, 30 days, and 130 dayses', '30 days', '30 days to month end')])
  assert.match(html, /<strong>30 days to month end<\/strong>, <strong>30 days<\/strong>, and 130 dayses/)
})

test('a figure may hold any character', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: 'binary' }), (figure) => {
      assert.ok(renderBlocksHtml([clause(`Within ${figure} .`, figure)]).startsWith('<section'))
    }),
  )
})

test('a table has a caption, heads of columns and a head in every row, and can be reached when it scrolls', () => {
  const html = renderBlocksHtml([{ kind: 'table', caption: 'Figures', head: ['Term', 'Value'], rows: [['notice', '30 days']] }])
  assert.match(html, /<div class="table" role="region" aria-label="Figures" tabindex="0">/)
  assert.match(html, /<caption>Figures<\/caption>/)
  assert.match(html, /<th scope="col">Term<\/th><th scope="col">Value<\/th>/)
  assert.match(html, /<tr><th scope="row">notice<\/th><td>30 days<\/td><\/tr>/)
})

test('whatever a text holds, it adds no element and no attribute', () => {
  const shape = (html: string): readonly string[] => html.match(/<[^>]*>/g)?.map((tag) => tag.replaceAll(/"[^"]*"/g, '""')) ?? []
  const build = (text: string): string =>
    renderBlocksHtml([
      { kind: 'heading', level: 2, text, id: text },
      { kind: 'list', items: [text] },
      { kind: 'table', caption: text, head: [text], rows: [[text, text]] },
      { kind: 'code', label: text, text },
    ])
  const nasty = fc.oneof(fc.string(), fc.constantFrom('<script>alert(1)</script>', '" onmouseover="x', "' x='", '&lt;', '</style>', '<!--'))
  fc.assert(fc.property(nasty, (text) => assert.deepEqual(shape(build(text)), shape(build('plain')))))
})
