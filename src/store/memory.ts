/**
 * The store in memory, for `mandate simulate`: the same contract as PostgreSQL, by test, and nothing that outlives the process.
 * A transaction works on a copy of the tenant and replaces it when it succeeds.
 */
import type { Agreement } from '../domain/agreement-shape.ts'
import type { ClauseEvent } from '../domain/clause.ts'
import type { ClockStep, TimedDeadline } from '../domain/deadline.ts'
import { instant, type Instant, type TenantId } from '../domain/ids.ts'
import { noStanding, type Standing } from '../domain/standing.ts'
import type { CaseChange, CaseKey, ClaimedTask, DueStep, Entry, Store, Transaction } from './store.ts'

export type KeptDeadline = CaseKey & {
  readonly deadline: TimedDeadline
  readonly status: 'open' | 'kept' | 'broken'
  readonly steps: readonly ClockStep[]
  readonly clauseOfAgreement: string
  readonly closedAt: Instant | null
}

type KeptTask = ClaimedTask & { readonly done: boolean }

export type TenantMemory = {
  readonly standing: Standing
  readonly agreements: ReadonlyMap<string, Agreement>
  readonly events: ReadonlyMap<string, readonly ClauseEvent[]>
  readonly deadlines: ReadonlyMap<string, KeptDeadline>
  readonly tasks: ReadonlyMap<string, KeptTask>
  readonly entries: readonly Entry[]
}

export type MemoryStore = Store & {
  openTenant(tenant: TenantId): void
  /** What a tenant holds now. */
  look(tenant: TenantId): TenantMemory
}

const empty: TenantMemory = {
  standing: noStanding,
  agreements: new Map(),
  events: new Map(),
  deadlines: new Map(),
  tasks: new Map(),
  entries: [],
}

const lease = 300_000

export const memoryStore = (): MemoryStore => {
  const tenants = new Map<TenantId, TenantMemory>()
  const look = (tenant: TenantId): TenantMemory => {
    const found = tenants.get(tenant)
    if (!found) throw new Error('this tenant was never opened')
    return found
  }
  // One act at a time: memory has no other way to be alone.
  let turn: Promise<unknown> = Promise.resolve()
  return {
    openTenant: (tenant) => tenants.set(tenant, empty),
    look,
    act: (tenant, _lock, work) => {
      const mine = turn.then(async () => {
        const draft = transactionOn(tenant, look(tenant))
        const result = await work(draft.transaction)
        tenants.set(tenant, draft.now())
        return result
      })
      turn = mine.catch(() => undefined)
      return mine
    },
    tenantsDue: async (now, limit) =>
      [...tenants]
        .map(([tenant, memory]) => ({ tenant, at: nextOf(memory) }))
        .filter(({ at }) => at !== null && at <= now)
        .toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0))
        .slice(0, limit)
        .map(({ tenant }) => tenant),
    nextDue: async () => {
      const all = [...tenants.values()].map(nextOf).filter((at) => at !== null)
      return all.length === 0 ? null : instant(Math.min(...all))
    },
  }
}

const nextOf = (memory: TenantMemory): Instant | null => {
  let first = Number.POSITIVE_INFINITY
  for (const { steps } of memory.deadlines.values()) first = Math.min(first, steps[0]?.at ?? first)
  for (const { done, dueAt } of memory.tasks.values()) if (!done) first = Math.min(first, dueAt)
  return Number.isFinite(first) ? instant(first) : null
}

const caseKey = ({ clause, case: id }: CaseKey): string => `${clause}/${id}`
const deadlineKey = (key: CaseKey, name: string): string => `${caseKey(key)}/${name}`

const transactionOn = (tenant: TenantId, start: TenantMemory) => {
  let standing = start.standing
  const agreements = new Map(start.agreements)
  const events = new Map(start.events)
  const deadlines = new Map(start.deadlines)
  const tasks = new Map(start.tasks)
  const entries = [...start.entries]

  const apply = ({ clause, case: id, change, clauseOfAgreement }: CaseChange, at: Instant): void => {
    const name = change.change === 'close' ? change.name : change.deadline.name
    const key = deadlineKey({ clause, case: id }, name)
    if (change.change !== 'close') {
      deadlines.set(key, {
        clause,
        case: id,
        deadline: change.deadline,
        status: 'open',
        steps: change.deadline.steps,
        clauseOfAgreement,
        closedAt: null,
      })
      return
    }
    const known = deadlines.get(key)
    if (known) deadlines.set(key, { ...known, status: known.status === 'open' ? 'kept' : known.status, steps: [], closedAt: at })
  }

  const transaction: Transaction = {
    tenant,
    standing,
    saveStanding: async (next) => {
      standing = next
    },
    agreement: async (hash) => agreements.get(hash) ?? null,
    keepAgreement: async (hash, _template, agreement) => {
      agreements.set(hash, agreement)
    },
    events: async (cases) => cases.map((each) => events.get(caseKey(each)) ?? []),
    append: async (rows) => {
      for (const row of rows) {
        const known = events.get(caseKey(row)) ?? []
        if (known.length !== row.seq) throw new Error('two acts decided on the same state of a case')
        events.set(caseKey(row), [...known, row.event])
      }
    },
    changeDeadlines: async (changes, at) => {
      for (const change of changes) apply(change, at)
    },
    claimDue: async (now, limit) => {
      const due = [...deadlines]
        .flatMap(([key, kept]) => (kept.steps[0] !== undefined && kept.steps[0].at <= now ? [{ key, kept, step: kept.steps[0] }] : []))
        .toSorted((a, b) => a.step.at - b.step.at)
        .slice(0, limit)
      for (const { key, kept } of due) deadlines.set(key, { ...kept, steps: kept.steps.slice(1) })
      return due.map(({ kept, step }): DueStep => ({
        clause: kept.clause,
        case: kept.case,
        name: kept.deadline.name,
        side: kept.deadline.side,
        step,
      }))
    },
    markBroken: async (steps) =>
      steps.filter((step) => {
        const key = deadlineKey(step, step.name)
        const kept = deadlines.get(key)
        if (kept?.status !== 'open') return false
        deadlines.set(key, { ...kept, status: 'broken' })
        return true
      }),
    queue: async (queued) => {
      for (const task of queued) tasks.set(task.id, { ...task, attempts: 0, done: false })
    },
    claimTasks: async (now, limit) => {
      const due = [...tasks.values()].filter((task) => !task.done && task.dueAt <= now).slice(0, limit)
      for (const task of due) tasks.set(task.id, { ...task, attempts: task.attempts + 1, dueAt: instant(now + lease) })
      return due.map((task) => ({ ...task, attempts: task.attempts + 1 }))
    },
    finishTask: async (id) => {
      const task = tasks.get(id)
      if (task) tasks.set(id, { ...task, done: true })
    },
    retryTask: async (id, at) => {
      const task = tasks.get(id)
      if (task) tasks.set(id, { ...task, dueAt: at })
    },
    settleAgenda: async () => undefined,
    enter: async (fresh) => {
      entries.push(...fresh)
    },
  }
  return { transaction, now: (): TenantMemory => ({ standing, agreements, events, deadlines, tasks, entries }) }
}
