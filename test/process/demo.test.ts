import assert from 'node:assert/strict'
import { test } from 'node:test'
import { leftoverServer } from '../../src/store/embedded.ts'
import { signIn, type Caller } from './caller.rig.ts'
import { freshPlace, startServer, until, type Served } from './process.rig.ts'

const { data } = freshPlace()
const owners = {
  enrichment: 'ines@northlight.example',
  'lead-management': 'camille@mirabelle.example',
  fundraising: 'signe@fjordlys.example',
}
const staffOf = (served: Served) => signIn(served.origin, 'dpo@halden.example')
const customersOf = async (staff: Caller) =>
  (
    await staff.get<{ readonly items: readonly { readonly id: string; readonly legalName: string; readonly email: string }[] }>(
      '/v1/customers',
    )
  ).body.items

test('the demo has three customers, each has accepted one of the shipped agreements, and one has handed contacts in', async (t) => {
  const served = await startServer(data, ['--demo'])
  t.diagnostic(`first start with the demo: ${Math.round(served.took)} ms`)
  assert.doesNotMatch(served.said(), /could not be filled|give the code/)
  const customers = await customersOf(await staffOf(served))
  assert.deepEqual(customers.map((each) => each.email).toSorted(), Object.values(owners).toSorted())
  for (const [template, email] of Object.entries(owners)) {
    const owner = await signIn(served.origin, email)
    const { body } = await owner.get<{ readonly agreement: string; readonly standing: { readonly status: string } }>('/v1/agreement')
    assert.deepEqual([body.agreement, body.standing.status], [template, 'in force'])
    if (template !== 'enrichment') continue
    const contacts = await until('the contacts of the demo', 20, async () => {
      const page = await owner.get<{ readonly contacts: readonly unknown[] }>('/v1/contacts?limit=100')
      return page.body.contacts.length === 0 ? null : page.body.contacts
    })
    assert.equal(contacts.length, 40)
  }
  await served.kill('SIGTERM')
})

test('asked for again, the demo changes nothing in a house that is set up', async () => {
  const served = await startServer(data, ['--demo'])
  assert.doesNotMatch(served.said(), /Filling the demo|could not be filled/)
  assert.equal((await customersOf(await staffOf(served))).length, 3)
  await served.kill('SIGTERM')
  assert.equal(leftoverServer(data), null)
})
