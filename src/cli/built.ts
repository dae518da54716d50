/** The console and the verifier's page are built once, and again when what they are made of has changed. */
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const project = join(import.meta.dirname, '..', '..')
const dist = join(project, 'dist')

/** Where what is built lies, and what makes it. */
export type Building = { readonly into: string; build(): Promise<void> }

/** A build that fails takes nothing down: the API serves without it, and the console's address says that there is none. */
export const ensureBuilt = async (
  say: (line: string) => void,
  { into, build }: Building = { into: dist, build: buildAll },
): Promise<void> => {
  const wanted = sourceHash()
  const stamp = join(into, '.built')
  if (
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === wanted &&
    existsSync(join(into, 'web', 'index.html')) &&
    existsSync(join(into, 'verify.html'))
  )
    return
  say('Building the console (once, a few seconds) …')
  try {
    await build()
    writeFileSync(stamp, wanted)
  } catch (error) {
    say(`The console could not be built: ${firstLine(error)}. The program serves without its newest form; npm run build shows more.`)
  }
}

const buildAll = async (): Promise<void> => {
  const [{ buildWeb }, { buildVerifier }] = await Promise.all([
    import('../../scripts/build-web.ts'),
    import('../../scripts/build-verifier.ts'),
  ])
  mkdirSync(dist, { recursive: true })
  await buildWeb()
  writeFileSync(join(dist, 'verify.html'), await buildVerifier())
}

const firstLine = (error: unknown): string => (error instanceof Error ? error.message : String(error)).trim().split('\n')[0] ?? ''

const sourceHash = (): string => {
  const files = globSync(
    ['src/{web,verifier,domain,wire,words}/**/*', 'src/services/*/*', 'package-lock.json', 'vite.config.ts', 'scripts/build-*.ts'],
    { cwd: project, withFileTypes: true },
  )
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.endsWith('.test.ts'))
    .toSorted()
  const hash = createHash('sha256')
  for (const file of files) hash.update(file.slice(project.length)).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}
