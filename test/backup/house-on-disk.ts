/** A deployment on a disk, as `start` makes it, that lives through a disaster: people, a backup, and what was erased after it. */
import { join } from 'node:path'
import { mkdirSync } from 'node:fs'
import { proveAcceptance } from '../../src/app/acceptance.ts'
import { erasePerson, type Erasers } from '../../src/app/erase.ts'
import { openFileLedger } from '../../src/app/file-ledger.ts'
import { findPerson } from '../../src/app/find-person.ts'
import { backupHouse } from '../../src/cli/backup.ts'
import type { Config } from '../../src/cli/config.ts'
import { ledgerPath } from '../../src/cli/ledger-path.ts'
import { keepClock, openHouse, type OpenHouse } from '../../src/cli/open-house.ts'
import { instant, type Instant, type TenantId } from '../../src/domain/ids.ts'
import { readInstant } from '../../src/domain/time.ts'
import { wingJobs, wings } from '../../src/services/all.ts'
import { controller, customer, imported } from '../../src/services/enrichment/enrichment.rig.ts'
import { jobPerformers } from '../../src/work/jobs.ts'
import { advance } from '../../src/work/round.ts'
import { good } from '../rig/house.ts'

export const plainConfig = (folder: string, url?: string): Config => ({
  folder,
  rest: [],
  database: url === undefined ? null : { url },
  unlock: null,
  port: 8400,
  listen: '127.0.0.1',
  origin: null,
  mail: null,
})

export const begin = good(readInstant('2026-06-24T09:00:00Z'))
export const dayLong = 86_400_000
export const afterDays = (days: number): Instant => instant(begin + days * dayLong)

export type Running = { readonly open: OpenHouse; readonly erasers: Erasers; move(until: Instant): Promise<void>; stop(): Promise<void> }

export const running = async (config: Config): Promise<Running> => {
  mkdirSync(config.folder, { recursive: true, mode: 0o711 })
  const open = good(await openHouse(config, { clock: begin, say: () => undefined }))
  mkdirSync(join(config.folder, 'ledger'), { recursive: true, mode: 0o700 })
  const ledger = good(openFileLedger(ledgerPath(config.folder), open.ring))
  const { house, clock } = open
  if (clock === null) throw new Error('a simulated deployment was expected')
  const performers = {
    ...jobPerformers(house, wings, ledger),
    ...wingJobs(house),
    'job/prove-acceptance': proveAcceptance(house),
    'mail/*': async () => null,
  }
  return {
    open,
    erasers: { house, wings, ledger },
    move: async (until) => {
      await advance(house, performers, clock, until)
      await keepClock(open.database, until)
    },
    stop: async () => {
      await ledger.close()
      await open.close()
    },
  }
}

export const person = (nth: number) => ({
  name: `Person${nth} Family${nth}`,
  email: `person.${nth}@firm${nth}.example`,
  phone: `+3361${String(nth).padStart(7, '0')}`,
})

const csv = (from: number, count: number): string =>
  `full name,email,phone\n${Array.from({ length: count }, (_, at) => person(from + at))
    .map(({ name, email, phone }) => `${name},${email},${phone}`)
    .join('\n')}\n`

export type Disaster = { readonly tenants: readonly [TenantId, TenantId]; readonly backup: string; readonly ids: readonly string[] }

/**
 * Two customers. Days 0 and 30: people 0–9 and 10–19 are handed in. Day 31: 10 is erased, then the backup. Day 32: 11 and 12 are erased.
 * Day 95: 0–9 are over by retention. What must be there after a restore: 13–19 of either customer.
 */
export const disaster = async (config: Config, backup: string): Promise<Disaster> => {
  const here = await running(config)
  const { house } = here.open
  const tenants = [await customer(house), await customer(house)] as const
  for (const tenant of tenants) await imported(house, tenant, csv(0, 10))
  await here.move(afterDays(30))
  for (const tenant of tenants) await imported(house, tenant, csv(10, 10))
  await here.move(afterDays(31))
  for (const tenant of tenants) await erase(here.erasers, tenant, 10)
  good(await backupHouse(here.erasers, { folder: backup, days: 30 }, () => undefined))
  await here.move(afterDays(32))
  const ids: string[] = []
  for (const tenant of tenants) for (const nth of [11, 12]) ids.push(await erase(here.erasers, tenant, nth))
  await here.move(afterDays(95))
  await here.stop()
  return { tenants, backup, ids }
}

const erase = async (erasers: Erasers, tenant: TenantId, nth: number): Promise<string> => {
  const { email } = person(nth)
  const found = good(await findPerson(erasers.house, wings, controller(tenant, 'contacts.find'), { emails: [email] }))
  good(await erasePerson(erasers, controller(tenant, 'person.erase'), { emails: [email] }))
  return found.records[0]?.id ?? ''
}

/** Which of the twenty people a customer has. */
export const present = async ({ erasers }: Running, tenant: TenantId): Promise<readonly number[]> => {
  const found: number[] = []
  for (let nth = 0; nth < 20; nth += 1) {
    const seen = await findPerson(erasers.house, wings, controller(tenant, 'contacts.find'), { emails: [person(nth).email] })
    if (!('refused' in seen) && seen.records.length > 0) found.push(nth)
  }
  return found
}
