/** Where things stand on the page, in points (1/72 inch) from the top left corner of an A4 sheet. */
export const page = { width: 595.28, height: 841.89, top: 76, bottom: 92, footer: 50 } as const

/** Clause numbers hang in the gutter, left of one column of text of about eighty letters. */
export const column = { gutter: 68, left: 112, width: 402 } as const

/** Tables of more columns than this reach into the gutter. */
export const columnsWithinText = 3

/** Every pair of ink and paper has a contrast of at least 4.5 : 1 (WCAG 2.2, 1.4.3). */
export const ink = { text: '#1c1b19', quiet: '#5c5952', rule: '#bdb8ac', panel: '#f5f3ee' } as const

export type Face = 'text' | 'strong' | 'code'

/** How a kind of text is set: letters of `size`, lines `leading` apart, `before` and `after` it this much air. */
export type Style = {
  readonly face: Face
  readonly size: number
  readonly leading: number
  readonly before: number
  readonly after: number
  readonly colour: string
}

export const headingStyle: { readonly [level in 1 | 2 | 3]: Style } = {
  1: { face: 'strong', size: 23, leading: 29, before: 0, after: 14, colour: ink.text },
  2: { face: 'strong', size: 14.5, leading: 20, before: 24, after: 7, colour: ink.text },
  3: { face: 'strong', size: 11.5, leading: 16, before: 16, after: 5, colour: ink.text },
}

export const style = {
  clauseHeading: { face: 'strong', size: 11.5, leading: 16.5, before: 16, after: 3, colour: ink.text },
  body: { face: 'text', size: 10.4, leading: 15.4, before: 0, after: 8, colour: ink.text },
  listItem: { face: 'text', size: 10.4, leading: 15.4, before: 0, after: 4, colour: ink.text },
  caption: { face: 'strong', size: 9.4, leading: 13, before: 10, after: 4, colour: ink.text },
  tableHead: { face: 'strong', size: 8.8, leading: 12.4, before: 0, after: 0, colour: ink.quiet },
  tableCell: { face: 'text', size: 9.2, leading: 13, before: 0, after: 0, colour: ink.text },
  codeLabel: { face: 'strong', size: 8.8, leading: 13, before: 6, after: 2, colour: ink.quiet },
  code: { face: 'code', size: 9, leading: 13.6, before: 0, after: 12, colour: ink.text },
  footer: { face: 'code', size: 7, leading: 9.4, before: 0, after: 0, colour: ink.quiet },
} as const satisfies { readonly [name: string]: Style }
