/** What the worker of a running program does: the jobs behind the clauses, those of the wings, the daily rounds, and orders from outside. */
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { forgetSignIns } from '../app/forget-sign-ins.ts'
import { forgetAnswers } from '../app/idempotency.ts'
import { listTenants } from '../app/tenants.ts'
import { finishIntents } from '../app/finish-intents.ts'
import { destroyOldPeriods } from '../app/erase/periods.ts'
import { openFileLedger } from '../app/file-ledger.ts'
import type { Ledger } from '../app/ledger.ts'
import { housePerformers } from '../app/performers.ts'
import { finishRotations } from '../app/rotation.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { takeBackHalfTaken, wingJobs, wings } from '../services/all.ts'
import type { PostgresTransaction } from '../store/postgres.ts'
import { sendHeads } from '../work/heads.ts'
import { auditDue, jobPerformers } from '../work/jobs.ts'
import type { Performers } from '../work/outbox.ts'
import { backupOrder } from './backup.ts'
import type { Config } from './config.ts'
import type { Ordered } from './control.ts'
import { ledgerPath } from './ledger-path.ts'
import type { OpenHouse } from './open-house.ts'

export type HouseJobs = {
  readonly ledger: Ledger
  readonly performers: Performers<PostgresTransaction>
  daily(): Promise<void>
  /** Orders through the control socket, by word. */
  readonly orders: Readonly<Record<string, (body: unknown, say: (line: string) => void) => ReturnType<Ordered>>>
}

export const openLedger = (config: Config, { ring }: OpenHouse): Ledger | Refusal => {
  const path = ledgerPath(config.folder)
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  return openFileLedger(path, ring)
}

/** Before anything is served, what an earlier run had begun is finished: erasures that were intended, rotations and uploads that were under way. */
export const houseJobs = async (config: Config, open: OpenHouse, origin: string): Promise<HouseJobs | Refusal> => {
  const { house } = open
  const ledger = openLedger(config, open)
  if (isRefusal(ledger)) return ledger
  const finished = await finishIntents({ house, wings, ledger })
  if (isRefusal(finished)) return finished
  const rotated = await finishRotations(house, wings)
  if (isRefusal(rotated)) return rotated
  const takenBack = await takeBackHalfTaken(house)
  if (isRefusal(takenBack)) return takenBack
  return {
    ledger,
    performers: {
      ...jobPerformers(house, wings, ledger),
      ...wingJobs(house),
      ...housePerformers(house, origin),
    },
    daily: async () => {
      await auditDue(house, wings)
      destroyOldPeriods(house)
      await sendHeads(house)
      for (const { id } of await listTenants(house.store.database)) await forgetAnswers(house, id)
      await forgetSignIns(house)
    },
    orders: { backup: backupOrder({ house, ledger }) },
  }
}
