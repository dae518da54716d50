import { test } from 'node:test'
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { openTenant } from '../../app/tenants.ts'
import { rigHouse } from '../../../test/rig/house.ts'
import { sweep, type Sought } from './sweep.ts'

const { house } = await rigHouse()
const { database } = house.store
const tenant = await openTenant({ database, now: house.now, newId: house.newId }, 'controller')
const inTenant = (text: string, values: string[]) => database.tenantTransaction(tenant, (sql) => sql.unsafe(text, values))

await database.owner.unsafe(`
  create table planted (tenant_id uuid not null, note text, token bytea, record uuid);
  select make_tenant_table('planted');
  grant select, insert, update, delete on planted to mandate_app`)

const types: Readonly<Record<string, string>> = { token: 'bytea', record: 'uuid' }

const soughtOf = (count: number): Sought => ({
  ids: Array.from({ length: count }, () => house.newId()),
  // Bytes that a pattern reads otherwise are among them.
  tokens: [Buffer.from('255c5f00255c5f00255c5f00255c5f00', 'hex'), randomBytes(16)],
  emails: ['a_b%c@home.example', 'zoë@home.example'],
  erasedAt: house.now(),
})

const found = async (sought: Sought): Promise<readonly string[]> => {
  const { hits } = await sweep(database, tenant, sought)
  return [...new Set(hits.map((hit) => hit.table))]
}

for (const count of [1, 12, 200])
  test(`${count} records are looked for in text, bytes and ids, and nothing that only resembles them is a hit`, async () => {
    const sought = soughtOf(count)
    const [id = ''] = sought.ids.slice(-1)
    const token = Buffer.from(sought.tokens[0] ?? []).toString('hex')
    const other = `${id.slice(0, 35)}${id.endsWith('0') ? '1' : '0'}`
    const places = {
      note: [`of ${id.toUpperCase()}.`, 'to <A_B%C@home.example>', 'ZoË@home.example,'],
      token: [`\\x${token}`, `\\x${'00'.repeat(16)}${token}`],
      record: [id],
    }
    const resembling = {
      note: [`of ${other}.`, 'xa_b%c@home.example', 'axbxc@home.example', 'a_b%c@home.example.org'],
      token: [`\\x00${token}`, `\\x${'00'.repeat(16)}`],
      record: [other],
    }
    for (const [column, values] of Object.entries(resembling))
      for (const value of values)
        await inTenant(`insert into planted (tenant_id, ${column}) values ($1, $2::text::${types[column] ?? 'text'})`, [tenant, value])
    assert.deepEqual(await found(sought), [])
    for (const [column, values] of Object.entries(places))
      for (const value of values) {
        await inTenant(`insert into planted (tenant_id, ${column}) values ($1, $2::text::${types[column] ?? 'text'})`, [tenant, value])
        assert.deepEqual(await found(sought), ['public.planted'], `${column}: ${value}`)
        await inTenant('delete from planted where tenant_id = $1 and $2::text is not null', [tenant, value])
      }
  })

test('a table and a column that came after the last sweep are swept', async () => {
  const sought = soughtOf(3)
  const [id = ''] = sought.ids
  assert.deepEqual(await found(sought), [])
  await database.owner.unsafe(`
    alter table planted add column later text;
    create table newer (tenant_id uuid not null, note text);
    select make_tenant_table('newer');
    grant select, insert on newer to mandate_app`)
  await inTenant('insert into planted (tenant_id, later) values ($1, $2)', [tenant, id])
  await inTenant('insert into newer (tenant_id, note) values ($1, $2)', [tenant, id])
  assert.deepEqual((await found(sought)).toSorted(), ['public.newer', 'public.planted'])
})

test('a column that was renamed makes one sweep fail, and the next one reads the catalogue anew', async () => {
  const sought = soughtOf(2)
  await found(sought)
  await database.owner.unsafe('alter table planted rename column note to remark')
  await assert.rejects(found(sought))
  assert.ok((await sweep(database, tenant, sought)).tables > 0)
})
