import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { good, rigHouse, sealedWhole, soon } from '../../test/rig/house.ts'
import { verify } from '../cli/node-crypto.ts'
import type { TenantId } from '../domain/ids.ts'
import { readEvidence, isFaults } from '../domain/evidence/read.ts'
import { verifyEvidence } from '../domain/evidence/verify.ts'
import { writeEvidence, type CertificateEvidence } from '../domain/evidence.ts'
import { instant, sha256Hex, tenantId } from '../domain/ids.ts'
import { enrichment } from '../services/enrichment/wing.ts'
import { controller, customer, imported } from '../services/enrichment/enrichment.rig.ts'
import { digest } from '../store/postgres/trail-rows.ts'
import { getVault, putVault } from '../store/postgres/vault-rows.ts'
import { trailSigner } from '../vault/house-keys.ts'
import { issueCertificate, jobPerformers } from '../work/jobs.ts'
import { runRound } from '../work/round.ts'
import { auditTenant } from './erase/audit.ts'
import { eraseRecords, erasePerson } from './erase.ts'
import { openFileLedger } from './file-ledger.ts'
import { findPerson } from './find-person.ts'
import { finishIntents } from './finish-intents.ts'
import type { Ledger } from './ledger.ts'

const { house, folder } = await rigHouse()
const wings = [enrichment]
const ledger = good(openFileLedger(join(folder, 'ledger'), house.store.ring))
const erasers = { house, wings, ledger }
const performers = jobPerformers(house, wings, ledger)
const sql = <Result>(tenant: TenantId, act: Parameters<typeof house.store.database.tenantTransaction<Result>>[1]) =>
  house.store.database.tenantTransaction(tenant, act)

type Person = { readonly name: string; readonly email: string; readonly phone: string }
const people = (count: number, from = 0): readonly Person[] =>
  Array.from({ length: count }, (_, nth) => ({
    name: `Person${from + nth} Name${(from + nth) * 7}`,
    email: `person.${from + nth}@firm${(from + nth) % 97}.example`,
    phone: `+3361${String(from + nth).padStart(7, '0')}`,
  }))
const csv = (of: readonly Person[]) =>
  `full name,email,phone,company\n${of.map((each) => `${each.name},${each.email},${each.phone},Firm Ltd`).join('\n')}\n`

const contacts = (tenant: TenantId) =>
  sql(tenant, async (run) =>
    Number((await run`select count(*)::int as rows from enrichment_contact where tenant_id = ${tenant}`)[0]?.['rows']),
  )
const idOf = async (tenant: TenantId, person: Person): Promise<string> => {
  const found = good(await findPerson(house, wings, controller(tenant, 'contacts.find'), { emails: [person.email] }))
  assert.ok(found.records[0])
  return found.records[0].id
}
const stageOf = async (tenant: TenantId, erasure: string) => {
  const certificate = await soon(() => issueCertificate(house, tenant, erasure))
  return certificate.statement.stage
}
const performAll = () => runRound(house, { ...performers, 'mail/*': async () => null, 'job/*': async () => null })

test('a person is found by address, number or id, shown by shape alone, and erased; the sweep and the audit confirm it', async () => {
  const tenant = await customer(house)
  const [anna, bert] = people(2)
  assert.ok(anna && bert)
  await imported(house, tenant, csv([anna, bert, { ...anna, email: 'anna.second@home.example' }]), { duplicates: 'keep' })
  const shown = good(await findPerson(house, wings, controller(tenant, 'contacts.find'), { emails: [anna.email.toUpperCase()] }))
  assert.deepEqual(shown.counts, { enrichment_contact: 2 }, 'the number leads to the record with the other address')
  assert.ok(!JSON.stringify(shown).includes('anna.second'))

  const erased = good(await erasePerson(erasers, controller(tenant, 'person.erase'), { emails: [anna.email] }))
  assert.equal(erased.counts['enrichment_contact'], 2)
  assert.equal(await contacts(tenant), 1)
  assert.equal(await stageOf(tenant, erased.erasure), 'erased')
  await performAll()
  assert.equal(await stageOf(tenant, erased.erasure), 'complete')
  const audited = good(await auditTenant(house, wings, tenant))
  assert.ok(audited)
  assert.deepEqual(audited.confirmed, [erased.erasure])
  assert.ok(audited.scanned >= 1)
  const certificate = await soon(() => issueCertificate(house, tenant, erased.erasure))
  assert.equal(certificate.statement.stage, 'audited')
  assert.equal(certificate.entries.length, 3)
  assert.deepEqual((await ledger.pending()).length, 0)
})

test('erasing twice finds nothing the second time, and says so', async () => {
  const tenant = await customer(house)
  const [anna] = people(1, 10)
  assert.ok(anna)
  await imported(house, tenant, csv([anna]))
  good(await erasePerson(erasers, controller(tenant, 'person.erase'), { emails: [anna.email] }))
  const again = await erasePerson(erasers, controller(tenant, 'person.erase'), { emails: [anna.email] })
  assert.ok('refused' in again)
  assert.equal(again.refused, 'nothing_to_erase')
  assert.equal((await ledger.pending()).length, 0)
})

test('two who erase the same person at once erase once between them', async () => {
  const tenant = await customer(house)
  const [anna] = people(1, 20)
  assert.ok(anna)
  await imported(house, tenant, csv([anna]))
  const both = await Promise.all([1, 2].map(() => erasePerson(erasers, controller(tenant, 'person.erase'), { phones: [anna.phone] })))
  assert.deepEqual(both.map((each) => ('refused' in each ? each.refused : each.counts['enrichment_contact'])).toSorted(), [
    1,
    'nothing_to_erase',
  ])
})

test('a colleague behind the same number stays', async () => {
  const tenant = await customer(house)
  const [anna, bert] = people(2, 30)
  assert.ok(anna && bert)
  await imported(house, tenant, csv([anna, { ...bert, phone: anna.phone }]))
  const erased = good(await erasePerson(erasers, controller(tenant, 'person.erase'), { emails: [anna.email] }))
  assert.equal(erased.counts['enrichment_contact'], 1)
  await performAll()
  assert.equal(await stageOf(tenant, erased.erasure), 'complete')
  assert.equal(good(await auditTenant(house, wings, tenant))?.confirmed.length, 1)
  assert.equal(await contacts(tenant), 1)
})

test('sealed files lose the rows of the person and keep the others', async () => {
  const tenant = await customer(house)
  const [anna, bert] = people(2, 40)
  assert.ok(anna && bert)
  await imported(house, tenant, csv([anna, bert]))
  const file = { id: house.newId(), class: 'submitted' as const, day: '2026-09-22', kind: 'error-file', owner: 'some import' }
  const text = `line,reason,email\n1,"two\nlines",${anna.email}\n2,none,${bert.email}\n`
  await house.store.act(tenant, 'shared', (transaction) => putVault(transaction, file, Buffer.from(text), house.now()))
  const erased = good(await erasePerson(erasers, controller(tenant, 'person.erase'), { emails: [anna.email] }))
  assert.ok((erased.counts['vault'] ?? 0) >= 1)
  const left = good(await house.store.act(tenant, 'shared', (transaction) => getVault(transaction, file.id)))
  assert.equal(Buffer.from(left.bytes).toString(), `line,reason,email\n2,none,${bert.email}\n`)
})

const plantings: Readonly<Record<string, (tenant: TenantId, id: string, person: Person, token: Uint8Array) => Promise<unknown>>> = {
  'a text column': (tenant, id) =>
    sql(tenant, (run) => run`insert into planted (tenant_id, note) values (${tenant}, ${`see record ${id}, please`})`),
  'an address in a text column': (tenant, _id, person) =>
    sql(tenant, (run) => run`insert into planted (tenant_id, note) values (${tenant}, ${`wrote to <${person.email}>`})`),
  'an id column': (tenant, id) => sql(tenant, (run) => run`insert into planted (tenant_id, record) values (${tenant}, ${id})`),
  'a token column': (tenant, _id, _person, token) =>
    sql(tenant, (run) => run`insert into planted (tenant_id, token) values (${tenant}, ${token})`),
  'a list of tokens': (tenant, _id, _person, token) =>
    sql(tenant, (run) => run`insert into planted (tenant_id, tokens) values (${tenant}, array[${token}::bytea])`),
  'a list of texts': (tenant, id) => sql(tenant, (run) => run`insert into planted (tenant_id, texts) values (${tenant}, ${[id]}::text[])`),
  'a JSON column': (tenant, id) =>
    sql(tenant, (run) => run`insert into planted (tenant_id, extra) values (${tenant}, ${run.json({ of: [id] })})`),
  'a house table': (tenant, id) =>
    house.store.database.app`insert into key_directory (hash, tenant_id, key_id) values (${Buffer.from(id)}, ${tenant}, ${id})`,
  'the owner of a sealed file': (tenant, id) =>
    house.store.act(tenant, 'shared', (transaction) =>
      putVault(
        transaction,
        { id: house.newId(), class: 'submitted', day: '2026-09-22', kind: 'undo', owner: id },
        Buffer.from('{}'),
        house.now(),
      ),
    ),
}

await house.store.database.owner.unsafe(`
  create table planted (tenant_id uuid not null, note text, record uuid, token bytea, tokens bytea[], texts text[], extra jsonb);
  select make_tenant_table('planted');
  grant select, insert, delete on planted to mandate_app`)

for (const [place, plant] of Object.entries(plantings))
  test(`a leftover in ${place} is found by the sweep and goes`, async () => {
    const tenant = await customer(house)
    const [anna] = people(1, 50)
    assert.ok(anna)
    await imported(house, tenant, csv([anna]))
    const id = await idOf(tenant, anna)
    const token = await sql(
      tenant,
      async (run) =>
        (await run<{ token: Uint8Array }[]>`select email_token as token from enrichment_contact where tenant_id = ${tenant}`)[0]?.token,
    )
    assert.ok(token)
    const erased = good(await erasePerson(erasers, controller(tenant, 'person.erase'), { emails: [anna.email] }))
    await plant(tenant, id, anna, token)
    await performAll()
    const events = await sql(
      tenant,
      (run) => run<{ type: string }[]>`select type from event where tenant_id = ${tenant} and clause = 'erasure' order by seq`,
    )
    assert.deepEqual(
      events.map(({ type }) => type),
      ['requested', 'erased', 'leftoverFound', 'erased', 'complete'],
    )
    assert.equal(await stageOf(tenant, erased.erasure), 'complete')
  })

test('a leftover in a sealed file is found by the audit and goes', async () => {
  const tenant = await customer(house)
  const [anna] = people(1, 60)
  assert.ok(anna)
  await imported(house, tenant, csv([anna]))
  const erased = good(await erasePerson(erasers, controller(tenant, 'person.erase'), { emails: [anna.email] }))
  await performAll()
  const planted = { id: house.newId(), class: 'submitted' as const, day: '2026-09-22', kind: 'undo', owner: 'another import' }
  await house.store.act(tenant, 'shared', (transaction) =>
    putVault(transaction, planted, Buffer.from(JSON.stringify([{ email: anna.email }, { email: 'b@c.example' }])), house.now()),
  )
  const first = good(await auditTenant(house, wings, tenant))
  assert.deepEqual(first?.found, [erased.erasure])
  await performAll()
  const second = good(await auditTenant(house, wings, tenant))
  assert.deepEqual(second?.confirmed, [erased.erasure])
  assert.equal(await stageOf(tenant, erased.erasure), 'audited')
})

class Killed extends Error {}
const killing = (at: 'commit' | 'done') => {
  const killed: Ledger = {
    intend: async (entry) => {
      await ledger.intend(entry)
      if (at === 'commit') throw new Killed()
    },
    done: () => Promise.reject(new Killed()),
    pending: () => ledger.pending(),
    entries: () => ledger.entries(),
    head: () => ledger.head(),
    holds: (head) => ledger.holds(head),
    close: () => ledger.close(),
  }
  return { ...erasers, ledger: killed }
}

for (const at of ['commit', 'done'] as const)
  test(`an erasure that was killed before its ${at} is finished at the next start`, async () => {
    const tenant = await customer(house)
    const [anna, bert] = people(2, 70)
    assert.ok(anna && bert)
    await imported(house, tenant, csv([anna, bert]))
    await assert.rejects(erasePerson(killing(at), controller(tenant, 'person.erase'), { emails: [anna.email] }), Killed)
    assert.equal(await contacts(tenant), at === 'commit' ? 2 : 1)
    const [intent] = await ledger.pending()
    assert.ok(intent)
    assert.ok(!JSON.stringify(intent).includes('@'))
    good(await finishIntents(erasers))
    assert.equal(await contacts(tenant), 1)
    assert.equal((await ledger.pending()).length, 0)
    await performAll()
    assert.equal(await stageOf(tenant, intent.id), 'complete')
  })

test('the certificate verifies offline, and six tampered copies do not', async () => {
  const tenant = await customer(house)
  const [anna, bert] = people(2, 80)
  assert.ok(anna && bert)
  await imported(house, tenant, csv([anna, bert]))
  await sealedWhole(house, tenant)
  const erased = good(await eraseRecords(erasers, controller(tenant, 'record.erase'), [await idOf(tenant, anna)]))
  const early = await soon(() => issueCertificate(house, tenant, erased.erasure))
  await performAll()
  good(await auditTenant(house, wings, tenant))
  const certificate = await soon(() => issueCertificate(house, tenant, erased.erasure))
  const text = writeEvidence(certificate)
  const read = readEvidence(text)
  assert.ok(!isFaults(read))
  assert.deepEqual(read, JSON.parse(text))
  const held = { fingerprint: trailSigner(house.store.ring).fingerprint, concluded: null, earlierHead: null }
  const verdict = (evidence: CertificateEvidence, fingerprint = held.fingerprint) =>
    verifyEvidence(evidence, { ...held, fingerprint }, { digest, verify })
  assert.equal(verdict(certificate).ok, true)
  assert.ok(!text.includes(anna.email))

  const [first, second, third] = certificate.entries
  assert.ok(first && second && third)
  const tampered: Readonly<Record<string, CertificateEvidence>> = {
    'an edited statement': {
      ...certificate,
      statement: { ...certificate.statement, erasedAt: instant(certificate.statement.erasedAt - 86_400_000) },
    },
    'a removed entry': { ...certificate, entries: [first, second] },
    'swapped proofs': { ...certificate, entries: [{ ...first, proof: second.proof }, { ...second, proof: first.proof }, third] },
    'a cut tail': { ...certificate, checkpoint: early.checkpoint },
    'another tenant': { ...certificate, statement: { ...certificate.statement, tenant: tenantId(house.newId()) } },
  }
  for (const [how, evidence] of Object.entries(tampered)) assert.equal(verdict(evidence).ok, false, how)
  assert.equal(verdict(certificate, sha256Hex('ab'.repeat(32))).ok, false, 'another key')
})

test('ten thousand people are taken in and erased, and neither the sweep nor the audit finds one of them', async () => {
  const tenant = await customer(house)
  const all = people(10_000, 100_000)
  await imported(house, tenant, csv(all))
  assert.equal(await contacts(tenant), 10_000)
  // What the server does by itself after a while: without figures on a fresh table it plans a thousand lookups as a thousand scans.
  await house.store.database.owner.unsafe('analyze enrichment_contact, enrichment_word')
  const asked = (some: readonly Person[], nth: number) =>
    nth % 2 === 0 ? { emails: some.map(({ email }) => email) } : { phones: some.map(({ phone }) => phone) }
  const erasures: string[] = []
  for (let nth = 0; nth < 10; nth += 1) {
    const erased = good(
      await erasePerson(erasers, controller(tenant, 'person.erase'), asked(all.slice(nth * 1_000, (nth + 1) * 1_000), nth)),
    )
    assert.equal(erased.counts['enrichment_contact'], 1_000)
    erasures.push(erased.erasure)
  }
  await performAll()
  const leftovers = await sql(tenant, (run) => run`select 1 from event where tenant_id = ${tenant} and type = 'leftoverFound'`)
  assert.equal(leftovers.count, 0)
  const audited = good(await auditTenant(house, wings, tenant))
  assert.deepEqual([...(audited?.confirmed ?? [])].toSorted(), erasures.toSorted())
  assert.equal(await contacts(tenant), 0)
})
