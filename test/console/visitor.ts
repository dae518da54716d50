import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { z } from 'zod'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** A person at a browser of their own, and whatever the browser complained about. */
export type Visitor = { readonly page: Page; readonly complaints: readonly string[] }

export const visitor = async (browser: Browser): Promise<Visitor> => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const complaints: string[] = []
  page.on('console', (message) => {
    // A refused request is an answer; the policy and the scripts must not complain.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) complaints.push(message.text())
  })
  page.on('pageerror', (error) => void complaints.push(error.message))
  return { page, complaints }
}

const everyRule = "{ type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }"
/** All that the other light can change. */
const contrast = "{ type: 'rule', values: ['color-contrast'] }"

/** No violation of WCAG 2.2 A and AA, in light and in dark; nothing reaches over the edge of a narrow screen. */
export const isAccessible = async ({ page }: Visitor, name: string): Promise<void> => {
  await page.evaluate(axe)
  for (const [colorScheme, rules] of [
    ['dark', contrast],
    ['light', everyRule],
  ] as const) {
    await page.emulateMedia({ colorScheme })
    const told = `axe.run(document, { runOnly: ${rules}, resultTypes: ['violations'] }).then(({ violations }) => violations.map((each) => each.id + ' at ' + each.nodes[0].target.join(' ')))`
    assert.deepEqual(await page.evaluate(told), [], `${name} in ${colorScheme}`)
  }
  const before = page.viewportSize()
  await page.setViewportSize({ width: 360, height: 800 })
  assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 360, `${name} at 360 px`)
  if (before !== null) await page.setViewportSize(before)
}

/** Signs in through the letter that the development inbox received. */
export const signIn = async ({ page }: Visitor, origin: string, email: string): Promise<void> => {
  const before = new Set((await letters(origin)).map(({ id }) => id))
  await page.goto(`${origin}/sign-in`)
  await page.getByLabel('E-mail address').fill(email)
  await page.getByRole('button', { name: 'Send me a link' }).click()
  await page.getByRole('heading', { name: 'Look into your mailbox' }).waitFor()
  const link = await until(async () => {
    const found = (await letters(origin)).filter(({ id, to }) => !before.has(id) && to.includes(email))
    return found.map(({ text }) => /https?:\/\/\S+\/sign-in\/[A-Za-z0-9_-]{43}/.exec(text)?.[0]).find((each) => each !== undefined) ?? null
  })
  await page.goto(link)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('navigation', { name: 'Main' }).waitFor()
}

const Inbox = z.object({ items: z.array(z.object({ id: z.string(), to: z.string(), text: z.string() })) })

const letters = async (origin: string) => Inbox.parse(await (await fetch(`${origin}/v1/dev/inbox`)).json()).items

/** Asks until there is an answer; what never comes fails the test. */
export const until = async <Value>(ask: () => Promise<Value | null>): Promise<Value> => {
  const end = performance.now() + 30_000
  for (;;) {
    const value = await ask()
    if (value !== null) return value
    if (performance.now() > end) throw new Error('what was waited for did not come')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
