import assert from 'node:assert/strict'
import { test } from 'node:test'
import { projectCopy } from './project-copy.ts'

test('a copy in which nothing is planted passes every part', async () => {
  const { status, said } = await projectCopy().check('walls,data maps,reactions,words,hygiene')
  assert.equal(status, 0, said)
})

test('a word that names no part is refused with those that there are', async () => {
  const { status, said } = await projectCopy().check('wall')
  assert.equal(status, 2)
  assert.match(said, /"--only wall" is no call of the check; write --thorough, --graph, or --only with some of types,data maps,/)
})
