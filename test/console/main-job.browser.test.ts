import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { chromium, type Browser, type Page } from 'playwright-core'
import { chromiumSwitches, findChromium } from '../rig/browser.ts'
import { startProgram, type Running } from './running.ts'
import { isAccessible, signIn, until, visitor, type Visitor } from './visitor.ts'

const contacts = join(import.meta.dirname, '..', 'fixtures', 'contacts', 'synthetic', 'da-kontakter.csv')
const owner = 'owner@nordlys.example'
const downloads = mkdtempSync(join(tmpdir(), 'mandate-downloads-'))

let program: Running
let browser: Browser
let staff: Visitor
let customer: Visitor
before(async () => {
  program = await startProgram('2026-06-24T09:00:00Z')
  const executablePath = findChromium()
  assert.ok(executablePath !== null, 'these tests need chromium')
  browser = await chromium.launch({ executablePath, args: [...chromiumSwitches(process.getuid?.() === 0)] })
  staff = await visitor(browser)
  customer = await visitor(browser)
})
after(async () => {
  await browser?.close()
  await program?.stop()
  rmSync(downloads, { recursive: true, force: true })
})

const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true })

/** The tests are the steps of one job, in order. */
test('the processor is set up with the code that the start printed', async () => {
  const { page } = staff
  await page.goto(program.origin)
  await heading(page, 'Set up the processor').waitFor()
  await page.getByText('Development inbox').waitFor()
  await isAccessible(staff, 'setup')
  await page.getByLabel('Setup code').fill('not the code')
  await page.getByLabel('Your e-mail address').fill('staff@operator.example')
  await party(page, 'Operator SAS')
  await page.getByRole('button', { name: 'Set up' }).click()
  await page.getByRole('alert').getByText('look for it in the terminal').waitFor()
  await page.getByLabel('Setup code').fill(program.setupCode)
  await page.getByRole('button', { name: 'Set up' }).click()
  await heading(page, 'No customers yet').waitFor()
  await isAccessible(staff, 'customers')
})

test('staff invite a customer, and its letters lie in the development inbox', async () => {
  const { page } = staff
  await page.getByRole('navigation').getByRole('link', { name: 'Invite a customer' }).click()
  await page.getByLabel('Agreement', { exact: true }).selectOption('enrichment')
  await isAccessible(staff, 'invite')
  await party(page, 'Nordlys ApS')
  await page.getByLabel('E-mail address of its first owner').fill(owner)
  await page.getByRole('button', { name: 'Invite' }).click()
  await heading(page, 'Nordlys ApS').waitFor()
  await page.getByText('waits for the answer of the customer').waitFor()
  await isAccessible(staff, 'customer')
  await page.getByRole('link', { name: 'Open the inbox' }).click()
  await until(async () => {
    await page.getByRole('button', { name: 'Look again' }).first().click()
    return (await page.getByText(`To ${owner}`).count()) > 0 ? true : null
  })
  await isAccessible(staff, 'inbox')
})

test('the customer signs in by link, reads the agreement with its hash and figures, and accepts it', async () => {
  const { page } = customer
  await page.goto(program.origin)
  await heading(page, 'Sign in').waitFor()
  await isAccessible(customer, 'sign-in')
  await signIn(customer, program.origin, owner)
  await heading(page, 'What needs a person').waitFor()
  await page.getByRole('link', { name: 'Read and answer' }).waitFor()
  await isAccessible(customer, 'overview on offer')
  await page.getByRole('link', { name: 'Read and answer' }).click()
  await heading(page, 'Figures').waitFor()
  await heading(page, 'What this version does not yet keep').waitFor()
  await page.locator('.legal section').first().waitFor()
  assert.match(await page.locator('.identity').innerText(), /SHA-256 of what is signed\s+[0-9a-f]{64}/)
  await isAccessible(customer, 'agreement on offer')
  await page.getByLabel(/By what authority do you bind Nordlys ApS/).fill('Managing director, sole signatory')
  await page.getByLabel(/I have read/).check()
  await page.getByRole('button', { name: 'Accept' }).click()
  await page.locator('.identity').getByText('in force since').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Accept' }).count(), 0)
})

test('a file is checked before it counts: the sum is shown, a column is changed, then it is imported', async () => {
  const { page } = customer
  await page.getByRole('navigation').getByRole('link', { name: 'Imports' }).click()
  await heading(page, 'No file was handed in yet').waitFor()
  await isAccessible(customer, 'imports')
  await page.locator('#file').setInputFiles(contacts)
  await heading(page, 'What an import would do').waitFor()
  const sum = async () => (await page.locator('.addition dd').allInnerTexts()).map(Number)
  assert.deepEqual(await sum(), [180, 20, 0, 200])
  await isAccessible(customer, 'dry run')
  const first = page.url()
  await page.getByLabel('Column “Hjemmeside” goes to').selectOption('')
  await page.getByRole('button', { name: 'Check again' }).click()
  await page.waitForURL((url) => url.href !== first)
  await page.getByRole('cell', { name: 'left out by you' }).waitFor()
  assert.deepEqual(await sum(), [180, 20, 0, 200])
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await page.getByText('180 accepted + 20 refused + 0 set aside = 200 rows.').waitFor()
  await isAccessible(customer, 'import')
})

test('each contact shows its day of deletion, and who looked at it is on the trail', async () => {
  const { page } = customer
  await page.getByRole('link', { name: 'See these contacts' }).click()
  await page.getByRole('cell', { name: '22 Sept 2026' }).first().waitFor()
  await isAccessible(customer, 'contacts')
  await page.locator('body').press('/')
  await page.keyboard.type('kjær')
  await page.keyboard.press('Enter')
  await page
    .getByRole('link', { name: /Kjærgaard/ })
    .first()
    .waitFor()
  // What is sought is a person's and stands in no address; the way back is the browser's.
  assert.equal(new URL(page.url()).search, '')
  await page
    .getByRole('link', { name: /Kjærgaard/ })
    .first()
    .click()
  await page.getByText('Tue, 22 Sept 2026').waitFor()
  await isAccessible(customer, 'contact')
  await page.getByRole('link', { name: 'Who looked at it' }).click()
  await page.getByRole('link', { name: 'contacts.view' }).first().waitFor()
  await isAccessible(customer, 'trail')
  await page.goBack()
  await page.goBack()
  await page
    .getByRole('link', { name: /Kjærgaard/ })
    .first()
    .waitFor()
})

test('the board counts every promise, and every other screen is whole', async () => {
  const { page } = customer
  await page.goto(`${program.origin}/board`)
  await page.getByText('promises in all').waitFor()
  const counts = (await page.locator('.count strong').allInnerTexts()).map(Number)
  const all = Number(/^\d+/.exec(await page.getByText('promises in all').innerText())?.[0])
  assert.equal(
    counts.reduce((one, other) => one + other, 0),
    all,
  )
  await isAccessible(customer, 'board')
  await page.getByRole('link', { name: 'How submitted data are kept' }).or(page.locator('tbody a').first()).first().click()
  await heading(page, 'What falls due under it').waitFor()
  await isAccessible(customer, 'promise')
  const screens = {
    '/': 'What falls due next',
    '/deadlines': 'Records erased by day',
    '/export': 'Everything',
    '/keys': 'No keys yet',
    '/end': 'Where it stands',
    '/amendments': 'No amendments',
  }
  for (const [path, name] of Object.entries(screens)) {
    await page.goto(`${program.origin}${path}`)
    await heading(page, name).waitFor()
    await isAccessible(customer, path)
  }
  await page.goto(`${program.origin}/instructions`)
  await page.locator('tbody a').first().click()
  await page.getByText('An instruction was given').waitFor()
  await isAccessible(customer, 'instruction')
})

test('a person is found, erased everywhere, and the certificate holds up offline', async () => {
  const { page } = customer
  await page.goto(`${program.origin}/erasures`)
  await page.getByLabel('E-mail addresses').fill('joergen.thorsoeholm@aeblegaard.example')
  await page.getByRole('button', { name: 'Find' }).click()
  await page.getByText('would be erased').first().waitFor()
  await isAccessible(customer, 'erasure preview')
  await page.getByLabel(/Erase (this|these)/).check()
  await page.getByRole('button', { name: 'Erase now' }).click()
  await heading(page, 'What happened').waitFor()
  await page.getByText('The rows are gone').first().waitFor()
  const id = /erasures\/([^/?]+)/.exec(page.url())?.[1] ?? ''
  // Files are handed out once their entry is sealed, and the sweep has run: seconds.
  await until(async () => {
    await page.reload()
    await heading(page, 'What happened').waitFor()
    return (await page.getByText('A sweep of every table found nothing', { exact: true }).count()) > 0 ? true : null
  })
  await until(async () => ((await page.request.get(`${program.origin}/v1/certificates/${id}/file`)).ok() ? true : null))
  await isAccessible(customer, 'erasure')
  await page.getByRole('navigation').getByRole('link', { name: 'Certificates' }).click()
  await heading(page, 'Certificates').waitFor()
  const certificate = await taken(page, 'JSON to verify', 'certificate.json')
  await isAccessible(customer, 'certificates')
  await page.goto(`${program.origin}/agreement`)
  const agreement = await taken(page, 'Canonical file', 'agreement.json')
  await page.goto(`${program.origin}/verify.html`)
  await page.context().setOffline(true)
  await page.locator('#evidence').setInputFiles(certificate)
  await page.locator('#key').setInputFiles(agreement)
  await page.getByText('The certificate holds up.').waitFor()
  await page.context().setOffline(false)
})

test('no page made the browser complain', () => {
  assert.deepEqual([...staff.complaints, ...customer.complaints], [])
})

const party = async (page: Page, legalName: string): Promise<void> => {
  await page.getByLabel('Legal name').fill(legalName)
  await page.getByLabel('Register number').fill('12345678')
  await page.getByLabel('Address', { exact: true }).fill('Havnegade 1, København')
  await page.getByLabel('Contact for data protection').fill('dpo@parties.example')
}

const taken = async (page: Page, link: string, name: string): Promise<string> => {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: link }).first().click()])
  const file = join(downloads, name)
  await download.saveAs(file)
  return file
}
