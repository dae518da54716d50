import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { isRefusal } from '../domain/refusal.ts'
import { openDatabase } from '../store/database.ts'
import { sealAll } from '../work/sealer.ts'
import { afterDays, disaster, plainConfig, present, running, type Disaster } from '../../test/backup/house-on-disk.ts'
import { atEnd } from '../../test/rig/at-end.ts'
import { startPostgres15 } from '../../test/rig/postgres15.ts'
import { orThrow } from '../../test/rig/server.ts'
import { backup } from './backup.ts'
import type { Config } from './config.ts'
import { ledgerPath } from './ledger-path.ts'
import { openHouse } from './open-house.ts'
import { restoreHouse } from './restore.ts'

const folderOf = (t: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), 'mandate-restore-'))
  // As root the server runs as another user, who has to get through to its files.
  chmodSync(folder, 0o711)
  atEnd(t, () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** The database is lost; ring and ledger are what was kept apart. */
const without = (from: string, to: string): Config => {
  mkdirSync(to, { recursive: true, mode: 0o711 })
  cpSync(join(from, 'keys'), join(to, 'keys'), { recursive: true })
  cpSync(join(from, 'ledger'), join(to, 'ledger'), { recursive: true })
  return plainConfig(to)
}

const isRight = async (config: Config, { tenants }: Disaster): Promise<void> => {
  const here = await running(config)
  try {
    for (const tenant of tenants) assert.deepEqual(await present(here, tenant), [13, 14, 15, 16, 17, 18, 19])
    // The clock came back as the backup had it and was moved to the last that the ledger saw: the end of the first people's day.
    const stands = here.open.clock?.now() ?? 0
    assert.ok(stands > afterDays(89) && stands < afterDays(95))
    const { database, house } = here.open
    for (const table of ['session', 'login_link']) assert.equal((await database.owner.unsafe(`select 1 from ${table}`)).length, 0)
    // The trail goes on: entries of the old era are numbered before those of the new one, and none is left without a number.
    // Twice: numbering the first entries of a day opens the retention of that day, which is an act with an entry of its own.
    await sealAll(house, tenants)
    await sealAll(house, tenants)
    for (const tenant of tenants) {
      const [entry] = await database.tenantTransaction(
        tenant,
        (sql) => sql`select ground from trail_entry where tenant_id = ${tenant} and act = 'house.restore'`,
      )
      assert.match(String(entry?.['ground']), /^restore: Article 32/)
      const waiting = await database.tenantTransaction(tenant, async (sql) => {
        const [row] = await sql<{ all: number; numbered: number }[]>`
          select (select count(*)::int from trail_entry where tenant_id = ${tenant}) as all,
            (select sum(cardinality(entries))::int from trail_batch where tenant_id = ${tenant}) as numbered`
        return row
      })
      assert.equal(waiting?.numbered, waiting?.all)
    }
  } finally {
    await here.stop()
  }
}

test('on the embedded server', async (t) => {
  const folder = folderOf(t)
  const lost = join(folder, 'lost')
  const place = join(folder, 'backup')
  const facts = await disaster(plainConfig(lost), place)

  await t.test('who was erased after the backup and whose day came do not come back; the rest does', async () => {
    const config = without(lost, join(folder, 'new'))
    const lines: string[] = []
    assert.equal(await restoreHouse(config, place, (line) => lines.push(line)), null)
    assert.ok(
      lines.some((line) => /erasures of the ledger were replayed; [1-9]\d* rows/.test(line)),
      lines.join('\n'),
    )
    await isRight(config, facts)
    const again = await restoreHouse(config, place, () => undefined)
    assert.equal(again?.refused, 'restore_target_in_use')
    await isRight(config, facts)
  })

  await t.test('killed at any step, nothing is served, and the same restore goes through when it is run again', async () => {
    const config = without(lost, join(folder, 'killed'))
    for (const step of ['marked', 'half loaded', 'era raised', 'voided', 'due erased', 'replayed', 'unmarked']) {
      const child = spawnSync(process.execPath, ['test/backup/put-back.ts', config.folder, place, step], { encoding: 'utf8' })
      assert.equal(child.signal, 'SIGKILL', `${step}: ${child.stdout}${child.stderr}`)
      const opened = await openHouse(config, { clock: null, say: () => undefined })
      assert.equal(isRefusal(opened) && opened.refused, 'restore_unfinished', step)
    }
    // Also when the file in the data folder is gone: the database itself knows, until the last step.
    const child = spawnSync(process.execPath, ['test/backup/put-back.ts', config.folder, place, 'swept'], { encoding: 'utf8' })
    assert.equal(child.signal, 'SIGKILL', child.stdout)
    rmSync(join(config.folder, 'restoring'))
    const opened = await openHouse(config, { clock: null, say: () => undefined })
    assert.equal(isRefusal(opened) && opened.refused, 'restore_unfinished')
    assert.equal(await restoreHouse(config, place, () => undefined), null)
    await isRight(config, facts)
  })

  await t.test('without its ring, ledger or files nothing is written', async () => {
    const refusedWith = async (name: string, spoil: (config: Config) => string | null) => {
      const config = without(lost, join(folder, name))
      const from = spoil(config) ?? place
      const refused = await restoreHouse(config, from, () => undefined)
      assert.throws(() => readFileSync(join(config.folder, 'postgres')), { code: 'ENOENT' })
      assert.throws(() => readFileSync(join(config.folder, 'restoring')), { code: 'ENOENT' })
      return refused?.refused
    }
    assert.equal(await refusedWith('no ring', (config) => (rmSync(join(config.folder, 'keys'), { recursive: true }), null)), 'ring_lost')
    assert.equal(await refusedWith('no ledger', (config) => (rmSync(ledgerPath(config.folder)), null)), 'ledger_missing')
    const cut = await refusedWith('cut ledger', (config) => {
      const text = readFileSync(ledgerPath(config.folder), 'utf8')
      writeFileSync(ledgerPath(config.folder), text.slice(0, text.indexOf('\n') + 1))
      return null
    })
    assert.equal(cut, 'ledger_older_than_backup')
    const edited = await refusedWith('edited', () => {
      const other = join(folder, 'edited backup')
      cpSync(place, other, { recursive: true })
      const bytes = readFileSync(join(other, 'vault.copy'))
      bytes[40] = (bytes[40] ?? 0) ^ 1
      writeFileSync(join(other, 'vault.copy'), bytes)
      return other
    })
    assert.equal(edited, 'backup_changed')
  })

  await t.test('the command refuses a folder beside the keys, writes one elsewhere, and leaves an entry for both', async () => {
    const said: string[] = []
    const io = { out: (line: string) => void said.push(line), err: (line: string) => void said.push(line) }
    assert.equal(await backup.run([join(lost, 'keys', 'copy'), '--data', lost], io), 1)
    assert.equal(await backup.run([join(folder, 'by command'), '--keep', '7d', '--data', lost], io), 0)
    assert.equal(await backup.run(['--keep', 'forever', '--data', lost], io), 2)
    const here = await running(plainConfig(lost))
    const rows = await here.open.database.tenantTransaction(
      here.open.house.operator,
      (sql) => sql`select refused from trail_entry where act = 'house.backup' order by xid`,
    )
    await here.stop()
    assert.deepEqual(
      rows.map(({ refused }) => refused),
      [null, 'backup_beside_keys', null],
    )
  })
})

test('on PostgreSQL 15, from one database into another', async (t) => {
  const server = await startPostgres15(t)
  if (server === null) return t.skip('Debian’s PostgreSQL 15 is not installed')
  const folder = folderOf(t)
  const place = join(folder, 'backup')
  const lost = join(folder, 'lost')
  const facts = await disaster(plainConfig(lost, server.url), place)
  const superuser = orThrow(await openDatabase({ url: server.superuserUrl }))
  const keeper = superuser.administrator()
  await keeper.unsafe('create database other owner operator')
  await keeper.end()
  await superuser.close()
  const config = { ...without(lost, join(folder, 'new')), database: { url: server.url.replace('/agreements', '/other') } }
  assert.equal(await restoreHouse(config, place, () => undefined), null)
  await isRight(config, facts)
})
