import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { passphraseFromInput } from './passphrase.ts'

test('the first line of the input is the passphrase, however it arrives', async () => {
  for (const chunks of [['six words\nmore'], ['six ', 'words\r\n'], ['six words'], [Buffer.from('six words\n')]])
    assert.equal(await passphraseFromInput(Readable.from(chunks), () => {}), 'six words')
})

test('at a terminal nothing typed is shown, backspace takes a letter back, and control-C leaves nothing', async () => {
  const shown: string[] = []
  const raw: boolean[] = []
  const terminal = (typed: string) =>
    Object.assign(Readable.from(Array.from(typed)), { isTTY: true, setRawMode: (on: boolean) => raw.push(on) })
  assert.equal(await passphraseFromInput(terminal('sixx\u007f words\r'), (text) => shown.push(text)), 'six words')
  assert.deepEqual([shown.join(''), raw], ['Passphrase: \n', [true, false]])
  assert.equal(await passphraseFromInput(terminal('six\u0003'), () => {}), '')
})
