import assert from 'node:assert/strict'
import { test } from 'node:test'
import { viewOne } from '../../src/services/enrichment/service.ts'
import { answer, at, by, done, importFile, order, process, readable, storyOf, trail, usualNeed, wrongWith, wholeLog } from './story.ts'

test('[LI-A2.D1] each access is logged with who it was, what it was, when, and from which address', async () => {
  const story = await storyOf('enrichment')
  const { tenant } = story.customer
  done(await importFile(story, tenant, 'full name,email\nAnn Lee,ann@alpha.example\nBo Ek,bo@beta.example\n'))
  const [one] = done(await readable(story, tenant))
  assert.ok(one)
  await story.until('2026-06-25T14:30:00Z')
  for (const [side, id, ip] of [
    ['controller', 'account-7', '203.0.113.9'],
    ['processor', 'staff-2', '198.51.100.4'],
  ] as const)
    done(await viewOne(story.house, { ...by(side, tenant, id), ip, act: 'contacts.view' }, { id: one.id }))
  const seen = (await trail(story, tenant, 'contacts.view')).map((each) => [
    each.actor.open?.value,
    each.act,
    each.at,
    each.ip.open?.value,
    each.names,
  ])
  assert.deepEqual(seen.toSorted(), [
    ['controller:account-7', 'contacts.view', at('2026-06-25T14:30:00Z'), '203.0.113.9', [one.id]],
    ['processor:staff-2', 'contacts.view', at('2026-06-25T14:30:00Z'), '198.51.100.4', [one.id]],
  ])
  // Not in the clear: neither actor nor address can be read from the table.
  const rows = await story.house.store.database.tenantTransaction(
    tenant,
    (sql) => sql`
    select 1 from trail_entry where tenant_id = ${tenant} and trail_entry::text ~ '203.0.113|account-7'`,
  )
  assert.equal(rows.length, 0)
})

test('[BN-C2.28] every act of a user leaves exactly one entry, refused acts too, and the log shows that none was changed', async () => {
  const story = await storyOf('fundraising')
  const { tenant } = story.customer
  const need = usualNeed.fundraising
  const acts: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['a permitted act', () => process(story, { ...by('controller', tenant), act: 'data.read' }, need)],
    [
      'an act outside the agreement',
      () => process(story, { ...by('controller', tenant), act: 'data.read' }, { ...need, operation: 'Disclose' }),
    ],
    [
      'an order',
      () =>
        order(story, 'controller', tenant, ['instructions', 'written:00000000-0000-4000-8000-000000000001', 'give'], {
          processing: 'donations',
          text: 'Do.',
        }),
    ],
    [
      'an order that is refused',
      () =>
        order(story, 'controller', tenant, ['instructions', 'written:00000000-0000-4000-8000-000000000001', 'give'], {
          processing: 'donations',
          text: 'Do.',
        }),
    ],
    [
      'an order that nobody may give',
      () => order(story, 'processor', tenant, ['instructions', 'written:00000000-0000-4000-8000-000000000001', 'withdraw']),
    ],
    ['a list', () => readable(story, tenant)],
  ]
  for (const [what, act] of acts) {
    const before = (await trail(story, tenant)).length
    await act()
    assert.equal((await trail(story, tenant)).length - before, 1, what)
  }
  const evidence = await wholeLog(story, tenant)
  assert.equal(wrongWith(story, evidence), null)
  assert.ok(evidence.entries.length >= acts.length)
  const [first, ...rest] = evidence.entries
  assert.ok(first)
  assert.notEqual(wrongWith(story, { ...evidence, entries: rest }), null)
  assert.notEqual(wrongWith(story, { ...evidence, entries: [{ ...first, entry: { ...first.entry, act: 'another.act' } }, ...rest] }), null)
})

test('[BN-C2.24] what programs, staff and customers do stands in one log of the tenant', async () => {
  const story = await storyOf('fundraising')
  const { tenant } = story.customer
  for (const side of ['controller', 'processor', 'program'] as const)
    assert.equal(answer(await process(story, { ...by(side, tenant), act: 'data.read' }, usualNeed.fundraising)), 'done')
  const sides = (await trail(story, tenant)).map((each) => each.actor.open?.value.split(':')[0])
  assert.deepEqual([...new Set(sides)].toSorted(), ['controller', 'processor', 'program'])
  // The mail that went out, the offer and the acceptance are there as well.
  const acts = new Set((await trail(story, tenant)).map((each) => each.act))
  for (const act of ['agreement.offer', 'agreement.accept', 'mail.agreement-offered', 'data.read']) assert.ok(acts.has(act), act)
})
