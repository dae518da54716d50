import assert from 'node:assert/strict'
import { test } from 'node:test'
import { andThen, projectCopy, whole } from './project-copy.ts'

const copy = projectCopy()

// Written in parts, so that this file is clean itself.
const place = ['', 'home', 'ann', 'mandate'].join('/')
const note = ['TO', 'DO'].join('')
const asleep = ['test', 'skip(`later`, () => undefined)'].join('.')

test('paths of one machine, notes to oneself, tests that sleep and lock files of one registry are refused', async () => {
  const { status, said } = await copy.checkWith('hygiene', {
    'src/app/planted.ts': whole(`// ${note}: mend this\nexport const planted = '${place}'`),
    'src/app/planted.test.ts': whole(asleep),
    'package-lock.json': andThen('"resolved": "https://registry.example/x"'),
    LICENSE: whole('All rights reserved'),
  })
  assert.match(said, new RegExp(`src/app/planted\\.ts:1: "${note}" in the code is a promise that nobody keeps`))
  assert.match(said, /src\/app\/planted\.ts:2: holds a path of one machine/)
  assert.match(said, /src\/app\/planted\.test\.ts:1: .* keeps a test from running/)
  assert.match(said, /package-lock\.json: names the registry of one machine/)
  assert.match(said, /LICENSE: is missing or is another licence/)
  assert.equal(status, 1)
})
