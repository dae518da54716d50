/**
 * A story proves its promise only if it fails without what keeps it. Each story file is run once per module that its stories lean on, with
 * that module left out of the house; every story must then fail, by an assertion and not by a crash.
 */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { isFaults, readAgreement } from '../src/domain/agreement.ts'
import { runningModules } from '../src/domain/clauses/all.ts'
import { moduleNames } from '../src/domain/clauses/names.ts'
import { isRefusal } from '../src/domain/refusal.ts'
import { judge, readPromises } from '../src/cli/promise-list.ts'
import { scanStories, type Story } from '../src/cli/stories.ts'
import { rigVariable, startRigServer, type RigServer } from './rig/server.ts'

const root = join(import.meta.dirname, '..')
const stories = scanStories(join(root, 'test/stories'), 'test/stories')

/** Ids of promises that a module keeps, by module. */
const kept = (): ReadonlyMap<string, string> => {
  const told = new Set(stories.flatMap(({ ids }) => ids))
  const modules = new Map<string, string>()
  for (const name of ['enrichment', 'fundraising', 'lead-management']) {
    const agreement = readAgreement(readFileSync(join(root, `agreements/${name}.yaml`), 'utf8'), Object.keys(moduleNames))
    if (isFaults(agreement)) assert.fail(JSON.stringify(agreement))
    const file = `agreements/promises/${name}.json`
    const list = readPromises(file, readFileSync(join(root, file), 'utf8'))
    if (isRefusal(list)) assert.fail(JSON.stringify(list))
    for (const promise of list) {
      const outcome = judge(promise, agreement, runningModules, (id) => (told.has(id) ? id : null))
      if (!isRefusal(outcome) && 'keptBy' in outcome) modules.set(promise.id, outcome.keptBy.module)
    }
  }
  return modules
}

/** One run of the runner: some stories of one file, one module left out. */
type Mutation = { readonly file: string; readonly module: string; readonly stories: readonly Story[] }

const modules = kept()
const mutations: readonly Mutation[] = [...Map.groupBy(stories, (story) => story.file)].flatMap(([file, of]) => {
  const pairs = of.flatMap((story) =>
    [...new Set(story.ids.map((id) => modules.get(id)))].flatMap((module) => (module === undefined ? [] : [{ module, story }])),
  )
  return [...Map.groupBy(pairs, (pair) => pair.module)].map(([module, found]) => ({
    file,
    module,
    stories: found.map((pair) => pair.story),
  }))
})

const own: { server: RigServer | null } = { server: null }
after(() => own.server?.stop())

const serverAddress = async (): Promise<string> => {
  const given = process.env[rigVariable]
  if (given !== undefined && given !== '') return given
  own.server ??= await startRigServer()
  return own.server.address
}

const exactly = (title: string): string => `^${title.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)}$`

/** What the runner wrote in TAP. */
const runWithout = async ({ file, module, stories: of }: Mutation, server: string): Promise<string> => {
  const patterns = of.map(({ title }) => `--test-name-pattern=${exactly(title)}`)
  // The mark of a test inside a test would change what the runner prints.
  const { NODE_TEST_CONTEXT: _nested, FORCE_COLOR: _colour, ...environment } = process.env
  const child = spawn(process.execPath, ['--test', '--test-reporter=tap', '--test-timeout=60000', ...patterns, file], {
    cwd: root,
    env: { ...environment, [rigVariable]: server, MANDATE_STORY_WITHOUT: module },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
  await new Promise((resolve) => child.once('close', resolve))
  return Buffer.concat(chunks).toString()
}

/** How a story ended: the code of its error, or `passed`; null when it did not run. */
const endOf = (tap: string, title: string): string | null => {
  const written = title.replaceAll('\\', '\\\\').replaceAll('#', String.raw`\#`)
  const line = new RegExp(`^ *(not )?ok \\d+ - ${exactly(written).slice(1, -1)}$`, 'm').exec(tap)
  if (line === null) return null
  if (line[1] === undefined) return 'passed'
  const rest = tap.slice(line.index + line[0].length)
  return /^ *code: '?(\w+)'?$/m.exec(rest.slice(0, rest.search(/^ *\.\.\.$/m)))?.[1] ?? 'failed without a code'
}

test('every id in the title of a story is a promise that a running module keeps', () => {
  const strangers = stories.flatMap(({ title, ids }) => ids.filter((id) => !modules.has(id)).map((id) => `${id}: ${title}`))
  assert.deepEqual(strangers, [])
  assert.ok(mutations.length > 5)
})

test('without the module that keeps its promise a story fails, by an assertion', async (t) => {
  const server = await serverAddress()
  const waiting = [...mutations]
  const wrong: string[] = []
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const tap = await runWithout(next, server)
      for (const { title } of next.stories) {
        const end = endOf(tap, title)
        if (end !== 'ERR_ASSERTION') wrong.push(`without ${next.module}: ${end ?? 'did not run'}: ${next.file}: ${title}`)
      }
    }
  }
  await Promise.all([work(), work()])
  t.diagnostic(`${mutations.length} runs for ${mutations.flatMap((each) => each.stories).length} stories`)
  assert.deepEqual(wrong, [])
})
