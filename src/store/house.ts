/**
 * House tables: the closed list of tables that belong to no tenant. Every other table has row-level security, forced, and its tenant
 * in front of every key. A table on neither list fails the check, and so does SQL that names one of these outside its reader.
 */
export type HouseTable = {
  readonly table: string
  /** Why no tenant can own it. */
  readonly reason: string
  /** The files that may name it in SQL: these, and what lies under them. */
  readonly reader: readonly string[]
}

export const houseTables: readonly HouseTable[] = [
  { table: 'migration', reason: 'what the schema went through is one for all', reader: ['src/store/migrate.ts'] },
  { table: 'tenant', reason: 'who the tenants are is asked before one is chosen', reader: ['src/app/tenants.ts', 'src/app/customers.ts'] },
  { table: 'agenda', reason: 'the worker has to know whose turn it is before it acts for that tenant', reader: ['src/store/postgres'] },
  {
    table: 'account',
    reason: 'a person signs in before a tenant is chosen, and may belong to several',
    reader: ['src/app/accounts.ts', 'src/app/login-links.ts', 'src/app/setup.ts', 'src/app/rotation.ts', 'src/app/erase/accounts.ts'],
  },
  {
    table: 'membership',
    reason: 'it says which tenants an account may choose',
    reader: ['src/app/accounts.ts', 'src/app/sessions.ts', 'src/app/setup.ts', 'src/app/erase/accounts.ts'],
  },
  {
    table: 'login_link',
    reason: 'a link is followed by someone who is not signed in',
    reader: ['src/app/login-links.ts', 'src/app/restore'],
  },
  {
    table: 'session',
    reason: 'a cookie comes without its tenant',
    reader: ['src/app/sessions.ts', 'src/app/restore', 'src/app/erase/accounts.ts'],
  },
  { table: 'key_directory', reason: 'an API key comes without its tenant', reader: ['src/app/api-keys.ts', 'src/app/erase/accounts.ts'] },
  {
    table: 'person_directory',
    reason: 'a person who asks for its rights does not know which tenants hold it',
    reader: ['src/app/erase.ts', 'src/app/end-contract.ts'],
  },
  { table: 'setting', reason: 'it is about the deployment', reader: ['src/store/postgres/settings.ts', 'src/store/postgres/sealed.ts'] },
]
