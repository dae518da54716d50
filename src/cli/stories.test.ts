import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { readStories, scanStories, storiesOf } from './stories.ts'

const ids = (source: string) => readStories('a.test.ts', source).flatMap((story) => story.ids)

test('a title names its promises in square brackets', () => {
  assert.deepEqual(readStories('a.test.ts', `test('[LI-5.6b][BC-7.1] thirty days after the end nothing can be read', async () => {})`), [
    { file: 'a.test.ts', title: '[LI-5.6b][BC-7.1] thirty days after the end nothing can be read', ids: ['LI-5.6b', 'BC-7.1'] },
  ])
})

test('every shape of an id is read', () => {
  const shapes = ['BC-0.2a', 'BC-A.1', 'LI-A2.C1a', 'LI-12.3', 'BN-9.1.10', 'BN-B3', 'BN-C2.34b', 'BN-D1.1', 'BN-A1.2h']
  assert.deepEqual(ids(shapes.map((id) => `test("[${id}] holds", () => {})`).join('\n')), shapes)
})

test('a title may stand on the next line and hold an escaped quote', () => {
  const [story] = readStories('a.test.ts', `test(\n  '[LI-4.5] the customer\\'s data expire',\n  () => {},\n)`)
  assert.equal(story?.title, "[LI-4.5] the customer's data expire")
})

test('a test that does not run proves nothing', () => {
  assert.deepEqual(ids(`// test('[LI-4.5] later', () => {})`), [])
  assert.deepEqual(ids(`/* gone\ntest('[LI-4.5] gone', () => {})\n*/`), [])
  assert.deepEqual(ids(`test.skip('[LI-4.5] later', () => {})\ntest.todo('[LI-4.5] later')`), [])
  assert.deepEqual(ids(`test('[LI-4.5] later', { skip: true }, () => {})`), [])
  assert.deepEqual(ids(`test('[LI-4.5] later', { todo: 'soon' }, () => {})`), [])
  assert.deepEqual(ids(`test('[LI-4.5] now', { timeout: 1000 }, () => {})`), ['LI-4.5'])
})

test('brackets without an id, and titles that are computed, name no promise', () => {
  assert.deepEqual(ids("test('[draft] a title', () => {})\ntest(`[LI-4.5] for ${name}`, () => {})\ntest(title, () => {})"), [])
})

test('a folder is read file by file, and the first story of an id is told', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stories-'))
  try {
    writeFileSync(join(folder, 'b.test.ts'), `test('[BC-7.1] second', () => {})`)
    writeFileSync(join(folder, 'a.test.ts'), `test('[BC-7.1] first', () => {})`)
    writeFileSync(join(folder, 'rig.ts'), `test('[BC-7.2] no test file', () => {})`)
    const storyOf = storiesOf(scanStories(folder, 'test/stories'))
    assert.equal(storyOf('BC-7.1'), 'test/stories/a.test.ts: [BC-7.1] first')
    assert.equal(storyOf('BC-7.2'), null)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('where there is no folder there are no stories', () => {
  assert.deepEqual(scanStories(join(tmpdir(), 'no-such-folder-of-stories'), 'test/stories'), [])
})
