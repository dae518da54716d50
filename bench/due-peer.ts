/** graphile-worker as the peer: a job for each deadline, with its local queue and its batched completions. */
import { Logger, run as runWorker, runMigrations, type Runner } from 'graphile-worker'
import { runIn } from '../src/app/run.ts'
import { caseId, tenantId, type CaseId, type TenantId } from '../src/domain/ids.ts'
import { isRefusal } from '../src/domain/refusal.ts'
import { requestOf } from './customers.ts'
import type { Ground } from './ground.ts'

export type Peer = {
  /** So many jobs that are not due for a long time. */
  fill(pending: number): Promise<void>
  /** A job for each of these cases of every tenant, due now. */
  queue(cases: readonly CaseId[]): Promise<void>
  /** Works until so many jobs are done; milliseconds from the first to the last. */
  drain(count: number): Promise<number>
  close(): Promise<void>
}

const concurrentJobs = 8
const localQueue = { size: 500, refetchDelay: { durationMs: 20, threshold: 0, maxAbortThreshold: 1_000 } }
const completeJobBatchDelay = 10
const failJobBatchDelay = 10

export const peerSettings =
  `graphile-worker 0.18: concurrentJobs ${concurrentJobs}, localQueue ${JSON.stringify(localQueue)}, completeJobBatchDelay ${completeJobBatchDelay}, ` +
  `failJobBatchDelay ${failJobBatchDelay}, pool of ${concurrentJobs + 2} connections; the handler runs on the pool of this program`

const silent = new Logger(() => () => undefined)

export const openPeer = async ({ url, superuser, house }: Ground, tenants: readonly TenantId[]): Promise<Peer> => {
  const options = { connectionString: url, logger: silent, noHandleSignals: true }
  await runMigrations(options)
  const addJobs = async (of: readonly string[], runAt: 'now' | 'in two months'): Promise<void> => {
    await superuser`
      select count(*) from graphile_worker.add_jobs(array(
        select row('fire', json_build_object('tenant', tenant, 'case', case_id), null, now() + ${runAt === 'now' ? '0' : '60 days'}::text::interval, null, null, null, null)::graphile_worker.job_spec
        from unnest(${[...tenants]}::uuid[]) tenant, unnest(${[...of]}::text[]) case_id))`
  }
  const fire = async (payload: unknown): Promise<void> => {
    const { tenant, case: id } = readPayload(payload)
    const request = { ...requestOf(tenant, 'program', 'clock.begin'), names: ['retention', id, 'expire'] }
    const order = { clause: 'retention', case: id, command: { type: 'begin', deadline: 'expire' } }
    const outcome = await house.store.act(tenant, 'shared', (transaction) => runIn(house, transaction, request, [order]))
    if (isRefusal(outcome) || outcome.happened.length !== 1) throw new Error('the handler of the peer did not fire')
  }
  return {
    fill: async (pending) => {
      const each = Math.floor(pending / tenants.length)
      for (let at = 0; at < each; at += 50)
        await addJobs(
          Array.from({ length: Math.min(50, each - at) }, (_, nth) => `later:${at + nth}`),
          'in two months',
        )
    },
    queue: (cases) => addJobs(cases, 'now'),
    drain: async (count) => {
      let first = 0
      let done = 0
      const { promise, resolve, reject } = Promise.withResolvers<number>()
      const runner: Runner = await runWorker({
        ...options,
        maxPoolSize: concurrentJobs + 2,
        taskList: { fire },
        preset: { worker: { concurrentJobs, localQueue, completeJobBatchDelay, failJobBatchDelay, pollInterval: 2_000 } },
      })
      runner.events.on('job:start', () => {
        if (first === 0) first = performance.now()
      })
      runner.events.on('job:failed', ({ error }) => reject(error instanceof Error ? error : new Error(String(error))))
      runner.events.on('job:error', ({ error }) => reject(error instanceof Error ? error : new Error(String(error))))
      runner.events.on('job:success', () => {
        done += 1
        if (done === count) resolve(performance.now() - first)
      })
      const took = await promise
      await runner.stop()
      return took
    },
    close: async () => undefined,
  }
}

const readPayload = (payload: unknown): { readonly tenant: TenantId; readonly case: CaseId } => {
  if (typeof payload !== 'object' || payload === null || !('tenant' in payload) || !('case' in payload))
    throw new Error('a job without its case')
  return { tenant: tenantId(String(payload.tenant)), case: caseId(String(payload.case)) }
}
