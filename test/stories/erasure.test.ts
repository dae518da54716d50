import assert from 'node:assert/strict'
import { test } from 'node:test'
import { erasePerson, eraseRecords } from '../../src/app/erase.ts'
import { findPerson } from '../../src/app/find-person.ts'
import { getVault, putVault } from '../../src/store/postgres/vault-rows.ts'
import { auditDue } from '../../src/work/jobs.ts'
import { wings } from '../../src/services/all.ts'
import {
  certificateOf,
  answer,
  by,
  done,
  eventsOf,
  importFile,
  order,
  readable,
  sealedCopies,
  storyOf,
  tryCopies,
  wrongWith,
} from './story.ts'

const file = [
  'full name,email,phone,company',
  'Ann Lee,ann@alpha.example,+33612345678,Alpha',
  'Ann Lee,ann.lee@home.example,+33612345678,Alpha',
  'Bo Ek,bo@beta.example,+33698765432,Beta',
  'Cy Orr,cy@gamma.example,,Gamma',
  '',
].join('\n')

/** An erasure that cannot be recorded is rolled back with an error: nothing was erased. */
const notErased = (error: unknown): never => assert.fail(`nothing was erased: ${String(error)}`)

test('[BN-C2.8a] the controller erases by itself, at any time: one record, one person with all of it, and everything', async () => {
  const story = await storyOf('fundraising')
  const { tenant } = story.customer
  const acting = (act: string) => ({ ...by('controller', tenant), act })
  const emails = async () =>
    done(await readable(story, tenant))
      .map((each) => each.fields.email)
      .toSorted()
  done(await importFile(story, tenant, file))
  const kept = story.house.newId()
  await story.house.store.act(tenant, 'shared', (transaction) =>
    putVault(
      transaction,
      { id: kept, class: 'submitted', day: null, kind: 'error-file', owner: null },
      Buffer.from(JSON.stringify([{ cells: ['Ann Lee', 'ann@alpha.example'] }])),
      story.house.now(),
    ),
  )

  // A person: found by one address, gone with the other record that her number leads to, and out of sealed files.
  const erased = await erasePerson(story.erasers, acting('person.erase'), { emails: ['ann@alpha.example'] }).catch(notErased)
  assert.equal(answer(erased), 'done')
  if ('refused' in erased) return
  assert.deepEqual(await emails(), ['bo@beta.example', 'cy@gamma.example'])
  const again = await findPerson(story.house, wings, acting('person.find'), {
    emails: ['ann@alpha.example', 'ann.lee@home.example'],
    phones: ['+33612345678'],
  })
  assert.ok('refused' in again || again.records.length === 0)
  const left = await story.house.store.act(tenant, 'shared', (transaction) => getVault(transaction, kept))
  assert.ok('refused' in left || !Buffer.from(left.bytes).toString().includes('ann@alpha.example'))
  // Swept by other means, then audited by decrypting everything, and certified.
  await story.settle()
  assert.deepEqual(
    (await eventsOf(story, tenant, 'erasure', erased.erasure)).map((each) => each.type),
    ['requested', 'erased', 'complete'],
  )
  done(await auditDue(story.house, wings))
  const certificate = await certificateOf(story, tenant, erased.erasure)
  assert.deepEqual([certificate.statement.stage, wrongWith(story, certificate)], ['audited', null])

  // One record.
  const bo = done(await readable(story, tenant)).find((each) => each.fields.email === 'bo@beta.example')
  assert.equal(answer(await eraseRecords(story.erasers, acting('record.erase'), [bo?.id ?? ''])), 'done')
  assert.deepEqual(await emails(), ['cy@gamma.example'])
  // Everything.
  await order(story, 'controller', tenant, ['end-of-contract', 'contract', 'giveNotice'])
  await story.until('2026-07-31T22:00:00Z')
  assert.deepEqual(await sealedCopies(story, tenant), [])
})

test('[BC-7.2] every copy is destroyed: of a person who is erased by a sweep of all tables, and at the end by the keys of all that was ever copied', async () => {
  const story = await storyOf('lead-management')
  const { tenant } = story.customer
  done(await importFile(story, tenant, file))
  const copies = await sealedCopies(story, tenant)
  assert.equal(copies.length, 4)
  const erased = await erasePerson(
    story.erasers,
    { ...by('controller', tenant), act: 'person.erase' },
    { emails: ['bo@beta.example'] },
  ).catch(notErased)
  assert.equal(answer(erased), 'done')
  if ('refused' in erased) return
  await story.settle()
  const [, , complete] = await eventsOf(story, tenant, 'erasure', erased.erasure)
  assert.equal(complete?.type, 'complete')
  assert.ok(Number(complete.tables) > 10)
  // Copies made before are still readable to who holds keys; the certificate says until when, and claims no more.
  const certificate = await certificateOf(story, tenant, erased.erasure)
  assert.ok(certificate.statement.remains.some((each) => /copies/.test(each.what)))

  await order(story, 'controller', tenant, ['end-of-contract', 'contract', 'giveNotice'])
  await story.settle()
  assert.deepEqual(
    tryCopies(story, tenant, copies),
    copies.map(() => 'key_destroyed'),
  )
  const last = await certificateOf(story, tenant, 'contract')
  assert.ok(last.statement.keysDestroyed.length > 0)
  assert.equal(wrongWith(story, last), null)
})
