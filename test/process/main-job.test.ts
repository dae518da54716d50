import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  acceptAs,
  browserAt,
  invite,
  keyOf,
  letterTo,
  party,
  runImport,
  setUpHouse,
  signIn,
  type Preview,
  type Problem,
} from './caller.rig.ts'
import { freshPlace, mandate, startServer } from './process.rig.ts'

const { place, data } = freshPlace()
const served = await startServer(data, ['--clock', '2026-06-24T09:00:00Z'])
const { origin } = served
const csv = readFileSync('test/fixtures/contacts/example-1000-synthetic.csv')
const email = 'owner@nordlys.example'
const file = (name: string) => join(place, name)
const clock = (step: string) => mandate(['clock', step, '--data', data])
const verify = (name: string, trust: readonly string[]) => mandate(['verify', file(name), ...trust])

const stranger = (code: string) =>
  browserAt(origin).post<Problem>('/v1/setup', { code, email: 'thief@elsewhere.example', party: party('Thief') })

const guessed = await stranger('guessed-code')
const staff = await setUpHouse(served)
const again = await stranger(served.setupCode)
const customer = await invite(origin, staff, email, 'Nordlys ApS')
const { owner } = customer
writeFileSync(file('agreement.json'), (await owner.get('/v1/agreement/file')).text)
await acceptAs(customer)
const key = await keyOf(origin, owner)

test('setting up takes the code that the start printed, and happens once', () => {
  assert.deepEqual([guessed.status, guessed.body.code], [403, 'setup_code_wrong'])
  assert.deepEqual([again.status, again.body.code], [409, 'already_set_up'])
})

test('the agreement that the invited owner accepted is in force', async () => {
  const shown = await owner.get<{ readonly standing: { readonly status: string } }>('/v1/agreement')
  assert.equal(shown.body.standing.status, 'in force')
})

type Contact = { readonly id: string; readonly expiresOn: string; readonly fields: { readonly lastName?: string; readonly email?: string } }
type Page = { readonly contacts: readonly Contact[]; readonly next: string | null }

test('a script with a key hands in a real file, imports it, and finds every row again or the reason why not', async () => {
  const preview = await key.file<Preview>('/v1/imports', csv)
  assert.equal(preview.status, 201, preview.text)
  assert.equal(preview.body.report.rows, 1_000)
  assert.equal((await key.get<Page>('/v1/contacts')).body.contacts.length, 0, 'a dry run imports nothing')
  const { counts } = await runImport(key, preview.body.import.id)
  assert.deepEqual(
    [counts.rows, counts.accepted + counts.refused + counts.quarantined, counts.imported + counts.skipped],
    [1_000, 1_000, counts.accepted],
  )
  const ids = new Set<string>()
  let next: string | null = ''
  while (next !== null) {
    const page: Page = (await key.get<Page>(`/v1/contacts?limit=100${next === '' ? '' : `&cursor=${next}`}`)).body
    for (const contact of page.contacts) {
      assert.equal(contact.expiresOn, '2026-09-22')
      ids.add(contact.id)
    }
    next = page.next
  }
  assert.equal(ids.size, counts.imported)
})

test('one person is found and viewed, and whoever looked stands on the trail', async () => {
  const found = await key.post<Page>('/v1/contacts/search', { by: 'email', value: 'Adriana.Earlie@mailmail.com' })
  const [adriana] = found.body.contacts
  assert.ok(adriana !== undefined && found.body.contacts.length === 1, found.text)
  assert.equal((await owner.get<{ readonly fields: Contact['fields'] }>(`/v1/contacts/${adriana.id}`)).status, 200)
  const looked = await owner.get<{ readonly items: readonly { readonly act: string; readonly actor: string }[] }>(
    `/v1/trail?name=${adriana.id}`,
  )
  const acts = looked.body.items.map(({ act, actor }) => `${act} ${actor.split(':').slice(0, 2).join(':')}`)
  for (const expected of ['contacts.list controller:key', 'contacts.search controller:key', 'contacts.view controller:account'])
    assert.ok(acts.includes(expected), `${expected} in ${acts.join(', ')}`)
})

type Row = { readonly clause: string; readonly standing: { readonly status: string; readonly earliest?: string | null } }
const rowOf = async (by: typeof owner, clause: string) =>
  (await by.get<{ readonly items: readonly Row[] }>('/v1/board')).body.items.find((row) => row.clause === clause)?.standing

test('the board shows the retention of what was submitted as due, with its earliest end', async () => {
  const standing = await rowOf(owner, 'retention-submitted')
  assert.deepEqual([standing?.status, standing?.earliest], ['due', '2026-09-22T22:00:00Z'])
})

test('the clock does not go back and does not take what is no step', async () => {
  const back = await clock('2026-06-01T00:00:00Z')
  assert.equal(back.status, 2)
  assert.match(back.out + back.err, /The clock stands at .* and does not go back to/)
  const odd = await clock('tomorrow')
  assert.equal(odd.status, 2)
  assert.match(odd.out + odd.err, /"tomorrow" is no step of a clock/)
  assert.equal((await clock('')).out, 'The clock stands at 2026-06-24T09:00:00Z.\n')
})

test('after 91 days nothing is left, the customer was told before, and the certificate and the trail are there to take', async () => {
  // The development inbox keeps letters for seven days.
  for (const [step, said] of [
    ['+83 days', /Data will be erased in 7 days|In 7 days the data/],
    ['+7 days', /In 1 days? the data/],
  ] as const) {
    assert.equal((await clock(step)).status, 0)
    assert.ok(await letterTo(origin, email, said))
  }
  const moved = await clock('+1 day')
  assert.equal(moved.status, 0, moved.out + moved.err)
  assert.match(moved.out, /The clock stands at 2026-09-23T09:00:00Z\.\n$/)
  const back = await signIn(origin, email)
  assert.deepEqual((await back.get<Page>('/v1/contacts')).body, { contacts: [], next: null })
  assert.equal((await key.get<Page>('/v1/contacts')).status, 401, 'a key of 90 days has run out')
  const certificates = (await back.get<{ readonly items: readonly { readonly id: string; readonly scope: string }[] }>('/v1/certificates'))
    .body.items
  const certificate = certificates.find((each) => each.scope === 'retention')
  assert.ok(certificate)
  const taken = await back.get(`/v1/certificates/${certificate.id}/file`)
  assert.equal(taken.headers.get('content-disposition'), 'attachment; filename="certificate.json"')
  writeFileSync(file('certificate.json'), taken.text)
  const printed = await back.send(`/v1/certificates/${certificate.id}/pdf`, {})
  assert.ok(printed.text.startsWith('%PDF-'))
  writeFileSync(file('trail.json'), (await back.get('/v1/trail/file')).text)
  assert.equal((await rowOf(back, 'retention-submitted'))?.status, 'kept')
})

test('certificate and trail hold up offline, with the agreement that the customer took when it accepted, and not without', async () => {
  for (const name of ['certificate.json', 'trail.json']) {
    const good = await verify(name, ['--agreement', file('agreement.json')])
    assert.deepEqual([name, good.status, good.err], [name, 0, ''])
    assert.match(good.out, /holds up\./)
    assert.equal((await verify(name, [])).status, 1)
  }
})

type Evidence = {
  checkpoint: string
  keys: string[]
  statement: { tables: { rows: number }[]; erasedAt: number; agreement: string }
  entries: { index: number; proof: string[]; entry: { at: number; act: string; outcome: string } }[]
}
const tamperings: readonly (readonly [string, (file: Evidence) => void])[] = [
  ['fewer rows', ({ statement }) => void statement.tables.forEach((table) => (table.rows -= 1))],
  ['an earlier erasure', ({ statement }) => void (statement.erasedAt -= 86_400_000)],
  ['another agreement', ({ statement }) => void (statement.agreement = '0'.repeat(64))],
  ['an entry at another time', ({ entries }) => void entries.forEach(({ entry }) => (entry.at -= 1))],
  ['an entry taken out', ({ entries }) => void entries.pop()],
  ['a head of another size', (evidence) => void (evidence.checkpoint = evidence.checkpoint.replace(/\n\d+\n/, '\n33\n'))],
]

test('six copies of the certificate, each changed in one thing, do not hold up', async () => {
  const found = tamperings.map(async ([what, tamper], nth) => {
    const evidence: Evidence = JSON.parse(readFileSync(file('certificate.json'), 'utf8'))
    tamper(evidence)
    writeFileSync(file(`tampered-${nth}.json`), JSON.stringify(evidence, null, 1))
    const { status, err } = await verify(`tampered-${nth}.json`, ['--agreement', file('agreement.json')])
    return [what, status, /does not hold up/.test(err)]
  })
  assert.deepEqual(
    await Promise.all(found),
    tamperings.map(([what]) => [what, 1, true]),
  )
})

test('a simulated clock stands where it was left when the program comes back, and a reader sees that it is simulated', async () => {
  await served.kill('SIGTERM')
  const later = await startServer(data)
  assert.match(later.said(), /The clock is SIMULATED and stands at 2026-09-23T09:00:00Z/)
  assert.doesNotMatch(later.said(), /give the code/)
  await later.kill('SIGTERM')
})
