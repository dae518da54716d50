import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The browser that the tests drive; `null` when the machine has none. Switches as root: see `chromiumSwitches`. */
export const findChromium = (path: string = process.env['PATH'] ?? ''): string | null => {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
  const candidates = path.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)))
  return candidates.find((candidate) => existsSync(candidate)) ?? null
}

/** Quiet and offline of itself; the sandbox needs an ordinary user. */
export const chromiumSwitches = (isRoot: boolean): readonly string[] => [
  ...(isRoot ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
