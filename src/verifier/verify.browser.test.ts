import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import { buildVerifier } from '../../scripts/build-verifier.ts'
import { acceptanceOf, certificateOf, earlierHead, fingerprint, operator, pemOf, stranger, trailOf } from '../../test/evidence/made.ts'
import { writeEvidence } from '../domain/evidence.ts'
import { slotOf } from './files.ts'

const folder = mkdtempSync(join(tmpdir(), 'mandate-verifier-'))
const put = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}
const certificate = put('certificate.json', writeEvidence(certificateOf(12, 7)))
const trail = put('trail.json', writeEvidence(trailOf(300)))
const agreement = put('agreement.json', JSON.stringify({ agreement: 'enrichment', trailKey: fingerprint(operator) }))
const key = put('key.pem', pemOf(operator))

let browser: Browser
before(async () => {
  put('verify.html', await buildVerifier())
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync']
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args })
})
after(async () => {
  await browser.close()
  rmSync(folder, { recursive: true })
})

type Opened = { readonly page: Page; readonly asked: string[]; readonly complaints: string[] }

const opened = async (act: (opened: Opened) => Promise<void>, colorScheme: 'light' | 'dark' = 'light'): Promise<void> => {
  const context = await browser.newContext({ colorScheme, viewport: { width: 900, height: 1100 } })
  await context.setOffline(true)
  const page = await context.newPage()
  const asked: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => void asked.push(request.url()))
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())))
  page.on('pageerror', (error) => void complaints.push(error.message))
  await page.goto(pathToFileURL(join(folder, 'verify.html')).href)
  await act({ page, asked, complaints })
  await context.close()
}

const choose = async (page: Page, files: Readonly<Record<string, string>>): Promise<string> => {
  for (const [slot, file] of Object.entries(files)) {
    await page.locator(`#${slot}`).setInputFiles(file)
    await page.waitForFunction(([id, name]) => document.getElementById(`${id}-name`)?.textContent === `In use: ${name}`, [
      slot,
      file.split('/').at(-1),
    ] as const)
  }
  return page.locator('#verdict:not(:has-text("Checking"))').innerText()
}

test('offline, a certificate holds up with the agreement, and nothing else is asked for', async () => {
  await opened(async ({ page, asked, complaints }) => {
    assert.match(await page.locator('#verdict').innerText(), /Nothing checked yet/)
    assert.match(await choose(page, { evidence: certificate }), /Without it nothing is proved/)
    const said = await choose(page, { key: agreement })
    assert.match(
      said,
      /The certificate holds up\.[^]*Proved[^]*word for word[^]*Only stated, or open[^]*Nothing proves that this is the latest/,
    )
    assert.equal(await page.locator('#verdict').getAttribute('data-state'), 'true')
    assert.deepEqual(asked, [pathToFileURL(join(folder, 'verify.html')).href])
    assert.deepEqual(complaints, [])
  })
})

test('offline, a whole trail holds up with the key and extends an earlier head, and an acceptance holds up', async () => {
  await opened(async ({ page }) => {
    const said = await choose(page, { evidence: trail, key, head: put('head.txt', earlierHead(257)) })
    assert.match(said, /The trail holds up[^]*entries: 300[^]*extends the head of 257 entries/)
    assert.doesNotMatch(said, /latest/)
  })
  await opened(async ({ page }) => {
    assert.match(
      await choose(page, { evidence: put('acceptance.json', writeEvidence(acceptanceOf(12, 4))), key }),
      /The acceptance holds up/,
    )
  })
})

test('offline, tampered copies and wrong keys are refused with the first thing that is wrong', async () => {
  const good = trailOf(300)
  const cases: readonly (readonly [string, string, RegExp])[] = [
    [
      put('edited.json', writeEvidence(certificateOf(12, 7)).replace('"rows": 1204', '"rows": 1205')),
      key,
      /statement certificate-0001 is not the one/,
    ],
    [put('removed.json', writeEvidence({ ...good, entries: good.entries.toSpliced(256, 1) })), key, /number 256 is missing/],
    [put('cut.json', writeEvidence({ ...good, entries: good.entries.slice(0, 256) })), key, /tail was cut/],
    [trail, put('stranger.pem', pemOf(stranger)), /not vouched for by the key that you trust/],
    [put('image.json', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff])), key, /image\.json is not UTF-8/],
    [put('broken.json', '{"format":'), key, /not JSON/],
  ]
  for (const [evidence, trusted, expected] of cases) {
    await opened(async ({ page, complaints }) => {
      const said = await choose(page, { key: trusted, evidence })
      assert.match(said, expected)
      assert.equal(await page.locator('#verdict').getAttribute('data-state'), 'false')
      assert.deepEqual(complaints, [])
    })
  }
})

test('files that are dropped on the page find their own places', async () => {
  await opened(async ({ page }) => {
    const texts = [readFileSync(agreement, 'utf8'), earlierHead(5), readFileSync(certificate, 'utf8')]
    const transfer = await page.evaluateHandle((contents) => {
      const data = new DataTransfer()
      for (const [at, content] of contents.entries()) data.items.add(new File([content], `dropped-${at}`))
      return data
    }, texts)
    await page.dispatchEvent('body', 'drop', { dataTransfer: transfer })
    await page.locator('#verdict[data-state="true"]').waitFor()
    assert.match(await page.locator('#verdict').innerText(), /certificate holds up[^]*extends the head of 5/)
    const names = await page.locator('.name').allInnerTexts()
    assert.deepEqual(names, ['In use: dropped-2', 'In use: dropped-0', 'In use: dropped-1'])
  })
})

test('the page has no fault that axe finds, in light and in dark', async () => {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  for (const scheme of ['light', 'dark'] as const) {
    await opened(async ({ page }) => {
      for (const files of [{}, { evidence: certificate, key }, { key: agreement, evidence: put('broken.json', '{') }]) {
        await choose(page, files)
        await page.evaluate(axe)
        const faults: unknown = await page.evaluate(
          'axe.run().then((result) => result.violations.map((violation) => violation.id + ": " + violation.help))',
        )
        assert.deepEqual(faults, [], scheme)
      }
      const pictures = process.env['MANDATE_PICTURES']
      if (pictures !== undefined) {
        await page.screenshot({ path: join(pictures, `verify-false-${scheme}.png`), fullPage: true })
        await choose(page, { evidence: certificate })
        await page.screenshot({ path: join(pictures, `verify-true-${scheme}.png`), fullPage: true })
      }
    }, scheme)
  }
})

test('what a file is for is told by what it says', () => {
  assert.equal(slotOf(readFileSync(certificate, 'utf8')), 'evidence')
  assert.equal(slotOf(readFileSync(agreement, 'utf8')), 'key')
  assert.equal(slotOf(pemOf(operator)), 'key')
  assert.equal(slotOf(fingerprint(operator)), 'key')
  assert.equal(slotOf(earlierHead(3)), 'head')
  assert.equal(slotOf('[1, 2]'), 'evidence')
})
