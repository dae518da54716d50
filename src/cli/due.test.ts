import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { due } from './due.ts'

const examples = new URL('../../test/fixtures/legal-time.json', import.meta.url).pathname
const told = async (...words: readonly string[]) => {
  const out: string[] = []
  const err: string[] = []
  const status = await due.run(words, { out: (text) => out.push(text), err: (text) => err.push(text) })
  return { status, out: out.join('\n'), err: err.join('\n') }
}
const oslo = ['--from', '2026-11-27T17:30:00Z', '--zone', 'Europe/Oslo', '--calendar', 'NO', '--side', 'theirs']
const copenhagen = ['--from', '2026-11-27T17:30:00Z', '--zone', 'Europe/Copenhagen', '--calendar', 'DK', '--side', 'theirs']

const withTable = async (content: string, check: (file: string) => Promise<void>) => {
  const folder = mkdtempSync(join(tmpdir(), 'due-'))
  const file = join(folder, 'table.json')
  writeFileSync(file, content)
  try {
    await check(file)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('30 business days from Friday evening end as the shipped agreement counts them', async () => {
  const { status, out } = await told('30 business days', ...copenhagen, '--json')
  assert.equal(status, 0)
  const answer: unknown = JSON.parse(out)
  assert.deepEqual(answer, {
    ends: '2027-01-12T23:00:00Z',
    why: "day 0 is Fri 27 Nov 2026; weekday holidays left out: 25 Dec (Christmas Day), 1 Jan (New Year's Day); last day Tue 12 Jan 2027; over at 2027-01-13 00:00 +0100",
    calendarVersion: 'DK 2024-2060 83e6626dddd9',
  })
})

test('without --json a person reads when it ends, when work begins and how it was counted', async () => {
  const { status, out } = await told('2 days', ...oslo, '--lead', 'last local day')
  assert.equal(status, 0)
  assert.match(
    out,
    /^2 days from 2026-11-27T17:30:00Z: over at 2026-11-30T23:00:00Z \(theirs, Europe\/Oslo, NO 2024-2060 [0-9a-f]{12}\)\.$/m,
  )
  assert.match(out, /^Work begins at 2026-11-29T23:00:00Z\.$/m)
  assert.match(out, /^How: .*rolls over Sun 29 Nov 2026 \(Sunday\) to Mon 30 Nov 2026/m)
})

test('a term without an end is answered with the reason', async () => {
  assert.match((await told('until noticeGiven', ...oslo)).out, /^No end: "until noticeGiven" ends with that event/)
  const { status, out } = await told('continuous', ...oslo, '--json')
  assert.equal(status, 0)
  assert.match(out, /^\{"ends":null,"why":"continuous: /)
})

test('the table of worked examples comes back as ids and ends', async () => {
  const { status, out } = await told('--table', examples, '--json')
  assert.equal(status, 0)
  const rows: readonly { readonly id: string; readonly ends: string }[] = JSON.parse(out)
  assert.equal(rows.length, 25)
  assert.deepEqual(rows[0], { id: 'example-01', ends: '2027-06-05T12:20:00Z' })
  assert.deepEqual(rows[24], { id: 'example-25', ends: '2027-09-05T04:00:00Z' })
  const spoken = await told('--table', examples)
  assert.match(spoken.out, /^example-25: over at 2027-09-05T04:00:00Z\.$/m)
})

test('a row that is refused says why, the others are answered, and the exit status is 1', async () => {
  const row = { id: 'a', from: '2027-06-02T12:20:00Z', zone: 'Europe/Paris', calendar: 'FR', term: '1 hour', side: 'ours' }
  const bad = [
    { ...row, id: 'zone', zone: 'Europe/Nowhere' },
    { ...row, id: 'calendar', calendar: 'XX' },
    { ...row, id: 'term', term: 'one week' },
    { ...row, id: 'from', from: 'yesterday' },
    { ...row, id: 'side', side: 'both' },
    { ...row, id: 'number', term: 72 },
    { id: 'lacking' },
    { from: row.from },
    'text',
    null,
  ]
  await withTable(JSON.stringify([...bad, row, { ...row, id: 7, term: 'continuous' }]), async (file) => {
    const { status, out } = await told('--table', file, '--json')
    assert.equal(status, 1)
    const rows: readonly {
      readonly id: unknown
      readonly ends: unknown
      readonly refused?: string
      readonly sentence?: string
      readonly why?: string
    }[] = JSON.parse(out)
    assert.deepEqual(
      rows.slice(0, 10).map((row) => [row.id, row.ends, row.refused]),
      [
        ['zone', null, 'unknown_zone'],
        ['calendar', null, 'unknown_calendar'],
        ['term', null, 'not_a_term'],
        ['from', null, 'not_an_instant'],
        ['side', null, 'not_a_side'],
        ['number', null, 'row_without_field'],
        ['lacking', null, 'row_without_field'],
        [null, null, 'row_without_field'],
        [null, null, 'row_not_an_object'],
        [null, null, 'row_not_an_object'],
      ],
    )
    for (const row of rows.slice(0, 10)) assert.match(row.sentence ?? '', /^[^{}]+[;,] [^{}]+\.$/)
    assert.deepEqual(rows[10], { id: 'a', ends: '2027-06-02T13:20:00Z' })
    assert.equal(rows[11]?.id, 7)
    assert.equal(rows[11]?.ends, null)
    assert.match(rows[11]?.why ?? '', /^continuous/)
    assert.match((await told('--table', file)).out, /^zone: The time zone "Europe\/Nowhere" is not known/)
  })
})

test('a table that is no table is refused in a sentence', async () => {
  await withTable('[{"id": "a",', async (file) => {
    const { status, out, err } = await told('--table', file, '--json')
    assert.deepEqual([status, out], [2, ''])
    assert.match(err, /is not JSON \(.+\); write an array of objects/)
  })
  await withTable('{"id": "a"}', async (file) => assert.match((await told('--table', file)).err, /is no table of deadlines/))
  await withTable('\uFEFF[]', async (file) => assert.deepEqual(await told('--table', file, '--json'), { status: 0, out: '[]', err: '' }))
  const missing = await told('--table', join(tmpdir(), 'no-such-folder', 'table.json'))
  assert.equal(missing.status, 2)
  assert.match(missing.err, /could not be read \(ENOENT/)
})

test('a call that is off says what is off and exits with 2', async () => {
  const calls: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /names no term/],
    [['30', 'business', 'days', ...oslo], /more than one term \(30, business, days\)/],
    [['1 day', ...oslo, '--colour', 'red'], /--colour is not known/],
    [['1 day', ...oslo, '-x'], /-x is not known/],
    [['1 day', ...oslo, '--side', 'ours'], /--side stands there twice/],
    [['1 day', ...oslo, '--json=yes'], /--json takes no value/],
    [['1 day', '--from'], /--from has no value/],
    [['1 day', '--from', '--zone', 'UTC'], /--from has no value/],
    [['1 day', ...oslo.slice(2)], /lacks --from/],
    [['1 day', ...oslo.slice(0, 6)], /lacks --side/],
    [['1 day', '--table', examples], /a term cannot stand beside/],
    [['--table', examples, '--zone', 'UTC'], /--zone cannot stand beside/],
  ]
  for (const [words, reason] of calls) {
    const { status, out, err } = await told(...words)
    assert.deepEqual([status, out], [2, ''], words.join(' '))
    assert.match(err, reason)
  }
})

test('a value that is refused exits with 1 and says so in words or in JSON', async () => {
  const spoken = await told('2 weeks', ...oslo)
  assert.deepEqual([spoken.status, spoken.out], [1, ''])
  assert.match(spoken.err, /^"2 weeks" is no term; write/)
  const json = await told('1 day', ...oslo, '--lead', '2 business days', '--json')
  assert.equal(json.status, 1)
  assert.match(json.out, /^\{"refused":"not_a_lead","sentence":"\\"2 business days\\" is no lead; write/)
})
