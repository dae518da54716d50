import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { scanFolder } from './scan.ts'

const word = 'Qvxzplant'

const forms: Readonly<Record<string, Buffer>> = {
  'as it is': Buffer.from(word),
  'in small letters': Buffer.from(word.toLowerCase()),
  'in large letters': Buffer.from(word.toUpperCase()),
  'UTF-16LE': Buffer.from(word, 'utf16le'),
  'UTF-16BE': Buffer.from(word, 'utf16le').swap16(),
  'UTF-16BE in small letters': Buffer.from(word.toLowerCase(), 'utf16le').swap16(),
  hex: Buffer.from(Buffer.from(word).toString('hex')),
  HEX: Buffer.from(Buffer.from(word).toString('hex').toUpperCase()),
  base64: Buffer.from(Buffer.from(`${word} and more`).toString('base64')),
  'base64, one byte further': Buffer.from(Buffer.from(`x${word} and more`).toString('base64')),
  'base64, two bytes further': Buffer.from(Buffer.from(`xy${word}`).toString('base64')),
  'base64 for addresses': Buffer.from(Buffer.from(`xyz"${word.toUpperCase()}"`).toString('base64url')),
}

test('a word that lies anywhere in a folder is found, in whatever form it was written', (t) => {
  for (const [form, bytes] of Object.entries(forms)) {
    const folder = mkdtempSync(join(tmpdir(), 'mandate-scan-'))
    t.after(() => rmSync(folder, { recursive: true, force: true }))
    mkdirSync(join(folder, 'deep', 'deeper'), { recursive: true })
    writeFileSync(join(folder, 'deep', 'deeper', 'file'), Buffer.concat([Buffer.alloc(100_001, 1), bytes, Buffer.alloc(50_000, 2)]))
    assert.ok(scanFolder(folder, [word]).found.length > 0, form)
    assert.equal(scanFolder(folder, ['Otherword']).found.length, 0)
    assert.equal(scanFolder(folder, [word], [join(folder, 'deep')]).found.length, 0)
  }
})

test('a folder behind a link is looked into, and a folder without the word has none', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'mandate-scan-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(join(folder, 'real'))
  mkdirSync(join(folder, 'data'))
  symlinkSync(join(folder, 'real'), join(folder, 'data', 'link'))
  writeFileSync(join(folder, 'real', 'file'), `x${word.slice(1)} ${word.slice(0, -1)}x`)
  assert.deepEqual(scanFolder(join(folder, 'data'), [word]).found, [])
  writeFileSync(join(folder, 'real', 'second'), word)
  assert.equal(scanFolder(join(folder, 'data'), [word]).found.length, 1)
})
