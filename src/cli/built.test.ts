import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { ensureBuilt } from './built.ts'

const freshFolder = (t: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), 'mandate-built-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

test('a console that cannot be built is a sentence, and is tried again at the next start', async (t) => {
  const into = freshFolder(t)
  const said: string[] = []
  const build = async () => {
    throw new Error('main.tsx does not parse\n  at line 3')
  }
  for (let start = 0; start < 2; start += 1) await ensureBuilt((line) => said.push(line), { into, build })
  assert.equal(said.length, 4)
  assert.match(
    said[1] ?? '',
    /^The console could not be built: main\.tsx does not parse\. The program serves without its newest form; npm run build/,
  )
})

test('what was built is not built again while its sources stay the same', async (t) => {
  const into = freshFolder(t)
  const said: string[] = []
  const build = async () => {
    mkdirSync(join(into, 'web'))
    writeFileSync(join(into, 'web', 'index.html'), '')
    writeFileSync(join(into, 'verify.html'), '')
  }
  for (let start = 0; start < 2; start += 1) await ensureBuilt((line) => said.push(line), { into, build })
  assert.deepEqual(said, ['Building the console (once, a few seconds) …'])
})
