import { isUuid, type TenantId } from '../domain/ids.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { errorCode, isConnectionCode, withoutValues } from './database/fault.ts'
import { openPool, shownAddress, type Sql, type TransactionSql } from './database/pool.ts'
import type { Embedded } from './embedded.ts'

/** The roles that the program acts as. None of them is a superuser, none bypasses row-level security. */
export type ServingRole = 'app' | 'worker'

/**
 * Where the database is: our own server, or an address of the operator. With one address, the sessions that serve sign in with it and take the
 * serving role; with addresses of their own they sign in as that role, which is the stronger form.
 */
export type DatabaseSource =
  | { readonly embedded: Pick<Embedded, 'url'>; readonly database?: string }
  | { readonly url: string; readonly appUrl?: string; readonly workerUrl?: string }

/** One database, three pools. */
export interface Database {
  /** As the owner of the schema: functions of the owner, partitions, the catalogue's sweep. Row-level security binds it too, because it is forced. */
  readonly owner: Sql
  /** Outside of any tenant: house tables only, every other table looks empty. */
  readonly app: Sql
  readonly worker: Sql
  /** One transaction that sees one tenant. Commits what `act` did, a returned Refusal included; rolls back when it throws. */
  tenantTransaction<Result>(tenant: TenantId, act: (sql: TransactionSql) => Promise<Result>, role?: ServingRole): Promise<Result>
  /** One transaction over house tables. */
  houseTransaction<Result>(act: (sql: TransactionSql) => Promise<Result>, role?: ServingRole | 'owner'): Promise<Result>
  /** For migrations: signs in as the administrator, and is closed by whoever opened it. */
  administrator(): Sql
  /** What may be shown: host and database. */
  readonly address: string
  readonly version: number
  close(): Promise<void>
}

/** The oldest PostgreSQL whose SQL the program speaks. */
export const oldestPostgres = 15

/** Opens the database and makes sure that it answers, is new enough and stores UTF-8. The schema may still be missing: see `migrate`. */
export const openDatabase = async (source: DatabaseSource): Promise<Database | Refusal> => {
  const doors = doorsOf(source)
  if (isRefusal(doors)) return doors
  const version = await askServer(doors.administrator.url)
  if (isRefusal(version)) return version
  const owner = openPool(doors.owner.url, { max: 3, name: 'owner', ...roleOf(doors.owner) })
  const app = openPool(doors.app.url, { max: 16, name: 'app', ...roleOf(doors.app) })
  const worker = openPool(doors.worker.url, { max: 8, name: 'worker', ...roleOf(doors.worker) })
  const pools = { owner, app, worker }

  const transact = async <Result>(pool: Sql, act: (sql: TransactionSql) => Promise<Result>): Promise<Result> => {
    // The driver's own type unwraps arrays of queries; a box keeps the result as it is.
    const box = await pool
      .begin(async (sql) => ({ result: await act(sql) }))
      .catch((error: unknown) => {
        throw withoutValues(error)
      })
    return box.result
  }

  return {
    ...pools,
    tenantTransaction: (tenant, act, role = 'app') => {
      const setting = tenantSetting(tenant)
      return transact(pools[role], async (sql) => {
        await sql.unsafe(setting)
        return act(sql)
      })
    },
    houseTransaction: (act, role = 'app') => transact(pools[role], act),
    administrator: () => openPool(doors.administrator.url, { max: 1, name: 'migrations' }),
    address: shownAddress(doors.administrator.url),
    version,
    close: async () => {
      await Promise.all(Object.values(pools).map((pool) => pool.end({ timeout: 5 })))
    },
  }
}

/**
 * The statement is literal because Citus hands a session's setting to its workers only from the text of a statement. A tenant that is not a
 * UUID is a bug of the caller and must not become SQL.
 */
const tenantSetting = (tenant: TenantId): string => {
  if (!isUuid(tenant)) throw new TypeError('a tenant is a UUID in lower case')
  return `set local app.tenant = '${tenant}'`
}

type Door = { readonly url: string; readonly role?: string }
type Doors = { readonly administrator: Door; readonly owner: Door; readonly app: Door; readonly worker: Door }

const doorsOf = (source: DatabaseSource): Doors | Refusal => {
  if ('embedded' in source) {
    const door = (role?: string): Door => ({ url: source.embedded.url(role, source.database) })
    return { administrator: door(), owner: door('mandate_owner'), app: door('mandate_app'), worker: door('mandate_worker') }
  }
  const { url, appUrl, workerUrl } = source
  if (![url, appUrl ?? url, workerUrl ?? url].every(isPostgresAddress)) return { refused: 'database_address_unreadable' }
  return {
    administrator: { url },
    owner: { url, role: 'mandate_owner' },
    app: appUrl === undefined ? { url, role: 'mandate_app' } : { url: appUrl },
    worker: workerUrl === undefined ? { url, role: 'mandate_worker' } : { url: workerUrl },
  }
}

const roleOf = ({ role }: Door): { readonly role?: string } => (role === undefined ? {} : { role })

const isPostgresAddress = (url: string): boolean => URL.canParse(url) && /^postgres(ql)?:$/.test(new URL(url).protocol)

const askServer = async (url: string): Promise<number | Refusal> => {
  const sql = openPool(url, { max: 1, name: 'start' })
  try {
    const [row] = await sql<{ version: number; encoding: string }[]>`
      select current_setting('server_version_num')::int / 10000 as version, current_setting('server_encoding') as encoding`
    const { version, encoding } = row ?? { version: 0, encoding: '' }
    if (version < oldestPostgres)
      return { refused: 'database_too_old', address: shownAddress(url), found: version, expected: oldestPostgres }
    if (encoding !== 'UTF8') return { refused: 'database_not_utf8', address: shownAddress(url), found: encoding }
    return version
  } catch (error) {
    const code = errorCode(error)
    if (/^(28|3D)/.test(code) || isConnectionCode(code))
      return { refused: 'database_unreachable', address: shownAddress(url), because: code }
    throw withoutValues(error)
  } finally {
    await sql.end({ timeout: 1 })
  }
}
