/**
 * The shared start of a story: a whole house on PostgreSQL with a simulated clock, and a customer who has accepted one of the shipped
 * agreements. Orders answer what the house answers, refusals included: a story asserts on the answer, so that it fails by its assertion
 * when the module that keeps the promise does not run.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { acceptAgreement } from '../../src/app/acceptance.ts'
import { addressesOf, findAccount, type MemberRole } from '../../src/app/accounts.ts'
import { orderClause, type Ordered } from '../../src/app/clause-orders.ts'
import { verify } from '../../src/cli/node-crypto.ts'
import { inviteCustomer } from '../../src/app/customers.ts'
import type { Erasers } from '../../src/app/erase.ts'
import { openFileLedger } from '../../src/app/file-ledger.ts'
import type { RealHouse, Request } from '../../src/app/house.ts'
import type { Letter } from '../../src/app/letters.ts'
import { housePerformers } from '../../src/app/performers.ts'
import { withPermit } from '../../src/app/permit.ts'
import { putProfile } from '../../src/app/profile.ts'
import { enterAct, run, type Outcome } from '../../src/app/run.ts'
import { trailEvidence, trailPage, type ReadFrom } from '../../src/app/trail.ts'
import { isFaults, readAgreement } from '../../src/domain/agreement.ts'
import type { Agreement } from '../../src/domain/agreement-shape.ts'
import type { Actor, ClauseCommand } from '../../src/domain/clause.ts'
import { moduleNames } from '../../src/domain/clauses/names.ts'
import type { Need } from '../../src/domain/clauses/scope.ts'
import type { TrailEntry } from '../../src/domain/trail.ts'
import type { CertificateEvidence, Evidence, TrailEvidence } from '../../src/domain/evidence.ts'
import { verifyEvidence } from '../../src/domain/evidence/verify.ts'
import { caseId, sha256Hex, type Instant, type TenantId } from '../../src/domain/ids.ts'
import { isRefusal, type Refusal } from '../../src/domain/refusal.ts'
import type { Standing } from '../../src/domain/standing.ts'
import { readInstant } from '../../src/domain/time.ts'
import { wingJobs, wings } from '../../src/services/all.ts'
import { listPage } from '../../src/services/enrichment/service.ts'
import { viewImport } from '../../src/services/enrichment/service/imports.ts'
import { startImport } from '../../src/services/enrichment/service/run-import.ts'
import { previewImport } from '../../src/services/enrichment/service/upload.ts'
import { contactPlace } from '../../src/services/enrichment/store/contact.ts'
import type { ContactView, ImportView } from '../../src/services/enrichment/wire.ts'
import type { PostgresTransaction } from '../../src/store/postgres.ts'
import { issueCertificate, jobPerformers } from '../../src/work/jobs.ts'
import { digest } from '../../src/store/postgres/trail-rows.ts'
import { open } from '../../src/vault/envelope.ts'
import { trailSigner } from '../../src/vault/house-keys.ts'
import { mailPerformer } from '../../src/work/mail.ts'
import type { Performers } from '../../src/work/outbox.ts'
import { advance, runRound, type SimulatedClock } from '../../src/work/round.ts'
import { sealTenant } from '../../src/work/sealer.ts'
import { good, rigHouse } from '../rig/house.ts'

export type AgreementName = 'enrichment' | 'lead-management' | 'fundraising'

/** A letter that left, with the moment at which it left. */
export type Sent = Letter & { readonly at: Instant }

export type StoryHouse = {
  readonly house: RealHouse
  readonly clock: SimulatedClock
  readonly folder: string
  /** What erasing needs: the wings and the ledger. */
  readonly erasers: Erasers
  /** Every letter that left the house, in order. */
  readonly mails: readonly Sent[]
  readonly performers: Performers<PostgresTransaction>
  /** Does what is due now. */
  settle(): Promise<void>
  /** Moves the clock, stopping wherever something is due. */
  until(at: string): Promise<void>
}

export type Customer = {
  readonly tenant: TenantId
  readonly account: string
  readonly email: string
  /** The hash of the concluded agreement, and the vault record that proves its acceptance. */
  readonly hash: string
  readonly proof: string
}

const origin = 'https://house.example'

const shipped = (name: AgreementName): Agreement => {
  const read = readAgreement(readFileSync(join(import.meta.dirname, `../../agreements/${name}.yaml`), 'utf8'), Object.keys(moduleNames))
  if (isFaults(read)) throw new Error(`${name}: ${JSON.stringify(read)}`)
  return read
}

/** The service that runs in this version, as an activity: who buys it beside another one has it in that agreement's list. */
const enrichContacts = shipped('enrichment').processing

/** The shipped agreements as the operator offers them, every clause and figure as it stands; each with the activity of the wing that runs. */
export const templates: ReadonlyMap<string, Agreement> = new Map(
  (['enrichment', 'lead-management', 'fundraising'] as const).map((name) => {
    const read = shipped(name)
    return [name, name === 'enrichment' ? read : { ...read, processing: [...read.processing, ...enrichContacts] }] as const
  }),
)

/** A house whose processor has a name. `start` is written as in 2026-06-24T09:00:00Z. */
export const storyHouse = async (start?: string): Promise<StoryHouse> => {
  const { house, clock, folder } = await rigHouse(start)
  await house.store.act(house.operator, 'alone', (transaction) =>
    putProfile(house, transaction, {
      legalName: 'Processor SAS',
      registerNumber: '552 100 554',
      address: '1 rue de la Paix, 75002 Paris, France',
      dataProtectionContact: 'privacy@processor.example',
    }),
  )
  const mails: Sent[] = []
  const mail = mailPerformer({
    house,
    origin,
    send: async (letter) => {
      mails.push({ ...letter, at: house.now() })
    },
    recipients: (tenant, side) =>
      side === 'processor' ? Promise.resolve(['staff@processor.example']) : addressesOf(house, tenant, whoIsTold),
  })
  const erasers: Erasers = { house, wings, ledger: good(openFileLedger(join(folder, 'erasures.log'), house.store.ring)) }
  const performers = {
    ...housePerformers(house, origin),
    ...jobPerformers(house, wings, erasers.ledger),
    ...wingJobs(house),
    'mail/*': mail,
  }
  return {
    house,
    clock,
    folder,
    erasers,
    mails,
    performers,
    settle: async () => {
      await runRound(house, performers)
    },
    until: (at) => advance(house, performers, clock, good(readInstant(at))),
  }
}

const whoIsTold: readonly MemberRole[] = ['owner', 'member']

/** The offer made and the agreement accepted, as people do it. Fails by assertion: some stories are about just this. */
export const customerOf = async ({ house }: StoryHouse, agreement: AgreementName, email = 'anna@customer.example'): Promise<Customer> => {
  const invitation = {
    email,
    template: agreement,
    choices: {},
    party: {
      legalName: 'Customer GmbH',
      registerNumber: 'HRB 1234',
      address: 'Hauptstrasse 1, 10115 Berlin, Germany',
      dataProtectionContact: email,
    },
  }
  const invited = done(
    await inviteCustomer(house, { ...by('processor', house.operator), act: 'customer.invite' }, { templates, origin }, invitation),
  )
  const tenant = invited.customer
  const account = await house.store.database.houseTransaction((sql) => findAccount(sql, house.store.ring, email))
  assert.ok(account)
  const read = { account, capacity: 'managing director', hash: invited.hash, userAgent: 'test' }
  const accepted = await acceptAgreement(house, { ...by('controller', tenant, account), act: 'agreement.accept' }, read, {
    clause: 'acceptance',
    case: 'agreement',
  })
  return { tenant, account, email, ...done(accepted) }
}

/** A house with one customer of this agreement; its first mail is out. */
export const storyOf = async (agreement: AgreementName, start?: string): Promise<StoryHouse & { readonly customer: Customer }> => {
  const story = await storyHouse(start)
  const customer = await customerOf(story, agreement)
  await story.settle()
  return { ...story, customer }
}

/** A request of one side, from a network address. */
export const by = (side: Actor['side'], tenant: TenantId, id: string = side): Request => ({
  tenant,
  actor: { side, id },
  ip: side === 'program' ? null : '203.0.113.7',
  act: `${side}.acts`,
  ground: null,
  names: [],
})

/** An order through the generic route of the clauses, as a page or a program gives it. */
export const order = (
  { house }: StoryHouse,
  side: 'controller' | 'processor',
  tenant: TenantId,
  [clause, id, command]: readonly [clause: string, id: string, command: string],
  fields: Readonly<Record<string, unknown>> = {},
): Promise<Ordered | Refusal> =>
  orderClause(house, { ...by(side, tenant), act: `${clause}.${command}` }, { clause, case: id, command, fields })

/** An order of the house's own, as its programs give it. */
export const programOrder = (
  { house }: StoryHouse,
  tenant: TenantId,
  [clause, id]: readonly [clause: string, id: string],
  command: ClauseCommand,
): Promise<Outcome | Refusal> =>
  run(house, { ...by('program', tenant), act: `${clause}.${command.type}` }, { clause, case: caseId(id), command })

/** What each shipped agreement's customers have done with their data. */
export const usualNeed: Readonly<Record<AgreementName, Need>> = {
  enrichment: { processing: 'enrich-contacts', operation: 'Match', columns: ['email', 'company'] },
  'lead-management': { processing: 'manage-leads', operation: 'Consult', columns: ['email', 'stage'] },
  fundraising: { processing: 'donations', operation: 'Consult', columns: ['email', 'amount'] },
}

/** A permitted act on the customer's data; the instruction under which it ran, or the refusal of the gate. */
export const process = ({ house }: StoryHouse, request: Request, need: Need): Promise<{ readonly ranUnder: string } | Refusal> =>
  withPermit(house, request, need, async (transaction, permit) => {
    const under = 'instruction' in permit.under ? permit.under.instruction : permit.under.ground
    await enterAct(house, transaction, { ...request, names: [under] }, {})
    return { ranUnder: under }
  })

/** A file handed in and imported, as a customer does it in the console; the queue does the work. */
export const importFile = async (story: StoryHouse, tenant: TenantId, text: string): Promise<ImportView | Refusal> => {
  const { house } = story
  const acting = (act: string): Request => ({ ...by('controller', tenant), act })
  const preview = await previewImport(house, acting('contacts.upload'), streamOf(text), { columns: {}, duplicates: 'keep' })
  if (isRefusal(preview)) return preview
  const { id } = preview.import
  const started = await startImport(house, acting('contacts.import'), { id })
  if (isRefusal(started)) return started
  await story.settle()
  const viewed = await viewImport(house, acting('contacts.import.view'), { id })
  return isRefusal(viewed) ? viewed : viewed.import
}

async function* streamOf(text: string): AsyncGenerator<Uint8Array, void, undefined> {
  yield Buffer.from(text)
}

/** The records that the customer can read now; a refusal of the gate. */
export const readable = async ({ house }: StoryHouse, tenant: TenantId): Promise<readonly ContactView[] | Refusal> => {
  const page = await listPage(house, { ...by('controller', tenant), act: 'contacts.list' }, { cursor: null, limit: 100 })
  return isRefusal(page) ? page : page.contacts
}

/** A copy of the customer's sealed records, as a thief or a backup would hold it. */
export const sealedCopies = ({ house }: StoryHouse, tenant: TenantId): Promise<readonly SealedCopy[]> =>
  house.store.database.tenantTransaction(tenant, async (sql) => [
    ...(await sql<SealedCopy[]>`
      select id, expires_on::text as day, envelope from enrichment_contact where tenant_id = ${tenant} order by id`),
  ])

export type SealedCopy = { readonly id: string; readonly day: string; readonly envelope: Uint8Array }

/** What the keys that are left make of such copies: `readable`, or the code that says why not. */
export const tryCopies = ({ house }: StoryHouse, tenant: TenantId, copies: readonly SealedCopy[]): readonly string[] =>
  copies.map(({ id, day, envelope }) => {
    const opened = open(house.store.ring, contactPlace(tenant, id, day === 'infinity' ? null : day, false), envelope)
    return isRefusal(opened) ? opened.refused : 'readable'
  })

/**
 * The certificate of an erasure. An entry is numbered when no older transaction runs any more on the whole server; beside other tests that
 * may take a moment, as it may take the sealer one.
 */
export const certificateOf = async ({ house }: StoryHouse, tenant: TenantId, erasure: string): Promise<CertificateEvidence> => {
  for (let tries = 0; ; tries += 1) {
    const found = await issueCertificate(house, tenant, erasure)
    if (tries > 200 || !isRefusal(found) || found.refused !== 'nothing_sealed_yet') return done(found)
    await setTimeout(50)
  }
}

/** The whole log of a customer as a file, with its newest entry in it. */
export const wholeLog = async (story: StoryHouse, tenant: TenantId): Promise<TrailEvidence> => {
  const { house } = story
  const entries = (await trail(story, tenant)).length
  for (let tries = 0; ; tries += 1) {
    await sealTenant(house, tenant)
    const found = await house.store.database.tenantTransaction(tenant, (sql) => trailEvidence({ sql, tenant, ring: house.store.ring }))
    if (tries > 200 || (!isRefusal(found) && found.entries.length >= entries)) return done(found)
    await setTimeout(50)
  }
}

/** What is wrong with an evidence file for a reader who holds the agreement, and so the fingerprint of the operator's key; null: nothing. */
export const wrongWith = ({ house }: StoryHouse, evidence: Evidence): string | null => {
  const fingerprint = sha256Hex(trailSigner(house.store.ring).fingerprint)
  const verdict = verifyEvidence(evidence, { fingerprint, concluded: null, earlierHead: null }, { digest, verify })
  return verdict.ok ? null : verdict.wrong.refused
}

/** The code of a refusal, or `done`. */
export const answer = (outcome: unknown): string => (isRefusal(outcome) ? outcome.refused : 'done')

/** The value; a refusal fails the story by assertion. */
export const done = <Value>(value: Value): Exclude<Value, Refusal> => {
  assert.equal(answer(value), 'done')
  return good(value)
}

export type ShownDeadline = {
  readonly clause: string
  readonly case: string
  readonly name: string
  readonly status: string
  readonly term: string
  readonly side: string
  readonly started: Instant
  readonly begins: Instant | null
  readonly ends: Instant | null
  readonly closed: Instant | null
}

/** The deadlines of a customer, oldest first. */
export const deadlines = ({ house }: StoryHouse, tenant: TenantId): Promise<readonly ShownDeadline[]> =>
  house.store.database.tenantTransaction(
    tenant,
    (sql) => sql<ShownDeadline[]>`
      select clause, case_id as case, name, status, term, side, started, begins, ends, closed_at as closed from deadline
      where tenant_id = ${tenant} order by started, clause, case_id, name`,
  )

/** The entries of a customer's log, or those of one act; newest first, and those of one instant in no order. */
export const trail = ({ house }: StoryHouse, tenant: TenantId, act: string | null = null): Promise<readonly TrailEntry[]> =>
  house.store.database.tenantTransaction(tenant, (sql) => {
    const from: ReadFrom = { sql, tenant, ring: house.store.ring }
    return trailPage(from, { act, name: null, outcome: null }, null, 1_000)
  })

/** The events of a case, oldest first. */
export const eventsOf = ({ house }: StoryHouse, tenant: TenantId, clause: string, id: string) =>
  house.store.act(tenant, 'shared', async (transaction) => {
    const [events = []] = await transaction.events([{ clause, case: caseId(id) }])
    return events
  })

export const standingOf = ({ house }: StoryHouse, tenant: TenantId): Promise<Standing> =>
  house.store.act(tenant, 'shared', async (transaction) => transaction.standing)

/** An instant as the stories write it. */
export const at = (text: string): Instant => good(readInstant(text))
