/** Entering the trail ÷ a plain insert of the same bytes: what the log that can be proved costs over a log that is only kept. */
import { enterAct } from '../src/app/run.ts'
import type { RealHouse } from '../src/app/house.ts'
import type { Instant, TenantId } from '../src/domain/ids.ts'
import { leafHash, type TrailEntry } from '../src/domain/trail.ts'
import { arrayText, bytesText } from '../src/store/database/array-text.ts'
import { writeTimestamp } from '../src/store/database/column-types.ts'
import { privatePlace } from '../src/store/postgres.ts'
import { sealText } from '../src/store/postgres/sealing.ts'
import { digest, trailEntry } from '../src/store/postgres/trail-rows.ts'
import type { Entry } from '../src/store/store.ts'
import { sealAtOnce, sealTenant } from '../src/work/sealer.ts'
import { openCustomers, requestOf } from './customers.ts'
import { perSecond, type Result, type Workload } from './figures.ts'
import { onGround, settingsOf, settle, type Ground } from './ground.ts'
import { interleaved, timeOf } from './pairs.ts'

const batch = 1_024

export const append: Workload = {
  name: 'append',
  measures: 'trail append ÷ plain insert of the same bytes',
  run: ({ small }) => onGround((ground) => measure(ground, small ? 4 : 32)),
}

const measure = async ({ house, superuser, database, version }: Ground, batches: number): Promise<Result> => {
  const [tenant] = await openCustomers(house, 1)
  if (tenant === undefined) throw new Error('no customer')
  await house.store.act(tenant, 'shared', (transaction) => enterAct(house, transaction, requestOf(tenant, 'program', 'bench.begin'), {}))
  await sealTenant(house, tenant)
  await superuser.unsafe(plainTable)
  const found = await interleaved(
    async () => {
      const work = Array.from({ length: batches }, () => entries(house, tenant))
      await settle(superuser)
      const took = await timeOf(async () => {
        let waiting = 0
        for (const each of work) {
          await house.store.act(tenant, 'shared', (transaction) => transaction.enter(each))
          waiting += each.length
          if (waiting >= sealAtOnce) waiting -= await sealTenant(house, tenant)
        }
        while ((await sealTenant(house, tenant)) > 0);
      })
      return (batches * batch) / (took / 1_000)
    },
    async () => {
      const work = Array.from({ length: batches }, () => plainRows(house, tenant, entries(house, tenant)))
      await settle(superuser)
      const took = await timeOf(async () => {
        for (const rows of work) await database.app.unsafe(plainInsert, [tenant, ...columnsOf(rows)], { prepare: true })
      })
      return (batches * batch) / (took / 1_000)
    },
  )
  return {
    lines: [
      {
        workload: `trail append ÷ plain insert, batch ${batch.toLocaleString('en-US')}`,
        ours: perSecond(found.ours),
        peer: perSecond(found.peer),
        ratios: found.ratios,
        goal: { is: 'at least', value: 0.8 },
      },
    ],
    words: [
      `Ours: ${batches} transactions of ${batch} entries through the store: two salted commitments and a leaf hash for each entry, who acted and from where sealed, ` +
        `the rows inserted under forced row-level security; then the sealer's numbering, tiles and signed head for every ${sealAtOnce} entries, in the same time.`,
      'Peer: the same columns with the same bytes (commitments, envelope and leaf made beforehand, outside of the time) in a table with the same primary key and nothing else, one statement and one commit a batch.',
    ],
    peer: `${plainTable}\n${plainInsert}\n-- ${await settingsOf(superuser)}`,
    postgres: version,
  }
}

/** What the clock and the outbox enter: the commonest entries of all. */
const entries = (house: RealHouse, tenant: TenantId): readonly Entry[] =>
  Array.from({ length: batch }, (_, nth) => ({
    id: house.newId(),
    at: house.now(),
    act: 'contacts.read',
    ground: null,
    clause: 'retention',
    case: `submitted:2026-06-${String((nth % 28) + 1).padStart(2, '0')}`,
    names: [house.newId()],
    outcome: 'done',
    refused: null,
    counts: { events: 1 },
    detail: null,
    actor: `controller:${tenant}`,
    ip: '192.0.2.1',
  }))

type PlainRow = { readonly whole: TrailEntry; readonly day: string; readonly private: Uint8Array; readonly leaf: Uint8Array }

const plainRows = (house: RealHouse, tenant: TenantId, made: readonly Entry[]): readonly PlainRow[] =>
  made.map((entry) => {
    const whole = trailEntry(tenant, entry)
    const day = lastDay(entry.at)
    const text = JSON.stringify({ actor: whole.actor.open, ip: whole.ip.open })
    return { whole, day, private: sealText(house.store.ring, privatePlace(tenant, entry.id, day), text), leaf: leafHash(whole, digest) }
  })

const columnsOf = (rows: readonly PlainRow[]): readonly string[] => [
  arrayText(rows.map(({ whole }) => whole.id)),
  arrayText(rows.map(({ whole }) => writeTimestamp(whole.at))),
  arrayText(rows.map(({ whole }) => whole.act)),
  arrayText(rows.map(({ whole }) => whole.clause)),
  arrayText(rows.map(({ whole }) => whole.case)),
  arrayText(rows.map(({ whole }) => arrayText(whole.names))),
  arrayText(rows.map(({ whole }) => whole.outcome)),
  arrayText(rows.map(({ whole }) => JSON.stringify(whole.counts))),
  arrayText(rows.map(({ whole }) => `\\x${whole.actor.commitment}`)),
  arrayText(rows.map(({ whole }) => `\\x${whole.ip.commitment}`)),
  arrayText(rows.map((row) => bytesText(row.private))),
  arrayText(rows.map(({ day }) => day)),
  arrayText(rows.map(({ leaf }) => bytesText(leaf))),
]

const lastDay = (at: Instant): string => new Date(at + 365 * 86_400_000).toISOString().slice(0, 10)

const plainTable = `create table plain_entry (
  tenant_id uuid not null, id uuid not null, era smallint not null, at timestamptz not null, act text not null, ground text, clause text, case_id text,
  names text[] not null, outcome text not null, refused text, counts jsonb not null, detail_digest bytea, actor_commitment bytea not null,
  ip_commitment bytea not null, private bytea, private_day date, leaf bytea not null, primary key (tenant_id, id));
grant insert on plain_entry to mandate_app;`

const plainInsert = `insert into plain_entry (tenant_id, id, era, at, act, clause, case_id, names, outcome, counts, actor_commitment, ip_commitment, private, private_day, leaf)
select $1::uuid, id, 0, at, act, clause, case_id, names::text[], outcome, counts::jsonb, actor, ip, private, day, leaf
from unnest($2::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::bytea[], $11::bytea[], $12::bytea[], $13::date[], $14::bytea[])
  as fresh (id, at, act, clause, case_id, names, outcome, counts, actor, ip, private, day, leaf)`
