/** Puts the running program together: house, wings, worker, server. The only place that wires them. */
import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { addressesOf } from '../app/accounts.ts'
import { isSetUp } from '../app/setup.ts'
import type { Templates } from '../app/templates.ts'
import { isFaults, readAgreement } from '../domain/agreement.ts'
import type { Agreement } from '../domain/agreement-shape.ts'
import { moduleNames } from '../domain/clauses/names.ts'
import { instant } from '../domain/ids.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { writeInstant } from '../domain/time.ts'
import { buildServer } from '../http/server.ts'
import { wings } from '../services/all.ts'
import { enrichmentRoutes } from '../services/enrichment/routes.ts'
import { readSetting, writeSetting } from '../store/postgres/settings.ts'
import { ClockGuard } from '../work/clock-guard.ts'
import { startInbox, readInbox } from '../work/inbox.ts'
import { mailPerformer, smtpSender, type SmtpServer } from '../work/mail.ts'
import type { Performers } from '../work/outbox.ts'
import { advance } from '../work/round.ts'
import { sealAll } from '../work/sealer.ts'
import { startWorker, type Worker } from '../work/worker.ts'
import type { PostgresTransaction } from '../store/postgres.ts'
import { listTenants } from '../app/tenants.ts'
import { sentenceOf } from '../words/catalogue.ts'
import type { Config } from './config.ts'
import { stepTo } from './clock.ts'
import { startControl, type Ordered } from './control.ts'
import { houseJobs, type HouseJobs } from './jobs.ts'
import { keepClock, type OpenHouse } from './open-house.ts'

const project = join(import.meta.dirname, '..', '..')

/** How long requests that have begun may take once the program is asked to stop, in milliseconds. */
const patience = 10_000

export type Serving = { readonly port: number; readonly setupCode: string | null; readonly inbox: boolean; stop(): Promise<void> }

export type ServeOptions = { readonly port: number; readonly say: (line: string) => void }

export const serve = async (config: Config, open: OpenHouse, options: ServeOptions): Promise<Serving | Refusal> => {
  const { house, database } = open
  const origin = config.origin ?? `http://localhost:${options.port}`
  const jobs = await houseJobs(config, open, origin)
  if (isRefusal(jobs)) return jobs
  const inbox = config.mail === null ? await startInbox(house) : null
  const sender = smtpSender(config.mail ?? inboxServer(inbox?.port ?? 0))
  const recipients = (tenant: Parameters<typeof addressesOf>[1], side: 'controller' | 'processor') =>
    side === 'controller' ? addressesOf(house, tenant, ['owner']) : addressesOf(house, house.operator, ['staff'])
  const performers: Performers<PostgresTransaction> = {
    ...jobs.performers,
    'mail/*': mailPerformer({ house, send: sender.send, origin, recipients }),
  }

  const setupCode = (await isSetUp(house)) ? null : randomBytes(9).toString('base64url')
  const server = await buildServer({
    house,
    origin,
    ledger: jobs.ledger,
    templates: shippedTemplates(),
    wings,
    routes: enrichmentRoutes,
    secureCookies: origin.startsWith('https:'),
    setupCode,
    inbox: inbox === null ? null : (limit) => readInbox(house, limit),
    webFolder: join(project, 'dist', 'web'),
    verifierPage: join(project, 'dist', 'verify.html'),
    log: () => undefined,
  })
  const listening = await server.listen({ host: config.listen, port: options.port }).catch((error: unknown) => error)
  if (listening instanceof Error) {
    await inbox?.close()
    sender.close()
    await jobs.ledger.close()
    const because = 'code' in listening ? String(listening.code) : listening.name
    return because === 'EADDRINUSE'
      ? { refused: 'port_in_use', port: options.port }
      : { refused: 'port_not_allowed', port: options.port, because }
  }

  const worker = await startWorker({
    house,
    performers,
    hold: await holdOf(open),
    daily: () => jobs.daily(),
    trouble: (what, error) => options.say(troubleOf(what, error)),
  })
  const control = await startControl(config.folder, orders(open, performers, jobs, worker))
  return {
    port: options.port,
    setupCode,
    inbox: inbox !== null,
    stop: async () => {
      await control.close()
      // What was begun is finished; a line that somebody merely leaves open is cut.
      const cut = setTimeout(() => server.server.closeAllConnections(), patience)
      await server.close()
      clearTimeout(cut)
      await worker.stop()
      sender.close()
      await inbox?.close()
      if (open.clock !== null) await keepClock(database, open.clock.now())
    },
  }
}

/** The shipped agreements by name; a file with a fault is a fault of this program. */
export const shippedTemplates = (): Templates => {
  const folder = join(project, 'agreements')
  const found = new Map<string, Agreement>()
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.yaml'))) {
    const agreement = readAgreement(readFileSync(join(folder, file), 'utf8'), Object.keys(moduleNames))
    if (isFaults(agreement)) throw new Error(`agreements/${file} has faults; ./mandate check names them`)
    found.set(agreement.agreement, agreement)
  }
  return found
}

const inboxServer = (port: number): SmtpServer => ({
  host: '127.0.0.1',
  port,
  secure: false,
  user: '',
  password: '',
  from: 'mandate@localhost',
  plain: true,
})

/** A simulated clock is moved on purpose; the machine's is watched. */
const holdOf = async ({ clock, database }: OpenHouse): Promise<() => Promise<Refusal | null>> => {
  if (clock !== null) return async () => null
  const kept = await readSetting<{ readonly at: number }>(database, 'last-seen')
  const second = async () => {
    const [row] = await database.app<{ at: number }[]>`select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as at`
    return instant(row?.at ?? 0)
  }
  const elsewhere = !database.address.startsWith('/')
  const guard = new ClockGuard(
    { wall: () => instant(Date.now()), steady: () => performance.now(), second: elsewhere ? second : null },
    kept === null ? null : instant(kept.at),
  )
  let written = 0
  return async () => {
    const refusal = await guard.check()
    if (refusal === null && guard.lastSeen - written > 60_000) {
      written = guard.lastSeen
      await writeSetting(database, 'last-seen', { at: written })
    }
    return refusal
  }
}

const orders =
  (open: OpenHouse, performers: Performers<PostgresTransaction>, jobs: HouseJobs, worker: Worker): Ordered =>
  async (word, body, say) => {
    const own = jobs.orders[word]
    if (own !== undefined) return own(body, say)
    if (word === 'clock') return moveClock(open, performers, jobs, body, say)
    if (word === 'held') {
      const held = worker.held()
      say(held === null ? 'Nothing is held.' : sentenceOf(held))
      return held === null ? 0 : 1
    }
    say(`The server knows no order "${word}".`)
    return 2
  }

const moveClock = async (
  open: OpenHouse,
  performers: Performers<PostgresTransaction>,
  jobs: HouseJobs,
  body: unknown,
  say: (line: string) => void,
): Promise<number> => {
  const { house, clock, database } = open
  if (clock === null) {
    say(sentenceOf({ refused: 'clock_is_real', folder: 'this data folder' }))
    return 1
  }
  const step = typeof body === 'object' && body !== null && 'step' in body && typeof body.step === 'string' ? body.step : ''
  if (step === '') {
    say(`The clock stands at ${writeInstant(clock.now())}.`)
    return 0
  }
  const until = stepTo(clock.now(), step)
  if (isRefusal(until)) {
    say(sentenceOf(until))
    return 2
  }
  await advance(house, performers, clock, until, async (at, done) => {
    if (done.fired + done.performed > 0) say(`${writeInstant(at)}  ${counted(done.fired, 'deadline')}, ${counted(done.performed, 'task')}`)
    await keepClock(database, at)
  })
  await jobs.daily()
  await sealAll(
    house,
    (await listTenants(database)).map((tenant) => tenant.id),
  )
  say(`The clock stands at ${writeInstant(clock.now())}.`)
  return 0
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

const troubleOf = (what: string, error: unknown): string =>
  `The ${what} met trouble and tries again: ${error instanceof Error ? error.name : 'unknown'}${error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''}.`
