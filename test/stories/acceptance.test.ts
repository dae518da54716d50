import assert from 'node:assert/strict'
import { test } from 'node:test'
import { agreementPdf, keptAgreement } from '../../src/app/agreements.ts'
import { getVault } from '../../src/store/postgres/vault-rows.ts'
import { done, standingOf, storyOf, trail } from './story.ts'

test('[BN-0.2] whoever asks gets a copy of exactly the version that was accepted, with the proof of who accepted it', async () => {
  const story = await storyOf('fundraising')
  const { house } = story
  const { tenant, hash, proof } = story.customer
  assert.equal((await standingOf(story, tenant)).agreement.status, 'in force')
  const kept = done(await house.store.act(tenant, 'shared', (transaction) => keptAgreement(transaction, hash)))
  assert.equal(kept.hashes.concluded, hash)
  const copy = await agreementPdf(kept)
  assert.equal(Buffer.from(copy.subarray(0, 5)).toString(), '%PDF-')

  const record = done(await house.store.act(tenant, 'shared', (transaction) => getVault(transaction, proof)))
  const statement = JSON.parse(Buffer.from(record.bytes).toString())
  assert.deepEqual(
    [statement.concluded, statement.acceptedAt, statement.agreement, record.class],
    [hash, house.now(), 'fundraising', 'evidence'],
  )
  // The log commits to the statement, in an entry that names the version and the proof.
  const [entry] = await trail(story, tenant, 'agreement.accepted')
  assert.deepEqual(entry?.names, [proof, hash])
  assert.ok(entry.detailDigest)
})
