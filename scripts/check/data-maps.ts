import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { TableMap } from '../../src/domain/data-map.ts'
import { houseTables } from '../../src/store/house.ts'
import { readCatalogue, type Catalogue } from './catalogue.ts'
import { finding, type Finding, type Part } from './part.ts'
import { isTest, projectFiles } from './project-files.ts'
import { childOf, projectSources, templateText, walk } from './source.ts'
import { judgeHidden, judgeRights, judgeTables } from './table-rules.ts'

/** Every column of a migrated database is named by a data map, and every table stands where it must. */
export const dataMaps: Part = {
  name: 'data maps',
  run: async (root) => {
    const [catalogue, maps] = await Promise.all([readCatalogue(), readMaps(root)])
    return [
      ...judgeMaps(catalogue, maps),
      ...judgeTables(catalogue, houseTables),
      ...judgeRights(catalogue),
      ...judgeHidden(catalogue),
      ...foreignReaders(root),
    ]
  },
}

type PlacedMap = { readonly file: string; readonly map: TableMap }

/** The maps of the house (src/store/data.ts) and of each wing: every list of table maps that these files export. */
const readMaps = async (root: string): Promise<readonly PlacedMap[]> => {
  const files = projectFiles(root, 'src').filter((file) => /^src\/(?:store|services\/[^/]+)\/data\.ts$/.test(file))
  const found = await Promise.all(
    files.map(async (file) => {
      const module: unknown = await import(pathToFileURL(join(root, file)).href)
      const exported: readonly unknown[] = typeof module === 'object' && module !== null ? Object.values(module) : []
      return exported
        .flatMap((each): readonly unknown[] => (Array.isArray(each) ? each : []))
        .flatMap((map) => (isTableMap(map) ? [{ file, map }] : []))
    }),
  )
  return found.flat()
}

const isTableMap = (value: unknown): value is TableMap =>
  typeof value === 'object' && value !== null && 'table' in value && 'class' in value && 'columns' in value

const judgeMaps = ({ tables }: Catalogue, maps: readonly PlacedMap[]): readonly Finding[] => {
  // A partition is its table.
  const whole = tables.filter((table) => table.of === table.name)
  return [
    ...whole.flatMap((table) => {
      const placed = maps.filter(({ map }) => map.table === table.name)
      const [first] = placed
      if (first === undefined)
        return [
          finding(
            `table "${table.name}"`,
            'no data map names it: add it to src/store/data.ts, or to data.ts of its wing, with what each column holds',
          ),
        ]
      if (placed.length > 1) return [finding(first.file, `the table "${table.name}" has ${placed.length} data maps: keep one`)]
      return columnFaults(
        first,
        table.columns,
        table.indexes.map(({ columns }) => columns),
      )
    }),
    ...maps
      .filter(({ map }) => !whole.some((table) => table.name === map.table))
      .map(({ file, map }) =>
        finding(file, `maps the table "${map.table}", which no migration makes: correct the name, or remove the map`),
      ),
  ]
}

/** Searchable columns that no search starts from. */
const foundElsewhere: Readonly<Record<string, string>> = {
  'enrichment_contact.words': 'says which rows of enrichment_word are its own; the search starts there',
}

const columnFaults = (
  { file, map }: PlacedMap,
  columns: readonly string[],
  indexes: readonly (readonly string[])[],
): readonly Finding[] => [
  ...columns
    .filter((column) => !Object.hasOwn(map.columns, column))
    .map((column) =>
      finding(
        file,
        `no data map names the column "${column}" of "${map.table}": say what it holds, about whom, how open it lies and what erasure does to it`,
      ),
    ),
  ...Object.entries(map.columns).flatMap(([column, { openness, subject }]) => {
    if (!columns.includes(column))
      return [finding(file, `maps the column "${column}", which "${map.table}" does not have: correct the name, or remove it`)]
    const isFound = openness === 'searchable' && subject !== 'nobody' && !Object.hasOwn(foundElsewhere, `${map.table}.${column}`)
    return isFound && !indexes.some((index) => index.includes(column))
      ? [
          finding(
            file,
            `"${map.table}.${column}" is searchable and stands in no index: add one that leads with tenant_id, or map it as what it is`,
          ),
        ]
      : []
  }),
]

/** A backup copies every table, and a restore fills it. */
const copiers = ['src/store/backup']

/** House tables are read by their reader alone. */
const foreignReaders = (root: string): readonly Finding[] => {
  const names = houseTables.map(({ table }) => table).join('|')
  const naming = new RegExp(`\\b(?:from|join|into|update|table)\\s+(?:public\\.)?(${names})\\b(?!\\s*\\()`, 'g')
  return projectSources(root)
    .filter(({ file }) => file.startsWith('src/') && !isTest(file))
    .flatMap((source) => {
      const found: Finding[] = []
      walk(source.program, (node) => {
        const quasi = node.type === 'TaggedTemplateExpression' ? childOf(node, 'quasi') : null
        if (quasi === null) return
        for (const [, name] of templateText(quasi).matchAll(naming)) {
          const house = houseTables.find(({ table }) => table === name)
          if (
            house !== undefined &&
            ![...house.reader, ...copiers].some((reader) => source.file === reader || source.file.startsWith(reader))
          )
            found.push(
              finding(
                source.at(node.start),
                `names the house table "${house.table}", whose reader is ${house.reader.join(', ')}: call it instead`,
              ),
            )
        }
      })
      return found
    })
}
