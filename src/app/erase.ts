/**
 * Erasing while the contract runs: records by id, or one person over all wings. One transaction takes the rows, the person's part of sealed
 * files and the line of the directory, and leaves one entry that commits to the statement. The ledger knows of it before and after.
 */
import { caseId, recordId, type Instant } from '../domain/ids.ts'
import type { ErasureStatement } from '../domain/evidence.ts'
import { statementText } from '../domain/evidence.ts'
import type { Permit } from '../domain/gate.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import type { PostgresTransaction } from '../store/postgres.ts'
import { cleanFiles } from './erase/files.ts'
import { keepCertificate } from './erase/kept.ts'
import { matcherOf } from './erase/matcher.ts'
import { directoryTokens, findRecords, keepSelectors, needlesOf, noSelectors, readSelectors, type FoundPerson } from './erase/selectors.ts'
import { auditDueBy, idsOnTrail, oldCopies, sealedSelectors, statementOf } from './erase/statement.ts'
import type { RealHouse, Request } from './house.ts'
import type { Ledger, LedgerEntry } from './ledger.ts'
import { onGround } from './permit.ts'
import { enterAct, runIn } from './run.ts'
import type { Counts, Selectors, Wing } from './wing.ts'

/** What erasing needs besides the order. */
export type Erasers = { readonly house: RealHouse; readonly wings: readonly Wing[]; readonly ledger: Ledger }
/** `erasure`: the case, under which the certificate is asked for. */
export type Erased = { readonly erasure: string; readonly counts: Counts; readonly statement: ErasureStatement }

/** Erases these records, wherever they stand. */
export const eraseRecords = async (
  erasers: Erasers,
  request: Request,
  records: readonly string[],
  erasure = erasers.house.newId(),
): Promise<Erased | Refusal> => {
  const wanted = readSelectors({ records })
  return isRefusal(wanted) ? refuse(erasers.house, request, wanted) : erase(erasers, request, { scope: 'record', erasure, wanted })
}

/** Erases a person over all wings: every record that the selectors find, and that their addresses and numbers find in turn. */
export const erasePerson = async (
  erasers: Erasers,
  request: Request,
  asked: Partial<Selectors>,
  erasure = erasers.house.newId(),
): Promise<Erased | Refusal> => {
  const wanted = readSelectors(asked)
  return isRefusal(wanted) ? refuse(erasers.house, request, wanted) : erase(erasers, request, { scope: 'person', erasure, wanted })
}

/** What must be gone and may still be there: an intent without its done, or a record that a restore brought back. Answers how many records went. */
export const eraseAgain = async (erasers: Erasers, entry: LedgerEntry): Promise<number | Refusal> => {
  const { house, wings, ledger } = erasers
  if (entry.tenant === null) return 0
  const request: Request = {
    tenant: entry.tenant,
    actor: { side: 'program', id: 'ledger' },
    ip: null,
    act: 'erasure.replay',
    ground: null,
    names: [entry.id],
  }
  const ids = Object.values(entry.records).flat()
  const known = await house.store.act(entry.tenant, 'shared', async (transaction) => {
    const [events = []] = await transaction.events([{ clause: 'erasure', case: caseId(entry.id) }])
    return events.length > 0
  })
  if (!known) {
    const again = await erase(erasers, request, {
      scope: entry.scope ?? 'record',
      erasure: entry.id,
      wanted: { ...noSelectors, records: ids },
    })
    if (!isRefusal(again)) return Object.values(again.counts).reduce((sum, rows) => sum + rows, 0)
    return again.refused === 'nothing_to_erase' ? settle(ledger, entry.id, house.now(), 0) : again
  }
  const erased = await onGround(house, request, 'erasure', 'erase', async (transaction, permit, grounded) => {
    const found = await findRecords(wings, transaction, permit, { ...noSelectors, records: ids }, 'record')
    const counts = await eraseFound(transaction, permit, found)
    await enterAct(house, transaction, grounded, { counts })
    return found.records.length
  })
  return isRefusal(erased) ? erased : settle(ledger, entry.id, house.now(), erased)
}

const settle = async (ledger: Ledger, id: string, at: Instant, erased: number): Promise<number> => {
  await ledger.done(id, at)
  return erased
}

type Order = { readonly scope: 'record' | 'person'; readonly erasure: string; readonly wanted: Selectors }

const erase = async ({ house, wings, ledger }: Erasers, request: Request, { scope, erasure, wanted }: Order): Promise<Erased | Refusal> => {
  const named = { ...request, names: [erasure] }
  const erased = await onGround(house, named, 'erasure', 'erase', async (transaction, permit, grounded) => {
    // One erasure of a tenant at a time: two that overlap would each count the other's rows.
    // What follows is sent behind the lock over the same connection, and sees what the one before left.
    const [, , found] = await Promise.all([
      transaction.sql`select pg_advisory_xact_lock(hashtextextended(${`erase ${transaction.tenant}`}, 0))`.execute(),
      // Each statement reads a few rows by an index; to plan it anew for the values of every person takes longer than to run it.
      transaction.sql`set local plan_cache_mode = force_generic_plan`.execute(),
      findRecords(wings, transaction, permit, wanted, scope),
    ])
    const kept = { scope, selectors: scope === 'record' ? { ...noSelectors, records: found.records.map(({ id }) => id) } : found.selectors }
    const holds = holdsAny(erasure, kept.scope, kept.selectors)
    if (found.records.length > 0) await ledger.intend(intentOf(house, request, { scope, erasure, wanted }, found))
    const [rows, listed] = await Promise.all([eraseFound(transaction, permit, found), isListed(transaction, found.selectors)])
    const counts = {
      ...rows,
      vault: await eraseFiles(transaction, holds),
      person_directory: listed ? await leaveDirectory(wings, transaction, permit, found.selectors) : 0,
    }
    if (Object.values(counts).every((rows) => rows === 0)) return nothingFound(house, transaction, grounded, scope)
    const statement = await statementOf(house, transaction, {
      id: erasure,
      scope,
      subjects: [erasure, ...found.records.map(({ id }) => id)],
      ground: grounded.ground ?? 'erasure',
      module: 'erasure',
      askedAt: house.now(),
      counts,
      keysDestroyed: [],
      remains: [
        ...(await oldCopies(
          house,
          transaction,
          found.records.map(({ createdAt }) => createdAt),
        )),
        idsOnTrail,
        sealedSelectors(auditDueBy(house.now())),
      ],
    })
    if (isRefusal(statement)) throw new Error(`records stood there without an agreement: ${statement.refused}`)
    const tokens =
      scope === 'record' ? [] : [...found.records.flatMap((record) => record.tokens), ...directoryTokens(transaction, found.selectors)]
    const selectors = house.newId()
    const id = caseId(erasure)
    const ids = found.records.map((record) => recordId(record.id))
    const [, outcome] = await Promise.all([
      keepSelectors(house, transaction, selectors, erasure, { ...kept, tokens: tokens.map(hex) }),
      runIn(
        house,
        transaction,
        { ...grounded, names: [erasure, ...ids] },
        [
          { clause: 'erasure', case: id, command: { type: 'request', scope, selectors } },
          { clause: 'erasure', case: id, command: { type: 'recordErased', counts } },
        ],
        statementText(statement),
      ),
    ])
    // Thrown, not answered: what was erased above must not be committed without its record.
    if (isRefusal(outcome)) throw new Error(`an erasure could not be recorded: ${outcome.refused}`)
    await keepCertificate(house, transaction, { statement, entries: [outcome.entry] })
    return { erasure, counts, statement }
  })
  if (!isRefusal(erased)) await ledger.done(erasure, house.now())
  return erased
}

const intentOf = (house: RealHouse, { tenant }: Request, { scope, erasure }: Order, { records }: FoundPerson): LedgerEntry => ({
  id: erasure,
  act: 'records',
  tenant,
  at: house.now(),
  scope,
  records: Object.fromEntries(
    [...Map.groupBy(records, (record) => record.table)].map(([table, of]) => [table, of.map((record) => record.id)]),
  ),
  keys: [],
  found: {},
})

const holdsAny = (erasure: string, scope: 'record' | 'person', selectors: Selectors): ((text: string) => boolean) => {
  const matcher = matcherOf([needlesOf(erasure, { scope, selectors, tokens: [] })])
  return (text) => matcher(text).size > 0
}

const eraseFound = async (transaction: PostgresTransaction, permit: Permit, { byWing }: FoundPerson): Promise<Counts> => {
  const counts: Record<string, number> = {}
  for (const [wing, records] of byWing)
    if (records.length > 0)
      for (const [table, rows] of Object.entries(await wing.erase(transaction, permit, records)))
        counts[table] = (counts[table] ?? 0) + rows
  return counts
}

const eraseFiles = async (transaction: PostgresTransaction, holds: (text: string) => boolean): Promise<number> => {
  const files = await cleanFiles(transaction, holds)
  return files.deleted + files.rewritten
}

/** Does the directory know any of these addresses and numbers? */
const isListed = async (transaction: PostgresTransaction, selectors: Selectors): Promise<boolean> => {
  const { sql, tenant } = transaction
  const tokens = directoryTokens(transaction, selectors).map(hex)
  if (tokens.length === 0) return false
  const [row] = await sql<{ listed: boolean }[]>`
    select exists (select from unnest(${tokens}::text[]) as wanted (person)
      join person_directory on person_directory.tenant_id = ${tenant} and person_directory.person = decode(wanted.person, 'hex')) as listed`
  return row?.listed === true
}

/** The directory forgets an address or number of which no record of the tenant is left. */
const leaveDirectory = async (
  wings: readonly Wing[],
  transaction: PostgresTransaction,
  permit: Permit,
  selectors: Selectors,
): Promise<number> => {
  const { sql, tenant } = transaction
  const left = await findRecords(
    wings,
    transaction,
    permit,
    { ...noSelectors, emails: selectors.emails, phones: selectors.phones },
    'record',
  )
  const still = new Set(left.records.flatMap((record) => [...record.selectors.emails, ...record.selectors.phones]))
  const gone = {
    ...noSelectors,
    emails: selectors.emails.filter((email) => !still.has(email)),
    phones: selectors.phones.filter((phone) => !still.has(phone)),
  }
  const tokens = directoryTokens(transaction, gone).map(hex)
  if (tokens.length === 0) return 0
  const rows = await sql`
    delete from person_directory using unnest(${tokens}::text[]) as gone (person)
    where person_directory.tenant_id = ${tenant} and person_directory.person = decode(gone.person, 'hex')`
  return rows.count
}

const nothingFound = async (house: RealHouse, transaction: PostgresTransaction, request: Request, scope: string): Promise<Refusal> => {
  await enterAct(house, transaction, request, { refused: 'nothing_to_erase' })
  return { refused: 'nothing_to_erase', scope }
}

/** An order that cannot be read leaves its entry like every other. */
const refuse = (house: RealHouse, request: Request, refusal: Refusal): Promise<Refusal> =>
  house.store.act(request.tenant, 'shared', async (transaction) => {
    await enterAct(house, transaction, request, { refused: refusal.refused })
    return refusal
  })

const hex = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
