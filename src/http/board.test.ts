import assert from 'node:assert/strict'
import { test } from 'node:test'
import { instant } from '../domain/ids.ts'
import { browser, customerOf, leaves, personIn, rigServer, setUpRig } from './http.rig.ts'

const rig = await rigServer({}, 'no erasing')
const { app, house } = rig
await setUpRig(rig)
const tenant = await customerOf(rig, 'owner@customer.example')
await rig.work()

type Row = {
  readonly clause: string
  readonly standing: {
    readonly status: string
    readonly filedAt?: string | null
    readonly broken?: readonly { clause: string; case: string; deadline: string }[]
  }
}

/** Sessions last twelve hours, and this file jumps by months. */
const people = async () => ({
  staff: browser(await personIn(rig, house.operator, 'staff', 'first@operator.example')),
  owner: browser(await personIn(rig, tenant, 'owner', 'owner@customer.example')),
})
const board = async (): Promise<readonly Row[]> => (await app.inject({ url: '/v1/board', headers: (await people()).owner })).json().items
const post = (url: string, headers: Record<string, string>, payload: object) => app.inject({ method: 'POST', url, headers, payload })

test('a promise goes from idle to due, to at risk, to broken, and leaves the board when cause and remedy are recorded', async () => {
  const { owner } = await people()
  const { hashes } = (await app.inject({ url: '/v1/agreement', headers: owner })).json()
  assert.equal((await post('/v1/agreement/accept', owner, { hash: hashes.concluded, capacity: 'director', agree: true })).statusCode, 200)
  const retention = async () => (await board()).find((row) => row.clause === kept)?.standing
  const before = new Map((await board()).map((row) => [row.clause, row.standing.status] as const))
  const checked = await app.inject({
    method: 'POST',
    url: '/v1/imports',
    headers: { ...owner, 'content-type': 'text/csv' },
    payload: 'First name,Last name,E-mail\nAda,Lovelace,ada@analytical.example\nMary,Somerville,mary@analytical.example\n',
  })
  assert.equal(checked.statusCode, 201, checked.body)
  const kept = (await board()).find((row) => row.standing.status === 'due' && before.get(row.clause) === 'idle')?.clause ?? ''
  assert.equal((await retention())?.status, 'due')
  rig.clock.set(instant(house.now() + 80 * 86_400_000))
  assert.equal((await retention())?.status, 'at risk', 'less than a fifth of the period is left')
  // This server has nobody who performs the erasure of a day, so the promise breaks.
  rig.clock.set(instant(house.now() + 20 * 86_400_000))
  await rig.work()
  const broken = await retention()
  assert.equal(broken?.status, 'broken')
  const [late] = broken?.broken ?? []
  const { staff } = await people()
  const remedy = { ...late, cause: 'The worker was not running.', remedy: 'It runs again and is watched.' }
  const recorded = await leaves(rig, [house.operator, tenant], {
    method: 'POST',
    url: `/v1/customers/${tenant}/remedies`,
    headers: staff,
    payload: { clause: remedy.clause, case: remedy.case, deadline: remedy.deadline, cause: remedy.cause, remedy: remedy.remedy },
  })
  assert.deepEqual([recorded.answer.statusCode, ...recorded.left], [201, 0, 1])
  assert.notEqual((await retention())?.status, 'broken')
  const again = await post(`/v1/customers/${tenant}/remedies`, staff, {
    clause: remedy.clause,
    case: remedy.case,
    deadline: remedy.deadline,
    cause: 'x',
    remedy: 'y',
  })
  assert.deepEqual([again.statusCode, again.json().code], [409, 'deadline_not_broken'])
  const text = (await app.inject({ url: `/v1/evidence/${recorded.answer.json().id}`, headers: (await people()).owner })).json().text
  assert.match(text, /The worker was not running/)
})

test('a promise that no program keeps shows the age of the evidence that staff filed', async () => {
  const manual = (await board()).find((row) => row.standing.status === 'manual')
  assert.ok(manual)
  assert.equal(manual.standing.filedAt, null)
  const { staff } = await people()
  const filed = await post(`/v1/customers/${tenant}/evidence`, staff, {
    clause: manual.clause,
    text: 'Signed undertakings of all staff, 3 pages.',
  })
  assert.equal(filed.statusCode, 201, filed.body)
  assert.notEqual((await board()).find((row) => row.clause === manual.clause)?.standing.filedAt, null)
  const program = (await board()).find((row) => row.standing.status === 'planned')
  const wrong = await post(`/v1/customers/${tenant}/evidence`, staff, { clause: program?.clause, text: 'x' })
  assert.deepEqual([wrong.statusCode, wrong.json().code], [422, 'evidence_not_expected'])
})
