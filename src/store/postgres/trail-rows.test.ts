import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rigHouse } from '../../../test/rig/house.ts'
import { enterAct } from '../../app/run.ts'
import { openTenant } from '../../app/tenants.ts'
import { sha256Hex } from '../../domain/ids.ts'
import { opens } from '../../domain/trail.ts'
import { sealTenant } from '../../work/sealer.ts'
import { privatePlace } from '../postgres.ts'
import { openText } from './sealing.ts'
import { digest } from './trail-rows.ts'

const { house } = await rigHouse()

const entered = async () => {
  const tenant = await openTenant({ database: house.store.database, now: house.now, newId: house.newId }, 'controller')
  const actor = { side: 'controller', id: 'somebody' } as const
  const request = { tenant, actor, ip: '192.0.2.1', act: 'contacts.read', ground: null, names: [] }
  await house.store.act(tenant, 'shared', (transaction) => enterAct(house, transaction, request, { counts: { records: 3 } }))
  return tenant
}

type Kept = {
  readonly id: string
  readonly leaf: Uint8Array
  readonly private: Uint8Array
  readonly private_day: string
  readonly actor_commitment: Uint8Array
}

test('an entry is kept with a leaf of 32 bytes and an envelope that opens to what its commitments commit to', async () => {
  const tenant = await entered()
  const rows = await house.store.database.tenantTransaction(
    tenant,
    (sql) => sql<Kept[]>`select id, leaf, private, private_day, actor_commitment from trail_entry where tenant_id = ${tenant}`,
  )
  const [row] = rows
  assert.ok(row)
  assert.equal(row.leaf.length, 32)
  const found = JSON.parse(openText(house.store.ring, privatePlace(tenant, row.id, row.private_day), row.private))
  assert.equal(found.actor.value, 'controller:somebody')
  assert.equal(found.ip.value, '192.0.2.1')
  assert.ok(opens('actor', { commitment: sha256Hex(Buffer.from(row.actor_commitment).toString('hex')), open: found.actor }, digest))
})

test('an entry is sealed under a head whose tree has its leaf', async () => {
  const tenant = await entered()
  assert.equal(await sealTenant(house, tenant), 1)
  const [batch] = await house.store.database.tenantTransaction(
    tenant,
    (sql) => sql<{ root: Uint8Array; leaf: Uint8Array }[]>`
      select trail_batch.root, trail_entry.leaf from trail_batch join trail_entry on trail_entry.tenant_id = trail_batch.tenant_id
        and trail_entry.id = trail_batch.entries[1] where trail_batch.tenant_id = ${tenant} and start = 0`,
  )
  assert.ok(batch)
  assert.deepEqual(batch.root, batch.leaf, 'the root of one leaf is that leaf')
})
