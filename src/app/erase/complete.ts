/** After the act: the sweep, in a transaction of its own. What it finds is deleted row by row and swept again; nothing found is `complete`. */
import { caseId, type TenantId } from '../../domain/ids.ts'
import { statementText, type ErasureStatement } from '../../domain/evidence.ts'
import { isRefusal, type Refusal } from '../../domain/refusal.ts'
import type { Ground } from '../../domain/gate.ts'
import { deleteHits, mayDelete, sweep, type Hit, type Sought } from '../../store/postgres/sweep.ts'
import type { RealHouse, Request } from '../house.ts'
import { onGround } from '../permit.ts'
import { enterAct, runIn } from '../run.ts'
import type { Counts, Wing } from '../wing.ts'
import { keepCertificate, keptCertificate } from './kept.ts'
import { keptSelectors, noSelectors, type KeptSelectors } from './selectors.ts'

const ground: Ground = 'erasure'

/** Sweeps once for an erasure. Null when it is complete, or when leftovers were deleted and a new sweep is queued. */
export const sweepErasure = async (
  house: RealHouse,
  wings: readonly Wing[],
  tenant: TenantId,
  erasure: string,
): Promise<Refusal | null> => {
  const [certificate, selectors] = await house.store.act(tenant, 'shared', (transaction) =>
    Promise.all([keptCertificate(transaction, erasure), keptSelectors(transaction, erasure)]),
  )
  if (certificate === null || selectors === null) return { refused: 'not_found', id: erasure }
  const sought = soughtOf(selectors, certificate.statement)
  const { database } = house.store
  const swept = await sweep(database, tenant, sought)
  const hits = await withoutOthers(house, wings, tenant, selectors, erasure, swept.hits)
  if (hits.length === 0) return recordComplete(house, tenant, erasure, swept.tables, swept.deferred)
  return eraseLeftovers(house, tenant, erasure, hits, 'sweep')
}

export const soughtOf = (kept: KeptSelectors, statement: ErasureStatement): Sought => ({
  ids: kept.selectors.records,
  tokens: [...new Set(kept.tokens)].map((token) => Buffer.from(token, 'hex')),
  emails: kept.scope === 'person' ? kept.selectors.emails : [],
  erasedAt: statement.erasedAt,
})

/** Records what was found, deletes it, records that, which queues another sweep. Rows that nobody may delete stay a leftover. */
export const eraseLeftovers = async (
  house: RealHouse,
  tenant: TenantId,
  erasure: string,
  hits: readonly Hit[],
  stage: 'sweep' | 'audit',
): Promise<Refusal | null> => {
  const id = caseId(erasure)
  const counts = countsOf(hits)
  const found = await onGround(house, requestOf(tenant, erasure, 'erasure.leftover'), ground, stage, (transaction, _permit, request) =>
    runIn(house, transaction, request, [{ clause: 'erasure', case: id, command: { type: 'recordLeftover', stage, counts } }]),
  )
  if (isRefusal(found)) return found
  const stuck = hits.filter((hit) => !mayDelete(hit))
  await deleteHits(house.store.database, tenant, hits)
  if (stuck.length > 0) return { refused: 'leftover_in_kept_table', tables: [...new Set(stuck.map((hit) => hit.table))] }
  const again = await onGround(house, requestOf(tenant, erasure, 'erasure.again'), ground, 'erase', (transaction, _permit, request) =>
    runIn(house, transaction, request, [{ clause: 'erasure', case: id, command: { type: 'recordErased', counts } }]),
  )
  return isRefusal(again) ? again : null
}

const recordComplete = async (
  house: RealHouse,
  tenant: TenantId,
  erasure: string,
  tables: number,
  deferred: readonly string[],
): Promise<Refusal | null> => {
  const done = await onGround(
    house,
    requestOf(tenant, erasure, 'erasure.sweep'),
    ground,
    'sweep',
    async (transaction, _permit, request) => {
      const [kept, [events = []]] = await Promise.all([
        keptCertificate(transaction, erasure),
        transaction.events([{ clause: 'erasure', case: caseId(erasure) }]),
      ])
      const newest = events.at(-1)?.type
      // A second sweep of one erasure, because the first one's task was tried again, has nothing to record.
      if (kept === null || newest !== 'erased') {
        await enterAct(house, transaction, request, { counts: { tables } })
        return null
      }
      const statement: ErasureStatement = {
        ...kept.statement,
        stage: 'complete',
        completeAt: house.now(),
        remains: [...kept.statement.remains.filter(({ what }) => !what.startsWith(deferredWhat)), ...left(deferred)],
      }
      const order = { clause: 'erasure', case: caseId(erasure), command: { type: 'recordComplete', tables } }
      const outcome = await runIn(house, transaction, request, [order], statementText(statement))
      if (isRefusal(outcome)) return outcome
      await keepCertificate(house, transaction, { statement, entries: [...kept.entries, outcome.entry] })
      return null
    },
  )
  return isRefusal(done) ? done : null
}

/** Said, not hidden: columns without an index in large tables wait for the audit. */
export const deferredWhat = 'columns that no index reaches, not read yet: '
const left = (deferred: readonly string[]): ErasureStatement['remains'] =>
  deferred.length === 0
    ? []
    : [
        {
          what: `${deferredWhat}${deferred.map((name) => name.replace(/^public\./, '')).join(', ')}`.slice(0, 190),
          until: null,
          because: 'the table is large; the audit reads it through',
        },
      ]

/**
 * A token alone may stand for two people: a number of an office, a name. Whoever still has a record that opens to other addresses and
 * numbers is somebody else.
 */
const withoutOthers = async (
  house: RealHouse,
  wings: readonly Wing[],
  tenant: TenantId,
  { selectors }: KeptSelectors,
  erasure: string,
  hits: readonly Hit[],
): Promise<readonly Hit[]> => {
  const erased = new Set(selectors.records)
  const doubtful = hits.filter((hit) => hit.by === 'token' && hit.ids.length > 0 && !hit.ids.some((id) => erased.has(id)))
  if (doubtful.length === 0) return hits
  const others = await onGround(
    house,
    requestOf(tenant, erasure, 'erasure.compare'),
    ground,
    'find',
    async (transaction, permit, request) => {
      const ids = [...new Set(doubtful.flatMap((hit) => hit.ids))]
      const found = (await Promise.all(wings.map((wing) => wing.find(transaction, permit, { ...noSelectors, records: ids })))).flat()
      await enterAct(house, transaction, request, { counts: { compared: ids.length } })
      const own = new Set([...selectors.emails, ...selectors.phones])
      const isOther = (record: (typeof found)[number]) => {
        const known = [...record.selectors.emails, ...record.selectors.phones]
        return own.size > 0
          ? !known.some((value) => own.has(value))
          : !record.selectors.names.some((name) => selectors.names.includes(name))
      }
      return new Set(found.filter(isOther).map((record) => record.id))
    },
  )
  return isRefusal(others) ? hits : hits.filter((hit) => !doubtful.includes(hit) || !hit.ids.some((id) => others.has(id)))
}

export const countsOf = (hits: readonly Hit[]): Counts =>
  Object.fromEntries(
    [...Map.groupBy(hits, (hit) => hit.table.replace(/^public\./, ''))].map(([table, of]) => [
      table,
      new Set(of.map(({ row }) => `${row.partition}/${row.place}`)).size,
    ]),
  )

export const requestOf = (tenant: TenantId, erasure: string, act: string): Request => ({
  tenant,
  actor: { side: 'program', id: 'erasure' },
  ip: null,
  act,
  ground: null,
  names: [erasure],
})
