import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

// What .gitignore names, and what no tool of ours reads.
const passedOver = new Set(['node_modules', '.git', '.runtime', '.mandate', 'dist'])

/** Every file of the project by its path from the root, in order; a folder may be given to look in it alone. */
export const projectFiles = (root: string, folder = ''): readonly string[] =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => !passedOver.has(entry.name) && !entry.name.endsWith('.log'))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) return projectFiles(root, path)
      return entry.isFile() ? [path] : []
    })
    .toSorted()

export const readText = (root: string, file: string): string => readFileSync(join(root, file), 'utf8')

/** Tests, and the rigs beside them that put the parts together for a test. */
export const isTest = (file: string): boolean => file.startsWith('test/') || /\.(?:test|rig)\.tsx?$/.test(file)
