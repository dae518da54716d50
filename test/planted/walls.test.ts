import assert from 'node:assert/strict'
import { test } from 'node:test'
import { walls } from '../../scripts/check/walls.ts'
import { andThen, projectCopy, whole } from './project-copy.ts'

const copy = projectCopy()

type Fault = { readonly name: string; readonly file: string; readonly change: (text: string) => string; readonly says: RegExp }

const faults: readonly Fault[] = [
  {
    name: 'a node import in domain is refused',
    file: 'src/domain/planted.ts',
    change: whole(`import { readFileSync } from 'node:fs'\nexport const planted = readFileSync`),
    says: /src\/domain\/planted\.ts:1: domain may not import "node:fs"; it may import nothing else: /,
  },
  {
    name: 'an import that is only of types, or comes late, meets the same wall',
    file: 'src/domain/planted.ts',
    change: whole(
      `export type Planted = import('../app/house.ts').House\nexport const late = () => import('../store/store.ts')\nexport * from '../vault/key.ts'`,
    ),
    says: /planted\.ts:1: domain may not import app [^]*planted\.ts:2: domain may not import store [^]*planted\.ts:3: domain may not import vault /,
  },
  {
    name: 'a wing that imports a wing is refused',
    file: 'src/services/leads/rules.ts',
    change: whole(`import { enrichmentMaps } from '../enrichment/data.ts'\nexport const planted = enrichmentMaps`),
    says: /src\/services\/leads\/rules\.ts:1: the wing "leads" imports src\/services\/enrichment\/data\.ts of the wing "enrichment", and wings do not know each other/,
  },
  {
    name: 'nobody imports cli',
    file: 'src/app/planted.ts',
    change: whole(`import { environment } from '../cli/config.ts'\nexport const planted = environment`),
    says: /src\/app\/planted\.ts:1: app may not import cli/,
  },
  {
    name: 'a file in no room is refused',
    file: 'src/attic/planted.ts',
    change: whole('export const planted = 1'),
    says: /src\/attic\/planted\.ts: stands in no room/,
  },
  {
    name: 'a Date in domain is refused, as a value and as a type',
    file: 'src/domain/planted.ts',
    change: whole('export const planted = (): number => Date.now()\nexport type Day = Date'),
    says: /planted\.ts:1: Date in a pure room: take the time as an argument[^]*planted\.ts:2: Date in a pure room/,
  },
  {
    name: 'chance, the world and the language of the machine are refused in pure rooms',
    file: 'src/words/planted.ts',
    change: whole('export const planted = [Math.random(), fetch, (1).toLocaleString(), new Intl.Collator()]'),
    says: /Math\.random in a pure room: [^]*fetch in a pure room: [^]*toLocaleString\(\) in a pure room [^]*Intl in a pure room: /,
  },
  {
    name: 'a now() in a migration is refused',
    file: 'src/store/migrations/0002-house.sql',
    change: andThen('-- now() in a comment is no question', 'update agenda set next_due_at = now();'),
    says: /src\/store\/migrations\/0002-house\.sql:\d+: asks the database for the time \(now\(\)/,
  },
  {
    name: 'a current_timestamp in a template of SQL is refused',
    file: 'src/app/planted.ts',
    change: whole(
      `import type { TransactionSql } from '../store/database/pool.ts'\nexport const planted = (sql: TransactionSql) => sql\`select\n  current_timestamp\``,
    ),
    says: /src\/app\/planted\.ts:2: asks the database for the time \(current_timestamp\)/,
  },
  {
    name: 'process.env outside of the configuration is refused',
    file: 'src/app/planted.ts',
    change: whole(`export const planted = [process.env['HOME'], process['env']]`),
    says: /src\/app\/planted\.ts:1: reads process\.env: configuration is read once, in src\/cli\/config\.ts[^]*src\/app\/planted\.ts:1: reads process\.env/,
  },
  {
    name: 'a cast outside of the brand constructors is refused',
    file: 'src/app/planted.ts',
    change: whole('export const planted = (value: unknown) => [value as string, [1] as const]'),
    says: /src\/app\/planted\.ts:1: a cast hides what the compiler would find/,
  },
  {
    name: 'a barrel, an empty name and a silenced compiler are refused',
    file: 'src/app/utils.ts',
    change: whole(`// @ts-ignore\nexport { run } from './run.ts'`),
    says: /"utils" says nothing about what is inside[^]*is a barrel: import from the file that owns the thing[^]*utils\.ts:1: silences the compiler/,
  },
]

for (const { name, file, change, says } of faults) {
  test(name, async () => {
    const found = await copy.findWith(walls, { [file]: change })
    assert.match(found.join('\n'), says)
  })
}

test('names that a file declares itself, and members that are called like a global, are no faults', async () => {
  const innocent = `export const innocent = (performance: number) => ({ process: performance, fetch: 1 }).process`
  const found = await copy.findWith(walls, { 'src/domain/planted.ts': whole(innocent) })
  assert.doesNotMatch(found.join('\n'), /planted/)
})

test('the check says the sentence and ends with 1', async () => {
  const { status, said } = await copy.checkWith('walls', {
    'src/domain/planted.ts': whole('export const planted = (): number => Date.now()'),
  })
  assert.match(said, /src\/domain\/planted\.ts:1: Date in a pure room: /)
  assert.equal(status, 1)
})
