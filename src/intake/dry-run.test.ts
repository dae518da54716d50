import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import type { ImportColumn } from '../domain/columns.ts'
import { isRefusal } from '../domain/refusal.ts'
import { type IntakeOptions, type Report, dryRun, openFile } from './dry-run.ts'
import { errorFile } from './error-file.ts'

const columns: readonly ImportColumn[] = [
  { key: 'firstName', kind: 'personName', maximum: 100, synonyms: ['first name'] },
  { key: 'lastName', kind: 'personName', maximum: 100, synonyms: ['last name'] },
  { key: 'company', kind: 'organisation', maximum: 100, synonyms: [] },
  { key: 'email', kind: 'email', maximum: 254, synonyms: ['e mail'] },
  { key: 'notes', kind: 'free', maximum: 2000, synonyms: [] },
]

const gathered = async <Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> => {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}

async function* once(bytes: Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

const run = async (text: string, options: Partial<IntakeOptions> = {}): Promise<Report> => {
  const report = await dryRun(once(Buffer.from(text)), { columns, ...options })
  assert.ok(!isRefusal(report), JSON.stringify(report))
  return report
}

const people = `first name,last name,company,e-mail,notes
Ann,Berg,Acme A/S,ann@acme.example,VIP
Ann,Berg,ACME,ANN@acme.example,again
Bo,Dam,Nord ApS,bo(at)nord.example,xylophone
Cy,,,broken,nobody
Di,Eck,Ost AG,di@ost.example,HIV positive
Ed,Fog,West Ltd,ed@west.example,cancer
too,few
Flo,Gry,Syd I/S,info@syd.example,
Gil,Gry,Syd I/S,info@syd.example,shared mailbox
`

test('every row is accepted, refused or quarantined, and the report says why', async () => {
  const report = await run(people)
  assert.deepEqual([report.rows, report.rowsAccepted, report.rowsRefused, report.rowsQuarantined, report.duplicates], [9, 5, 3, 1, 1])
  assert.deepEqual(report.refusedBecause, { row_without_person: 1, special_category: 1, row_short: 1 })
  assert.deepEqual(report.cellsLeftOut, { email_malformed: 1 })
  assert.deepEqual(report.findings, { 'health:certain': 1, 'health:possible': 1 })
  assert.deepEqual(
    report.examples.find(({ code }) => code === 'special_category'),
    {
      line: 6,
      code: 'special_category',
      column: 5,
      header: 'notes',
      shape: 'XXX xxxxxxxx',
      rule: 'word:hiv_positive',
    },
  )
})

test('the report names no person: no word of four letters from any row is in it', async () => {
  const report = JSON.stringify(await run(people))
  const rules = ['positive', 'cancer']
  for (const word of people
    .split('\n')
    .slice(1)
    .join(' ')
    .match(/[a-zA-Z@.]{4,}/g) ?? []) {
    if (!rules.includes(word.toLowerCase())) assert.ok(!report.includes(word), word)
  }
})

test('special data is refused by column name, by declaration and in columns that are not imported; leaving the column out is the way out', async () => {
  const text = 'last name,company,Religion,Other\nBerg,Acme,none,fine\nDam,Nord,,he is Muslim\n'
  assert.deepEqual((await run(text)).refusedBecause, { special_category: 2 })
  assert.equal(
    (
      await run(text, {
        chosen: new Map([
          [2, null],
          [3, null],
        ]),
      })
    ).rowsAccepted,
    2,
  )
  assert.equal(
    (
      await run(text, {
        chosen: new Map([
          [2, null],
          [3, 'special:health'],
        ]),
      })
    ).rowsRefused,
    2,
  )
  assert.equal((await run(text, { rules: { allowed: new Set(['religion']) } })).rowsAccepted, 2)
})

test('the error file holds the rows that were not taken with their reasons, and can be imported again as it is', async () => {
  const read = async (text: string): Promise<{ readonly lines: readonly string[] }> => {
    const opened = await openFile(once(Buffer.from(text)), { columns })
    assert.ok(!isRefusal(opened))
    return { lines: await gathered(errorFile(opened.sniffed, opened.rows, (code) => `reason: ${code}`)) }
  }
  const { lines } = await read(people)
  assert.equal(lines.length, 1 + 4)
  assert.equal(lines[1], '5,,reason: row_without_person,Cy,,,broken,nobody\r\n')
  assert.equal(lines[2], '6,notes,reason: special_category,Di,Eck,Ost AG,di@ost.example,HIV positive\r\n')
  const again = await run(lines.join('').replace('HIV positive', 'VIP').replace('cancer', 'ok'))
  assert.deepEqual([again.rows, again.rowsAccepted, again.rowsRefused], [4, 2, 2])
})

test('a row that stands twice is found by address, else by name and company, and not by a mailbox that many share', async () => {
  const opened = await openFile(once(Buffer.from(people)), { columns })
  assert.ok(!isRefusal(opened))
  const same: (readonly [number, number])[] = []
  for await (const batch of opened.rows)
    for (const row of batch) if (row.verdict === 'checked' && row.sameAs !== null) same.push([row.line, row.sameAs])
  assert.deepEqual(same, [[3, 2]])
})

const soup = fc.array(
  fc.constantFrom(
    'a',
    '"',
    ',',
    ';',
    '\n',
    '\r\n',
    '\r',
    '\t',
    'é',
    'ann@a.example',
    'HIV positive',
    'cancer',
    ' ',
    '=1',
    '\u0007',
    '12345678Z',
    'Berg',
  ),
  { maxLength: 300 },
)

test('the counts add up for any text below a header', () =>
  fc.assert(
    fc.asyncProperty(soup, fc.integer({ min: 1, max: 500 }), async (parts, size) => {
      const text = `first name,last name,company,e-mail,notes\nA,B,C,d@e.example,\n${parts.join('')}`
      const report = await dryRun(once(Buffer.from(text), size), { columns, examples: 3 })
      assert.ok(!isRefusal(report))
      assert.equal(report.rowsAccepted + report.rowsRefused + report.rowsQuarantined, report.rows)
      assert.ok(report.duplicates <= report.rowsAccepted + report.rowsQuarantined)
      assert.equal(
        Object.values(report.refusedBecause).reduce((sum, count) => sum + count, 0),
        report.rowsRefused,
      )
      assert.ok(report.examples.length <= 3)
    }),
    { numRuns: 300 },
  ))

test('no bytes whatever make the reader throw', () =>
  fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), fc.constantFrom('', 'e-mail,last name\nx@y.example,z\n'), async (bytes, start) => {
      const report = await dryRun(once(Buffer.concat([Buffer.from(start), bytes]), 101), { columns })
      if (!isRefusal(report)) assert.equal(report.rowsAccepted + report.rowsRefused + report.rowsQuarantined, report.rows)
    }),
    { numRuns: 500 },
  ))

test('a source that fails ends the dry run with its error, and one that is refused is closed', async () => {
  let closed = false
  async function* picture(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield Buffer.concat([Buffer.of(0x89, 0x50, 0x4e, 0x47), Buffer.alloc(65_536)])
    } finally {
      closed = true
    }
  }
  assert.deepEqual(await dryRun(picture(), { columns }), { refused: 'file_is_picture', kind: 'PNG' })
  assert.equal(closed, true)
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(people.repeat(2000))
    throw new Error('the line broke')
  }
  await assert.rejects(dryRun(failing(), { columns }), /the line broke/)
})
