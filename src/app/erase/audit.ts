/**
 * The audit: a scan that opens everything sealed of a tenant and reads what no index reaches, for all erasures that are complete. It goes in
 * pages, each under leave of its own; killed, it goes on where it was. What it finds goes, and its erasure is swept again.
 */
import { caseId, type TenantId } from '../../domain/ids.ts'
import { statementText, type ErasureStatement } from '../../domain/evidence.ts'
import { isRefusal, type Refusal } from '../../domain/refusal.ts'
import type { PostgresTransaction } from '../../store/postgres.ts'
import { openText } from '../../store/postgres/sealing.ts'
import { placeOf } from '../../store/postgres/vault-rows.ts'
import { sweepDeferred, type Hit } from '../../store/postgres/sweep.ts'
import type { KeyClass } from '../../vault/classes.ts'
import type { RealHouse } from '../house.ts'
import { onGround } from '../permit.ts'
import { enterAct, runIn } from '../run.ts'
import type { Wing } from '../wing.ts'
import { deferredWhat, eraseLeftovers, requestOf, soughtOf } from './complete.ts'
import { cleanFiles, mayHoldPerson, textOf } from './files.ts'
import { keepCertificate, keptCertificate } from './kept.ts'
import { matcherOf, type Matcher } from './matcher.ts'
import { dropSelectors, findRecords, keptSelectors, needlesOf, noSelectors, type KeptSelectors } from './selectors.ts'

/** `found`: erasures of which something was left. */
export type Audited = {
  readonly tenant: TenantId
  readonly scanned: number
  readonly confirmed: readonly string[]
  readonly found: readonly string[]
}

const pageSize = 1_000
const filesPart = 'vault'

/** Where a scan stands: which part (a wing, or the sealed files), after which record, and what it has found so far. */
type Scan = {
  readonly cases: readonly string[]
  readonly part: string
  readonly after: string | null
  readonly scanned: number
  /** Records by wing, and whether files, in which an erased person was found; by case. */
  readonly found: Readonly<Record<string, readonly { readonly part: string; readonly id: string }[]>>
}

/** Scans one tenant to the end; null when no erasure waits for it. */
export const auditTenant = async (house: RealHouse, wings: readonly Wing[], tenant: TenantId): Promise<Audited | null | Refusal> => {
  const parts = [...wings.map((wing) => wing.name), filesPart]
  let scan = await house.store.act(tenant, 'shared', (transaction) => beginScan(house, transaction, parts[0] ?? filesPart))
  if (scan === null) return null
  const known = await house.store.act(tenant, 'shared', (transaction) => knownOf(transaction, scan?.cases ?? []))
  const matcher = matcherOf([...known].map(([erasure, { selectors }]) => needlesOf(erasure, selectors)))
  for (const part of parts.slice(Math.max(0, parts.indexOf(scan.part)))) {
    const wing = wings.find((each) => each.name === part) ?? null
    if (scan.part !== part) scan = { ...scan, part, after: null }
    for (let more = true; more;) {
      const page: { readonly scan: Scan; readonly more: boolean } | Refusal = await scanPage(house, tenant, wing, scan, matcher)
      if (isRefusal(page)) return page
      ;({ scan, more } = page)
    }
  }
  return conclude(house, wings, tenant, scan, known)
}

type Known = ReadonlyMap<string, { readonly selectors: KeptSelectors; readonly statement: ErasureStatement }>

const beginScan = async (house: RealHouse, { sql, tenant }: PostgresTransaction, first: string): Promise<Scan | null> => {
  const [row] = await sql<Scan[]>`select cases, part, after, scanned, found from audit_scan where tenant_id = ${tenant}`
  if (row) return row
  const cases = await sql<{ id: string }[]>`
    select case_id as id from deadline
    where tenant_id = ${tenant} and clause = 'erasure' and status in ('open', 'broken') and name = 'audit' and closed_at is null order by case_id`
  if (cases.length === 0) return null
  const scan: Scan = { cases: cases.map(({ id }) => id), part: first, after: null, scanned: 0, found: {} }
  await sql`
    insert into audit_scan (tenant_id, cases, part, after, scanned, found, started_at)
    values (${tenant}, ${[...scan.cases]}::text[], ${scan.part}, null, 0, '{}', ${house.now()})`
  return scan
}

const knownOf = async (transaction: PostgresTransaction, cases: readonly string[]): Promise<Known> => {
  const known = new Map<string, { readonly selectors: KeptSelectors; readonly statement: ErasureStatement }>()
  for (const erasure of cases) {
    const selectors = await keptSelectors(transaction, erasure)
    const certificate = await keptCertificate(transaction, erasure)
    if (selectors !== null && certificate !== null) known.set(erasure, { selectors, statement: certificate.statement })
  }
  return known
}

type Opened = { readonly id: string; readonly text: string }

const scanPage = async (
  house: RealHouse,
  tenant: TenantId,
  wing: Wing | null,
  scan: Scan,
  matcher: Matcher,
): Promise<{ readonly scan: Scan; readonly more: boolean } | Refusal> =>
  onGround(house, requestOf(tenant, scan.part, 'erasure.audit'), 'erasure', 'audit', async (transaction, permit, request) => {
    const page: readonly Opened[] =
      wing === null ? await filePage(transaction, scan.after) : await wing.scan(transaction, permit, scan.after, pageSize)
    const found: Record<string, readonly { readonly part: string; readonly id: string }[]> = { ...scan.found }
    for (const { id, text } of page)
      for (const erasure of matcher(text)) found[erasure] = [...(found[erasure] ?? []), { part: scan.part, id }]
    const next: Scan = { ...scan, after: page.at(-1)?.id ?? scan.after, scanned: scan.scanned + page.length, found }
    await transaction.sql`
      update audit_scan set part = ${next.part}, after = ${next.after}, scanned = ${next.scanned}, found = ${transaction.sql.json(found)}
      where tenant_id = ${tenant}`
    await enterAct(house, transaction, request, { counts: { scanned: page.length } })
    return { scan: next, more: page.length > 0 }
  })

const filesAtOnce = 20

/** Sealed files in the order of their ids. What is only a paper of the contract is passed over. */
const filePage = async ({ sql, tenant, ring }: PostgresTransaction, after: string | null): Promise<readonly Opened[]> => {
  const rows = await sql<{ id: string; class: KeyClass; day: string | null; kind: string; envelope: Uint8Array }[]>`
    select id, class, day, kind, envelope from vault
    where tenant_id = ${tenant} and id > ${after ?? '00000000-0000-0000-0000-000000000000'}::uuid order by id limit ${filesAtOnce}`
  return rows.map((row) => ({ id: row.id, text: mayHoldPerson(row) ? openedText(ring, tenant, row) : '' }))
}

const openedText = (
  ring: PostgresTransaction['ring'],
  tenant: TenantId,
  row: { readonly id: string; readonly class: KeyClass; readonly day: string | null; readonly envelope: Uint8Array },
): string => textOf(Buffer.from(openText(ring, placeOf(tenant, row), row.envelope)))

const conclude = async (
  house: RealHouse,
  wings: readonly Wing[],
  tenant: TenantId,
  scan: Scan,
  known: Known,
): Promise<Audited | Refusal> => {
  const confirmed: string[] = []
  const left: string[] = []
  for (const [erasure, { selectors, statement }] of known) {
    const hits = await sweepDeferred(house.store.database, tenant, soughtOf(selectors, statement))
    const places = scan.found[erasure] ?? []
    const outcome =
      hits.length + places.length > 0
        ? await eraseFoundAgain(house, wings, tenant, erasure, selectors, places, hits)
        : await recordAudited(house, tenant, erasure, scan.scanned)
    if (isRefusal(outcome)) return outcome
    ;(hits.length + places.length > 0 ? left : confirmed).push(erasure)
  }
  await house.store.act(tenant, 'shared', async ({ sql }) => {
    await sql`delete from audit_scan where tenant_id = ${tenant}`
  })
  return { tenant, scanned: scan.scanned, confirmed, found: left }
}

const eraseFoundAgain = async (
  house: RealHouse,
  wings: readonly Wing[],
  tenant: TenantId,
  erasure: string,
  selectors: KeptSelectors,
  places: readonly { readonly part: string; readonly id: string }[],
  hits: readonly Hit[],
): Promise<Refusal | null> => {
  const ids = places.filter(({ part }) => part !== filesPart).map(({ id }) => id)
  const matcher = matcherOf([needlesOf(erasure, selectors)])
  const erased = await onGround(
    house,
    requestOf(tenant, erasure, 'erasure.leftover'),
    'erasure',
    'erase',
    async (transaction, permit, request) => {
      const found = await findRecords(wings, transaction, permit, { ...noSelectors, records: ids }, 'record')
      const counts: Record<string, number> = { vault: places.length - ids.length }
      for (const [wing, records] of found.byWing)
        if (records.length > 0) Object.assign(counts, await wing.erase(transaction, permit, records))
      await cleanFiles(transaction, (text) => matcher(text).size > 0)
      return runIn(house, transaction, request, [
        { clause: 'erasure', case: caseId(erasure), command: { type: 'recordLeftover', stage: 'audit', counts } },
        { clause: 'erasure', case: caseId(erasure), command: { type: 'recordErased', counts } },
      ])
    },
  )
  if (isRefusal(erased)) return erased
  return hits.length === 0 ? null : eraseLeftovers(house, tenant, erasure, hits, 'audit')
}

const recordAudited = async (house: RealHouse, tenant: TenantId, erasure: string, scanned: number): Promise<Refusal | null> => {
  const done = await onGround(
    house,
    requestOf(tenant, erasure, 'erasure.audited'),
    'erasure',
    'audit',
    async (transaction, _permit, request) => {
      const kept = await keptCertificate(transaction, erasure)
      if (kept === null) return { refused: 'not_found', id: erasure }
      const remains = kept.statement.remains.filter(
        ({ what }) => !what.startsWith(deferredWhat) && !what.startsWith('what the person is found by'),
      )
      const statement: ErasureStatement = { ...kept.statement, stage: 'audited', auditedAt: house.now(), remains }
      await dropSelectors(transaction, erasure)
      const order = { clause: 'erasure', case: caseId(erasure), command: { type: 'recordAudited', scanned } }
      const outcome = await runIn(house, transaction, request, [order], statementText(statement))
      if (isRefusal(outcome)) throw new Error(`an audit could not be recorded: ${outcome.refused}`)
      await keepCertificate(house, transaction, { statement, entries: [...kept.entries, outcome.entry] })
      return null
    },
  )
  return isRefusal(done) ? done : null
}
