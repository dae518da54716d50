/** The end of a day of retention, from the claim to the key ÷ DELETE of the same rows with the same leaves. */
import { join } from 'node:path'
import type { Erasers } from '../src/app/erase.ts'
import { eachTenant } from '../src/app/each-tenant.ts'
import { expireClass } from '../src/app/expire.ts'
import { openFileLedger } from '../src/app/file-ledger.ts'
import { enterAct, run } from '../src/app/run.ts'
import { retentionCase } from '../src/domain/clauses/retention.ts'
import { caseId, instant, type CaseId, type Instant, type TenantId } from '../src/domain/ids.ts'
import { orThrow, onGround, settingsOf, settle, type Ground } from './ground.ts'
import { enrichment } from '../src/services/enrichment/wing.ts'
import { holdContacts } from '../src/services/enrichment/service/hold.ts'
import { contact } from './contacts.ts'
import { openCustomers, requestOf } from './customers.ts'
import { milliseconds, type Conditions, type Result, type Workload } from './figures.ts'
import { interleaved, pairCount, timeOf } from './pairs.ts'
import { dayOfErasure, fillDay, retentionTerms, writeSealed } from './stored-contacts.ts'

export const retain: Workload = {
  name: 'retain',
  measures: 'the end of a day of 500,000 records ÷ DELETE of the same rows and the same leaves',
  run: (conditions) => onGround((ground) => measure(ground, conditions)),
}

const tenantCount = 10
const heldOfTenant = 5
const dayLength = 86_400_000
/** Days that the peer empties lie beyond those that the program ends. */
const peersDays = 100

const measure = async (ground: Ground, { small, say }: Conditions): Promise<Result> => {
  const rows = small ? 5_000 : 500_000
  const { house, superuser, clock } = ground
  const tenants = await openCustomers(house, tenantCount)
  const ledger = orThrow(openFileLedger(join(ground.folder, 'ledger'), house.store.ring))
  const erasers: Erasers = { house, wings: [enrichment], ledger }
  const days = await openDays(ground, tenants)
  let prefix = 0
  const furnish = async (day: string): Promise<void> => {
    prefix += 1
    say(`${rows.toLocaleString('en-US')} records are written for ${day}`)
    await fillDay(superuser, { tenants, day, rows, at: clock.now(), prefix })
  }
  const found = await interleaved(
    async (pair) => {
      const { day, case: of, begins } = dayAt(days, pair)
      await furnish(day)
      const held = await Promise.all(
        tenants.map((tenant) =>
          writeSealed(
            house,
            tenant,
            day,
            Array.from({ length: heldOfTenant }, (_, nth) => contact(nth)),
          ),
        ),
      )
      clock.set(begins)
      await settle(superuser)
      const took = await timeOf(async () => {
        await eachTenant(tenants, async (tenant) => {
          orThrow(await holdContacts(house, requestOf(tenant, 'controller', 'contacts.hold'), { ids: held[tenants.indexOf(tenant)] ?? [] }))
        })
        const refused = await expireClass(erasers, tenants[0] ?? house.operator, of)
        if (refused !== null) throw new Error(JSON.stringify(refused))
      })
      await expectGone(ground, day)
      return took
    },
    async (pair) => {
      const day = dayOfErasure(instant(dayAt(days, 0).from + (peersDays + pair) * dayLength))
      await furnish(day)
      await settle(superuser)
      const took = await timeOf(async () => {
        await superuser.begin(async (sql) => {
          await sql.unsafe(deleteWords, [day])
          await sql.unsafe(deleteContacts, [day])
        })
        await eachTenant(tenants, async (tenant) => {
          await house.store.act(tenant, 'shared', (transaction) =>
            enterAct(house, transaction, requestOf(tenant, 'program', 'retention.expire'), {}),
          )
        })
      })
      await dropDay(ground, day)
      return took
    },
    { warm: 0 },
  )
  return {
    lines: [
      {
        workload: `the end of a day of ${rows.toLocaleString('en-US')} records: DELETE ÷ ours`,
        ours: milliseconds(found.ours),
        peer: milliseconds(found.peer),
        ratios: found.ratios.map((ratio) => 1 / ratio),
        goal: { is: 'at least', value: 10 },
      },
    ],
    words: [
      `Ours: ${tenantCount} tenants have ${rows.toLocaleString('en-US')} records with ${(6 * rows).toLocaleString('en-US')} rows of the word index that fall due on one local day, and ${heldOfTenant} more each that a legal duty holds back. ` +
        'In the time: the held ones are moved out, the ledger is written, the partitions detached and dropped, the period key destroyed, and each tenant gets its leaf and certificate.',
      'Peer: both tables of another day, written alike, are emptied by two DELETE of everything that is not held (as superuser, without row-level security), and each tenant gets a leaf. Its VACUUM is not counted, though the space is not free before it.',
    ],
    peer: `${deleteWords};\n${deleteContacts};\n-- ${await settingsOf(superuser)}`,
    postgres: ground.version,
  }
}

const deleteWords = 'delete from enrichment_word where expires_on = $1::date'
const deleteContacts = 'delete from enrichment_contact where expires_on = $1::date and not held'

type Day = { readonly day: string; readonly case: CaseId; readonly from: Instant; readonly begins: Instant }

const dayAt = (days: readonly Day[], nth: number): Day => {
  const day = days[nth]
  if (day === undefined) throw new Error('there are fewer days than pairs')
  return day
}

/** On each of the first days every tenant hands something in, which opens the retention of that day. */
const openDays = async ({ house, clock, superuser }: Ground, tenants: readonly TenantId[]): Promise<readonly Day[]> => {
  const terms = retentionTerms()
  const days: Day[] = []
  const first = clock.now()
  for (let nth = 0; nth < pairCount; nth += 1) {
    const from = instant(first + nth * dayLength)
    clock.set(from)
    const id = caseId(retentionCase('submitted', from, terms))
    for (const tenant of tenants)
      orThrow(
        await run(house, requestOf(tenant, 'program', 'data.import'), {
          clause: 'retention',
          case: id,
          command: { type: 'keep', class: 'submitted' },
        }),
      )
    const [row] = await superuser<{ begins: Instant }[]>`select begins from deadline where clause = 'retention' and case_id = ${id} limit 1`
    if (row === undefined) throw new Error('the retention of a day was not opened')
    const day = dayOfErasure(from)
    const made = house.store.ring.ensure({ of: 'period', class: 'submitted', day })
    if ('refused' in made) throw new Error(made.refused)
    days.push({ day, case: id, from, begins: row.begins })
  }
  return days
}

/** What was not erased was not measured. */
const expectGone = async ({ superuser, house }: Ground, day: string): Promise<void> => {
  const [row] = await superuser<
    { left: boolean }[]
  >`select to_regclass(${`enrichment_contact_${day.replaceAll('-', '')}`}::text) is not null as left`
  const living = house.store.ring.periodIds('submitted', day).length
  if (row?.left !== false || living > 0)
    throw new Error(`the day ${day} was not ended: its partition ${row?.left === true ? 'stands' : 'is gone'}, ${living} keys live`)
}

const dropDay = async ({ superuser }: Ground, day: string): Promise<void> => {
  const suffix = day.replaceAll('-', '')
  await superuser.unsafe(`drop table enrichment_contact_${suffix}, enrichment_word_${suffix}`)
}
