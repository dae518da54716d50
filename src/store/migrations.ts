import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { sha256Hex, type Sha256 } from '../domain/ids.ts'

/** One numbered step of the schema. `name` is `house/0001-roles` or `<wing>/0001-…`. */
export type Migration = {
  readonly name: string
  readonly series: string
  readonly number: number
  readonly sha256: Sha256
  readonly sql: string
  /** The file's first line is `-- as: administrator`: it needs what only the connecting login may do. */
  readonly asAdministrator: boolean
}

const sourceFolder = join(import.meta.dirname, '..')

/** All migrations of the program in the order in which they apply: the house first, then each wing by name. */
export const knownMigrations = (source: string = sourceFolder): readonly Migration[] => {
  const services = join(source, 'services')
  const wings = existsSync(services) ? readdirSync(services).toSorted() : []
  return [
    ...readSeries('house', join(source, 'store', 'migrations')),
    ...wings.flatMap((wing) => readSeries(wing, join(services, wing, 'migrations'))),
  ]
}

const fileName = /^(\d{4})-[a-z0-9-]+\.sql$/

const readSeries = (series: string, folder: string): readonly Migration[] => {
  if (!existsSync(folder)) return []
  const files = readdirSync(folder).toSorted()
  return files.map((file, index) => {
    const number = Number(fileName.exec(file)?.[1])
    if (number !== index + 1)
      throw new Error(`${join(folder, file)}: migrations are named 0001-what-it-makes.sql and numbered without gap or double`)
    const sql = readFileSync(join(folder, file), 'utf8')
    return {
      name: `${series}/${file.slice(0, -'.sql'.length)}`,
      series,
      number,
      sha256: sha256Hex(createHash('sha256').update(sql).digest('hex')),
      sql,
      asAdministrator: sql.startsWith('-- as: administrator\n'),
    }
  })
}
