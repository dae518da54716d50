import { spawn } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import type { Command, Io } from './command.ts'
import { environment } from './config.ts'
import type { Environment } from './data-folder.ts'
import { groundSentence } from './ground-sentence.ts'

const projectFolder = join(import.meta.dirname, '..', '..')

/** A file that takes longer than this hangs. */
const fileLimit = 300_000

/** The check, then every test against one real PostgreSQL; the runner's counts are the last lines. */
export const testCommandOn = (project: string, environment: Environment): Command => ({
  name: 'test',
  summary: 'check the code and run every test',
  usage: './mandate test [--only PATTERN] [--no-browser] [--verbose]',
  run: async (words, io) => {
    const wish = readWish(words)
    if (isRefusal(wish)) return refuse(io, wish)
    const files = testFiles(project, wish.only)
    if (files.length === 0) return refuse(io, { refused: 'tests_none_found', pattern: wish.only ?? 'the project' })

    const place = { project, environment, io }
    const checked = wish.only === null ? await runCheck(place) : true
    const browser = await browserFor(files, wish.browser, place)
    const chosen = browser === 'there' ? files : files.filter((file) => !isBrowserTest(file))
    const passed = chosen.length === 0 || (await runFiles(chosen, wish.verbose, place))
    return checked && passed && browser !== 'missing' ? 0 : 1
  },
})

/** `./mandate test`. */
export const testCommand: Command = testCommandOn(projectFolder, environment)

type Place = { readonly project: string; readonly environment: Environment; readonly io: Io }
type Wish = { readonly only: string | null; readonly browser: boolean; readonly verbose: boolean }

const readWish = (words: readonly string[], wish: Wish = { only: null, browser: true, verbose: false }): Wish | Refusal => {
  const [word, ...rest] = words
  if (word === undefined) return wish
  if (word === '--no-browser') return readWish(rest, { ...wish, browser: false })
  if (word === '--verbose') return readWish(rest, { ...wish, verbose: true })
  if (word.startsWith('--only=')) return readWish(rest, { ...wish, only: word.slice('--only='.length) })
  const [pattern, ...others] = rest
  if (word === '--only' && pattern !== undefined) return readWish(others, { ...wish, only: pattern })
  return { refused: 'tests_word_unknown', word }
}

const testFiles = (project: string, only: string | null): readonly string[] =>
  globSync(['src/**/*.test.ts', 'test/**/*.test.ts'], { cwd: project })
    .filter((file) => only === null || file.includes(only))
    .toSorted()

const isBrowserTest = (file: string): boolean => file.endsWith('.browser.test.ts')

const runCheck = async (place: Place): Promise<boolean> => {
  const passed = (await runProgram(process.execPath, ['scripts/check.ts'], place, 'inherit')) === 0
  if (!passed) place.io.err('The check failed; what it says stands above. The tests run all the same.')
  return passed
}

/** `there`: run them. `unwanted`: --no-browser. `missing`: the run fails, because what did not run did not pass. */
const browserFor = async (files: readonly string[], wanted: boolean, place: Place): Promise<'there' | 'unwanted' | 'missing'> => {
  const driven = files.filter(isBrowserTest)
  if (driven.length === 0) return 'there'
  const { findChromium } = await import('../../test/rig/browser.ts')
  const path = place.environment['PATH']
  if (wanted && findChromium(path) === null && process.getuid?.() === 0) await installChromium(place)
  if (wanted && findChromium(path) !== null) return 'there'
  place.io.err(
    `These tests did not run, ${wanted ? 'because there is no browser (as root: apt-get install chromium)' : 'because of --no-browser'}:`,
  )
  for (const file of driven) place.io.err(`  ${file}`)
  return wanted ? 'missing' : 'unwanted'
}

const installChromium = async (place: Place): Promise<void> => {
  place.io.out('Bringing a browser for the tests (apt-get install chromium) …')
  const quiet = { ...place, environment: { ...place.environment, DEBIAN_FRONTEND: 'noninteractive' } }
  const updated = await runProgram('apt-get', ['update', '-qq'], quiet, 'ignore')
  const words = ['install', '-y', '-qq', '--no-install-recommends', 'chromium']
  const installed = updated === 0 ? await runProgram('apt-get', words, quiet, 'ignore') : updated
  if (installed !== 0) place.io.err('apt-get could not bring chromium.')
}

const runFiles = async (files: readonly string[], verbose: boolean, place: Place): Promise<boolean> => {
  const { startRigServer, rigVariable } = await import('../../test/rig/server.ts')
  // A run inside a run uses the server of the outer one.
  const given = place.environment[rigVariable]
  const server = given === undefined ? await startRigServer() : { address: given, stop: async () => undefined }
  const folder = mkdtempSync(join(tmpdir(), 'mandate-test-'))
  const report = join(folder, 'report.txt')
  const shown = ['--test-reporter', verbose ? 'spec' : 'dot', '--test-reporter-destination', 'stdout']
  const counted = ['--test-reporter', 'spec', '--test-reporter-destination', report]
  const limits = ['--test-concurrency=2', `--test-timeout=${fileLimit}`]
  const withServer = { ...place, environment: { ...place.environment, [rigVariable]: server.address } }
  try {
    const status = await runProgram(process.execPath, ['--test', ...limits, ...shown, ...counted, ...files], withServer, 'inherit')
    const counts = countLines(readFileSync(report, 'utf8'))
    if (counts.length === 0) place.io.err('The runner ended before it could count; the last test above is the place to look.')
    place.io.out(counts.join('\n'))
    return status === 0 && counts.length > 0
  } finally {
    rmSync(folder, { recursive: true, force: true })
    await server.stop()
  }
}

/** The runner prints its counts before the list of failures; whoever reads a log from its end wants them last. */
const countLines = (report: string): readonly string[] =>
  report
    .split('\n')
    .filter((line) => /^ℹ (tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) [\d.]+$/.test(line))
    .slice(-8)

const runProgram = (program: string, words: readonly string[], place: Place, output: 'inherit' | 'ignore') =>
  new Promise<number>((resolve) => {
    // FORCE_COLOR, and the mark of a test that runs this command, would change what the runner prints.
    const { NODE_TEST_CONTEXT: _nested, FORCE_COLOR: _colour, ...env } = place.environment
    const child = spawn(program, words, { cwd: place.project, env, stdio: ['ignore', output, output] })
    child.on('error', () => resolve(-1))
    child.on('close', (status) => resolve(status ?? -1))
  })

const refuse = (io: Io, refusal: Refusal): number => {
  io.err(groundSentence(refusal))
  return 2
}
