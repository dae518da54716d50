/** What the deployment is: a handful of values of the house, none about a person. */
import type { Json } from '../../domain/canonical.ts'
import type { Database } from '../database.ts'

/** The caller names the shape that it alone writes under this name. */
export const readSetting = async <Value>(database: Database, name: string): Promise<Value | null> => {
  const [row] = await database.app<{ body: Value }[]>`select body from setting where name = ${name}`
  return row?.body ?? null
}

export const writeSetting = async (database: Database, name: string, value: Json): Promise<void> => {
  await database.app`
    insert into setting (name, body) values (${name}, ${database.app.json(value)})
    on conflict (name) do update set body = excluded.body`
}
