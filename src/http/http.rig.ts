/** A server on a whole house for tests: people who sign in through real letters, and a count of what each call leaves on the trail. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after } from 'node:test'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { good, rigHouse } from '../../test/rig/house.ts'
import { ensureAccount, joinTenant, type MemberRole } from '../app/accounts.ts'
import { inviteCustomer } from '../app/customers.ts'
import { openFileLedger } from '../app/file-ledger.ts'
import type { RealHouse } from '../app/house.ts'
import type { Letter } from '../app/letters.ts'
import { readLetter } from '../app/letters.ts'
import { housePerformers } from '../app/performers.ts'
import { openSession } from '../app/sessions.ts'
import { isFaults, readAgreement } from '../domain/agreement.ts'
import type { Agreement } from '../domain/agreement-shape.ts'
import { moduleNames } from '../domain/clauses/names.ts'
import type { TenantId } from '../domain/ids.ts'
import { isRefusal } from '../domain/refusal.ts'
import { wingJobs, wings } from '../services/all.ts'
import { enrichmentRoutes } from '../services/enrichment/routes.ts'
import { jobPerformers } from '../work/jobs.ts'
import { runRound, type SimulatedClock } from '../work/round.ts'
import type { Performers } from '../work/outbox.ts'
import type { PostgresTransaction } from '../store/postgres.ts'
import type { ServerFacts } from './facts.ts'
import { buildServer } from './server.ts'

export const origin = 'http://localhost:8400'
export const setupCode = 'a-code-that-was-printed'
export const party = {
  legalName: 'Nordlys ApS',
  registerNumber: '12345678',
  address: 'Havnegade 1, København',
  dataProtectionContact: 'dpo@nordlys.example',
}

export type RigServer = {
  readonly app: FastifyInstance
  readonly facts: ServerFacts
  readonly house: RealHouse
  readonly clock: SimulatedClock
  /** Letters that have left, newest last. */
  readonly letters: readonly Letter[]
  work(): Promise<void>
}

/** `jobs`: with those that erase and sweep, or without, to see a promise break. */
export const rigServer = async (more: Partial<ServerFacts> = {}, jobs: 'all jobs' | 'no erasing' = 'all jobs'): Promise<RigServer> => {
  const { house, clock, folder } = await rigHouse()
  const letters: Letter[] = []
  const facts: ServerFacts = {
    house,
    origin,
    templates: templates(),
    ledger: good(openFileLedger(join(folder, 'erasures.log'), house.store.ring)),
    wings,
    routes: enrichmentRoutes,
    secureCookies: false,
    setupCode,
    inbox: null,
    webFolder: 'test/fixtures/no-console',
    verifierPage: 'dist/verify.html',
    log: () => undefined,
    ...more,
  }
  const performers: Performers<PostgresTransaction> = {
    ...housePerformers(house, origin),
    ...wingJobs(house),
    ...(jobs === 'all jobs' ? jobPerformers(house, facts.wings, facts.ledger) : {}),
    'mail/*': async (_house, tenant, task) => {
      const id = task.facts.letter
      if (typeof id !== 'string') return null
      const letter = await house.store.act(tenant, 'shared', (transaction) => readLetter(transaction, id))
      if (isRefusal(letter)) return letter
      letters.push(letter)
      return null
    },
  }
  const app = await buildServer(facts)
  after(() => app.close())
  return { app, facts, house, clock, letters, work: async () => void (await runRound(house, performers)) }
}

const templates = (): ReadonlyMap<string, Agreement> =>
  new Map(
    readdirSync('agreements')
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => {
        const read = readAgreement(readFileSync(`agreements/${name}`, 'utf8'), Object.keys(moduleNames))
        if (isFaults(read)) throw new Error(JSON.stringify(read))
        return [read.agreement, read] as const
      }),
  )

/** The headers of a browser that is signed in and whose own page asks. */
export const browser = (secret: string): Record<string, string> => ({
  cookie: `mandate_session=${secret}`,
  origin,
  'sec-fetch-site': 'same-origin',
  'x-mandate': '1',
})

/** A person with a role, signed in without the detour of a letter. */
export const personIn = async (
  { house }: RigServer,
  tenant: TenantId,
  role: MemberRole,
  email = `${house.newId()}@people.example`,
): Promise<string> =>
  house.store.act(house.operator, 'shared', async ({ sql, ring }) => {
    const account = await ensureAccount(house, sql, ring, email)
    await joinTenant(sql, account, { tenant, role }, house.now())
    return openSession(sql, account, tenant, house.now())
  })

/** Sets the house up through the door; answers the session of the first member of staff. */
export const setUpRig = async ({ app }: RigServer): Promise<string> => {
  const answer = await app.inject({
    method: 'POST',
    url: '/v1/setup',
    payload: { code: setupCode, email: 'first@operator.example', party: { ...party, legalName: 'Operator SAS' } },
  })
  if (answer.statusCode !== 200) throw new Error(answer.body)
  return cookieOf(answer, 'mandate_session')
}

/** A customer with an offer, invited as staff do it. */
export const customerOf = async ({ house, facts }: RigServer, email: string): Promise<TenantId> => {
  const request = {
    tenant: house.operator,
    actor: { side: 'processor', id: 'test' } as const,
    ip: null,
    act: 'customers.invite',
    ground: null,
    names: [],
  }
  const made = await inviteCustomer(house, request, facts, { party, email, template: 'enrichment', choices: {} })
  if (isRefusal(made)) throw new Error(JSON.stringify(made))
  return made.customer
}

export const cookieOf = (answer: LightMyRequestResponse, name: string): string =>
  answer.cookies.find((each) => each.name === name)?.value ?? ''

/** How many entries each tenant has. */
export const entriesOf = async (house: RealHouse, tenant: TenantId): Promise<number> =>
  house.store.database.tenantTransaction(tenant, async (sql) => {
    const [row] = await sql<{ count: number }[]>`select count(*)::int as count from trail_entry where tenant_id = ${tenant}`
    return row?.count ?? 0
  })

/** Sends a request and answers what it left on the trail of these tenants, one number for each. */
export const leaves = async (
  rig: RigServer,
  tenants: readonly TenantId[],
  options: InjectOptions,
): Promise<{ readonly answer: LightMyRequestResponse; readonly left: readonly number[] }> => {
  const count = () => Promise.all(tenants.map((tenant) => entriesOf(rig.house, tenant)))
  const before = await count()
  const answer = await rig.app.inject(options)
  const now = await count()
  return { answer, left: now.map((each, index) => each - (before[index] ?? 0)) }
}
