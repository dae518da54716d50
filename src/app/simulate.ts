/**
 * An agreement run forward through its own clause modules and the same loop, in memory: what opens, falls due and closes over the
 * years, for a customer who does everything once. Equal seeds give equal lines.
 */
import type { Agreement } from '../domain/agreement-shape.ts'
import type { ClauseCommand, HouseClause } from '../domain/clause.ts'
import { caseId, instant, tenantId, type Instant, type TenantId } from '../domain/ids.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { writeInstant } from '../domain/time.ts'
import { retentionCase } from '../domain/clauses/retention.ts'
import { termsOf } from '../domain/terms.ts'
import { memoryStore, type KeptDeadline, type MemoryStore } from '../store/memory.ts'
import type { Store } from '../store/store.ts'
import type { House, Request } from './house.ts'
import { run, runIn } from './run.ts'

export type SimulateFacts = {
  readonly agreement: Agreement
  readonly hash: string
  readonly clauses: readonly HouseClause[]
  readonly running: ReadonlySet<string>
  readonly start: Instant
  readonly years: number
  readonly seed: number
  /** The loop's own way to move time: `advance` of the worker, handed in because the app does not know the worker. */
  readonly move: (house: House, clock: { now(): Instant; set(at: Instant): void }, until: Instant, perform: Job) => Promise<void>
}

/** What a job of the clauses does in a simulation: the records are imaginary, the orders are real. */
export type Job = (house: House, tenant: TenantId, job: string, id: string) => Promise<void>

export type SimulatedLine = {
  readonly at: Instant
  readonly what: 'opens' | 'due' | 'kept' | 'broken' | 'act' | 'mail'
  readonly clause: string
  readonly case: string
  readonly name: string
  readonly text: string
}

export type Simulation = {
  readonly lines: readonly SimulatedLine[]
  /** Deadlines that are still open although the contract is over and every figure has run out: a module forgot to close them. */
  readonly forgotten: readonly KeptDeadline[]
  readonly broken: readonly KeptDeadline[]
}

const day = 86_400_000

export const simulate = async (facts: SimulateFacts): Promise<Simulation | Refusal> => {
  const lines: SimulatedLine[] = []
  const random = randomOf(facts.seed)
  const store = memoryStore()
  let at = facts.start
  const clock = {
    now: () => at,
    set: (next: Instant) => {
      at = next
    },
  }
  let ids = 0
  const house: House = {
    store: watched(store, clock.now, lines),
    clauses: facts.clauses,
    running: facts.running,
    now: clock.now,
    newId: () => `00000000-0000-4000-8000-${(ids += 1).toString(16).padStart(12, '0')}`,
    rules: facts.agreement.time,
  }
  const tenant = tenantId(house.newId())
  store.openTenant(tenant)
  const say = (clause: string, id: string, text: string): void => void lines.push({ at, what: 'act', clause, case: id, name: '', text })
  const move = (until: Instant) => facts.move(house, clock, until, jobs(lines))

  const begun = await accept(house, tenant, facts, say)
  if (isRefusal(begun)) return begun
  const end = instant(facts.start + facts.years * 365 * day)
  // Half of the years are service, the rest is what the agreement lets run out afterwards.
  const service = Math.max(30, Math.floor((facts.years * 365) / 2))
  const days = [...new Set(Array.from({ length: 12 * facts.years }, () => 1 + Math.floor(random() * (service - 1))))].toSorted(
    (a, b) => a - b,
  )
  for (const each of days) {
    await move(instant(facts.start + each * day + Math.floor(random() * day)))
    await customerAct(house, tenant, facts.agreement, random, say)
  }
  await move(instant(facts.start + service * day))
  say('end-of-contract', 'contract', 'the customer ends the contract')
  const ended = await run(house, asController(tenant, 'end.notice'), {
    clause: 'end-of-contract',
    case: caseId('contract'),
    command: { type: 'giveNotice' },
  })
  if (isRefusal(ended)) return ended
  await move(end)

  const deadlines = [...store.look(tenant).deadlines.values()]
  const over = deadlines.filter((kept) => kept.status === 'open' && kept.deadline.ends !== null && kept.deadline.ends <= at)
  return { lines, forgotten: over, broken: deadlines.filter((kept) => kept.status === 'broken') }
}

const asController = (tenant: TenantId, act: string): Request => ({
  tenant,
  actor: { side: 'controller', id: 'simulated' },
  ip: null,
  act,
  ground: null,
  names: [],
})
const asProcessor = (tenant: TenantId, act: string): Request => ({
  ...asController(tenant, act),
  actor: { side: 'processor', id: 'simulated' },
})
const asProgram = (tenant: TenantId, act: string): Request => ({
  ...asController(tenant, act),
  actor: { side: 'program', id: 'simulated' },
})

const accept = async (
  house: House,
  tenant: TenantId,
  { agreement, hash }: SimulateFacts,
  say: (clause: string, id: string, text: string) => void,
) => {
  const id = caseId('agreement')
  const processing = agreement.processing.map((each) => each.id)
  const offered = await house.store.act(tenant, 'alone', async (transaction) => {
    await transaction.keepAgreement(hash, hash, agreement, house.now())
    return runIn(house, transaction, asProcessor(tenant, 'agreement.offer'), [
      { clause: 'acceptance', case: id, command: { type: 'offer', hash, template: hash, processing } },
    ])
  })
  if (isRefusal(offered)) return offered
  say('acceptance', id, 'the agreement is offered and accepted')
  return run(house, asController(tenant, 'agreement.accept'), {
    clause: 'acceptance',
    case: id,
    command: { type: 'accept', hash, proof: house.newId() },
  })
}

/** What a customer does on an ordinary day: hands data in, erases a person, gives an instruction that turns out unlawful. */
const customerAct = async (
  house: House,
  tenant: TenantId,
  agreement: Agreement,
  random: () => number,
  say: (clause: string, id: string, text: string) => void,
): Promise<void> => {
  const choice = random()
  if (choice < 0.6) {
    const id = caseId(retentionCase('submitted', house.now(), termsOf(agreement, 'retention')))
    say('retention', id, `the customer hands in ${1 + Math.floor(random() * 900)} records`)
    await run(house, asController(tenant, 'data.import'), { clause: 'retention', case: id, command: { type: 'keep', class: 'submitted' } })
    return
  }
  if (choice < 0.85) {
    const id = caseId(`erasure:${house.newId()}`)
    say('erasure', id, 'the customer erases one person')
    await run(house, asController(tenant, 'data.erase'), {
      clause: 'erasure',
      case: id,
      command: { type: 'request', scope: 'person', selectors: null },
    })
    await run(house, asProgram(tenant, 'data.erased'), {
      clause: 'erasure',
      case: id,
      command: { type: 'recordErased', counts: { enrichment_contact: 1 } },
    })
    return
  }
  const id = caseId(`written:${house.newId()}`)
  say('instructions', id, 'the customer gives an instruction, the processor holds it unlawful, the customer withdraws it')
  const processing = agreement.processing[0]?.id ?? ''
  await run(house, asController(tenant, 'instruction.give'), {
    clause: 'instructions',
    case: id,
    command: { type: 'give', processing, text: house.newId() },
  })
  await run(house, asProcessor(tenant, 'instruction.flag'), {
    clause: 'instructions',
    case: id,
    command: { type: 'holdUnlawful', reason: house.newId() },
  })
  await run(house, asController(tenant, 'instruction.withdraw'), { clause: 'instructions', case: id, command: { type: 'withdraw' } })
}

const jobs =
  (lines: SimulatedLine[]): Job =>
  async (house, tenant, job, id) => {
    const order = (clause: string, command: ClauseCommand) =>
      run(house, asProgram(tenant, `job.${job}`), { clause, case: caseId(id), command })
    lines.push({ at: house.now(), what: 'act', clause: 'job', case: id, name: job, text: `the program does ${job}` })
    if (job === 'expire') await order('retention', { type: 'recordExpired', erased: 0, held: 0 })
    if (job === 'sweep') await order('erasure', { type: 'recordComplete', tables: 0 })
    if (job === 'audit') await order('erasure', { type: 'recordAudited', scanned: 0 })
    if (job === 'erase-everything') await order('end-of-contract', { type: 'recordClosed', erased: 0 })
    if (job === 'recordInformed') await order('instructions', { type: 'recordInformed' })
  }

/** The same store, with every change of a deadline written down as it is made. */
const watched = (store: MemoryStore, now: () => Instant, lines: SimulatedLine[]): Store => ({
  ...store,
  act: (tenant, lock, work) =>
    store.act(tenant, lock, (transaction) =>
      work({
        ...transaction,
        changeDeadlines: async (changes, at) => {
          await transaction.changeDeadlines(changes, at)
          for (const { clause, case: id, change } of changes)
            if (change.change === 'close') lines.push({ at: now(), what: 'kept', clause, case: id, name: change.name, text: 'closes' })
            else {
              const { name, ends, term, side } = change.deadline
              lines.push({
                at: now(),
                what: 'opens',
                clause,
                case: id,
                name,
                text: `${term}, ${side}, until ${ends === null ? 'no end' : writeInstant(ends)}`,
              })
            }
        },
        claimDue: async (at, limit) => {
          const due = await transaction.claimDue(at, limit)
          for (const { clause, case: id, name, step } of due)
            lines.push({ at: now(), what: 'due', clause, case: id, name, text: step.does })
          return due
        },
        markBroken: async (steps) => {
          const late = await transaction.markBroken(steps)
          for (const { clause, case: id, name } of late)
            lines.push({ at: now(), what: 'broken', clause, case: id, name, text: 'ended before it was done' })
          return late
        },
      }),
    ),
})

/** Mulberry32: a small generator whose sequence is fixed by its seed. */
const randomOf = (seed: number): (() => number) => {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
