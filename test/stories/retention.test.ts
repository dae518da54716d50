import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findAccount } from '../../src/app/accounts.ts'
import { expiryDay } from '../../src/domain/clauses/retention.ts'
import { instant } from '../../src/domain/ids.ts'
import { termsOf } from '../../src/domain/terms.ts'
import { writeInstant } from '../../src/domain/time.ts'
import { getVault, putVault } from '../../src/store/postgres/vault-rows.ts'
import {
  certificateOf,
  answer,
  at,
  deadlines,
  done,
  importFile,
  order,
  programOrder,
  readable,
  sealedCopies,
  storyOf,
  templates,
  trail,
  tryCopies,
  wrongWith,
  wholeLog,
} from './story.ts'

const file = 'full name,email,company\nAnn Lee,ann@alpha.example,Alpha\nBo Ek,bo@beta.example,Beta\n'

test('[LI-4.5][LI-A2.E2] what is submitted is gone within ninety days, copies included, and the customer is told before', async () => {
  const story = await storyOf('enrichment')
  const { tenant } = story.customer
  const view = done(await importFile(story, tenant, file))
  assert.deepEqual([view.state, view.counts.imported, view.expiresOn], ['closed', 2, '2026-09-22'])
  const copies = await sealedCopies(story, tenant)
  assert.deepEqual(tryCopies(story, tenant, copies), ['readable', 'readable'])
  const [kept] = (await deadlines(story, tenant)).filter((each) => each.case.startsWith('submitted:'))
  // 24 June is day 0; day 90 is 22 September, and in Paris it is over at 22:00 UTC.
  assert.deepEqual([kept?.term, kept?.ends], ['90 days', at('2026-09-22T22:00:00Z')])

  await story.until('2026-09-21T21:59:00Z')
  assert.equal(done(await readable(story, tenant)).length, 2)
  assert.deepEqual(
    story.mails
      .filter((each) => each.subject.startsWith('Data will be erased'))
      .map((each) => [each.subject, writeInstant(each.at), each.to[0]]),
    [
      ['Data will be erased in 7 days', '2026-09-14T22:00:00Z', story.customer.email],
      ['Data will be erased in 1 day', '2026-09-20T22:00:00Z', story.customer.email],
    ],
  )
  await story.until('2026-09-22T22:00:00Z')
  assert.deepEqual(await readable(story, tenant), [])
  assert.deepEqual(await sealedCopies(story, tenant), [])
  assert.deepEqual(tryCopies(story, tenant, copies), ['key_destroyed', 'key_destroyed'])
  const [gone] = (await deadlines(story, tenant)).filter((each) => each.case.startsWith('submitted:'))
  assert.equal(gone?.status, 'kept')
  assert.ok((gone?.closed ?? 0) < at('2026-09-22T22:00:00Z'))
  const certificate = await certificateOf(story, tenant, 'expired:submitted:2026-09-22')
  assert.equal(wrongWith(story, certificate), null)
  assert.deepEqual(
    certificate.statement.tables.find((each) => each.table === 'records'),
    { table: 'records', rows: 2 },
  )
})

test('[LI-4.5] no record is readable at its end, whenever in the day and the year it was handed in', async () => {
  const story = await storyOf('enrichment', '2026-06-24T09:00:00Z')
  const { tenant } = story.customer
  // The last minute of a day and the first of the next, in Paris; summer time ends between handing in and end of the later ones.
  const moments = ['2026-06-24T21:59:59Z', '2026-06-24T22:00:00Z', '2026-07-31T12:00:00Z', '2026-08-01T00:30:00Z']
  for (const [nth, moment] of moments.entries()) {
    await story.until(moment)
    assert.equal(answer(await importFile(story, tenant, `full name,email\nPerson Nr${nth},p${nth}@firm.example\n`)), 'done')
  }
  const open = (await deadlines(story, tenant)).filter((each) => each.case.startsWith('submitted:'))
  assert.deepEqual(
    open.map((each) => (each.ends === null ? null : writeInstant(each.ends))),
    ['2026-09-22T22:00:00Z', '2026-09-23T22:00:00Z', '2026-10-29T23:00:00Z', '2026-10-30T23:00:00Z'],
  )
  for (const { ends, begins } of open) {
    assert.ok(ends !== null && begins !== null)
    // Readable until its last local day begins, where an earlier one does not end at that very moment.
    if (begins - 1 > story.house.now()) {
      await story.until(writeInstant(instant(begins - 1)))
      assert.equal(done(await readable(story, tenant)).length, open.filter((each) => (each.begins ?? 0) >= begins).length)
    }
    await story.until(writeInstant(ends))
    const left = done(await readable(story, tenant)).map((each) => each.fields.email)
    const expected = open.flatMap((each, of) => (each.begins !== null && each.begins > ends ? [`p${of}@firm.example`] : []))
    assert.deepEqual(left.toSorted(), expected)
  }
})

test('[LI-A2.D1a][LI-A2.E4] who acted and from where is in the log for twelve months, and then in no entry of it', async () => {
  const story = await storyOf('enrichment')
  const { tenant } = story.customer
  await readable(story, tenant)
  // The sealer opens the retention of the day's entries.
  await wholeLog(story, tenant)
  const listed = async () =>
    (await trail(story, tenant, 'contacts.list')).map((each) => [each.actor.open?.value ?? null, each.ip.open?.value ?? null])

  await story.until('2027-06-23T21:59:00Z')
  assert.deepEqual(await listed(), [['controller:controller', '203.0.113.7']])
  await story.until('2027-06-24T22:00:00Z')
  assert.deepEqual(await listed(), [[null, null]])
  // Redacted, not removed: the log proves as before.
  assert.equal(wrongWith(story, await wholeLog(story, tenant)), null)
})

test('[LI-A2.E1] account data goes thirty days after the account is closed, and not before', async () => {
  const story = await storyOf('enrichment')
  const { tenant, email } = story.customer
  const known = () => story.house.store.database.houseTransaction((sql) => findAccount(sql, story.house.store.ring, email))
  await order(story, 'controller', tenant, ['end-of-contract', 'contract', 'giveNotice'])
  await story.until('2026-08-23T22:00:00Z')
  const account = (await deadlines(story, tenant)).find((each) => each.case === 'account:closure')
  assert.deepEqual([account?.term, account?.status], ['30 days', 'open'])
  assert.ok(await known())
  assert.ok(account?.ends)
  await story.until(writeInstant(account.ends))
  assert.equal(await known(), null)
  assert.equal((await deadlines(story, tenant)).find((each) => each.case === 'account:closure')?.status, 'kept')
})

test('[LI-5.6d][LI-A2.E3] billing data outlives the contract, is named on the certificate, and goes after ten years', async () => {
  const story = await storyOf('enrichment')
  const { house } = story
  const { tenant } = story.customer
  const agreement = templates.get('enrichment')
  assert.ok(agreement)
  const day = expiryDay('billing', house.now(), termsOf(agreement, 'retention'))
  assert.equal(day, '2036-06-24')
  const id = house.newId()
  await house.store.act(tenant, 'shared', (transaction) =>
    putVault(
      transaction,
      { id, class: 'billing', day, kind: 'invoice', owner: null },
      Buffer.from('Invoice 1, Customer GmbH, 49 EUR'),
      house.now(),
    ),
  )
  const opened = await programOrder(story, tenant, ['retention', 'billing:2026-06-24'], { type: 'keep', class: 'billing' })
  const invoice = async () => answer(await house.store.act(tenant, 'shared', (transaction) => getVault(transaction, id)))
  await order(story, 'controller', tenant, ['end-of-contract', 'contract', 'giveNotice'])
  await story.until('2026-10-01T00:00:00Z')
  const certificate = await certificateOf(story, tenant, 'contract')
  assert.match(JSON.stringify(certificate.statement.remains), /billing|invoice/i)
  await story.until('2036-06-23T21:59:00Z')
  assert.equal(await invoice(), 'done')
  await story.until('2036-06-24T22:00:00Z')
  assert.equal(await invoice(), 'not_found')
  assert.equal(answer(opened), 'done')
})
