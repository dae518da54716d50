import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readCase } from '../../src/app/cases.ts'
import { isRefusal } from '../../src/domain/refusal.ts'
import {
  answer,
  at,
  by,
  customerOf,
  deadlines,
  done,
  eventsOf,
  order,
  process,
  storyHouse,
  storyOf,
  templates,
  trail,
  usualNeed,
  type AgreementName,
} from './story.ts'

const initial = {
  enrichment: 'agreement:enrich-contacts',
  'lead-management': 'agreement:manage-leads',
  fundraising: 'agreement:donations',
} as const

test('[LI-5.1a][BN-4.1a][BC-0.3][BC-2.1] data is processed under a documented instruction in force, and under no other', async () => {
  const story = await storyHouse()
  for (const name of ['enrichment', 'fundraising', 'lead-management'] as const) {
    const { tenant } = await customerOf(story, name, `${name}@customer.example`)
    const acting = (act: string) => ({ ...by('controller', tenant), act })
    // The agreement's own instruction covers it, and its id stands in the entry of the act.
    assert.deepEqual(await process(story, acting('data.first'), usualNeed[name]), { ranUnder: initial[name] })
    const [ran, ...others] = await trail(story, tenant, 'data.first')
    assert.deepEqual([ran?.outcome, ran?.names, others], ['done', [initial[name]], []])

    await order(story, 'controller', tenant, ['instructions', initial[name], 'withdraw'])
    assert.equal(answer(await process(story, acting('data.second'), usualNeed[name])), 'no_instruction_in_force')
    const [refused, ...more] = await trail(story, tenant, 'data.second')
    assert.deepEqual([refused?.outcome, refused?.refused, more], ['refused', 'no_instruction_in_force', []])

    // A further instruction, in writing, opens the gate again from the moment it is recorded.
    const text = 'Go on as before, with the contacts of the north region only.'
    await order(story, 'controller', tenant, ['instructions', 'written:00000000-0000-4000-8000-000000000002', 'give'], {
      processing: usualNeed[name].processing,
      text,
    })
    assert.deepEqual(await process(story, acting('data.third'), usualNeed[name]), {
      ranUnder: 'written:00000000-0000-4000-8000-000000000002',
    })
  }
})

test('[BC-2.6] staff of the processor pass the same gate as the customer and its programs', async () => {
  const story = await storyOf('lead-management')
  const { tenant } = story.customer
  const need = usualNeed['lead-management']
  for (const side of ['processor', 'controller', 'program'] as const)
    assert.deepEqual(await process(story, by(side, tenant), need), { ranUnder: initial['lead-management'] })
  await order(story, 'controller', tenant, ['instructions', initial['lead-management'], 'withdraw'])
  for (const side of ['processor', 'controller', 'program'] as const)
    assert.equal(answer(await process(story, by(side, tenant), need)), 'no_instruction_in_force')
  const byStaff = await trail(story, tenant, 'processor.acts')
  assert.deepEqual(byStaff.map((each) => [each.actor.open?.value, each.outcome, each.refused]).toSorted(), [
    ['processor:processor', 'done', null],
    ['processor:processor', 'refused', 'no_instruction_in_force'],
  ])
})

test('[LI-5.1c][BC-8.1][BN-4.1d] a further instruction takes effect in writing and is kept with the agreement', async () => {
  const story = await storyHouse()
  for (const name of ['enrichment', 'lead-management', 'fundraising'] as const) {
    const { tenant } = await customerOf(story, name, `${name}@customer.example`)
    const { processing } = usualNeed[name]
    await order(story, 'controller', tenant, ['instructions', initial[name], 'withdraw'])
    const place = ['instructions', 'written:00000000-0000-4000-8000-000000000001', 'give'] as const
    // Without words there is no instruction, and the gate stays shut; staff cannot give one in the customer's name.
    assert.equal(answer(await order(story, 'controller', tenant, place, { processing })), 'instruction_not_written')
    assert.equal(answer(await order(story, 'processor', tenant, place, { processing, text: 'Do it.' })), 'not_found')
    assert.equal(answer(await process(story, by('controller', tenant), usualNeed[name])), 'no_instruction_in_force')

    const words = 'Leave out everybody at Müller & Söhne KG.'
    const given = done(await order(story, 'controller', tenant, place, { processing, text: words }))
    assert.deepEqual(given.happened, [{ clause: 'instructions', case: 'written:00000000-0000-4000-8000-000000000001', type: 'given' }])
    assert.deepEqual(await process(story, by('controller', tenant), usualNeed[name]), {
      ranUnder: 'written:00000000-0000-4000-8000-000000000001',
    })

    // Kept: its words can be read, by whom and when it was given is on the trail, and the table holds none of them.
    const shown = await readCase(story.house, by('controller', tenant), 'instructions', 'written:00000000-0000-4000-8000-000000000001')
    if (isRefusal(shown)) assert.fail(shown.refused)
    assert.equal(shown[0]?.texts.text, words)
    const entry = (await trail(story, tenant)).find((each) => each.id === given.entry)
    assert.deepEqual(
      [entry?.actor.open?.value, entry?.ip.open?.value, entry?.at],
      ['controller:controller', '203.0.113.7', story.house.now()],
    )
    const kept = await story.house.store.database.tenantTransaction(
      tenant,
      (sql) => sql`
      select day, class, position(${Buffer.from('Söhne')}::bytea in envelope) as found from vault where tenant_id = ${tenant} and kind = 'clause-text'`,
    )
    assert.deepEqual([...kept], [{ day: null, class: 'evidence', found: 0 }])
  }
})

const told = { enrichment: '1 hour', 'lead-management': '4 hours', fundraising: '1 hour' } as const

const holdsUnlawful = async (name: AgreementName) => {
  const story = await storyOf(name)
  const { tenant } = story.customer
  const sentBefore = story.mails.length
  const held = await order(story, 'processor', tenant, ['instructions', initial[name], 'holdUnlawful'], {
    reason: 'Article 6: no legal basis for private numbers.',
  })
  return { story, tenant, sentBefore, held }
}

const controllerIsTold = async (name: AgreementName): Promise<void> => {
  const { story, tenant, sentBefore, held } = await holdsUnlawful(name)
  assert.equal(answer(held), 'done')
  const [inform] = await deadlines(story, tenant).then((all) => all.filter((each) => each.clause === 'instructions'))
  assert.match(inform?.term ?? '', new RegExp(`target ${told[name]}`))
  assert.equal(inform?.status, 'open')
  await story.settle()
  const letters = story.mails.slice(sentBefore)
  assert.deepEqual(
    letters.map(({ to, subject, at: sent }) => ({ to, subject, sent })),
    [{ to: ['anna@customer.example'], subject: 'One of your instructions is suspended', sent: at('2026-06-24T09:00:00Z') }],
  )
  assert.ok(letters[0]?.text.includes(initial[name]))
  // The mail server has taken it: the duty is done, in time, and the case says so.
  const [kept] = await deadlines(story, tenant).then((all) => all.filter((each) => each.clause === 'instructions'))
  assert.deepEqual([kept?.status, kept?.closed], ['kept', at('2026-06-24T09:00:00Z')])
  assert.deepEqual(
    (await eventsOf(story, tenant, 'instructions', initial[name])).map((each) => each.type),
    ['given', 'suspended', 'informed'],
  )
  // The reason is for the customer to read, and is not in the mail.
  const shown = await readCase(story.house, by('controller', tenant), 'instructions', initial[name])
  if (isRefusal(shown)) assert.fail(shown.refused)
  assert.equal(shown[1]?.texts.reason, 'Article 6: no legal basis for private numbers.')
  assert.ok(!letters[0]?.text.includes('private numbers'))
}

test('[LI-5.1d] the customer is told in writing and at once of an instruction that seems to breach the law', () =>
  controllerIsTold('enrichment'))
test('[BC-2.2] the client is told promptly when an instruction looks unlawful', () => controllerIsTold('lead-management'))
test('[BN-4.2] the controller is told at once when an instruction seems unlawful', () => controllerIsTold('fundraising'))

test('[BC-2.3] nothing runs under a suspended instruction until the client confirms, amends or withdraws it', async () => {
  const story = await storyHouse()
  const need = usualNeed['lead-management']
  const id = initial['lead-management']
  const ways = { confirm: ['done', id], amend: ['done', id], withdraw: ['no_instruction_in_force', null] } as const
  for (const [way, [expected, under]] of Object.entries(ways)) {
    const { tenant } = await customerOf(story, 'lead-management', `${way}@customer.example`)
    assert.equal(answer(await process(story, by('program', tenant), need)), 'done')
    await order(story, 'processor', tenant, ['instructions', id, 'holdUnlawful'], { reason: 'Article 9.' })
    assert.equal(answer(await process(story, by('program', tenant), need)), 'instruction_suspended')
    // A second instruction for the same activity is no way around it.
    const second = `written:${story.house.newId()}`
    await order(story, 'controller', tenant, ['instructions', second, 'give'], {
      processing: need.processing,
      text: 'All the same.',
    })
    assert.equal(answer(await process(story, by('processor', tenant), need)), 'instruction_suspended')
    await order(story, 'controller', tenant, ['instructions', second, 'withdraw'])
    // The processor cannot lift its own suspension.
    assert.equal(answer(await order(story, 'processor', tenant, ['instructions', id, 'confirm'], { text: 'Never mind.' })), 'not_found')
    assert.equal(answer(await process(story, by('program', tenant), need)), 'instruction_suspended')

    await order(
      story,
      'controller',
      tenant,
      ['instructions', id, way],
      way === 'withdraw' ? {} : { text: 'The persons have consented, see our file 7.' },
    )
    const after = await process(story, by('program', tenant), need)
    assert.equal(answer(after), expected)
    if (!isRefusal(after)) assert.equal(after.ranUnder, under)
  }
  assert.equal(templates.get('lead-management')?.clauses.find((each) => each.id === 'suspension')?.terms.suspendOnFlag, 'yes')
})
