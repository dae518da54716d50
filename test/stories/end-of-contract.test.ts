import assert from 'node:assert/strict'
import { test } from 'node:test'
import { writeInstant } from '../../src/domain/time.ts'
import { openExport } from '../../src/app/export-all.ts'
import {
  certificateOf,
  answer,
  at,
  by,
  deadlines,
  done,
  eventsOf,
  importFile,
  order,
  process,
  readable,
  sealedCopies,
  standingOf,
  storyOf,
  tryCopies,
  usualNeed,
  wrongWith,
  type StoryHouse,
} from './story.ts'

const file = 'full name,email,company\nAnn Lee,ann@alpha.example,Alpha\nBo Ek,bo@beta.example,Beta\n'
const contract = ['end-of-contract', 'contract'] as const

const duty = async (story: StoryHouse, tenant: Parameters<typeof deadlines>[1], name: string) =>
  (await deadlines(story, tenant)).find((each) => each.clause === 'end-of-contract' && each.name === name)

test('[LI-5.6b] after the export window everything is erased for good within thirty more days', async () => {
  const story = await storyOf('enrichment')
  const { tenant } = story.customer
  assert.equal(answer(await importFile(story, tenant, file)), 'done')
  const copies = await sealedCopies(story, tenant)
  await order(story, 'controller', tenant, [...contract, 'giveNotice'])
  // The service is over, the window is open.
  assert.equal(answer(await process(story, by('controller', tenant), usualNeed.enrichment)), 'no_agreement_in_force')
  assert.equal(answer(await openExport(story.house, { ...by('controller', tenant), act: 'export.open' })), 'done')
  const window = await duty(story, tenant, 'export')
  // 24 July is a Friday: a period in which the customer may act ends on a working day.
  assert.deepEqual([window?.term, window?.side, window?.ends], ['30 days', 'theirs', at('2026-07-24T22:00:00Z')])

  await story.until('2026-07-24T21:59:59Z')
  assert.equal(answer(await openExport(story.house, { ...by('controller', tenant), act: 'export.open' })), 'done')
  await story.until('2026-07-24T22:00:00Z')
  assert.equal(answer(await openExport(story.house, { ...by('controller', tenant), act: 'export.open' })), 'export_window_over')
  const erase = await duty(story, tenant, 'erase')
  assert.deepEqual([erase?.term, erase?.side, erase?.status], ['30 days', 'ours', 'open'])
  assert.ok(erase?.ends)
  assert.ok(erase.ends <= at('2026-08-24T22:00:00Z'))
  await story.until(writeInstant(erase.ends))
  assert.deepEqual(await sealedCopies(story, tenant), [])
  assert.ok(tryCopies(story, tenant, copies).every((each) => each === 'key_destroyed'))
  assert.equal((await standingOf(story, tenant)).agreement.status, 'closed')
  assert.equal((await duty(story, tenant, 'erase'))?.status, 'kept')
})

test('[LI-5.6c] a confirmation of the erasure follows when the customer asks for it', async () => {
  const story = await storyOf('enrichment')
  const { tenant } = story.customer
  const ask = () => order(story, 'controller', tenant, [...contract, 'requestCertificate'])
  assert.equal(answer(await ask()), 'nothing_erased_yet')
  await order(story, 'controller', tenant, [...contract, 'giveNotice'])
  await story.until('2026-08-31T00:00:00Z')
  const certificates = () => story.mails.filter((each) => each.subject === 'Certificate of erasure')
  assert.deepEqual(certificates(), [])
  assert.equal(answer(await ask()), 'done')
  await story.settle()
  assert.deepEqual(
    certificates().map((each) => each.to),
    [[story.customer.email]],
  )
  await isCertified(story, tenant)
})

/** The certificate verifies offline against the key whose fingerprint stands in the agreement. */
const isCertified = async (story: StoryHouse, tenant: Parameters<typeof deadlines>[1]): Promise<void> => {
  const certificate = await certificateOf(story, tenant, 'contract')
  assert.equal(wrongWith(story, certificate), null)
  assert.equal(certificate.statement.scope, 'everything')
}

test('[LI-11.2] the duties of the end outlive the contract and are kept after it', async () => {
  const story = await storyOf('enrichment')
  const { tenant, hash } = story.customer
  await order(story, 'processor', tenant, [...contract, 'endNow'])
  const open = async () =>
    (await deadlines(story, tenant)).filter((each) => each.clause === 'end-of-contract' && each.status === 'open').map((each) => each.name)
  assert.deepEqual(await open(), ['export'])
  // The agreement has ended and goes on governing what is still owed.
  const { agreement } = await standingOf(story, tenant)
  assert.deepEqual([agreement.status, agreement.status === 'none' ? null : agreement.hash], ['ended', hash])
  await story.until('2026-07-25T00:00:00Z')
  assert.deepEqual(await open(), ['erase'])
  await story.until('2026-08-31T00:00:00Z')
  assert.deepEqual(await open(), [])
  assert.equal((await duty(story, tenant, 'erase'))?.status, 'kept')
})

test('[BN-11.1a][BN-11.1b] at the end of the services everything is erased, and the erasure is certified unasked', async () => {
  const story = await storyOf('fundraising')
  const { tenant } = story.customer
  assert.equal(answer(await importFile(story, tenant, file)), 'done')
  const copies = await sealedCopies(story, tenant)
  assert.deepEqual(tryCopies(story, tenant, copies), ['readable', 'readable'])
  await order(story, 'controller', tenant, [...contract, 'giveNotice'])
  const notice = await duty(story, tenant, 'notice')
  // 24 June and thirty days is 24 July; the month it ends in is over with Friday 31 July, in Copenhagen.
  assert.deepEqual([notice?.term, notice?.ends], ['30 days to month end', at('2026-07-31T22:00:00Z')])
  await story.until('2026-07-31T21:59:59Z')
  assert.equal(done(await readable(story, tenant)).length, 2)
  await story.until('2026-07-31T22:00:00Z')
  assert.deepEqual(await sealedCopies(story, tenant), [])
  assert.deepEqual(tryCopies(story, tenant, copies), ['key_destroyed', 'key_destroyed'])
  const mails = story.mails.filter((each) => each.subject === 'Certificate of erasure')
  assert.deepEqual(
    mails.map((each) => [each.to, writeInstant(each.at)]),
    [[[story.customer.email], '2026-07-31T22:00:00Z']],
  )
  await isCertified(story, tenant)
})

test('[BC-1.6][BC-7.1] when the contract ends all data go the same day, with no time of grace', async () => {
  const story = await storyOf('lead-management')
  const { tenant } = story.customer
  assert.equal(answer(await importFile(story, tenant, file)), 'done')
  const copies = await sealedCopies(story, tenant)
  assert.equal(done(await readable(story, tenant)).length, 2)
  const ended = await order(story, 'controller', tenant, [...contract, 'giveNotice'])
  await story.settle()
  assert.deepEqual(await sealedCopies(story, tenant), [])
  assert.deepEqual(tryCopies(story, tenant, copies), ['key_destroyed', 'key_destroyed'])
  const types = (await eventsOf(story, tenant, ...contract)).map((each) => [each.type, each.at])
  assert.deepEqual(types, [
    ['ended', story.house.now()],
    ['erasureBegun', story.house.now()],
    ['closed', story.house.now()],
  ])
  assert.equal((await duty(story, tenant, 'erase'))?.term, '0 days')
  const left = await story.house.store.database.tenantTransaction(
    tenant,
    (sql) => sql`
    select distinct class from vault where tenant_id = ${tenant} and class in ('submitted', 'account')`,
  )
  assert.deepEqual([...left], [])
  await isCertified(story, tenant)
  assert.equal(answer(ended), 'done')
})

test('[BN-14.3a] while the services run nobody ends the agreement, and when it ends the services end with it', async () => {
  const story = await storyOf('fundraising')
  const { tenant, hash } = story.customer
  const works = async () => answer(await process(story, by('controller', tenant), usualNeed.fundraising))
  // No order of either side takes the agreement away from services that run.
  for (const side of ['controller', 'processor'] as const)
    for (const command of ['withdrawOffer', 'decline'])
      assert.notEqual(answer(await order(story, side, tenant, ['acceptance', 'agreement', command])), 'done')
  const inForce = await standingOf(story, tenant)
  assert.deepEqual(inForce.agreement, { status: 'in force', hash, since: at('2026-06-24T09:00:00Z') })
  // Notice ends services and agreement at one instant: in force and working to the last second, then neither.
  await order(story, 'processor', tenant, [...contract, 'giveNotice'])
  await story.until('2026-07-31T21:59:59Z')
  assert.deepEqual([(await standingOf(story, tenant)).agreement.status, await works()], ['in force', 'done'])
  await story.until('2026-07-31T22:00:00Z')
  assert.deepEqual([(await standingOf(story, tenant)).agreement.status, await works()], ['closed', 'no_agreement_in_force'])
  assert.equal(
    answer(
      await order(story, 'controller', tenant, ['instructions', 'written:00000000-0000-4000-8000-000000000003', 'give'], {
        processing: 'donations',
        text: 'Go on.',
      }),
    ),
    'no_agreement_in_force',
  )
})
