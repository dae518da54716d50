import { errorCode } from './database/fault.ts'
import type { Sql } from './database/pool.ts'
import { withoutValues } from './database/fault.ts'
import type { Instant } from '../domain/ids.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import type { Migration } from './migrations.ts'

/** What a database still has to go through. `fresh`: it holds nothing yet, so there is nothing to back up. */
export type Pending = { readonly fresh: boolean; readonly pending: readonly Migration[] }

export type MigrateOptions = {
  readonly now: () => Instant
  /** Called before the first change to a database that already holds data. A Refusal stops the upgrade. */
  readonly beforeUpgrade?: (pending: readonly Migration[]) => Promise<Refusal | null>
  /** How long to wait for another program that migrates the same database. */
  readonly waitMilliseconds?: number
}

/** What a start would do, without doing it. */
export const pendingMigrations = async (administrator: Sql, known: readonly Migration[]): Promise<Pending | Refusal> => {
  const [table] = await administrator<{ found: boolean }[]>`select to_regclass('public.migration') is not null as found`
  if (table?.found !== true) return { fresh: true, pending: known }
  const applied = await administrator<Applied[]>`select name, sha256 from migration order by position`
  const fault = differs(applied, known)
  return fault ?? { fresh: false, pending: known.filter(({ name }) => !applied.some((row) => row.name === name)) }
}

/**
 * Brings a database up to the program's schema, each migration in a transaction with its record. Two programs that start at once take turns;
 * the second finds nothing left to do.
 */
export const migrate = async (
  administrator: Sql,
  known: readonly Migration[],
  options: MigrateOptions,
): Promise<readonly Migration[] | Refusal> => {
  // One connection for the whole of it: the advisory lock belongs to the session.
  const session = await administrator.reserve()
  try {
    if (!(await takeTurn(session, options.waitMilliseconds ?? 60_000))) return { refused: 'migration_under_way' }
    try {
      const found = await pendingMigrations(session, known)
      if (isRefusal(found) || found.pending.length === 0) return isRefusal(found) ? found : []
      const stopped = found.fresh ? null : ((await options.beforeUpgrade?.(found.pending)) ?? null)
      return stopped ?? (await applyAll(session, known, found.pending, options.now))
    } finally {
      await session`select pg_advisory_unlock(${lockNumber})`
    }
  } catch (error) {
    throw withoutValues(error)
  } finally {
    session.release()
  }
}

type Applied = { readonly name: string; readonly sha256: string }

/** Any fixed number: it only has to differ from other users of advisory locks in the same database. */
const lockNumber = 2_816_021

const takeTurn = async (session: Sql, wait: number): Promise<boolean> => {
  try {
    await session`select set_config('lock_timeout', ${String(wait)}, false)`
    await session`select pg_advisory_lock(${lockNumber})`
    await session`select set_config('lock_timeout', '0', false)`
    return true
  } catch (error) {
    if (errorCode(error) === '55P03') return false
    throw error
  }
}

/** A database that went through something else than the program knows must not be touched. */
const differs = (applied: readonly Applied[], known: readonly Migration[]): Refusal | null => {
  const names = new Map(known.map((migration) => [migration.name, migration]))
  const unknown = applied.filter(({ name }) => !names.has(name)).map(({ name }) => name)
  if (unknown.length > 0) return { refused: 'schema_newer', unknown }
  const edited = applied.find(({ name, sha256 }) => names.get(name)?.sha256 !== sha256)
  if (edited !== undefined) return { refused: 'migration_edited', migration: edited.name }
  const done = new Set(applied.map(({ name }) => name))
  const late = known.find(
    (migration) => !done.has(migration.name) && known.some((other) => isLaterOfSame(other, migration) && done.has(other.name)),
  )
  return late === undefined ? null : { refused: 'migration_out_of_order', migration: late.name }
}

const isLaterOfSame = (other: Migration, migration: Migration): boolean =>
  other.series === migration.series && other.number > migration.number

const applyAll = async (session: Sql, known: readonly Migration[], pending: readonly Migration[], now: () => Instant) => {
  let position = known.length - pending.length
  for (const migration of pending) {
    position += 1
    const failed = await applyOne(session, migration, position, now())
    if (failed !== null) return failed
  }
  return pending
}

const applyOne = async (session: Sql, migration: Migration, position: number, at: Instant): Promise<Refusal | null> => {
  try {
    await session.unsafe('begin')
    if (!migration.asAdministrator) await session.unsafe('set local role mandate_owner')
    await session.unsafe(migration.sql)
    await session`insert into migration ${session({ name: migration.name, sha256: migration.sha256, position, applied_at: at })}`
    await session.unsafe('commit')
    return null
  } catch (error) {
    await session.unsafe('rollback').catch(() => undefined)
    return { refused: 'migration_failed', migration: migration.name, because: explanation(error) }
  }
}

/** The server's words are shown only where they speak of the statement (class 42: syntax, names, rights), never where they may quote a row. */
const explanation = (error: unknown): string => {
  const code = errorCode(error)
  return /^(42|MA|0A)/.test(code) && error instanceof Error
    ? `${error.message} (${code})`
    : code === ''
      ? String(error)
      : `SQLSTATE ${code}`
}
