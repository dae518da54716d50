import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { inFolder } from './in-folder.ts'

const root = mkdtempSync(join(tmpdir(), 'mandate-folder-'))
after(() => rmSync(root, { recursive: true }))
const ring = join(root, 'data', 'keys')
mkdirSync(ring, { recursive: true })
mkdirSync(join(root, 'data', 'database'))
mkdirSync(join(root, 'keys-of-others'))
symlinkSync(join(root, 'data'), join(root, 'linked'))
symlinkSync(ring, join(root, 'data', 'database', 'hidden'))

test('a folder that is, holds or lies in the ring is found, through symbolic links too', () => {
  for (const other of [
    ring,
    join(root, 'data'),
    root,
    '/',
    join(ring, 'backups'),
    join(root, 'linked'),
    join(root, 'linked', 'keys'),
    join(root, 'data', 'database', 'hidden'),
    join(root, 'data', 'database', 'hidden', 'new', 'folder'),
  ])
    assert.equal(inFolder(ring, other), true, other)
  assert.equal(inFolder(join(root, 'linked', 'keys'), join(root, 'data')), true)
})

test('a folder beside the ring is free, whether it exists or not', () => {
  for (const other of [
    join(root, 'data', 'database'),
    join(root, 'data', 'backups'),
    join(root, 'keys-of-others'),
    join(root, 'data', 'keys2'),
    join(root, 'linked', 'backups', 'today'),
  ])
    assert.equal(inFolder(ring, other), false, other)
})
