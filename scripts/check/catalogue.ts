import { openPool, type Sql } from '../../src/store/database/pool.ts'
import { startRigServer, templateName } from '../../test/rig/server.ts'

/** What PostgreSQL says about itself after all migrations: the facts that the rules judge. */
export type Catalogue = {
  readonly tables: readonly Table[]
  readonly functions: readonly { readonly name: string; readonly definer: boolean; readonly pinned: boolean; readonly forAll: boolean }[]
  readonly views: readonly { readonly name: string; readonly invoker: boolean }[]
  readonly triggers: readonly { readonly name: string; readonly table: string }[]
  readonly roles: readonly { readonly name: string; readonly faults: readonly string[] }[]
}

export type Table = {
  readonly name: string
  /** The table that it is a partition of; itself when it is none. */
  readonly of: string
  readonly columns: readonly string[]
  readonly secured: boolean
  readonly forced: boolean
  readonly owner: string
  readonly policies: readonly {
    readonly name: string
    readonly restricts: boolean
    readonly using: string | null
    readonly check: string | null
    readonly command: string
  }[]
  readonly indexes: readonly {
    readonly name: string
    readonly unique: boolean
    readonly primary: boolean
    readonly columns: readonly string[]
  }[]
  /** `DELETE`, `TRUNCATE`, `UPDATE`, by the role that serves. */
  readonly grants: readonly { readonly role: string; readonly right: string }[]
  /** Columns that a serving role may change. */
  readonly changeable: readonly string[]
  readonly foreign: readonly { readonly name: string; readonly to: string; readonly columns: readonly string[] }[]
}

/** Migrates a database that forgets everything, makes one day's partitions of each wing, and reads its catalogue. */
export const readCatalogue = async (): Promise<Catalogue> => {
  const server = await startRigServer()
  try {
    const address = new URL(server.address)
    const keeper = openPool(address.href, { max: 1, name: 'check' })
    await keeper.unsafe(`create database seen template ${templateName}`)
    await keeper.end()
    address.pathname = '/seen'
    const sql = openPool(address.href, { max: 4, name: 'check' })
    try {
      await openDays(sql)
      return await read(sql)
    } finally {
      await sql.end({ timeout: 1 })
    }
  } finally {
    await server.stop()
  }
}

/** Partitions that the program makes while it runs stand under the same rules as tables of a migration. */
const openDays = async (sql: Sql): Promise<void> => {
  const makers = await sql<
    { name: string }[]
  >`select proname as name from pg_proc where proname like '%\\_open\\_day' and pronamespace = 'public'::regnamespace`
  for (const { name } of makers) await sql.unsafe(`select ${name}(date '2026-09-22')`)
}

const read = async (sql: Sql): Promise<Catalogue> => {
  const [tables, functions, views, triggers, roles] = await Promise.all([
    readTables(sql),
    readFunctions(sql),
    readViews(sql),
    readTriggers(sql),
    readRoles(sql),
  ])
  return { tables, functions, views, triggers, roles }
}

const readTables = (sql: Sql) => sql<Table[]>`
  select c.relname as name,
    coalesce((select i.inhparent::regclass::text from pg_inherits i where i.inhrelid = c.oid), c.relname) as of,
    (select json_agg(a.attname order by a.attnum) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
    c.relrowsecurity as secured, c.relforcerowsecurity as forced, c.relowner::regrole::text as owner,
    coalesce((select json_agg(json_build_object('name', p.polname, 'restricts', not p.polpermissive, 'command', p.polcmd,
        'using', pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid)))
      from pg_policy p where p.polrelid = c.oid), '[]') as policies,
    coalesce((select json_agg(json_build_object('name', i.indexrelid::regclass::text, 'unique', i.indisunique, 'primary', i.indisprimary, 'columns',
        (select coalesce(json_agg(coalesce(a.attname, '') order by k.nth), '[]') from unnest(i.indkey::int2[]) with ordinality k (attnum, nth)
          left join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum where k.nth <= i.indnkeyatts)))
      from pg_index i where i.indrelid = c.oid), '[]') as indexes,
    coalesce((select json_agg(json_build_object('role', r.name, 'right', w.name))
      from unnest(array['mandate_app', 'mandate_worker', 'public']) r (name),
        unnest(array['DELETE', 'UPDATE', 'TRUNCATE', 'TRIGGER', 'REFERENCES', 'SELECT', 'INSERT']) w (name)
      where has_table_privilege(r.name, c.oid, w.name)), '[]') as grants,
    coalesce((select json_agg(distinct a.attname) from pg_attribute a, unnest(array['mandate_app', 'mandate_worker']) r (name)
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and has_column_privilege(r.name, c.oid, a.attnum, 'UPDATE')), '[]') as changeable,
    coalesce((select json_agg(json_build_object('name', f.conname, 'to', f.confrelid::regclass::text, 'columns',
        (select json_agg(a.attname) from pg_attribute a where a.attrelid = c.oid and a.attnum = any (f.conkey))))
      from pg_constraint f where f.conrelid = c.oid and f.contype = 'f'), '[]') as foreign
  from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`

const readFunctions = (sql: Sql) => sql<Catalogue['functions'][number][]>`
  select proname as name, prosecdef as definer, coalesce(proconfig::text like '%search_path=%', false) as pinned,
    has_function_privilege('public', oid, 'EXECUTE') as "forAll"
  from pg_proc where pronamespace = 'public'::regnamespace order by 1`

const readViews = (sql: Sql) => sql<Catalogue['views'][number][]>`
  select relname as name, relkind = 'v' and coalesce(reloptions::text ~ 'security_invoker=(true|on|1)', false) as invoker
  from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm') order by 1`

const readTriggers = (sql: Sql) => sql<Catalogue['triggers'][number][]>`
  select tgname as name, tgrelid::regclass::text as table from pg_trigger
  where not tgisinternal and tgrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace) order by 1, 2`

const readRoles = (sql: Sql) => sql<Catalogue['roles'][number][]>`
  select rolname as name, array_remove(array[
    case when rolsuper then 'is a superuser' end, case when rolbypassrls then 'bypasses row-level security' end,
    case when rolcreaterole then 'may make roles' end, case when rolcreatedb then 'may make databases' end,
    case when rolname <> 'mandate_owner' and pg_has_role(rolname, 'mandate_owner', 'member') then 'may become the owner' end,
    case when rolname <> 'mandate_owner' and has_schema_privilege(rolname, 'public', 'create') then 'may make tables' end], null) as faults
  from pg_roles where rolname in ('mandate_owner', 'mandate_app', 'mandate_worker') order by 1`
