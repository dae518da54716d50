/** Erasing one person of ten records, act, sweep and certificate ÷ a commit of one row; the same among three million records. */
import { join } from 'node:path'
import { auditTenant } from '../src/app/erase/audit.ts'
import { sweepErasure } from '../src/app/erase/complete.ts'
import { erasePerson, type Erasers } from '../src/app/erase.ts'
import { openFileLedger } from '../src/app/file-ledger.ts'
import type { TenantId } from '../src/domain/ids.ts'
import { instant } from '../src/domain/ids.ts'
import { enrichment } from '../src/services/enrichment/wing.ts'
import type { ContactFields } from '../src/services/enrichment/rules.ts'
import { issueCertificate } from '../src/work/jobs.ts'
import { contact } from './contacts.ts'
import { openCustomers, requestOf } from './customers.ts'
import { milliseconds, shown, type Conditions, type Line, type Result, type Workload } from './figures.ts'
import { onGround, orThrow, settingsOf, settle, type Ground } from './ground.ts'
import { interleaved, pairCount, timeOf } from './pairs.ts'
import { dayOfErasure, fillDay, writeSealed } from './stored-contacts.ts'

export const erase: Workload = {
  name: 'erase',
  measures: 'erasing one person of 10 records ÷ a commit of one row; among 3 million records ÷ among 10 thousand',
  run: (conditions) => measure(conditions),
}

const recordsOfPerson = 10
const personsOfSample = 4
const commitsOfSample = 50
const warm = 1
const samples = warm + pairCount

type Sizes = { readonly many: number; readonly few: number }

const measure = async ({ small, say }: Conditions): Promise<Result> => {
  const sizes = small ? { many: 20_000, few: 2_000 } : { many: 3_000_000, few: 10_000 }
  return onGround((crowded) =>
    onGround(async (sparse) => {
      const filled = await timeOf(async () => furnish(crowded, sizes.many, 2 * samples * personsOfSample))
      say(`${sizes.many.toLocaleString('en-US')} records were written in ${shown(filled / 1_000)} s`)
      const [many, few] = [await persons(crowded), await persons(sparse, sizes.few)]
      await crowded.superuser.unsafe(plainTable)
      const act = await interleaved(
        async () => {
          await settle(crowded.superuser)
          return (await timeOf(() => eraseSome(many))) / personsOfSample
        },
        async (pair) => {
          await settle(crowded.superuser)
          return (await timeOf(() => commitRows(crowded, pair))) / commitsOfSample
        },
        { warm },
      )
      const flat = await interleaved(
        async () => {
          await settle(crowded.superuser)
          return (await timeOf(() => eraseSome(many))) / personsOfSample
        },
        async () => {
          await settle(sparse.superuser)
          return (await timeOf(() => eraseSome(few))) / personsOfSample
        },
        { warm },
      )
      return {
        lines: linesOf(sizes, act, flat, await scanRate(few)),
        words: wordsOf(sizes, filled),
        peer: `${plainTable}\n${plainInsert}\n-- ${await settingsOf(crowded.superuser)}`,
        postgres: crowded.version,
      }
    }),
  )
}

type Persons = { readonly erasers: Erasers; readonly tenant: TenantId; readonly waiting: string[] }

const tenantsOf = new WeakMap<Ground, TenantId>()

/** One customer; its persons to be erased are sealed as an import seals them, everybody else is written in bulk. */
const furnish = async (ground: Ground, rows: number, personCount: number): Promise<void> => {
  const [tenant] = await openCustomers(ground.house, 1)
  if (tenant === undefined) throw new Error('no customer')
  tenantsOf.set(ground, tenant)
  const day = dayOfErasure(ground.clock.now())
  await writeSealed(ground.house, tenant, day, personRecords(personCount))
  const next = dayOfErasure(instant(ground.clock.now() + 86_400_000))
  await fillDay(ground.superuser, {
    tenants: [tenant],
    day: next,
    rows: rows - personCount * recordsOfPerson,
    at: ground.clock.now(),
    prefix: 1,
  })
}

const emailOf = (person: number): string => `wanted.${person}@home.example`

const personRecords = (count: number): readonly ContactFields[] =>
  Array.from({ length: count * recordsOfPerson }, (_, nth) => {
    const person = Math.floor(nth / recordsOfPerson)
    return { ...contact(1_000_000 + person), email: emailOf(person), phone: `+336${String(10_000_000 + person)}` }
  })

/** `sealed`: that many records, all of them with an envelope that opens, for the scan. */
const persons = async (ground: Ground, sealed = 0): Promise<Persons> => {
  const count = sealed === 0 ? 2 * samples * personsOfSample : samples * personsOfSample
  if (sealed > 0) {
    const [tenant] = await openCustomers(ground.house, 1)
    if (tenant === undefined) throw new Error('no customer')
    tenantsOf.set(ground, tenant)
    const day = dayOfErasure(ground.clock.now())
    const others = Array.from({ length: Math.max(0, sealed - count * recordsOfPerson) }, (_, nth): ContactFields => contact(nth))
    await writeSealed(ground.house, tenant, day, [...personRecords(count), ...others])
    await ground.superuser`vacuum analyze`
  }
  const tenant = tenantsOf.get(ground)
  if (tenant === undefined) throw new Error('the ground was not furnished')
  const ledger = orThrow(openFileLedger(join(ground.folder, 'ledger'), ground.house.store.ring))
  return {
    erasers: { house: ground.house, wings: [enrichment], ledger },
    tenant,
    waiting: Array.from({ length: count }, (_, nth) => emailOf(nth)),
  }
}

const eraseSome = async ({ erasers, tenant, waiting }: Persons): Promise<void> => {
  for (const email of waiting.splice(0, personsOfSample)) {
    const erased = orThrow(await erasePerson(erasers, requestOf(tenant, 'controller', 'person.erase'), { emails: [email] }))
    if (erased.counts['enrichment_contact'] !== recordsOfPerson)
      throw new Error(`of ${recordsOfPerson} records went ${JSON.stringify(erased.counts)}`)
    const swept = await sweepErasure(erasers.house, erasers.wings, tenant, erased.erasure)
    if (swept !== null) throw new Error(JSON.stringify(swept))
    const { statement } = orThrow(await issueCertificate(erasers.house, tenant, erased.erasure))
    if (statement.statement !== 'mandate-erasure/1' || statement.stage !== 'complete')
      throw new Error('the certificate does not say that it is complete')
  }
}

const plainTable = 'create table plain_row (id bigint primary key, figure bigint not null); grant insert on plain_row to mandate_app;'
const plainInsert = 'insert into plain_row (id, figure) values ($1, $2)'

const commitRows = async ({ database }: Ground, pair: number): Promise<void> => {
  for (let nth = 0; nth < commitsOfSample; nth += 1)
    await database.app.unsafe(plainInsert, [pair * commitsOfSample + nth, nth], { prepare: true })
}

/** The audit opens everything that is sealed: records in a second. */
const scanRate = async ({ erasers, tenant }: Persons): Promise<number> => {
  const start = performance.now()
  const audited = await auditTenant(erasers.house, erasers.wings, tenant)
  if (audited === null) throw new Error('no erasure waited for the audit')
  return (orThrow(audited).scanned / (performance.now() - start)) * 1_000
}

type Pairs = Awaited<ReturnType<typeof interleaved>>

const linesOf = ({ many, few }: Sizes, act: Pairs, flat: Pairs, scan: number): readonly Line[] => [
  {
    workload: 'erasing one person of 10 records: act, sweep, certificate ÷ a commit of one row',
    ours: milliseconds(act.ours),
    peer: milliseconds(act.peer),
    ratios: act.ratios,
    goal: { is: 'at most', value: 20 },
  },
  {
    workload: `erasing among ${many.toLocaleString('en-US')} records ÷ among ${few.toLocaleString('en-US')}`,
    ours: milliseconds(flat.ours),
    peer: milliseconds(flat.peer),
    ratios: flat.ratios,
    goal: { is: 'at most', value: 1.3 },
  },
  { workload: 'the decrypting scan', ours: `${shown(scan)} records/s`, peer: '–', ratios: [], goal: null },
]

const wordsOf = ({ many, few }: Sizes, filled: number): readonly string[] => [
  `Ours: a person is looked for by e-mail address among ${many.toLocaleString('en-US')} records of one customer; its 10 records go with their index rows, the ledger is written before and after, ` +
    'the sweep asks every table of the catalogue, the log is sealed and the certificate issued. Peer: one INSERT of one row, committed.',
  `${many.toLocaleString('en-US')} records were written in bulk in ${shown(filled / 1_000)} s: rows, index tokens and envelopes of the usual size, of which those to be erased are really sealed. ` +
    `The ${few.toLocaleString('en-US')} of the other ground are all really sealed, and are what the scan opens.`,
]
