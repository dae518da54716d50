/** `start --demo`: an invented processor with three invented customers, one for each shipped agreement. Every address ends in `.example`. */
import { acceptAgreement } from '../app/acceptance.ts'
import { findAccount } from '../app/accounts.ts'
import { inviteCustomer, type Invited } from '../app/customers.ts'
import type { RealHouse, Request } from '../app/house.ts'
import { isSetUp, setUp } from '../app/setup.ts'
import type { Templates } from '../app/templates.ts'
import type { TenantId } from '../domain/ids.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { previewImport } from '../services/enrichment/service/upload.ts'
import { startImport } from '../services/enrichment/service/run-import.ts'
import { sentenceOf } from '../words/catalogue.ts'

export type DemoFacts = {
  readonly origin: string
  readonly templates: Templates
  readonly setupCode: string | null
  readonly say: (line: string) => void
}

const staff = 'dpo@halden.example'

const customers = [
  {
    template: 'enrichment',
    email: 'ines@northlight.example',
    name: 'Northlight Analytics ApS',
    number: 'DK 10 00 00 01',
    address: 'Havnegade 1, 1058 Copenhagen, Denmark',
  },
  {
    template: 'lead-management',
    email: 'camille@mirabelle.example',
    name: 'Atelier Mirabelle SARL',
    number: 'FR 100 000 002',
    address: '2 rue des Mirabelles, 69001 Lyon, France',
  },
  {
    template: 'fundraising',
    email: 'signe@fjordlys.example',
    name: 'Fjordlys Fonden',
    number: 'DK 10 00 00 03',
    address: 'Strandvejen 3, 8000 Aarhus, Denmark',
  },
] as const

/** Does nothing where the house is already set up: a demo never mixes with real customers. */
export const fillDemo = async (house: RealHouse, facts: DemoFacts): Promise<Refusal | null> => {
  if ((await isSetUp(house)) || facts.setupCode === null) return null
  facts.say('Filling the demo: an invented processor and three invented customers …')
  const code = facts.setupCode
  const party = {
    legalName: 'Halden Contact Services AS',
    registerNumber: 'NO 900 000 000',
    address: 'Storgata 1, 1767 Halden, Norway',
    dataProtectionContact: staff,
  }
  const begun = await setUp(house, asProcessor(house.operator, 'demo', 'setup'), code, { code, email: staff, party })
  if (isRefusal(begun)) return begun
  for (const customer of customers) {
    const done = await addCustomer(house, facts, begun.account, customer)
    if (isRefusal(done)) return done
  }
  facts.say(
    `Demo accounts (sign in by a link that arrives in the development inbox): ${[staff, ...customers.map((each) => each.email)].join(', ')}`,
  )
  return null
}

const addCustomer = async (
  house: RealHouse,
  { templates, origin, say }: DemoFacts,
  account: string,
  customer: (typeof customers)[number],
): Promise<Refusal | null> => {
  const party = {
    legalName: customer.name,
    registerNumber: customer.number,
    address: customer.address,
    dataProtectionContact: customer.email,
  }
  const invited = await inviteCustomer(
    house,
    asProcessor(house.operator, account, 'customer.invite'),
    { templates, origin },
    { party, email: customer.email, template: customer.template, choices: {} },
  )
  if (isRefusal(invited)) return invited
  const owner = await accept(house, invited, customer.email)
  if (isRefusal(owner)) return owner
  say(`  ${customer.name} has accepted the agreement "${customer.template}".`)
  return customer.template === 'enrichment' ? handIn(house, invited.customer, owner.account) : null
}

const accept = async (house: RealHouse, { customer, hash }: Invited, email: string): Promise<{ readonly account: string } | Refusal> => {
  const account = await house.store.database.houseTransaction((sql) => findAccount(sql, house.store.ring, email))
  if (account === null) throw new Error('an invited person has no account')
  const acceptance = { account, capacity: 'Managing director, with authority to sign alone', hash, userAgent: null }
  const done = await acceptAgreement(house, asController(customer, account, 'agreement.accept'), acceptance, {
    clause: 'acceptance',
    case: 'agreement',
  })
  return isRefusal(done) ? done : { account }
}

const handIn = async (house: RealHouse, tenant: TenantId, account: string): Promise<Refusal | null> => {
  const request = asController(tenant, account, 'contacts.upload')
  const preview = await previewImport(house, request, bytesOf(contacts()), { columns: {}, duplicates: 'skip' })
  if (isRefusal(preview)) return preview
  const id = preview.import.id
  // The worker carries it out like any other import.
  const started = await startImport(house, { ...request, act: 'contacts.import' }, { id })
  return isRefusal(started) ? started : null
}

/** Forty invented people at invented firms: enough for a list with pages. */
const contacts = (): string => {
  const first = ['Alma', 'Benoît', 'Clara', 'Ditte', 'Émile', 'Freja', 'Gustav', 'Hanne', 'Inès', 'Jonas']
  const last = ['Bakke', 'Fontaine', 'Nørgaard', 'Solheim']
  const jobs = ['Head of Sales', 'Buyer', 'Office Manager', 'Chief Engineer']
  const rows = last.flatMap((family, firm) =>
    first.map((given, index) => {
      const company = `${family} ${['Marine', 'Atelier', 'Data', 'Foods'][firm] ?? ''} ${index + 1}`
      const address = `${plain(given)}.${plain(family)}@firm-${firm + 1}-${index + 1}.example`
      return [given, family, address, `+45 70 10 ${String(10 + firm)} ${String(10 + index)}`, jobs[(firm + index) % 4], company, 'DK'].join(
        ';',
      )
    }),
  )
  return ['First name;Last name;E-mail;Phone;Job title;Company;Country', ...rows].join('\n')
}

const plain = (name: string): string =>
  name
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z]/g, '')
    .toLowerCase()

async function* bytesOf(text: string): AsyncGenerator<Uint8Array, void, undefined> {
  yield Buffer.from(text)
}

const asProcessor = (tenant: TenantId, id: string, act: string): Request => ({
  tenant,
  actor: { side: 'processor', id },
  ip: null,
  act,
  ground: null,
  names: [],
})
const asController = (tenant: TenantId, id: string, act: string): Request => ({
  tenant,
  actor: { side: 'controller', id },
  ip: null,
  act,
  ground: null,
  names: [],
})

/** What to print when the demo could not be filled. */
export const demoTrouble = (refusal: Refusal): string => `The demo could not be filled: ${sentenceOf(refusal)}`
