import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answer, by, customerOf, done, importFile, order, readable, storyHouse, trail, usualNeed } from '../../test/stories/story.ts'
import { grounds } from '../domain/gate.ts'
import type { TenantId } from '../domain/ids.ts'
import { isRefusal } from '../domain/refusal.ts'
import { runImport, startImport } from '../services/enrichment/service/run-import.ts'
import { previewImport } from '../services/enrichment/service/upload.ts'
import { onGround, withPermit } from './permit.ts'
import { enterAct } from './run.ts'

const story = await storyHouse()
const { house } = story
const need = usualNeed.enrichment
const suspend = (tenant: TenantId) =>
  order(story, 'processor', tenant, ['instructions', 'agreement:enrich-contacts', 'holdUnlawful'], { reason: 'Article 6.' })

type Row = { readonly act: string; readonly outcome: string; readonly after: boolean }

/** The entries of a tenant, each with whether it was written after the suspension had the lock to itself. */
const entriesAround = (tenant: TenantId): Promise<readonly Row[]> =>
  house.store.database.tenantTransaction(tenant, async (sql) => [
    ...(await sql<Row[]>`
      select act, outcome, xid > (select xid from trail_entry where tenant_id = ${tenant} and act = 'instructions.holdUnlawful') as after
      from trail_entry where tenant_id = ${tenant}`),
  ])

const turn = () => new Promise((resolve) => setImmediate(resolve))

test('a hundred workers race one suspension: it does not wait for them to stop, and nothing runs after it has committed', async () => {
  const { tenant } = await customerOf(story, 'enrichment', 'race@customer.example')
  const request = { ...by('program', tenant), act: 'race.work' }
  const state = { suspended: false, ran: 0, ranLate: 0 }
  // They go on until the gate turns them away: were the suspension to queue behind whoever comes, it would never come to its turn.
  const worker = async (): Promise<void> => {
    for (;;) {
      const begunLate = state.suspended
      const outcome = await withPermit(house, request, need, async (transaction) => {
        await enterAct(house, transaction, request, {})
        return 'ran' as const
      })
      if (isRefusal(outcome)) return assert.equal(outcome.refused, 'instruction_suspended')
      state.ran += 1
      if (begunLate) state.ranLate += 1
    }
  }
  const workers = Array.from({ length: 100 }, worker)
  while (state.ran < 200) await turn()
  const before = state.ran
  assert.equal(answer(await suspend(tenant)), 'done')
  state.suspended = true
  await Promise.all(workers)
  assert.equal(state.ranLate, 0)
  // At most what already stood in front of it: each worker's act under way, and a few answers not yet counted.
  assert.ok(state.ran - before <= 300, `${state.ran - before} acts passed the suspension`)
  // A transaction is numbered when it gets the lock, the suspension's while nobody else held it: a higher number is a later act.
  const late = (await entriesAround(tenant)).filter((each) => each.act === 'race.work' && each.after)
  assert.equal(late.length, 100)
  assert.ok(late.every((each) => each.outcome === 'refused'))
})

test('jobs that were queued before a suspension do not run after it: an import stops at its next batch, and goes on once confirmed', async () => {
  const { tenant } = await customerOf(story, 'enrichment', 'queued@customer.example')
  const acting = (act: string) => ({ ...by('controller', tenant), act })
  const rows = Array.from({ length: 5_000 }, (_, nth) => `Person Nr${nth},p${nth}@firm${nth}.example`)
  async function* file() {
    yield Buffer.from(`full name,email\n${rows.join('\n')}\n`)
  }
  const { import: checked } = done(await previewImport(house, acting('contacts.upload'), file(), { columns: {}, duplicates: 'keep' }))
  const { id } = checked
  done(await startImport(house, acting('contacts.import'), { id }))
  const written = () =>
    house.store.database.tenantTransaction(tenant, async (sql) => {
      const [row] = await sql<
        { done: number }[]
      >`select rows_done as done from enrichment_import where tenant_id = ${tenant} and id = ${id}`
      return Number(row?.done ?? 0)
    })
  const program = { ...by('program', tenant), act: 'contacts.import.run' }
  const running = runImport(house, program, { id, sentence: (code) => code })
  while ((await written()) === 0) await turn()
  assert.equal(answer(await suspend(tenant)), 'done')
  const atSuspension = await written()
  assert.equal(answer(await running), 'instruction_suspended')
  // The queue tries as well, and is turned away like everybody else.
  await story.settle()
  assert.equal(await written(), atSuspension)
  assert.ok(atSuspension > 0 && atSuspension < 5_000)
  assert.equal(answer(await readable(story, tenant)), 'instruction_suspended')

  done(
    await order(story, 'controller', tenant, ['instructions', 'agreement:enrich-contacts', 'confirm'], {
      text: 'Lawful: Article 6(1)(f).',
    }),
  )
  done(await runImport(house, program, { id, sentence: (code) => code }))
  assert.equal(await written(), 5_000)
})

test('a refused act and a permitted one leave one entry each, and the act whose work throws leaves nothing', async () => {
  const { tenant } = await customerOf(story, 'enrichment', 'entries@customer.example')
  const request = { ...by('controller', tenant), act: 'gate.try' }
  const refused = await withPermit(house, request, { ...need, operation: 'Sell' }, async () => assert.fail('the gate let it pass'))
  assert.equal(answer(refused), 'operation_not_in_agreement')
  await assert.rejects(
    withPermit(house, request, need, async (transaction) => {
      await enterAct(house, transaction, request, {})
      throw new Error('half way')
    }),
    /half way/,
  )
  assert.deepEqual(
    (await trail(story, tenant, 'gate.try')).map((each) => [each.outcome, each.refused]),
    [['refused', 'operation_not_in_agreement']],
  )
})

test('an act on a ground needs no instruction and carries its law; taking data out ends with the window', async () => {
  const { tenant } = await customerOf(story, 'lead-management', 'ground@customer.example')
  done(await order(story, 'controller', tenant, ['instructions', 'agreement:manage-leads', 'withdraw']))
  const request = { ...by('controller', tenant), act: 'ground.try' }
  const ground = await onGround(house, request, 'erasure', 'erase', async (transaction, permit, grounded) => {
    await enterAct(house, transaction, grounded, {})
    return permit.under
  })
  assert.deepEqual(ground, { ground: 'erasure' })
  const [entry] = await trail(story, tenant, 'ground.try')
  assert.equal(entry?.ground, `erasure: ${grounds.erasure}`)
  done(
    await importFile(
      story,
      (await customerOf(story, 'enrichment', 'other@customer.example')).tenant,
      'full name,email\nAnn Lee,ann@alpha.example\n',
    ),
  )
  done(await order(story, 'controller', tenant, ['end-of-contract', 'contract', 'giveNotice']))
  const late = await onGround(house, request, 'export', 'read', async () => 'taken')
  assert.equal(answer(late), 'export_window_over')
})
