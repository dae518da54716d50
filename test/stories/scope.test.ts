import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listQuarantine } from '../../src/services/enrichment/service/quarantine.ts'
import { viewOne } from '../../src/services/enrichment/service.ts'
import {
  answer,
  by,
  customerOf,
  done,
  eventsOf,
  importFile,
  process,
  readable,
  storyHouse,
  storyOf,
  templates,
  trail,
  usualNeed,
  type AgreementName,
} from './story.ts'

const file = [
  'full name,email,company,religion,remarks',
  'Ann Lee,ann@alpha.example,Alpha,Catholic,Met at the fair',
  'Bo Ek,bo@beta.example,Beta,,HIV positive since 2019',
  'Cy Orr,cy@gamma.example,Gamma,,Likes trains',
  'Di Ras,di@delta.example,Delta,,CPR 070761-4285',
  'Ed Fog,ed@west.example,West,,cancer',
  '',
].join('\n')

/** By a column's name, by a value, by a number whose checksum holds; and what a word alone cannot tell waits for a person. */
const isScreened = async (name: AgreementName): Promise<void> => {
  const story = await storyOf(name)
  const { tenant } = story.customer
  const view = done(await importFile(story, tenant, file))
  const found = {
    'special_category:health': 1,
    'special_category:identity': 1,
    'special_category:religion': 1,
    'special_category_possible:health': 1,
  }
  const { rows, accepted, refused, quarantined, byRule } = view.counts
  assert.deepEqual({ rows, accepted, refused, quarantined, byRule }, { rows: 5, accepted: 1, refused: 3, quarantined: 1, byRule: found })
  // What remains of the file is the row without any; a column that names a category is not read into a record.
  assert.deepEqual(
    done(await readable(story, tenant)).map((each) => each.fields),
    [{ fullName: 'Cy Orr', email: 'cy@gamma.example', company: 'Gamma' }],
  )
  const aside = done(await listQuarantine(story.house, { ...by('controller', tenant), act: 'contacts.quarantine' }, { id: view.id }))
  assert.deepEqual(
    aside.rows.map((each) => [each.line, each.findings[0]?.category]),
    [[6, 'health']],
  )
  // The screening is on record, by rule and without a value.
  const [checked, ...more] = await eventsOf(story, tenant, 'scope', `import:${view.id}`)
  assert.deepEqual([checked?.type, checked?.rows, checked?.refused, checked?.byRule, more], ['checked', 5, 3, found, []])
  assert.ok((await trail(story, tenant)).some((each) => each.clause === 'scope' && each.outcome === 'done'))
  assert.equal(templates.get(name)?.clauses.flatMap((each) => each.terms.specialCategories ?? [])[0], 'refused')
}

test('[LI-4.4][LI-6.5] special categories of data are refused on arrival, and the screening is on record', () => isScreened('enrichment'))
test('[BN-A2.3b] only ordinary data is taken in: special categories are refused on arrival', () => isScreened('fundraising'))

test('[BN-A2.3a] types of data to which the controller gave no access are out of reach, and so are the data of others', async () => {
  const story = await storyHouse()
  const [mine, other] = [
    await customerOf(story, 'fundraising', 'mine@customer.example'),
    await customerOf(story, 'enrichment', 'other@customer.example'),
  ]
  done(await importFile(story, mine.tenant, 'full name,email\nAnn Lee,ann@alpha.example\n'))
  const [record] = done(await readable(story, mine.tenant))
  assert.ok(record)
  assert.deepEqual(await readable(story, other.tenant), [])
  assert.equal(
    answer(await viewOne(story.house, { ...by('controller', other.tenant), act: 'contacts.view' }, { id: record.id })),
    'not_found',
  )

  const need = usualNeed.fundraising
  assert.equal(answer(await process(story, by('program', mine.tenant), need)), 'done')
  for (const column of ['jobTitle', 'health', 'nationality'])
    assert.equal(
      answer(await process(story, by('program', mine.tenant), { ...need, columns: [...need.columns, column] })),
      'data_not_in_agreement',
    )
  // A national number belongs to donations; the other activity of the same agreement may not touch it.
  assert.equal(answer(await process(story, by('program', mine.tenant), { ...need, columns: ['nationalNumber'] })), 'done')
  assert.equal(
    answer(
      await process(story, by('program', mine.tenant), {
        processing: 'user-activities',
        operation: 'Consult',
        columns: ['nationalNumber'],
      }),
    ),
    'data_not_in_agreement',
  )
})

test('[BC-2.1a] nothing is done with the data that the service does not need: other operations, columns and purposes are refused', async () => {
  const story = await storyOf('lead-management')
  const { tenant } = story.customer
  const need = usualNeed['lead-management']
  const tries = [
    [need, 'done'],
    [{ ...need, operation: 'Disclose' }, 'operation_not_in_agreement'],
    [{ ...need, operation: 'Profiling' }, 'operation_not_in_agreement'],
    [{ ...need, columns: ['email', 'paymentCard'] }, 'data_not_in_agreement'],
    [{ ...need, processing: 'advertising' }, 'processing_not_in_agreement'],
  ] as const
  for (const [wanted, expected] of tries)
    for (const side of ['processor', 'controller', 'program'] as const)
      assert.equal(answer(await process(story, by(side, tenant), wanted)), expected)
  const refused = (await trail(story, tenant)).filter((each) => each.outcome === 'refused').map((each) => each.refused)
  assert.equal(refused.length, 12)
})
