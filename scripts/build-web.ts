import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'

const root = join(import.meta.dirname, '..')

/** Where the console lies once it is built. */
export const webFolder = join(root, 'dist', 'web')

/** Builds the console into `dist/web`, unless what it is made of is unchanged since the last time. */
export const buildWeb = async (): Promise<void> => {
  const stamp = join(webFolder, '.made-of')
  const sources = await digestOfSources()
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === sources) return
  // Beside the one in use, so that a build that fails or is killed leaves the old console whole.
  const beside = join(root, 'dist', `web-${process.pid}`)
  await mkdir(join(root, 'dist'), { recursive: true })
  try {
    await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn', build: { outDir: beside } })
    await writeFile(join(beside, '.made-of'), sources)
    await rm(webFolder, { recursive: true, force: true })
    await rename(beside, webFolder)
  } finally {
    await rm(beside, { recursive: true, force: true })
  }
}

/** What can change the outcome: the console, the shapes and words that it imports, the packages, and how it is built. */
const digestOfSources = async (): Promise<string> => {
  const folders = ['src/web', 'src/wire', 'src/words', 'src/services']
  const listed = await Promise.all(folders.map((folder) => filesIn(folder)))
  const digest = createHash('sha256')
  for (const file of [...listed.flat().toSorted(), 'package-lock.json', 'vite.config.ts', 'scripts/build-web.ts'])
    digest
      .update(file)
      .update('\0')
      .update(await readFile(join(root, file)))
      .update('\0')
  return digest.digest('hex')
}

const filesIn = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
}

if (import.meta.main) await buildWeb()
