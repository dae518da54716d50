import { after, type TestContext } from 'node:test'
import { randomUUID } from 'node:crypto'
import { openDatabase, type Database } from '../src/store/database.ts'
import { openPool } from '../src/store/database/pool.ts'
import { orThrow, rigVariable, startRigServer, templateName } from './rig/server.ts'
import { atEnd } from './rig/at-end.ts'

/** A migrated, empty database of its own for one test file or one test. */
export type RigDatabase = {
  readonly database: Database
  readonly name: string
  /** Its address for a role; the superuser's when none is named. */
  readonly url: (role?: string) => string
  readonly drop: () => Promise<void>
}

/** Makes a database on the run's server (or, when a file is run alone, on a server of this process). It is dropped when `t`, or the file, ends. */
export const rigDatabase = async (t?: TestContext): Promise<RigDatabase> => {
  const server = await serverAddress()
  const name = `rig_${randomUUID().replaceAll('-', '')}`
  await onServer(server, `create database ${name} template ${templateName} strategy file_copy`)
  const url = (role = 'postgres', database = name) => addressFor(server, role, database)
  const database = orThrow(await openDatabase({ embedded: { url }, database: name }))
  const dropped = { yes: false }
  const drop = async () => {
    if (dropped.yes) return
    dropped.yes = true
    await database.close()
    await onServer(server, `drop database ${name} with (force)`)
  }
  if (t === undefined) atEndOfFile(drop)
  else atEnd(t, drop)
  return { database, name, url, drop }
}

const ends: (() => unknown)[] = []

// Registered here, when a test file imports the rig: what is registered while a test runs belongs to that test, and a pool that it leaves open keeps the file from ending.
after(async () => {
  for (const end of ends.toReversed()) await end()
})

/** Runs when the file's tests are over, last first. */
export const atEndOfFile = (end: () => unknown): void => {
  ends.push(end)
}

const own: { server: Promise<string> | null } = { server: null }

const serverAddress = (): Promise<string> => {
  const given = process.env[rigVariable]
  if (given !== undefined && given !== '') return Promise.resolve(given)
  own.server ??= startRigServer().then(({ address }) => address)
  return own.server
}

const addressFor = (server: string, role: string, database: string): string => {
  const address = new URL(server)
  address.username = role
  address.pathname = `/${database}`
  return address.href
}

const onServer = async (server: string, statement: string): Promise<void> => {
  const sql = openPool(server, { max: 1, name: 'rig' })
  try {
    await sql.unsafe(statement)
  } finally {
    await sql.end({ timeout: 1 })
  }
}
