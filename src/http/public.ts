/** What is open to everyone and touches nobody's data: health, the description of the API, the verifier, the console's files. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { z } from 'zod'
import { isSetUp } from '../app/setup.ts'
import type { Refusal } from '../domain/refusal.ts'
import { writeInstant } from '../domain/time.ts'
import { Moment } from '../wire/parts.ts'
import type { ServerFacts } from './facts.ts'
import { htmlPage, plainPage } from './page.ts'
import { referencePage } from './reference.ts'
import { raw, route, type Raw, type Route } from './route.ts'

export const publicRoutes = (facts: ServerFacts, describe: () => unknown): readonly Route[] => [
  route({
    method: 'GET',
    url: '/v1/health',
    act: null,
    summary: 'Does the program answer, and has it been set up?',
    audience: 'public',
    names: [],
    answers: z.object({ status: z.literal('ok'), setUp: z.boolean(), simulated: z.boolean(), inbox: z.boolean(), now: Moment }),
    handle: async ({ facts: { house } }) => ({
      status: 'ok' as const,
      setUp: await isSetUp(facts.house),
      simulated: house.simulated,
      inbox: facts.inbox !== null,
      now: writeInstant(house.now()),
    }),
  }),
  route({
    method: 'GET',
    url: '/openapi.json',
    act: null,
    summary: 'This description, in OpenAPI 3.1',
    audience: 'public',
    names: [],
    type: 'application/json',
    handle: async () => raw({ 'content-type': 'application/json' }, JSON.stringify(describe())),
  }),
  page('/reference', async () => htmlPage(referencePage(describe()))),
  page('/verify.html', async () =>
    existsSync(facts.verifierPage) ? htmlPage(readFileSync(facts.verifierPage, 'utf8')) : htmlPage(notBuilt, { status: 503 }),
  ),
  consoleRoute(facts),
]

const page = (url: string, handle: () => Promise<Raw>): Route =>
  route({ method: 'GET', url, act: null, summary: 'A page', audience: 'public', names: [], hidden: true, handle })

const notBuilt = plainPage(
  'Not built yet',
  '<p>This page is made by <code>npm run build</code>. Run it, or <code>./mandate start</code>, and load the page again.</p>',
)

/** Every other address: a file of the console, or the console itself, which knows its own addresses. */
const consoleRoute = ({ webFolder }: ServerFacts): Route => {
  const files = filesIn(webFolder)
  return route({
    method: 'GET',
    url: '/*',
    act: null,
    summary: 'The console',
    audience: 'public',
    names: [],
    hidden: true,
    params: z.object({ '*': z.string() }),
    handle: async ({ params }): Promise<Raw | Refusal> => {
      const path = params['*']
      const found = files.get(path)
      if (found !== undefined) return raw({ 'content-type': found.type, 'cache-control': found.cache }, readFileSync(found.file))
      if (path.startsWith('v1/') || extname(path) !== '') return { refused: 'route_unknown' }
      const index = files.get('index.html')
      return index === undefined
        ? htmlPage(notBuilt, { status: 503 })
        : raw({ 'content-type': index.type, 'cache-control': 'no-cache' }, readFileSync(index.file))
    },
  })
}

type Served = { readonly file: string; readonly type: string; readonly cache: string }

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
}

/** A list made once: no address of a request ever becomes a path. Names under `assets/` carry a hash of their content. */
const filesIn = (folder: string): ReadonlyMap<string, Served> => {
  if (!existsSync(folder)) return new Map()
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile())
  return new Map(
    names.map((name) => {
      const path = relative('.', name).split(sep).join('/')
      const cache = path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
      return [path, { file: join(folder, name), type: types[extname(name)] ?? 'application/octet-stream', cache }] as const
    }),
  )
}
