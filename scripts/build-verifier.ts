import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { build } from 'vite'

/**
 * Builds the page that checks evidence without a network: one file that holds its script and its style, and whose policy lets nothing
 * else load. Answers the page, so that the server can hand it out and a test can open it.
 */
export const buildVerifier = async (): Promise<string> => {
  const [template, style, script] = await Promise.all([
    readFile(join(folder, 'page.html'), 'utf8'),
    readFile(join(folder, 'page.css'), 'utf8'),
    bundle(),
  ])
  // An inline script ends at the first of these, wherever it stands.
  if (/<\/script|<!--/i.test(script) || /<\/style/i.test(style))
    throw new Error('the script or the style holds what would end it inside HTML')
  const policy = `default-src 'none'; script-src '${sourceHash(script)}'; style-src '${sourceHash(style)}'; base-uri 'none'; form-action 'none'`
  const parts: Readonly<Record<string, string>> = { policy, style, script }
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => parts[name] ?? '')
}

const folder = join(import.meta.dirname, '..', 'src', 'verifier')

const sourceHash = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`

const bundle = async (): Promise<string> => {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    root: folder,
    build: { write: false, target: 'es2022', lib: { entry: join(folder, 'verify.ts'), formats: ['iife'], name: 'mandateVerifier' } },
  })
  const [chunk] = (Array.isArray(built) ? built : [built]).flatMap((result) => ('output' in result ? result.output : []))
  if (chunk?.type !== 'chunk') throw new Error('the bundler made no script')
  return chunk.code
}

if (import.meta.main) {
  const target = join(import.meta.dirname, '..', 'dist', 'verify.html')
  await mkdir(dirname(target), { recursive: true })
  await writeFile(target, await buildVerifier())
}
