/** The workloads in the order of the table. */
import { append } from './append.ts'
import { dryRunOfFile } from './dry-run.ts'
import { due } from './due.ts'
import type { Workload } from './figures.ts'

export const workloads: readonly Workload[] = [append, due, dryRunOfFile]
