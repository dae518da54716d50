import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { addressesOf } from '../../src/app/accounts.ts'
import { openFileLedger } from '../../src/app/file-ledger.ts'
import { housePerformers } from '../../src/app/performers.ts'
import { backupHouse } from '../../src/cli/backup.ts'
import { ledgerPath } from '../../src/cli/ledger-path.ts'
import { ringFolderOf } from '../../src/cli/keys.ts'
import { openHouse } from '../../src/cli/open-house.ts'
import { shippedTemplates } from '../../src/cli/serve.ts'
import { readInstant } from '../../src/domain/time.ts'
import { buildServer } from '../../src/http/server.ts'
import { browser, cookieOf, origin, setupCode } from '../../src/http/http.rig.ts'
import { wingJobs, wings } from '../../src/services/all.ts'
import { enrichmentRoutes } from '../../src/services/enrichment/routes.ts'
import type { Database } from '../../src/store/database.ts'
import { readInbox, startInbox } from '../../src/work/inbox.ts'
import { jobPerformers } from '../../src/work/jobs.ts'
import { mailPerformer, smtpSender } from '../../src/work/mail.ts'
import { runRound } from '../../src/work/round.ts'
import { sealAll } from '../../src/work/sealer.ts'
import { plainConfig } from '../backup/house-on-disk.ts'
import { atEnd } from '../rig/at-end.ts'
import { good } from '../rig/house.ts'
import { scanFolder, type Found } from './scan.ts'

/** Stands in everything that is planted, so that one look finds whichever door let it through; what follows it names the door. */
const word = 'Qvxzplant'
const digits = '731904286'

const staffAddress = `Staff.${word}@operator.example`
const ownerAddress = `Owner.${word}@customer.example`
const party = {
  legalName: `${word} Invited ApS`,
  registerNumber: `${word}-4711`,
  address: `${word}gade 1, København`,
  dataProtectionContact: `dpo.${word}@customer.example`,
}

const csv = [
  'First name,Last name,E-mail,Phone,Company,Title,LinkedIn',
  `Ada,${word}Accepted,ada.${word}@people.example,+33${digits},${word}Company SAS,Engineer,https://linkedin.example/in/${word}`,
  `Bo,${word}Second,bo.${word}@people.example,+33${digits.split('').toReversed().join('')},${word}Company SAS,Clerk,`,
  `,,cy.${word}Refused at nowhere,+33,${word}Company SAS,Clerk,`,
  `Di,${word}Aside,di.${word}@people.example,,${word}Company SAS,on sick leave after cancer surgery ${word},`,
  `Ada,${word}Twice,ada.${word}@people.example,+33${digits},${word}Company SAS,Engineer,`,
  `"${word}Broken`,
].join('\n')

type Door = (
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  url: string,
  payload?: object | string,
  headers?: Record<string, string>,
) => Promise<LightMyRequestResponse>

test('nothing that can hold a person lies in plaintext under the data folder, in its logs, or in temporary files', async (t) => {
  const outer = folderOf(t)
  const folder = join(outer, 'data')
  const temporary = join(outer, 'temporary')
  for (const each of [folder, temporary]) mkdirSync(each, { mode: 0o711 })
  const before = process.env['TMPDIR']
  process.env['TMPDIR'] = temporary
  atEnd(t, () => {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  })
  const log: string[] = []
  await liveThrough(folder, join(outer, 'backup'), (line) => log.push(line))
  writeFileSync(join(outer, 'program.log'), log.join('\n'))

  const scanned = scanFolder(outer, [word, digits], [ringFolderOf(folder)])
  assert.ok(scanned.files > 500 && scanned.bytes > 20_000_000, 'the cluster, its log, its write-ahead log and the backup were read')
  assert.ok(readdirSync(join(folder, 'postgres', 'cluster', 'pg_wal')).length > 0)
  assert.deepEqual(scanned.found.map(shown), [])
})

const shown = ({ file, offset, form, around }: Found): string =>
  `${file.replace(/^.*?\/(data|temporary|backup|program)/, '$1')} at ${offset}, ${form}: ${around}`

const folderOf = (t: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), 'mandate-plaintext-'))
  chmodSync(folder, 0o711)
  atEnd(t, () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A durable deployment with its mail server, as `start` wires it; then a backup, a checkpoint and the end. */
const liveThrough = async (folder: string, backup: string, note: (line: string) => void): Promise<void> => {
  const open = good(await openHouse(plainConfig(folder), { clock: good(readInstant('2026-06-24T09:00:00Z')), say: note }))
  const closing = [() => open.close()]
  try {
    await underWay(open, folder, backup, note, closing)
  } finally {
    for (const close of closing.toReversed()) await close()
  }
}

type Open = Exclude<Awaited<ReturnType<typeof openHouse>>, { readonly refused: string }>

const underWay = async (
  open: Open,
  folder: string,
  backup: string,
  note: (line: string) => void,
  closing: (() => Promise<void>)[],
): Promise<void> => {
  const { house, database } = open
  mkdirSync(join(folder, 'ledger'), { mode: 0o700 })
  const ledger = good(openFileLedger(ledgerPath(folder), open.ring))
  closing.push(() => ledger.close())
  const inbox = await startInbox(house)
  closing.push(() => inbox.close())
  const sender = smtpSender({
    host: '127.0.0.1',
    port: inbox.port,
    secure: false,
    user: '',
    password: '',
    from: 'mandate@localhost',
    plain: true,
  })
  closing.push(async () => sender.close())
  const performers = {
    ...jobPerformers(house, wings, ledger),
    ...wingJobs(house),
    ...housePerformers(house, origin),
    'mail/*': mailPerformer({
      house,
      send: sender.send,
      origin,
      recipients: (tenant, side) =>
        side === 'controller' ? addressesOf(house, tenant, ['owner']) : addressesOf(house, house.operator, ['staff']),
    }),
  }
  const app = await buildServer({
    house,
    origin,
    templates: shippedTemplates(),
    wings,
    ledger,
    routes: enrichmentRoutes,
    secureCookies: false,
    setupCode,
    inbox: (limit) => readInbox(house, limit),
    webFolder: 'test/fixtures/no-console',
    verifierPage: 'dist/verify.html',
    log: (line) => note(JSON.stringify(line)),
  })
  closing.push(() => app.close())
  const work = async () => {
    await runRound(house, performers)
  }
  await throughEveryDoor(app, work)
  await faults(database, note)
  await work()
  await sealAll(house, [house.operator])
  good(await backupHouse({ house, ledger }, { folder: backup, days: 1 }, note))
  const administrator = database.administrator()
  await administrator.unsafe('checkpoint')
  await administrator.end()
}

const throughEveryDoor = async (app: FastifyInstance, work: () => Promise<void>): Promise<void> => {
  const door =
    (own: Record<string, string>): Door =>
    async (method, url, payload, headers = {}) =>
      app.inject({ method, url, headers: { ...own, ...headers }, ...(payload === undefined ? {} : { payload }) })
  const opened = async (answer: Promise<LightMyRequestResponse>, status: number) => {
    const { statusCode, body } = await answer
    assert.equal(statusCode, status, body)
    return JSON.parse(body)
  }

  const setUp = await app.inject({
    method: 'POST',
    url: '/v1/setup',
    payload: { code: setupCode, email: staffAddress, party: { ...party, legalName: `${word} Operator SAS` } },
  })
  const staff = door(browser(cookieOf(setUp, 'mandate_session')))
  const invitation = { party, email: ownerAddress, template: 'enrichment' }
  const { customer } = await opened(staff('POST', '/v1/customers', invitation, { 'idempotency-key': `${word}-key` }), 201)
  await staff('POST', '/v1/customers', invitation, { 'idempotency-key': `${word}-key` })
  await work()

  // Sign-in through the letter in the development inbox, and the wish of somebody unknown.
  const anybody = door({})
  await anybody('POST', '/v1/sign-in', { email: `unknown.${word}@people.example` })
  const asked = await anybody('POST', '/v1/sign-in', { email: ownerAddress })
  await work()
  const letters = await opened(staff('GET', '/v1/dev/inbox'), 200)
  const token = /sign-in\/([A-Za-z0-9_-]{43})/.exec(JSON.stringify(letters))?.[1] ?? ''
  assert.match(JSON.stringify(letters), new RegExp(`owner.${word}`, 'i'))
  const form = { 'content-type': 'application/x-www-form-urlencoded', cookie: `mandate_browser=${cookieOf(asked, 'mandate_browser')}` }
  const owner = door(browser(cookieOf(await anybody('POST', '/v1/sign-in/confirm', `token=${token}`, form), 'mandate_session')))
  assert.equal((await opened(owner('GET', '/v1/session'), 200)).role, 'owner')

  const { hashes } = await opened(owner('GET', '/v1/agreement'), 200)
  for (const form of ['text', 'file', 'pdf']) await owner('GET', `/v1/agreement/${form}`)
  const { proof } = await opened(
    owner('POST', '/v1/agreement/accept', { hash: hashes.concluded, capacity: `${word} director`, agree: true }),
    200,
  )
  await work()
  assert.match(JSON.stringify(await opened(owner('GET', `/v1/agreement/proofs/${proof}`), 200)), new RegExp(word))
  await opened(owner('POST', '/v1/api-keys', { label: `${word} laptop`, days: 3 }, { 'idempotency-key': 'once' }), 201)

  // Files: accepted, refused and set-aside rows, one that is no CSV, one with a column of a special category.
  const csvType = { 'content-type': 'text/csv' }
  const checked = await opened(owner('POST', '/v1/imports', csv, csvType), 201)
  const id = checked.import.id
  await opened(owner('POST', `/v1/imports/${id}/start`, {}), 202)
  await work()
  const done = (await opened(owner('GET', `/v1/imports/${id}`), 200)).import
  assert.ok(done.counts.imported >= 2 && done.counts.refused >= 1, JSON.stringify([done.counts, checked.report]))
  assert.match((await owner('GET', `/v1/imports/${id}/errors`)).body, new RegExp(word))
  await owner('GET', `/v1/imports/${id}/aside`)
  await owner('POST', `/v1/imports/${id}/release`, { lines: 'all' })
  await owner('POST', '/v1/imports', `PK\u0003\u0004${word}`, { 'content-type': 'application/zip' })
  await owner('POST', '/v1/imports', `E-mail,Religion\nx.${word}@people.example,${word}ism\n`, csvType)
  await owner(
    'POST',
    '/v1/imports',
    Buffer.from(`\ufeffE-mail,Last name\nwide.${word}@people.example,${word}\n`, 'utf16le').toString('latin1'),
    csvType,
  )
  const undone = await opened(owner('POST', '/v1/imports', `E-mail,Last name\nundo.${word}@people.example,${word}Undone\n`, csvType), 201)
  await owner('POST', `/v1/imports/${undone.import.id}/start`, {})
  await work()
  await owner('POST', `/v1/imports/${undone.import.id}/undo`, {})

  // Reading, looking up, changing, taking out.
  for (const [by, value] of [
    ['email', `ada.${word}@people.example`],
    ['phone', `+33${digits}`],
    ['lastName', word],
    ['company', `${word}Company`],
  ])
    await owner('POST', '/v1/contacts/search', { by, value })
  const { contacts } = await opened(owner('GET', '/v1/contacts'), 200)
  const called = (name: string) => contacts.find((each: { fields: { lastName?: string } }) => each.fields.lastName === `${word}${name}`)
  const [first, second] = [called('Accepted'), called('Aside')]
  assert.ok(first && second, JSON.stringify(contacts))
  await opened(owner('PUT', `/v1/contacts/${first.id}`, { fields: { lastName: `${word}Edited`, phone: `+33${digits}` } }), 200)
  await owner('POST', '/v1/contacts/hold', { ids: [first.id] })
  await owner('GET', `/v1/contacts/${first.id}`)
  for (const url of ['/v1/export', '/v1/export/enrichment/records.csv', '/v1/contacts/export', '/v1/contacts/export?format=json'])
    assert.match((await owner('GET', url)).body, new RegExp(word), url)
  await opened(owner('POST', '/v1/persons/find', { emails: [`bo.${word}@people.example`] }), 200)
  await opened(owner('POST', '/v1/persons/erase', { emails: [`bo.${word}@people.example`] }), 200)
  await owner('DELETE', `/v1/contacts/${second.id}`)
  await work()

  // Words of the parties.
  const [{ instruction }] = (await opened(owner('GET', '/v1/instructions'), 200)).items
  const prefix = `/v1/customers/${customer}/clauses/instructions/${instruction}`
  await opened(staff('POST', `${prefix}/holdUnlawful`, { reason: `${word} reason of a suspension` }), 200)
  await opened(owner('POST', `/v1/clauses/instructions/${instruction}/confirm`, { text: `${word} confirmation` }), 200)
  const manual = (await opened(owner('GET', '/v1/board'), 200)).items.find(
    (row: { standing: { status: string } }) => row.standing.status === 'manual',
  )
  await opened(staff('POST', `/v1/customers/${customer}/evidence`, { clause: manual.clause, text: `${word} undertakings of staff` }), 201)

  // Calls that are refused, with the word wherever a caller can put one.
  await owner('GET', `/v1/trail?name=${word}&act=${word}`)
  await owner('GET', `/v1/contacts?source=${word}&country=${word}`)
  await owner('GET', `/v1/contacts/${word}`)
  for (const url of ['imports', 'evidence', 'trail', 'agreement/proofs', 'contacts', 'api-keys'])
    await owner('GET', `/v1/${url}/${word.toLowerCase()}`)
  await owner('GET', `/${word}/${word}?q=${word}`)
  await owner('POST', '/v1/api-keys', { label: word, days: word })
  await owner('POST', '/v1/customers', { party, email: word, template: word })
  await owner('POST', '/v1/persons/find', `{"emails": ["${word}`, { 'content-type': 'application/json' })
  await owner('POST', '/v1/contacts/search', { by: 'email', value: word.repeat(400), [word]: word })
  await owner('PUT', `/v1/contacts/${first.id}`, { fields: { email: `${word} is no address`, [word]: word } })
  await door({ authorization: `Bearer mk_${word}`, 'user-agent': word, referer: `http://${word}/`, 'x-forwarded-for': word })(
    'GET',
    '/v1/contacts',
  )
  await staff('GET', `/v1/customers/${customer}/trail`)
}

/** Statements that PostgreSQL refuses while it holds the value in its hand: its messages and details quote it. */
const faults = async (database: Database, note: (line: string) => void): Promise<void> => {
  const refused = async (act: () => Promise<unknown>) => {
    const trouble = await act().then(
      () => null,
      (error: unknown) => error,
    )
    assert.ok(trouble instanceof Error)
    note(`${trouble.name} ${'code' in trouble ? String(trouble.code) : ''}`)
  }
  const { owner, app } = database
  await refused(() => app`select ${word}::text::integer`)
  await refused(() => app`select ${word}::text::timestamptz`)
  await refused(() => app.unsafe(`select '${word}'::uuid`))
  await refused(() => app.unsafe(`select ${word} from ${word}`))
  await refused(() => app.unsafe(`selec '${word}'`))
  await refused(() => app`insert into tenant (tenant_id, kind, created_at) values (gen_random_uuid(), ${word}, 0::text::timestamptz)`)
  await refused(
    () =>
      app`insert into vault (tenant_id, id, class, kind, envelope, created_at) values (gen_random_uuid(), gen_random_uuid(), 'house', ${word}, '\\x00', '2026-06-24')`,
  )
  await refused(() => owner.unsafe(`do $$ begin raise exception 'about %', '${word}' using detail = '${word}'; end $$`))
  await refused(() => owner.unsafe(`do $$ begin raise warning '%', '${word}'; raise log '%', 'nobody'; perform 1 / 0; end $$`))
  await refused(() => owner.unsafe(`set local statement_timeout = 20; select '${word}', pg_sleep(5)`))
  // A unique violation whose detail would be the value; the row that it meets is rolled back with it.
  await refused(() =>
    owner.begin(async (sql) => {
      await sql`create temporary table met (value text primary key) on commit drop`
      await sql`insert into met values (${word.slice(0, 4)})`
      await sql`insert into met values (${word.slice(0, 4)})`
    }),
  )
}
