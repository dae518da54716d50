import postgres from 'postgres'
import type { Instant } from '../../domain/ids.ts'
import { columnTypes } from './column-types.ts'

type ColumnTypes = { readonly timestamptz: Instant; readonly date: string; readonly timestamp: string; readonly bigint: number | bigint }

/** A pool of connections, called as a template: sql`select …`. */
export type Sql = postgres.Sql<ColumnTypes>
/** The same inside a transaction. */
export type TransactionSql = postgres.TransactionSql<ColumnTypes>

/** `role`: the role that the sessions take after they signed in; absent when the address signs in as that role itself. */
export type PoolOptions = { readonly max: number; readonly name: string; readonly role?: string }

/** Opens a pool; connections are made when they are needed. `?host=/folder` in the address means a unix socket, as for libpq. */
export const openPool = (url: string, options: PoolOptions): Sql => {
  const address = new URL(url)
  const socketFolder = address.searchParams.get('host')
  address.searchParams.delete('host')
  const session = { application_name: `mandate ${options.name}`, TimeZone: 'UTC', DateStyle: 'ISO, YMD' }
  return postgres(address.href, {
    ...(socketFolder === null ? {} : { path: `${socketFolder}/.s.PGSQL.${address.port === '' ? '5432' : address.port}` }),
    max: options.max,
    connect_timeout: 10,
    types: columnTypes,
    connection: options.role === undefined ? session : { ...session, role: options.role },
    // Notices would go to the console, and a notice may quote a value.
    onnotice: () => undefined,
  })
}

/** The address as it may be shown: no user, no password. */
export const shownAddress = (url: string): string => {
  const address = new URL(url)
  const database = address.pathname
  const socket = address.searchParams.get('host')
  return socket === null ? `${address.hostname}:${address.port === '' ? '5432' : address.port}${database}` : `${socket}${database}`
}
