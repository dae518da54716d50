/** Customers: each is invited by staff with a party, an address and a template, and finds an offer when it first signs in. */
import type { Agreement, Party } from '../domain/agreement-shape.ts'
import { conclude, type Choices } from '../domain/conclude.ts'
import { concludedHash, templateHash } from '../domain/hashes.ts'
import { caseId, type Instant, type TenantId } from '../domain/ids.ts'
import { isRefusal, type Fault, type Refusal } from '../domain/refusal.ts'
import { digest } from '../store/postgres/trail-rows.ts'
import { getVault, putVault } from '../store/postgres/vault-rows.ts'
import type { PostgresTransaction } from '../store/postgres.ts'
import { trailSigner } from '../vault/house-keys.ts'
import { invitationLetter } from '../words/en/letters.ts'
import { ensureAccount, joinTenant } from './accounts.ts'
import { ask } from './ask.ts'
import type { RealHouse, Request } from './house.ts'
import { queueLetter } from './letters.ts'
import { profileOf, putProfile } from './profile.ts'
import { runIn } from './run.ts'
import type { Templates } from './templates.ts'
import { openTenant } from './tenants.ts'

export type Invitation = { readonly party: Party; readonly email: string; readonly template: string; readonly choices: Choices }
export type Invited = { readonly customer: TenantId; readonly hash: string }
/** A text that cannot be concluded, with every fault of it. */
export type Unconcluded = Refusal & { readonly faults: readonly string[] }

/** Opens the customer, offers it the agreement, and writes to its first person. One entry in the operator's log, one in the customer's. */
export const inviteCustomer = async (
  house: RealHouse,
  request: Request,
  { templates, origin }: { readonly templates: Templates; readonly origin: string },
  invitation: Invitation,
): Promise<Invited | Refusal> => {
  const agreement = await concluded(house, templates, invitation)
  if (isRefusal(agreement)) return ask(house, request, async () => agreement)
  const customer = await openTenant({ database: house.store.database, now: house.now, newId: house.newId }, 'controller')
  const hash = await offer(house, { ...request, tenant: customer, act: 'agreement.offer' }, agreement, invitation.party)
  if (isRefusal(hash)) return ask(house, request, async () => hash)
  const welcome = async (transaction: PostgresTransaction): Promise<Invited> => {
    const { sql, ring } = transaction
    const account = await ensureAccount(house, sql, ring, invitation.email)
    await joinTenant(sql, account, { tenant: customer, role: 'owner' }, house.now())
    await listCustomer(house, transaction, customer, invitation)
    const processor = agreement.parties.processor?.legalName ?? ''
    const letter = invitationLetter(processor, invitation.party.legalName, `${origin}/sign-in`)
    await queueLetter(house, transaction, 'invitation', { to: [invitation.email], ...letter })
    return { customer, hash }
  }
  return ask(house, request, welcome, () => ({ names: [customer] }))
}

const concluded = async (
  house: RealHouse,
  templates: Templates,
  { party, template, choices }: Invitation,
): Promise<Agreement | Refusal> => {
  const text = templates.get(template)
  if (!text) return { refused: 'template_unknown', template, known: [...templates.keys()] }
  const processor = await house.store.act(house.operator, 'shared', profileOf)
  if (processor === null) return { refused: 'not_set_up' }
  const made = conclude(text, { controller: party, processor }, choices, trailSigner(house.store.ring).fingerprint)
  return isFaulty(made) ? unconcluded(made) : made
}

export const isFaulty = (made: Agreement | readonly Fault[]): made is readonly Fault[] => Array.isArray(made)

export const unconcluded = (faults: readonly Fault[]): Unconcluded => ({
  refused: 'agreement_not_concluded',
  faults: faults.map((fault) => `${fault.at}: ${fault.refused}`),
})

const offer = async (house: RealHouse, request: Request, agreement: Agreement, party: Party): Promise<string | Refusal> =>
  house.store.act(request.tenant, 'alone', async (transaction) => {
    const [hash, template] = [concludedHash(agreement, digest), templateHash(agreement, digest)]
    await transaction.keepAgreement(hash, template, agreement, house.now())
    await putProfile(house, transaction, party)
    const command = { type: 'offer', hash, template, processing: agreement.processing.map((each) => each.id) }
    const done = await runIn(house, transaction, { ...request, names: [hash] }, [
      { clause: 'acceptance', case: caseId('agreement'), command },
    ])
    return isRefusal(done) ? done : hash
  })

/** The operator's own list of its customers: names are sealed under the operator, so that reading it opens no customer's vault. */
const customerKind = 'customer'

const listCustomer = async (
  house: RealHouse,
  transaction: PostgresTransaction,
  customer: TenantId,
  { party, email }: Invitation,
): Promise<void> => {
  const record = { id: house.newId(), class: 'account' as const, day: null, kind: customerKind, owner: customer }
  await putVault(transaction, record, Buffer.from(JSON.stringify({ legalName: party.legalName, email })), house.now())
}

export type ListedCustomer = { readonly id: string; readonly legalName: string; readonly email: string; readonly since: Instant }
type CustomerRow = { readonly ref: string; readonly id: string; readonly since: Instant }

/** By id, a page at a time. */
export const listCustomers = async (
  house: RealHouse,
  request: Request,
  after: string | null,
  limit: number,
): Promise<readonly ListedCustomer[] | Refusal> =>
  ask(
    house,
    request,
    async (transaction) => {
      const { sql, tenant } = transaction
      const rows = await sql<CustomerRow[]>`
        select id as ref, owner as id, created_at as since from vault
        where tenant_id = ${tenant} and kind = ${customerKind} and owner > ${after ?? ''} order by owner limit ${limit}`
      const customers: ListedCustomer[] = []
      for (const { ref, id, since } of rows) {
        const found = await getVault(transaction, ref)
        if (!isRefusal(found)) customers.push({ id, since, ...JSON.parse(Buffer.from(found.bytes).toString()) })
      }
      return customers
    },
    (customers) => ({ counts: { customers: customers.length } }),
  )

/** Is this id one of a customer? Asked before staff act for it; any other id looks like one that nobody has. */
export const isCustomer = async (house: RealHouse, id: string): Promise<boolean> => {
  const rows = await house.store.database.app`select 1 from tenant where tenant_id = ${id} and kind = 'controller'`
  return rows.length > 0
}
