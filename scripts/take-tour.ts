/** Does the main job in a browser and takes the pictures of docs/tour.md: `node scripts/take-tour.ts`. */
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { startProgram } from '../test/console/running.ts'
import { signIn, until, visitor } from '../test/console/visitor.ts'
import { chromiumSwitches, findChromium } from '../test/rig/browser.ts'

const project = join(import.meta.dirname, '..')
const pictures = join(project, 'docs', 'pictures')
const contacts = join(project, 'test', 'fixtures', 'contacts', 'synthetic', 'da-kontakter.csv')
const owner = 'ines@northlight.example'

const shoot = async (page: Page, name: string): Promise<void> => {
  await page.waitForTimeout(400)
  await page.screenshot({ path: join(pictures, `${name}.png`) })
}

const party = async (page: Page, [name, number, address, contact]: readonly [string, string, string, string]): Promise<void> => {
  await page.getByLabel('Legal name').fill(name)
  await page.getByLabel('Register number').fill(number)
  await page.getByLabel('Address', { exact: true }).fill(address)
  await page.getByLabel('Contact for data protection').fill(contact)
}

const invite = async (page: Page): Promise<void> => {
  await page.goto(program.origin)
  await page.getByLabel('Setup code').fill(program.setupCode)
  await page.getByLabel('Your e-mail address').fill('dpo@halden.example')
  await party(page, ['Halden Contact Services AS', 'NO 900 000 000', 'Storgata 1, 1767 Halden', 'dpo@halden.example'])
  await shoot(page, 'setup')
  await page.getByRole('button', { name: 'Set up' }).click()
  await page.getByRole('navigation').getByRole('link', { name: 'Invite a customer' }).click()
  await page.getByLabel('Agreement', { exact: true }).selectOption('enrichment')
  await party(page, ['Northlight Analytics ApS', 'DK 10 00 00 01', 'Havnegade 1, 1058 København', owner])
  await page.getByLabel('E-mail address of its first owner').fill(owner)
  await shoot(page, 'invite')
  await page.getByRole('button', { name: 'Invite' }).click()
  await page.getByText('waits for the answer of the customer').waitFor()
}

const accept = async (page: Page): Promise<void> => {
  await signIn({ page, complaints: [] }, program.origin, owner)
  await page.getByRole('link', { name: 'Read and answer' }).click()
  await page.locator('.legal section').first().waitFor()
  await shoot(page, 'agreement')
  await page.getByLabel(/By what authority do you bind/).fill('Managing director, sole signatory')
  await page.getByLabel(/I have read/).check()
  await page.getByLabel(/I have read/).scrollIntoViewIfNeeded()
  await shoot(page, 'accept')
  await page.getByRole('button', { name: 'Accept' }).click()
  await page.locator('.identity').getByText('in force since').waitFor()
}

const handIn = async (page: Page): Promise<void> => {
  await page.goto(`${program.origin}/imports`)
  await page.locator('#file').setInputFiles(contacts)
  await page.getByRole('heading', { name: 'What an import would do' }).waitFor()
  await shoot(page, 'import')
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await page.getByText('180 accepted + 20 refused + 0 set aside = 200 rows.').waitFor()
  await page.getByRole('link', { name: 'See these contacts' }).click()
  await page.getByRole('cell', { name: '22 Sept 2026' }).first().waitFor()
  await shoot(page, 'contacts')
}

const erase = async (page: Page): Promise<void> => {
  await page.goto(`${program.origin}/erasures`)
  await page.getByLabel('E-mail addresses').fill('joergen.thorsoeholm@aeblegaard.example')
  await page.getByRole('button', { name: 'Find' }).click()
  await page.getByText('would be erased').first().waitFor()
  await shoot(page, 'erase')
  await page.getByLabel(/Erase (this|these)/).check()
  await page.getByRole('button', { name: 'Erase now' }).click()
  await page.getByText('The rows are gone').first().waitFor()
  await until(async () => {
    await page.reload()
    await page.getByRole('heading', { name: 'What happened' }).waitFor()
    return (await page.getByText('A sweep of every table found nothing', { exact: true }).count()) > 0 ? true : null
  })
  await shoot(page, 'erased')
}

const passNinetyDays = (): void => {
  const moved = spawnSync(process.execPath, ['src/cli/main.ts', 'clock', '+91 days', '--data', program.folder], {
    cwd: project,
    encoding: 'utf8',
  })
  process.stdout.write(`${moved.stdout}${moved.stderr}`)
}

const prove = async (page: Page): Promise<void> => {
  await signIn({ page, complaints: [] }, program.origin, owner)
  await page.goto(`${program.origin}/contacts`)
  await page.waitForTimeout(1_000)
  await shoot(page, 'gone')
  await page.goto(`${program.origin}/board`)
  await page.getByText('promises in all').waitFor()
  await shoot(page, 'board')
  await page.goto(`${program.origin}/trail`)
  await page.locator('tbody tr').first().waitFor()
  await shoot(page, 'trail')
  await page.goto(`${program.origin}/certificates`)
  await page.getByRole('link', { name: 'JSON to verify' }).first().waitFor()
  await shoot(page, 'certificates')
  const certificate = await taken(page, 'JSON to verify', 'certificate.json')
  await page.goto(`${program.origin}/agreement`)
  const agreement = await taken(page, 'Canonical file', 'agreement.json')
  await page.goto(`${program.origin}/verify.html`)
  await page.context().setOffline(true)
  await page.locator('#evidence').setInputFiles(certificate)
  await page.locator('#key').setInputFiles(agreement)
  await page.getByText('The certificate holds up.').waitFor()
  await shoot(page, 'verify')
  const checked = spawnSync(process.execPath, ['src/cli/main.ts', 'verify', certificate, '--agreement', agreement], {
    cwd: project,
    encoding: 'utf8',
  })
  process.stdout.write(`${checked.stdout}${checked.stderr}exit ${checked.status}\n`)
}

const taken = async (page: Page, link: string, name: string): Promise<string> => {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: link }).first().click()])
  const file = join(tmpdir(), `mandate-tour-${name}`)
  await download.saveAs(file)
  return file
}

mkdirSync(pictures, { recursive: true })
const program = await startProgram('2026-06-24T09:00:00Z')
const executablePath = findChromium()
if (executablePath === null) throw new Error('the pictures need chromium (apt-get install chromium)')
const browser = await chromium.launch({ executablePath, args: [...chromiumSwitches(process.getuid?.() === 0)] })
try {
  await invite((await visitor(browser)).page)
  const { page } = await visitor(browser)
  await accept(page)
  await handIn(page)
  await erase(page)
  passNinetyDays()
  await prove((await visitor(browser)).page)
} finally {
  await browser.close()
  await program.stop()
}
