import assert from 'node:assert/strict'
import { createDecipheriv } from 'node:crypto'
import { test } from 'node:test'
import { contactPlace } from '../../src/services/enrichment/store/contact.ts'
import { open } from '../../src/vault/envelope.ts'
import { answer, done, importFile, readable, sealedCopies, storyHouse, customerOf, templates, tryCopies } from './story.ts'

test('[BN-C2.13] personal data at rest is encrypted with AES-256, under keys of its own customer', async () => {
  const story = await storyHouse()
  const { house } = story
  const [{ tenant }, other] = [
    await customerOf(story, 'fundraising', 'planted.owner@customer.example'),
    await customerOf(story, 'fundraising', 'other@customer.example'),
  ]
  const taken = await importFile(
    story,
    tenant,
    'full name,email,phone,company\nZyxwena Qvortrup,zyxwena@planted.example,+33612345678,Plantedworks\n',
  )
  assert.equal(answer(taken), 'done')
  assert.equal(done(await readable(story, tenant)).length, 1)

  // Every row of every table, as text, as an administrator of the database sees it.
  const administrator = house.store.database.administrator()
  const tables = await administrator<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`
  const sought = ['zyxwena', 'qvortrup', 'plantedworks', 'planted.owner', '612345678'].flatMap((word) => [
    word,
    Buffer.from(word).toString('hex'),
    Buffer.from(word).toString('base64').replaceAll('=', ''),
  ])
  let rows = 0
  for (const { name } of tables)
    for (const { row } of await administrator.unsafe<{ row: string }[]>(`select t::text as row from ${name} t`)) {
      rows += 1
      assert.equal(
        sought.find((word) => row.toLowerCase().includes(word.toLowerCase())),
        undefined,
        name,
      )
    }
  await administrator.end()
  assert.ok(rows > 20)

  // Sealed by AES-256-GCM: the head names the key's version, and one changed bit, another place or another customer opens nothing.
  const [copy] = await sealedCopies(story, tenant)
  assert.ok(copy)
  assert.deepEqual(tryCopies(story, tenant, [copy]), ['readable'])
  for (const nth of [1, 3, 15, copy.envelope.length - 1]) {
    const changed = Buffer.from(copy.envelope)
    changed[nth] = (changed[nth] ?? 0) ^ 1
    assert.notDeepEqual(tryCopies(story, tenant, [{ ...copy, envelope: changed }]), ['readable'])
  }
  assert.ok('refused' in open(house.store.ring, contactPlace(other.tenant, copy.id, null, false), copy.envelope))
  assert.throws(() => createDecipheriv('aes-256-gcm', Buffer.alloc(16), copy.envelope.subarray(3, 15)), /key length/)
  assert.equal(templates.get('fundraising')?.clauses.find((each) => each.id === 'encrypted-records')?.terms.cipher, 'AES-256')
})
