/** The list of all clauses that run. A name that stands in `names.ts` and not here is reserved and shown as planned. */
import { houseClause, type HouseClause } from '../clause.ts'
import { acceptance } from './acceptance.ts'
import { amendment } from './amendment.ts'
import { endOfContract } from './end-of-contract.ts'
import { erasure } from './erasure.ts'
import { instructions } from './instructions.ts'
import { retention } from './retention.ts'
import { scope } from './scope.ts'

export const clauses: readonly HouseClause[] = [
  houseClause(acceptance),
  houseClause(amendment),
  houseClause(instructions),
  houseClause(scope),
  houseClause(retention),
  houseClause(erasure),
  houseClause(endOfContract),
]

/**
 * Promises that hold always and open no case: the house itself keeps them, in every act. Each says where.
 */
export const guards: Readonly<Record<string, string>> = {
  'activity-log': 'app/run.ts enters every act, refusals included, in the trail of the tenant',
  encryption: 'vault/ seals whatever can hold a person before it reaches the disk',
  export: 'the customer takes everything out at any time, without the operator',
}

/** Every module that runs in this version. */
export const runningModules: readonly string[] = [...clauses.map((each) => each.name), ...Object.keys(guards)]
