import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '../domain/refusal.ts'
import { dryRun } from './dry-run.ts'

/** So many bytes of contacts, made as they are read. */
async function* contacts(bytes: number): AsyncGenerator<Uint8Array> {
  yield Buffer.from('First name;Last name;Company;E-mail;Phone;Notes\r\n')
  for (let block = 0, made = 0; made < bytes; block += 1) {
    let rows = ''
    for (let person = block * 500; person < block * 500 + 500; person += 1) {
      rows += `Jørgen;Sørensen;"Østjysk ""Transport"" A/S";joergen.${person}@firma${person % 5000}.example;+45 33 66 33 66;ring efter kl. 14\r\n`
    }
    const piece = Buffer.from(rows)
    made += piece.length
    yield piece
  }
}

const columns = [
  { key: 'lastName', kind: 'personName', maximum: 100, synonyms: ['last name'] },
  { key: 'company', kind: 'organisation', maximum: 100, synonyms: [] },
  { key: 'email', kind: 'email', maximum: 254, synonyms: ['e mail'] },
  { key: 'phone', kind: 'phone', maximum: 40, synonyms: [] },
] as const

test('100 MB pass through a dry run with less than 150 MB more memory than 5 MB need, and below 400 MB in all', async (context) => {
  await dryRun(contacts(5_000_000), { columns })
  const before = process.memoryUsage.rss()
  let most = before
  const report = await dryRun(contacts(100_000_000), { columns }, () => {
    most = Math.max(most, process.memoryUsage.rss())
  })
  assert.ok(!isRefusal(report))
  assert.equal(report.rowsAccepted, report.rows)
  assert.ok(report.rows > 700_000)
  const growth = Math.round((most - before) / 1_000_000)
  context.diagnostic(`${report.rows} rows, ${growth} MB more, ${Math.round(most / 1_000_000)} MB in all`)
  assert.ok(growth < 150, `${growth} MB`)
  assert.ok(most < 400_000_000, `${most} bytes`)
})
