import assert from 'node:assert/strict'
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { readManifest } from '../store/backup/manifest.ts'
import { listTenants } from '../app/tenants.ts'
import { knownMigrations, type Migration } from '../store/migrations.ts'
import { plainConfig, present, running } from '../../test/backup/house-on-disk.ts'
import { atEnd } from '../../test/rig/at-end.ts'
import { good } from '../../test/rig/house.ts'
import { ledgerPath } from './ledger-path.ts'
import { restoreHouse } from './restore.ts'
import { beforeUpgrade } from './upgrade.ts'

const folderOf = (t: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), 'mandate-upgrade-'))
  chmodSync(folder, 0o711)
  atEnd(t, () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const fixtures = join(import.meta.dirname, '..', '..', 'test', 'fixtures', 'backups')

for (const version of readdirSync(fixtures).filter((name) => /^v\d+$/.test(name)))
  test(`a backup of version ${version} is restored by this one, without who was erased after it`, async (t) => {
    const config = plainConfig(join(folderOf(t), 'data'))
    mkdirSync(join(config.folder, 'keys'), { recursive: true, mode: 0o700 })
    chmodSync(config.folder, 0o711)
    mkdirSync(join(config.folder, 'ledger'), { mode: 0o700 })
    copyFileSync(join(fixtures, version, 'ring.json'), join(config.folder, 'keys', 'ring.json'))
    // A repository keeps no such modes, and a ring that others may read is refused.
    chmodSync(join(config.folder, 'keys', 'ring.json'), 0o600)
    copyFileSync(join(fixtures, version, 'erasures.ledger'), ledgerPath(config.folder))
    assert.equal(await restoreHouse(config, join(fixtures, version, 'backup'), () => undefined), null)
    const here = await running(config)
    try {
      const customers = (await listTenants(here.open.database)).filter(({ kind }) => kind === 'controller')
      assert.deepEqual(await Promise.all(customers.map(({ id }) => present(here, id))), [[0, 2]])
    } finally {
      await here.stop()
    }
  })

test('before the schema changes a backup is written and said, and one that was left half written is replaced', async (t) => {
  const config = plainConfig(join(folderOf(t), 'data'))
  const first = await running(config)
  await first.stop()
  const here = await running(config)
  try {
    const [known] = knownMigrations()
    assert.ok(known)
    const pending: readonly Migration[] = [{ ...known, name: 'house/9999-later', number: 9999 }]
    const lines: string[] = []
    const upgrade = () => beforeUpgrade({ config, database: here.open.database, pending, say: (line) => lines.push(line) })
    const place = join(config.folder, 'backups', 'before-house-9999-later')
    mkdirSync(place, { recursive: true })
    copyFileSync(join(config.folder, 'keys', 'ring.json'), join(place, 'half.copy'))
    assert.equal(await upgrade(), null)
    assert.match(lines[0] ?? '', /house\/9999-later.*before-house-9999-later/)
    good(readManifest(place))
    assert.equal(existsSync(join(place, 'half.copy')), false)
    assert.equal(await upgrade(), null)
    good(readManifest(`${place}-2`))
  } finally {
    await here.stop()
  }
})
