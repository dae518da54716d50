import assert from 'node:assert/strict'
import { test } from 'node:test'
import { projectCopy, whole } from './project-copy.ts'

const copy = projectCopy()

test('a refusal without words is refused', async () => {
  const { status, said } = await copy.checkWith('words', {
    'src/domain/planted.ts': whole(`export const planted = (wide: boolean) => ({ refused: wide ? 'planted_wide' : 'planted_narrow' })`),
  })
  assert.match(said, /src\/domain\/planted\.ts:1: the refusal "planted_wide" has no sentence: write one/)
  assert.match(said, /src\/domain\/planted\.ts:1: the refusal "planted_narrow" has no sentence/)
  assert.equal(status, 1)
})

test('a sentence that names what its refusal does not carry is refused', async () => {
  const { status, said } = await copy.checkWith('words', {
    'src/domain/clauses/instructions.ts': (text) =>
      text.replace("{ refused: 'instruction_exists', instruction: id }", "{ refused: 'instruction_exists' }"),
  })
  assert.match(
    said,
    /src\/domain\/clauses\/instructions\.ts:\d+: the sentence of "instruction_exists" names \{instruction\}, which this refusal does not carry/,
  )
  assert.equal(status, 1)
})

test('a sentence that nobody says, one without an end and one that stands twice are refused', async () => {
  const { status, said } = await copy.checkWith('words', {
    'src/words/en/clauses.ts': (text) =>
      text.replace(
        'export const clausesWords = {\n',
        "export const clausesWords = {\n  planted_nothing: 'It is so',\n  schema_newer: 'It is newer.',\n",
      ),
  })
  assert.match(said, /sentence "planted_nothing": no code of src\/ says it/)
  assert.match(said, /sentence "planted_nothing": does not end with a full stop/)
  assert.match(said, /the code "schema_newer" has a sentence in src\/words\/en\/clauses\.ts too/)
  assert.equal(status, 1)
})

test('a mail without words, and one that names what the clause does not hand over, are refused', async () => {
  const { status, said } = await copy.checkWith('words', {
    'src/words/en/mail.ts': (text) =>
      text.replace("'end-notice':", "'end-notices':").replace('Hash of the text: {hash}', 'Hash of the text: {digest}'),
  })
  assert.match(said, /clause "end-of-contract": sends the mail "end-notice" on end-of-contract\/noticeGiven, which has no words/)
  assert.match(said, /mail "end-notices": nothing sends it/)
  assert.match(said, /mail "agreement-offered": names \{digest\}, and the clause "acceptance" hands over hash/)
  assert.equal(status, 1)
})
