/** Pages that the server writes: no script unless its hash is named, no file from elsewhere. */
import { createHash } from 'node:crypto'
import { raw, type Raw } from './route.ts'

/** Names the inline styles and scripts of a page by their hashes, and allows nothing else. `forms` lets it send a form to this origin. */
export const htmlPage = (html: string, options: { readonly status?: number; readonly forms?: true; readonly objects?: true } = {}): Raw =>
  raw(
    { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policyOf(html, options.forms === true) },
    html,
    options.status ?? 200,
  )

export const policyOf = (html: string, forms: boolean): string =>
  [
    `default-src 'none'`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
    `form-action ${forms ? `'self'` : `'none'`}`,
    `img-src data:`,
    `style-src ${hashesOf(html, 'style')}`,
    `script-src ${hashesOf(html, 'script')}`,
  ].join('; ')

const hashesOf = (html: string, tag: 'style' | 'script'): string => {
  const found = [...html.matchAll(new RegExp(`<${tag}(?: [^>]*)?>([\\s\\S]*?)</${tag}>`, 'g'))].map((match) => match[1] ?? '')
  const hashes = found.filter((text) => text !== '').map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`)
  return hashes.length === 0 ? `'none'` : hashes.join(' ')
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text made safe for an element or a quoted attribute. */
export const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (mark) => entities[mark] ?? '')

const style = `body{font:1rem/1.55 system-ui,sans-serif;color:#1b1b1b;background:#fff;margin:0}main{max-width:46rem;margin:0 auto;padding:2rem 1.5rem}
h1{line-height:1.2}h2{margin-top:2rem}code{overflow-wrap:anywhere}dt{margin-top:1rem}
button{font:inherit;padding:.6rem 1.2rem;border:0;border-radius:.3rem;background:#1b4d7a;color:#fff}button:focus-visible,a:focus-visible{outline:3px solid #c8700a;outline-offset:2px}`

/** A small page of our own. `main` is HTML that was made safe. */
export const plainPage = (title: string, main: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title><style>${style}</style></head>
<body><main><h1>${escaped(title)}</h1>
${main}
</main></body></html>
`
