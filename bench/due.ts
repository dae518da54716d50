/** Deadlines fired end to end ÷ the same handler under graphile-worker: claim, load, decide, append, trail entry, outbox row. */
import type { Instant, TenantId } from '../src/domain/ids.ts'
import { instant } from '../src/domain/ids.ts'
import { fireDue } from '../src/work/clock.ts'
import { eachTenant } from '../src/app/each-tenant.ts'
import { openCustomers } from './customers.ts'
import { openPeer, peerSettings, type Peer } from './due-peer.ts'
import { cases, clearOutbox, pendingCases, type Slice } from './due-cases.ts'
import { perSecond, type Conditions, type Line, type Result, type Workload } from './figures.ts'
import { onGround, settingsOf, settle, type Ground } from './ground.ts'
import { interleaved, pairCount, timeOf, type Side } from './pairs.ts'

export const due: Workload = {
  name: 'due',
  measures: 'deadlines fired end to end ÷ the same handler under graphile-worker; 500,000 pending ÷ 10,000 pending',
  run: (conditions) => measure(conditions),
}

type Sizes = { readonly tenants: number; readonly pending: number; readonly few: number; readonly perTenant: number }

const large: Sizes = { tenants: 1_000, pending: 500_000, few: 10_000, perTenant: 5 }
const small: Sizes = { tenants: 10, pending: 1_500, few: 700, perTenant: 5 }

const warm = 1
const slices = warm + pairCount

/** The grounds stand side by side, so that many and few pending deadlines take turns like every other pair. */
const measure = async ({ small: isSmall, say }: Conditions): Promise<Result> => {
  const sizes = isSmall ? small : large
  return onGround((many) =>
    onGround(async (few) => {
      say(
        `${sizes.tenants} customers accept the agreement, twice; ${sizes.pending.toLocaleString('en-US')} and ${sizes.few.toLocaleString('en-US')} deadlines are written`,
      )
      const crowded = await furnish(many, sizes.tenants, sizes.pending, sizes.perTenant)
      const sparse = await furnish(few, sizes.tenants, sizes.few, sizes.perTenant)
      const peer = await openPeer(many, crowded.tenants)
      try {
        await peer.fill(sizes.pending)
        await many.superuser`vacuum analyze`
        await few.superuser`vacuum analyze`
        say('measuring')
        const against = await interleaved(fired(many, crowded, 0), underPeer(peer, many, crowded), { warm })
        const flat = await interleaved(fired(many, crowded, slices), fired(few, sparse, 0), { warm })
        return {
          lines: linesOf(sizes, against, flat),
          words: words(sizes),
          peer: `${peerSettings}\n-- ${await settingsOf(many.superuser)}`,
          postgres: many.version,
        }
      } finally {
        await peer.close()
      }
    }),
  )
}

type Furnished = { readonly tenants: readonly TenantId[]; readonly start: Instant; readonly perTenant: number }

/** Cases with a deadline each: a few due at each of the coming hours, all others in two months. */
const furnish = async (ground: Ground, tenantCount: number, pending: number, perTenant: number): Promise<Furnished> => {
  const tenants = await openCustomers(ground.house, tenantCount)
  const start = ground.clock.now()
  const early = Array.from({ length: 2 * slices }, (_, nth): Slice => ({ at: sliceAt(start, nth), perTenant }))
  const later = Math.max(0, Math.floor(pending / tenantCount) - perTenant * early.length)
  await pendingCases(ground, tenants, [...early, { at: instant(start + 60 * 86_400_000), perTenant: later }])
  return { tenants, start, perTenant }
}

const sliceAt = (start: Instant, nth: number): Instant => instant(start + (nth + 1) * 600_000)

const fired =
  (ground: Ground, { tenants, start, perTenant }: Furnished, first: number): Side =>
  async (pair) => {
    await clearOutbox(ground, sliceAt(start, first + pair))
    ground.clock.set(sliceAt(start, first + pair))
    await settle(ground.superuser)
    let count = 0
    const took = await timeOf(async () => {
      const waiting = await ground.house.store.tenantsDue(ground.clock.now(), tenants.length)
      await eachTenant(waiting, async (tenant) => {
        const steps = await fireDue(ground.house, tenant)
        count += steps
      })
    })
    expect(count, tenants.length * perTenant)
    return count / (took / 1_000)
  }

const underPeer =
  (peer: Peer, ground: Ground, { tenants, perTenant }: Furnished): Side =>
  async (pair) => {
    await peer.queue(cases(perTenant, pair))
    await settle(ground.superuser)
    const took = await peer.drain(tenants.length * perTenant)
    return (tenants.length * perTenant) / (took / 1_000)
  }

/** A side that did something else than the other was not measured. */
const expect = (found: number, wanted: number): void => {
  if (found !== wanted) throw new Error(`${wanted} deadlines were due, ${found} were fired`)
}

type Pairs = Awaited<ReturnType<typeof interleaved>>

const linesOf = ({ tenants, pending, few }: Sizes, against: Pairs, flat: Pairs): readonly Line[] => [
  {
    workload: `deadlines fired, ${pending.toLocaleString('en-US')} pending of ${tenants.toLocaleString('en-US')} tenants ÷ graphile-worker`,
    ours: perSecond(against.ours),
    peer: perSecond(against.peer),
    ratios: against.ratios,
    goal: { is: 'at least', value: 1 },
  },
  {
    workload: `deadlines fired, ${pending.toLocaleString('en-US')} ÷ ${few.toLocaleString('en-US')} pending`,
    ours: perSecond(flat.ours),
    peer: perSecond(flat.peer),
    ratios: flat.ratios,
    goal: { is: 'at least', value: 0.8 },
  },
]

const words = ({ tenants, perTenant }: Sizes): readonly string[] => [
  `Ours: ${perTenant} deadlines of each of ${tenants} tenants fall due; the clock takes the tenants as the program's round does, a few at a time, a transaction each: claims the steps, loads the cases, decides, appends the events, ` +
    'queues the job of the outbox, leaves one trail entry for each, and settles the agenda.',
  'Peer: a job for each deadline, and the same function of this program for each job, in a transaction of its own (it loads, decides, appends, queues and leaves the entry); the queue itself claims and completes. ' +
    'Its time runs from the first job to the last; starting the pool is not counted.',
]
